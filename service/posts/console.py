"""`synaq import-posts`: what an order on qualification requirements would bring into the register.

A text that breaks off behind a whole post looks complete; the facts of the same order that ship
with the project tell.
"""

from pathlib import Path

from service.posts.console_registers import Register
from service.posts.qualification_file import FILE_NAME, load_qualification_posts
from service.posts.qualification_order import QualificationReading, read_qualification_order
from service.posts.source_text import FatalFault, SourceText


def posts_register(registers: Path) -> Register:
    """Return the register of posts; `registers` is the folder of the shipped facts."""

    def read(source: SourceText) -> QualificationReading:
        reading = read_qualification_order(source)
        refuse_shortened(reading, registers / FILE_NAME)
        return reading

    return Register("posts", "posts with qualification requirements", read)


def refuse_shortened(reading: QualificationReading, shipped: Path) -> None:
    """Refuse a reading with fewer posts than are known of the same order.

    Raises:
        FatalFault: the text breaks off.
    """
    if not shipped.is_file():
        return
    known = load_qualification_posts(shipped)
    own = (reading.act.number, reading.act.adopted_on)
    if own != (known.act.number, known.act.adopted_on):
        return
    if len(reading.records) < len(known.records):
        last = reading.records[-1]
        raise FatalFault(
            last.last_line,
            f"the text breaks off: order № {reading.act.number} has {len(known.records)} posts, "
            f"this text only {len(reading.records)}.",
        )
