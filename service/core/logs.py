"""What the service says to its operators: lines of JSON, or plain lines on a terminal.

A traceback never shows the values of variables: they are people's data, codes and keys.
"""

import sys

import structlog
from structlog.typing import Processor


def configure_logs() -> None:
    """Make every logger of this process write so."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    on_terminal: list[Processor] = [
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    ]
    for_programs: list[Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    ending = on_terminal if sys.stderr.isatty() else for_programs
    structlog.configure(
        processors=[*shared, *ending],
        # looked up when a line is written: the stream may have been replaced since
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )
