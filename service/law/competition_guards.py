"""What must hold before a step of a competition can happen: each in words, with its function."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Final

from service.law.ability.ending import has_passed
from service.law.announcement import Stage
from service.law.calendar import local_day
from service.law.commission import has_quorum
from service.law.competition_state import (
    OUT,
    UNDER_WAY,
    Competition,
    Context,
    Plan,
    next_stage,
    sums,
)
from service.law.competition_terms import closing, due_of, may_complain_until, window_of
from service.law.essay import is_reached, writers
from service.law.interview import to_recheck
from service.law.machine import Guard
from service.law.ranking import NeedsLot, Ranking, next_invited, rank, tied

OVER: Final = frozenset({"ended", "filled", "cancelled"})


def moment_of(facts: Mapping[str, object], name: str) -> datetime:
    """The moment that a fact holds.

    Raises:
        KeyError, ValueError: there is none, or it is none.
    """
    return datetime.fromisoformat(str(facts[name]))


def names_of(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The names that a fact holds, in their order.

    Raises:
        KeyError, TypeError: there is none, or it is no list.
    """
    found = facts[name]
    if not isinstance(found, list | tuple):
        raise TypeError(f"{name} is no list of names")
    return tuple(str(each) for each in found)


# --- of the competition ---------------------------------------------------------------------------


def _nobody_scored(here: Context) -> bool:
    every = here.competition.candidacies.values()
    return not any(each.scored or "essay" in each.points for each in every)


def _is_seat(here: Context) -> bool:
    return here.facts["seat"] in here.competition.seats


def is_next(stage: Stage) -> Guard:
    """The guard that a stage is the next one of the announcement."""

    def holds(here: Context) -> bool:
        return next_stage(here.plan, here.competition) == stage

    return Guard("it is the next stage that was announced", holds)


def _stage_is_done(here: Context) -> bool:
    return all(each.state == "waiting" for each in here.competition.running())


def _somebody_waits(here: Context) -> bool:
    return bool(here.competition.at("waiting"))


def _best_write(here: Context) -> bool:
    found = writers(sums(here.plan, here.competition.at("waiting")), here.plan.defaults)
    return set(found) == set(names_of(here.facts, "chosen"))


def to_send(plan: Plan, competition: Competition) -> tuple[str, ...]:
    """Whose files go to HR now, the highest sum first."""
    there = competition.at("waiting", "recheck", "confirmed")
    chosen = to_recheck(sums(plan, there), (), plan.defaults)
    waiting = {each.key for each in competition.at("waiting")}
    return tuple(key for key in chosen if key in waiting)


def _best_sent(here: Context) -> bool:
    found = to_send(here.plan, here.competition)
    return bool(found) and set(found) == set(names_of(here.facts, "chosen"))


def files_answered(plan: Plan, competition: Competition) -> bool:
    """Has HR answered about every file, and is nobody's to be sent?"""
    return not competition.at("recheck") and not to_send(plan, competition)


def _in_future(here: Context) -> bool:
    return moment_of(here.facts, "starts_at") > here.at


def _interviews_over(here: Context) -> bool:
    running = here.competition.running()
    return bool(running) and all(each.state == "interviewed" for each in running)


def ranking_of(plan: Plan, competition: Competition) -> Ranking | NeedsLot | None:
    """The ranking of the interviewed who are still in the running, or among whom to draw.

    None where nobody is left.
    """
    entries = [each.entry() for each in competition.at("interviewed")]
    if not entries:
        return None
    ranked = {each.key for each in entries}
    took_part = competition.interviewed()
    others = [each.points["interview"] for each in took_part if each.key not in ranked]
    return rank(entries, plan.announced_on, competition.lot, others)


def _lot_covers(here: Context) -> bool:
    entries = [each.entry() for each in here.competition.at("interviewed")]
    among = tied(entries, here.plan.announced_on)
    return bool(among) and set(among) <= set(names_of(here.facts, "order"))


def _is_ranking(here: Context) -> bool:
    found = ranking_of(here.plan, here.competition)
    if not isinstance(found, Ranking):
        return False
    told = names_of(here.facts, "order"), here.facts["winner"]
    return told == (found.order, found.winner)


def next_on_list(competition: Competition) -> str | None:
    """Who is invited now; None where somebody is under way or hired, or the list is used up."""
    if competition.at(*UNDER_WAY) or competition.winner is None or is_hired(competition):
        return None
    out = {each.key for each in competition.candidacies.values() if each.state in OUT}
    return next_invited(competition.order, out)


