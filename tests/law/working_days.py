"""A calendar for the tests of deadlines: New Year, Nauryz and moved days off of 2026 and 2027."""

from datetime import UTC, date, datetime

from service.law.calendar import WorkingCalendar

DAYS_OFF = [
    *(date(2026, 1, day) for day in (1, 2, 7)),
    date(2026, 3, 9),  # for 8 March, a Sunday
    *(date(2026, 3, day) for day in (23, 24, 25)),  # Nauryz; 23 March is a Monday
    date(2026, 12, 16),
    date(2026, 12, 31),  # moved
    *(date(2027, 1, day) for day in (1, 4, 7)),  # 4 January for 2 January, a Saturday
    *(date(2027, 3, day) for day in (8, 22, 23, 24)),
]
MADE_WORKING = [date(2026, 12, 27)]  # a Sunday, for 31 December
CALENDAR = WorkingCalendar(frozenset(DAYS_OFF), frozenset(MADE_WORKING))


def almaty(text: str) -> datetime:
    """The moment of "2026-03-20 18:00" on Astana's clock, in UTC."""
    return datetime.fromisoformat(f"{text}+05:00").astimezone(UTC)


def end_of(day: str) -> datetime:
    """The last moment of a day in Astana."""
    return almaty(f"{day} 23:59:59.999999")


# event · end of the first, third and fifth working day after it
TERMS = {
    "on a Monday": ("2026-02-02 10:00", "2026-02-03", "2026-02-05", "2026-02-09"),
    "on a Friday evening": ("2026-02-06 23:30", "2026-02-09", "2026-02-11", "2026-02-13"),
    "on a Saturday": ("2026-02-07 00:10", "2026-02-09", "2026-02-11", "2026-02-13"),
    "in the last minute of a day": ("2026-02-03 23:59", "2026-02-04", "2026-02-06", "2026-02-10"),
    "in the first minute of a day": ("2026-02-04 00:00", "2026-02-05", "2026-02-09", "2026-02-11"),
    "before 8 March that moves": ("2026-03-06 12:00", "2026-03-10", "2026-03-12", "2026-03-16"),
    "before Nauryz": ("2026-03-20 12:00", "2026-03-26", "2026-03-30", "2026-04-01"),
    "during Nauryz": ("2026-03-24 12:00", "2026-03-26", "2026-03-30", "2026-04-01"),
    "before a working Sunday": ("2026-12-25 12:00", "2026-12-27", "2026-12-29", "2027-01-05"),
    "before New Year": ("2026-12-30 12:00", "2027-01-05", "2027-01-08", "2027-01-12"),
    "on New Year's day": ("2027-01-01 12:00", "2027-01-05", "2027-01-08", "2027-01-12"),
    "before Christmas": ("2027-01-05 12:00", "2027-01-06", "2027-01-11", "2027-01-13"),
    "before Nauryz of 2027": ("2027-03-19 12:00", "2027-03-25", "2027-03-29", "2027-03-31"),
}
