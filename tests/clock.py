"""The clock of the tests: it stands until it is moved."""

from datetime import UTC, datetime, timedelta

# Monday, 23 November 2026, 10:00 in Astana: a working day, inside opening hours
START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


class FixedClock:
    """Tells the same moment until a test moves it."""

    def __init__(self, moment: datetime = START) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def move(self, **term: float) -> datetime:
        """Move by this timedelta (`clock.move(minutes=5)`) and return the new moment."""
        return self.set(self._moment + timedelta(**term))

    def set(self, moment: datetime) -> datetime:
        """Put the clock to this moment and return it."""
        self._moment = moment
        return moment
