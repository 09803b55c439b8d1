"""Days and working days in Astana. Holidays and transfers are handed in, never looked up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ASTANA = ZoneInfo("Asia/Almaty")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def local_time(moment: datetime) -> datetime:
    """The moment on Astana's clock.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        message = f"{moment.isoformat()} has no time zone; moments are aware, in UTC"
        raise ValueError(message)
    return moment.astimezone(ASTANA)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in Astana."""
    return local_time(moment).date()


def at(day: date, clock: time) -> datetime:
    """The moment (UTC) at which Astana's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, ASTANA).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The first moment (UTC) of a local day."""
    return at(day, time.min)


def end_of_day(day: date) -> datetime:
    """The last moment (UTC) of a local day: what comes later is too late."""
    return at(day, time.max)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days: Monday to Friday without days off, and the Saturdays and Sundays made working.

    Args:
        holidays: every day off that is not a plain weekend: holidays and moved days off.
        moved_working: weekend days that a transfer made working.
    """

    holidays: frozenset[date] = frozenset()
    moved_working: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Is this a working day? A transfer outweighs the weekday and the holiday."""
        if day in self.moved_working:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working(self, day: date) -> date:
        """The day itself where it is working, else the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (which need not be one); `day` itself is not counted.

        Raises:
            ValueError: n is less than one.
        """
        if n < 1:
            message = f"a term of {n} working days is no term"
            raise ValueError(message)
        for _ in range(n):
            day = self.next_working(day + ONE_DAY)
        return day
