import json

import pytest
import structlog

from service.core.logs import configure_logs


def fail(digits: int) -> None:
    code = str(digits * 2)  # stands in no line of the program, only in the variable
    raise OSError("the disk is full", len(code))


def test_an_accident_is_one_line_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str],
):
    configure_logs()
    try:
        fail(271_828)
    except OSError:
        structlog.get_logger().exception("accident", path="/me")
    [line] = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["level"], said["path"]) == ("accident", "error", "/me")
    assert "the disk is full" in said["exception"]
    assert "543656" not in line
