"""The announcement of a competition: its terms, what it must say, what it stops, what ends it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from service.law.calendar import WorkingCalendar
from service.law.dated import Dated, on
from service.law.rule import Rule, rule
from service.law.rule_set import Kind
from service.law.terms import Term, first_free
from service.law.vacancy import Round

LW_7 = rule("LW-7", "O26 IS 69")
LW_8 = rule("LW-8", "LAW 1(20), 27(4)")
VC_1 = rule(
    "VC-1",
    "LAW 27(3); O26 IS 64(4), 71(8), 113; the terms of reception are a DEFAULT",
    default=True,
)
VC_2 = rule("VC-2", "O26 IS 12")
VC_4 = rule("VC-4", "O26 annex 7")


@dataclass(frozen=True, slots=True)
class Reception:
    """How many working days documents are received at the least, after the day of publication."""

    internal: int
    general: int


# DEFAULT: LAW 27(2) leaves the order of competitions to the authorised body, and the wording that
# O26 amends is not printed in it. Three and seven are what such rules used to say.
RECEPTION: Final = (Dated(Reception(internal=3, general=7), date(2016, 1, 1)),)
ILLNESS: Final = Term(months=2)  # LAW 1(20): more than two months in a row
LONGEST_RECEPTION: Final = 30  # calendar days; DEFAULT, so that a slip of the pen is seen

# O26 annex 7: the day from which each list of bodies uses the integrated system. Its end on
# 31 December 2024 is kept open as the rule set of IS is (DEFAULT).
SYSTEM_FROM: Final = {"first": date(2024, 2, 1), "rest": date(2024, 7, 1)}

Absence = Literal["secondment", "social-leave", "studies", "illness"]  # LAW 1(20)
Stage = Literal["personal-qualities", "ability", "essay", "interview"]
Part = Literal[
    "body",
    "post",
    "category",
    "functions",
    "requirements",
    "salary",
    "workplace",
    "documents",
    "contacts",
]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Temporary:
    """Why a post is vacant for a time only, and until when."""

    absence: Absence
    until_on: date
    ill_since: date | None = None
    listed_illness: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """What HR is about to publish.

    Args:
        parts: those of `PARTS` that are filled in.
        sites: where it stands: ``body``, ``authorised-body``, ``service-body``.
        single_service: the body has its HR service within another body (LAW 27(3)).
        essay_needed: the kind of the post needs an essay (O26 IS 64(4)).
    """

    round: Round
    published_on: date
    closes_on: date
    interview_on: date | None
    parts: frozenset[Part] = frozenset()
    stages: frozenset[Stage] = frozenset({"interview"})
    sites: frozenset[str] = frozenset()
    single_service: bool = False
    essay_needed: bool = False
    is_temporary: bool = False
    temporary: Temporary | None = None


Flaw = Literal[
    "part-missing",
    "closes-too-early",
    "closes-too-late",
    "closes-on-day-off",
    "interview-missing",
    "interview-too-early",
    "interview-stage-missing",
    "essay-missing",
    "site-missing",
    "temporary-reason-missing",
    "temporary-not-marked",
    "temporary-over",
    "illness-too-short",
    "illness-not-listed",
]


@dataclass(frozen=True, slots=True)
class AnnouncementFault:
    """Why an announcement cannot be published: the rule, what is wrong, the first day that fits."""

    rule: Rule
    source: str
    code: Flaw
    subject: str = ""
    first_on: date | None = None


def first_closing(round_: Round, published_on: date, calendar: WorkingCalendar) -> date:
    """The earliest last day of reception; the day of publication is not counted."""
    least = on(RECEPTION, published_on)
    days = least.general if round_ is Round.GENERAL else least.internal
    return calendar.add_working_days(published_on, days)


def announcement_faults(told: Announcement, calendar: WorkingCalendar) -> list[AnnouncementFault]:
    """Everything that stands against publishing, at once (VC-1, LW-8)."""
    return [*_contents(told), *_days(told, calendar), *_temporary(told)]


def receives(announced: Announcement, day: date) -> bool:
    """Are applications received on that day? The last day counts."""
    return announced.published_on <= day <= announced.closes_on


def _contents(told: Announcement) -> Iterator[AnnouncementFault]:
    for part in PARTS:
        if part not in told.parts:
            yield AnnouncementFault(VC_1, "O26 IS 71; DEFAULT for the parts", "part-missing", part)
    asked = ["body", "authorised-body", *(["service-body"] if told.single_service else [])]
    for site in asked:
        if site not in told.sites:
            yield AnnouncementFault(VC_1, "LAW 27(3)", "site-missing", site)
    if told.essay_needed and "essay" not in told.stages:
        yield AnnouncementFault(VC_1, "O26 IS 64(4), 113", "essay-missing")
    if "interview" not in told.stages:
        yield AnnouncementFault(VC_1, "LAW 27(2)5", "interview-stage-missing")


def _days(told: Announcement, calendar: WorkingCalendar) -> Iterator[AnnouncementFault]:
    first = first_closing(told.round, told.published_on, calendar)
    source = "LAW 27(2); DEFAULT for the days"
    if told.closes_on < first:
        yield AnnouncementFault(VC_1, source, "closes-too-early", first_on=first)
    elif (told.closes_on - told.published_on).days > LONGEST_RECEPTION:
        yield AnnouncementFault(VC_1, source, "closes-too-late")
    elif not calendar.is_working(told.closes_on):
        following = calendar.next_working(told.closes_on)
        yield AnnouncementFault(VC_1, source, "closes-on-day-off", first_on=following)
    after = calendar.add_working_days(max(told.closes_on, first), 1)
    if told.interview_on is None:
        yield AnnouncementFault(VC_1, "O26 IS 71(8)", "interview-missing", first_on=after)
    elif told.interview_on < after:
        yield AnnouncementFault(VC_1, "O26 IS 71(8)", "interview-too-early", first_on=after)


def _temporary(told: Announcement) -> Iterator[AnnouncementFault]:
    temporary = told.temporary
    if temporary is None:
        if told.is_temporary:
            yield AnnouncementFault(LW_8, "LAW 1(20), 27(4)", "temporary-reason-missing")
        return
    if not told.is_temporary:
        yield AnnouncementFault(LW_8, "LAW 27(4)", "temporary-not-marked")
    if temporary.until_on <= told.closes_on:
        yield AnnouncementFault(LW_8, "LAW 1(20)", "temporary-over")
    if temporary.absence == "illness":
        yield from _illness(temporary, told.published_on)


def _illness(temporary: Temporary, day: date) -> Iterator[AnnouncementFault]:
    """An illness makes a post vacant when it is of the list and has lasted over two months."""
    if not temporary.listed_illness:
        yield AnnouncementFault(LW_8, "LAW 1(20)", "illness-not-listed")
    if temporary.ill_since is None:
        yield AnnouncementFault(LW_8, "LAW 1(20)", "illness-too-short")
        return
    free = first_free(temporary.ill_since, ILLNESS)
    if day < free:
        yield AnnouncementFault(LW_8, "LAW 1(20)", "illness-too-short", first_on=free)


Path = Literal["competition", "transfer", "without-competition", "acting"]


@dataclass(frozen=True, slots=True)
class AppointmentRefusal:
    """Why nobody may be appointed past a competition that runs."""

    rule: Rule
    source: str
    announced_on: date


def appointment_refusal(
    announced_on: date | None, ended_on: date | None, path: Path, day: date
) -> AppointmentRefusal | None:
    """Why an appointment to a vacancy may not be made on a day (LW-7); None where it may.

    Args:
        announced_on: the day of publication; None where there is no announcement.
        ended_on: the day on which the competition ended or was cancelled; None while it runs.
        path: how the person comes to the post. Acting for the time being is no appointment.
        day: the day of the act.
    """
    if announced_on is None or day < announced_on or path in {"competition", "acting"}:
        return None
    if ended_on is not None and ended_on <= day:
        return None
    return AppointmentRefusal(LW_7, "O26 IS 69", announced_on)


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A body is reorganised or liquidated.

    Args:
        body: its code.
        on: the day of the act.
        unchanged: the units whose functions, powers and staff do not change.
    """

    body: str
    on: date
    unchanged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Running:
    """An announced competition as a reorganisation sees it."""

    key: str
    body: str
    unit: str
    announced_on: date
    ended_on: date | None = None


def cancelled_by(change: Reorganisation, running: Iterable[Running]) -> list[Running]:
    """The competitions that the reorganisation cancels, whatever their stage (VC-2)."""
    return [
        each
        for each in running
        if each.body == change.body
        and each.unit not in change.unchanged
        and each.announced_on <= change.on
        and (each.ended_on is None or each.ended_on > change.on)
    ]


def uses_system(wave: Literal["first", "rest"] | None, day: date) -> bool:
    """Does a body of that list of annex 7 use the integrated system on a day (VC-4)?"""
    return wave is not None and SYSTEM_FROM[wave] <= day


def certificate_kinds(wave: Literal["first", "rest"] | None, day: date) -> frozenset[Kind]:
    """Whose certificates count: those of the integrated system are valid in it alone (IS 34)."""
    return frozenset({"IS"}) if uses_system(wave, day) else frozenset({"AD"})