def _is_next_on_list(here: Context) -> bool:
    return here.facts["invited"] == next_on_list(here.competition)


def is_hired(competition: Competition) -> bool:
    """Is somebody hired?"""
    return any(each.state == "hired" for each in competition.candidacies.values())


def is_used_up(competition: Competition) -> bool:
    """Is nobody under way, nobody hired, and nobody left on the list?"""
    gone = not competition.at(*UNDER_WAY) and not is_hired(competition)
    return gone and next_on_list(competition) is None


def _in_time(here: Context) -> bool:
    until = may_complain_until(here.plan, here.competition)
    return until is None or here.at <= until


def _others_open(here: Context) -> bool:
    return bool(here.competition.complaints - {str(here.facts["complaint"])})


LAST_DAY_OVER = Guard(
    "the last day of reception is over",
    lambda here: here.at > closing(here.plan, here.competition),
)
NOBODY_SCORED = Guard("nobody has been scored yet", _nobody_scored)
IS_SEAT = Guard("the commission has such a seat", _is_seat)
STAGE_DONE = Guard("everybody's part in the stage before is decided", _stage_is_done)
SOMEBODY_WAITS = Guard("somebody is in the running", _somebody_waits)
FORMED = Guard("the commission is formed", lambda here: bool(here.competition.seats))
BEST_WRITE = Guard("those named are the best so far, by the setting", _best_write)
BEST_SENT = Guard("those named have the highest sums of who was not sent yet", _best_sent)
FILES_ANSWERED = Guard(
    "HR has answered about every file and nobody is to be sent",
    lambda here: files_answered(here.plan, here.competition),
)
SOMEBODY_CONFIRMED = Guard(
    "somebody's file is confirmed", lambda here: bool(here.competition.at("confirmed"))
)
INTERVIEW_SET = Guard("HR has set the time", lambda here: here.competition.interview_at is not None)
IN_FUTURE = Guard("the time lies ahead", _in_future)
INTERVIEWS_OVER = Guard("everybody who came is scored", _interviews_over)
NOBODY_RUNS = Guard("nobody is in the running", lambda here: not here.competition.running())
LOT_COVERS = Guard("only a draw sets some apart, and it is of all of them", _lot_covers)
IS_RANKING = Guard("order and winner are those of the ranking, no tie is open", _is_ranking)
HAS_WINNER = Guard("there is a winner", lambda here: here.competition.winner is not None)
NO_WINNER = Guard(
    "one alone took part, with less than a point", lambda here: here.competition.winner is None
)
NEXT_ON_LIST = Guard("it is the next one of the list, and nobody is under way", _is_next_on_list)
SOMEBODY_HIRED = Guard("somebody is hired", lambda here: is_hired(here.competition))
LIST_USED_UP = Guard(
    "nobody is under way and nobody is left on the list", lambda here: is_used_up(here.competition)
)
IN_TIME = Guard("within five working days from the publication of the results", _in_time)
IS_OPEN = Guard(
    "the complaint is open", lambda here: here.facts["complaint"] in here.competition.complaints
)
OTHERS_OPEN = Guard("another complaint is open", _others_open)
NO_OTHER_OPEN = Guard("no other complaint is open", lambda here: not _others_open(here))
UNIT_CHANGES = Guard(
    "functions, powers or staff of the unit change",
    lambda here: here.facts.get("unit_unchanged") is not True,
)
WAS_NOT_OVER = Guard(
    "it had not ended when it was suspended", lambda here: here.competition.before not in OVER
)

# --- of an application ----------------------------------------------------------------------------


def _receives(here: Context) -> bool:
    open_ = here.competition.state == "announced"
    return open_ and here.at <= closing(here.plan, here.competition)


def _is_chosen(here: Context) -> bool:
    assert here.candidacy is not None
    return here.candidacy.key in names_of(here.facts, "chosen")


def _is_winner(here: Context) -> bool:
    assert here.candidacy is not None
    return here.candidacy.key == here.competition.winner


def _is_invited(here: Context) -> bool:
    assert here.candidacy is not None
    return here.candidacy.key == here.facts["invited"]


def _takes_stage(here: Context) -> bool:
    assert here.candidacy is not None
    return not here.candidacy.exempt


