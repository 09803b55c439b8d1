"""The one place where the time of day is read; everywhere else `now` is an argument."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the moment, aware, UTC."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """The computer's clock moved by the seconds in a file; only for the test environment."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, float] = (-1, 0.0)

    def now(self) -> datetime:
        changed = self._file.stat().st_mtime_ns
        if changed != self._seen[0]:
            self._seen = (changed, float(self._file.read_text() or "0"))
        return datetime.now(UTC) + timedelta(seconds=self._seen[1])
