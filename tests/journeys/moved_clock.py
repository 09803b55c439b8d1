"""The time of a story: it runs, and a story moves it forward; the service reads it from a file."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.clock import START


class MovedClock:
    """Begins at START whatever the day is; the file is what SYNAQ_SHIFTED_CLOCK names."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stamp = 0
        self._put(START - datetime.now(UTC))

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, **term: float) -> datetime:
        """Move by this timedelta (`clock.move(minutes=5)`) and return the new moment."""
        self._put(self._ahead + timedelta(**term))
        return self.now()

    def go_to(self, moment: datetime) -> datetime:
        """Move forward to this moment."""
        assert moment > self.now(), f"{moment} is over"
        self._put(moment - datetime.now(UTC))
        return self.now()

    def _put(self, ahead: timedelta) -> None:
        self._ahead = ahead
        self._stamp += 1
        fresh = self.file.with_suffix(".fresh")
        fresh.write_text(str(ahead.total_seconds()))
        # readers look at the time of change: each writing has one of its own
        os.utime(fresh, ns=(self._stamp, self._stamp))
        fresh.replace(self.file)