def _slot_fits(here: Context) -> bool:
    assert here.candidacy is not None
    given = window_of(here.plan, here.competition, here.candidacy)
    starts_at = moment_of(here.facts, "starts_at")
    return given is not None and given.holds(starts_at) and starts_at >= here.at


def _may_start(here: Context) -> bool:
    assert here.candidacy is not None
    given = window_of(here.plan, here.competition, here.candidacy)
    return given is not None and given.holds(here.at)


def _has_started(here: Context) -> bool:
    assert here.candidacy is not None
    return here.candidacy.started_at is not None


def _missed(here: Context) -> bool:
    return not _has_started(here) and is_over("window", here)


def missed_stage(stage: Stage) -> Guard:
    """The guard that it was this stage that was missed, and that it is still taken.

    A failure of the system may be found out after the door has closed on everybody (TT-5).
    """

    def holds(here: Context) -> bool:
        assert here.candidacy is not None
        return here.candidacy.at_stage == stage == here.competition.state

    return Guard("it is this stage that was missed, and others still take it", holds)


def is_over(term: str, here: Context) -> bool:
    """Is a term of the application over?"""
    due = due_of(term, here.plan, here.competition, here.candidacy)
    return due is not None and here.at > due


def _may_score(here: Context) -> bool:
    assert here.candidacy is not None
    seat = here.facts["seat"]
    out = here.candidacy.conflicted | here.candidacy.scored
    return seat in here.competition.seats and seat not in out


def _all_scored(here: Context) -> bool:
    assert here.candidacy is not None
    scoring = set(here.competition.seats) - here.candidacy.conflicted
    return bool(scoring) and scoring <= here.candidacy.scored


def _second_look(here: Context) -> bool:
    assert here.candidacy is not None
    return _all_scored(here) and not here.candidacy.looked_twice


def _reached(here: Context) -> bool:
    return is_reached(Fraction(str(here.facts["score"])), here.plan.defaults)


def _quorum(here: Context) -> bool:
    assert here.candidacy is not None
    present, out = names_of(here.facts, "present"), here.candidacy.conflicted
    return has_quorum(here.competition.seats, present, out, here.plan.defaults)


def _interview_day(here: Context) -> bool:
    at = due_of("interview", here.plan, here.competition, here.candidacy)
    return at is not None and local_day(here.at) >= local_day(at)


def _passes(here: Context) -> bool:
    return has_passed(int(str(here.facts["correct"])))


RECEIVES = Guard("applications are received", _receives)
DECIDING = Guard(
    "no stage has begun", lambda here: here.competition.state in {"announced", "admission"}
)
IS_CHOSEN = Guard("it is among those named", _is_chosen)
IS_WINNER = Guard("it is the winner", _is_winner)
IS_INVITED = Guard("it is the one named", _is_invited)
TAKES_STAGE = Guard("the candidate is not exempt from it (LAW 29(2-1))", _takes_stage)
SLOT_FITS = Guard("the time lies ahead and within the days of the stage", _slot_fits)
MAY_START = Guard("the stage can be taken now", _may_start)
HAS_STARTED = Guard("the candidate has begun", _has_started)
MISSED = Guard("the days of the stage are over and the candidate has not begun", _missed)
PASSES = Guard("at least 10 of 50 correct", _passes)
FAILS = Guard("fewer than 10 of 50 correct", lambda here: not _passes(here))
MAY_SCORE = Guard("the member has no conflict of interest and has not scored yet", _may_score)
ALL_SCORED = Guard("every member without a conflict of interest has scored", _all_scored)
SECOND_LOOK = Guard("every member has scored, and no second look was asked for", _second_look)
REACHED = Guard("the mean reaches the threshold", _reached)
NOT_REACHED = Guard("the mean is below the threshold", lambda here: not _reached(here))
QUORUM = Guard("two thirds of the members who may score attend", _quorum)
INTERVIEW_DAY = Guard("the day of the interview has come", _interview_day)
ANSWER_OVER = Guard("three working days are over", lambda here: is_over("answer", here))
APPLICATION_OVER = Guard(
    "the term of the hiring application is over",
    lambda here: is_over("hiring-application", here),
)
ON_PROBATION = Guard("a probation is served", lambda here: "probation_until" in here.facts)
NO_PROBATION = Guard("no probation is served", lambda here: "probation_until" not in here.facts)
