"""When things are due in a competition: terms by their names, in working days that stand still.

Every function answers None where nothing is set, or where the competition is suspended (ST-9).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.competition_state import Candidacy, Competition, Plan
from service.law.complaint import Pause, complaint_until, put_off, without_pauses
from service.law.essay import scores_due
from service.law.hiring import HIRING_APPLICATION
from service.law.interview import recheck_due
from service.law.proctoring import review_due
from service.law.ranking import answer_due, invitation_due, protocol_due, results_due
from service.law.stages import Window
from service.law.terms import last_day


def over_pauses(competition: Competition) -> tuple[Pause, ...]:
    """The suspensions that are over: how long the present one puts things off, nobody knows."""
    return tuple(each for each in competition.pauses if each.last_on is not None)


def working_calendar(plan: Plan, competition: Competition) -> WorkingCalendar:
    """The calendar in which the days of suspension are no working days."""
    return without_pauses(plan.calendar, over_pauses(competition))


def window_of(plan: Plan, competition: Competition, candidacy: Candidacy) -> Window | None:
    """When the candidate can take the present stage: put off by suspensions and after a failure.

    None where the present stage is not taken within days.
    """
    given = competition.windows.get(candidacy.state.removesuffix("-review"))
    if given is None:
        return None
    last = _last_of(given, plan, competition)
    return Window(given.opens_on, max(last, candidacy.extended_to or last))


def _last_of(given: Window, plan: Plan, competition: Competition) -> date:
    """The last day of a window that has as many working days as it was given."""
    days = range(given.opens_on.toordinal(), given.closes_on.toordinal() + 1)
    working = sum(plan.calendar.is_working(date.fromordinal(each)) for each in days)
    pauses = over_pauses(competition)
    if not pauses or not working:
        return put_off(given.closes_on, given.opens_on, pauses)
    calendar = working_calendar(plan, competition)
    last = calendar.next_working(given.opens_on)
    if working > 1:
        last = calendar.add_working_days(last, working - 1)
    return max(last, given.closes_on)


def closing(plan: Plan, competition: Competition) -> datetime:
    """The last moment of reception; where a suspension put it off, it is a working day again."""
    last = put_off(plan.closes_on, plan.announced_on, over_pauses(competition))
    if last != plan.closes_on:
        last = plan.calendar.next_working(last)
    return end_of_day(last)


def may_complain_until(plan: Plan, competition: Competition) -> datetime | None:
    """The last moment at which a complaint suspends; None while it is not known (ST-9)."""
    if competition.published_at is None or competition.is_suspended:
        return None
    return complaint_until(competition.published_at, working_calendar(plan, competition))


def due_of(
    term: str, plan: Plan, competition: Competition, candidacy: Candidacy | None = None
) -> datetime | None:
    """The moment at which a term of that name ends for the competition, or for an application.

    Raises:
        KeyError: there is no such term.
    """
    if competition.is_suspended:
        return None
    if candidacy is None:
        return _OF_COMPETITION[term](plan, competition)
    return _OF_CANDIDACY[term](plan, competition, candidacy)


def _admission(plan: Plan, competition: Competition) -> datetime | None:
    return _after(plan.defaults.admission_days, competition.since, plan, competition)


def _stage(plan: Plan, competition: Competition) -> datetime | None:
    """Until the last review of the stage, and the last score of an essay."""
    given = competition.windows.get(competition.state)
    if given is None:
        return None
    last = _last_of(given, plan, competition)
    days = plan.defaults.review_working_days + (competition.state == "essay")
    return _after(days, end_of_day(last), plan, competition)


def _recheck(plan: Plan, competition: Competition) -> datetime | None:
    """Until the last file that HR has is answered."""
    calendar = working_calendar(plan, competition)
    sent = [each.since for each in competition.at("recheck") if each.since is not None]
    return max((recheck_due(at, calendar) for at in sent), default=None)


def _interview_day(_: Plan, competition: Competition) -> datetime | None:
    at = _interview_at(competition)
    return None if at is None else end_of_day(local_day(at))


def _results(plan: Plan, competition: Competition) -> datetime | None:
    if competition.since is None:
        return None
    return results_due(competition.since, working_calendar(plan, competition), plan.defaults)


def _protocol(plan: Plan, competition: Competition) -> datetime | None:
    if competition.since is None:
        return None
    return protocol_due(competition.since, working_calendar(plan, competition))


def _invitation(plan: Plan, competition: Competition) -> datetime | None:
    if competition.free_at is None:
        return None
    return invitation_due(competition.free_at, working_calendar(plan, competition), plan.defaults)


def _interview_at(competition: Competition) -> datetime | None:
    """The time that HR set; None where the competition was suspended on that day."""
    at = competition.interview_at
    if at is None:
        return None
    day = local_day(at)
    paused = any(each.first_on <= day <= (each.last_on or date.max) for each in competition.pauses)
    return None if paused else at


def _after(
    days: int, since: datetime | None, plan: Plan, competition: Competition
) -> datetime | None:
    if since is None:
        return None
    calendar = working_calendar(plan, competition)
    return end_of_day(calendar.add_working_days(local_day(since), days))


_OF_COMPETITION: Final[Mapping[str, Callable[[Plan, Competition], datetime | None]]] = {
    "closing": closing,
    "admission": _admission,
    "stage": _stage,
    "recheck": _recheck,
    "interview-day": _interview_day,
    "results": _results,
    "protocol": _protocol,
    "invitation": _invitation,
    "none": lambda _plan, _competition: None,
}

OfCandidacy = Callable[[Plan, Competition, Candidacy], datetime | None]


def _working(term: Callable[[datetime, WorkingCalendar], datetime]) -> OfCandidacy:
    """A term that runs from the moment the application came to its state."""

    def due(plan: Plan, competition: Competition, candidacy: Candidacy) -> datetime | None:
        if candidacy.since is None:
            return None
        return term(candidacy.since, working_calendar(plan, competition))

    return due


def _window(plan: Plan, competition: Competition, candidacy: Candidacy) -> datetime | None:
    given = window_of(plan, competition, candidacy)
    return None if given is None else given.closes_at


def _hiring_application(_: Plan, competition: Competition, candidacy: Candidacy) -> datetime | None:
    if candidacy.since is None:
        return None
    told_on = local_day(candidacy.since)
    last = last_day(told_on, HIRING_APPLICATION)
    return end_of_day(put_off(last, told_on, over_pauses(competition)))


def _signature(_: Plan, _competition: Competition, candidacy: Candidacy) -> datetime | None:
    let_in_at = candidacy.let_in_at
    return None if let_in_at is None else end_of_day(local_day(let_in_at))


def _probation(_: Plan, _competition: Competition, candidacy: Candidacy) -> datetime | None:
    until = candidacy.probation_until
    return None if until is None else end_of_day(until)


_OF_CANDIDACY: Final[Mapping[str, OfCandidacy]] = {
    "admission": lambda plan, competition, _: end_of_day(
        working_calendar(plan, competition).add_working_days(
            local_day(closing(plan, competition)), plan.defaults.admission_days
        )
    ),
    "window": _window,
    "review": _working(review_due),
    "scores": _working(scores_due),
    "recheck": _working(recheck_due),
    "interview": lambda _plan, competition, _candidacy: _interview_at(competition),
    "signature": _signature,
    "answer": _working(answer_due),
    "hiring-application": _hiring_application,
    "probation": _probation,
    "none": lambda _plan, _competition, _candidacy: None,
}
