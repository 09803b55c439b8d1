"""A competition as data: its states, what may happen in each, what is owed (O26 IS, LAW 27)."""

from collections.abc import Iterator
from typing import Final

from service.law import competition_guards as g
from service.law.ability.ending import ST_2
from service.law.announcement import VC_1, VC_2, Stage
from service.law.candidacy_moves import TAKEN
from service.law.commission import CM_1
from service.law.complaint import ST_9
from service.law.essay import ST_3
from service.law.hiring import LW_9
from service.law.interview import ST_4, ST_5
from service.law.machine import BACK, Actors, Duty, Guard, Machine, Move, State
from service.law.qualification import VC_3
from service.law.qualities import ST_1
from service.law.ranking import ST_6, ST_7, ST_8
from service.law.rule import Rule

HR: Final[Actors] = ("hr",)
SYSTEM: Final[Actors] = ("system",)
AUTHORITY: Final[Actors] = ("authorised-body",)
COMPLAINS: Final[Actors] = ("candidate", "authorised-body")
CHANGES: Final[Actors] = ("hr", "authorised-body")

COURSE: Final = (
    "announced",
    "admission",
    "personal-qualities",
    "ability",
    "essay",
    "recheck",
    "interview",
    "ranking",
    "protocol",
    "hiring",
)
_BEFORE: Final[dict[Stage, tuple[str, ...]]] = {
    "personal-qualities": ("admission",),
    "ability": ("admission", "personal-qualities"),
    "essay": ("admission", "personal-qualities", "ability"),
    "interview": ("admission", "personal-qualities", "ability", "essay"),
}
# who ends with nobody left, and by which rule
_NOBODY: Final[dict[str, tuple[Rule, str]]] = {
    "admission": (VC_3, "O26 IS 76; DEFAULT"),
    "personal-qualities": (ST_1, "O26 IS 7; DEFAULT"),
    "ability": (ST_2, "O26 IS 111-1"),
    "essay": (ST_3, "O26 IS 124-1"),
    "recheck": (ST_4, "O26 IS 125-1"),
    "interview": (ST_5, "O26 IS 7; DEFAULT"),
    "ranking": (ST_6, "O26 IS 7; DEFAULT"),
}

_STATES: Final = (
    State("announced", "applications are received"),
    State("admission", "what needs a person is looked at"),
    State("personal-qualities", "personal qualities are assessed"),
    State("ability", "text and number ability is tested"),
    State("essay", "essays are written and scored"),
    State("recheck", "HR checks the best files again"),
    State("interview", "the commission interviews"),
    State("ranking", "totals, ties, the winner"),
    State("protocol", "the protocol is to be signed"),
    State("hiring", "the winner, or the next one, is hired"),
    State("suspended", "suspended by a complaint"),
    State("filled", "the post is filled", over=True),
    State("ended", "ended without a person for the post", over=True),
    State("cancelled", "cancelled", over=True),
)


def _commission() -> Iterator[Move]:
    before = COURSE[: COURSE.index("interview") + 1]
    source = "O26 IS 13; LAW 27(2)3"
    formed = (g.NOBODY_SCORED,)
    yield Move("commission-formed", before, None, HR, CM_1, source, formed)
    seat = (g.IS_SEAT,)
    yield Move("member-replaced", before, None, HR, CM_1, "O26 IS 13; LAW 51(3)", seat)


def _stages() -> Iterator[Move]:
    yield Move(
        "reception-closed",
        ("announced",),
        "admission",
        SYSTEM,
        VC_1,
        "LAW 27(2)2",
        (g.LAST_DAY_OVER,),
    )
    for stage, (rule, source) in TAKEN.items():
        guards: tuple[Guard, ...] = (g.is_next(stage), g.STAGE_DONE, g.SOMEBODY_WAITS)
        brings: tuple[str, ...] = (f"{stage}-invited",)
        if stage == "essay":
            guards += (g.FORMED, g.BEST_WRITE)
            brings += ("not-to-write",)
        opened = f"{stage}-opened"
        yield Move(opened, _BEFORE[stage], stage, SYSTEM, rule, source, guards, brings=brings)
    guards = (g.is_next("interview"), g.STAGE_DONE, g.SOMEBODY_WAITS, g.BEST_SENT)
    source, sent = "O26 IS 125-1", ("file-sent",)
    before = _BEFORE["interview"]
    yield Move("recheck-opened", before, "recheck", SYSTEM, ST_4, source, guards, brings=sent)
    more = (g.BEST_SENT,)
    yield Move("files-sent", ("recheck",), None, SYSTEM, ST_4, source, more, brings=sent)


def _interviews() -> Iterator[Move]:
    at, source = ("recheck", "interview"), "O26 IS 128"
    yield Move("interview-scheduled", at, None, HR, ST_5, source, (g.IN_FUTURE,))
    guards = (g.FILES_ANSWERED, g.SOMEBODY_CONFIRMED, g.FORMED, g.INTERVIEW_SET)
    brings = ("interview-invited", "not-to-interview")
    yield Move(
        "interview-opened", ("recheck",), "interview", SYSTEM, ST_5, source, guards, brings=brings
    )
    over = (g.INTERVIEWS_OVER,)
    yield Move("interviews-finished", ("interview",), "ranking", SYSTEM, ST_5, "O26 IS 135", over)


def _results() -> Iterator[Move]:
    source = "O26 IS 139"
    yield Move("lot-drawn", ("ranking",), None, SYSTEM, ST_6, source, (g.LOT_COVERS,))
    determined, guards = "results-determined", (g.IS_RANKING,)
    yield Move(
        determined, ("ranking",), "protocol", SYSTEM, ST_6, source, guards, brings=("placed",)
    )
    signed, at, source = "protocol-signed", ("protocol",), "O26 IS 140"
    won, not_won = (g.HAS_WINNER,), (g.NO_WINNER,)
    yield Move(signed, at, "hiring", HR, ST_7, source, won, brings=("winner-named",))
    yield Move(signed, at, "ended", HR, ST_7, source, not_won, brings=("competition-ended",))


def _hiring() -> Iterator[Move]:
    at, source, ends = ("hiring",), "O26 IS 143", ("competition-ended",)
    following = (g.NEXT_ON_LIST,)
    yield Move("next-invited", at, None, HR, ST_8, source, following, brings=("invited-next",))
    hired, used_up = (g.SOMEBODY_HIRED,), (g.LIST_USED_UP,)
    yield Move("position-filled", at, "filled", SYSTEM, LW_9, "LAW 27(5)", hired, brings=ends)
    yield Move("list-exhausted", at, "ended", SYSTEM, ST_8, source, used_up, brings=ends)


def _endings() -> Iterator[Move]:
    nobody = (g.NOBODY_RUNS,)
    for state, (rule, source) in _NOBODY.items():
        yield Move("nobody-left", (state,), "ended", SYSTEM, rule, source, nobody)
    running, ends = (*COURSE, "suspended"), ("competition-ended",)
    guards = (g.UNIT_CHANGES, g.WAS_NOT_OVER)
    event, source = "body-reorganised", "O26 IS 12"
    yield Move(event, running, "cancelled", CHANGES, VC_2, source, guards, brings=ends)


def _complaints() -> Iterator[Move]:
    source, suspended = "O26 IS 146", ("suspended",)
    anywhere = (*COURSE, "ended", "filled")
    filed, in_time = "complaint-filed", (g.IN_TIME,)
    yield Move(filed, anywhere, "suspended", COMPLAINS, ST_9, source, in_time)
    yield Move(filed, suspended, None, COMPLAINS, ST_9, source, in_time)
    dismissed = "complaint-dismissed"
    more, last = (g.IS_OPEN, g.OTHERS_OPEN), (g.IS_OPEN, g.NO_OTHER_OPEN)
    yield Move(dismissed, suspended, None, AUTHORITY, ST_9, source, more)
    yield Move(dismissed, suspended, BACK, AUTHORITY, ST_9, source, last)
    upheld, open_ = "complaint-upheld", (g.IS_OPEN,)
    yield Move(
        upheld,
        suspended,
        "cancelled",
        AUTHORITY,
        ST_9,
        source,
        open_,
        brings=("competition-ended",),
    )


_DUTIES: Final = (
    Duty(
        ("announced",),
        "reception-closed",
        "system",
        VC_1,
        "LAW 27(2)2",
        "closing",
        "after the last day of reception",
    ),
    Duty(
        ("admission",),
        "personal-qualities-opened",
        "system",
        VC_3,
        "O26 IS 76; DEFAULT",
        "admission",
        "one working day after the last day of reception",
    ),
    Duty(
        ("personal-qualities",),
        "ability-opened",
        "system",
        ST_1,
        "O26 IS 79; DEFAULT",
        "stage",
        "the days of the stage and one working day for the last review",
    ),
    Duty(
        ("ability",),
        "essay-opened",
        "system",
        ST_2,
        "O26 IS 96; DEFAULT",
        "stage",
        "the days of the stage and one working day for the last review",
    ),
    Duty(
        ("essay",),
        "recheck-opened",
        "system",
        ST_3,
        "O26 IS 117, 123; DEFAULT",
        "stage",
        "the days of the stage and one working day each for the last review and its scores",
    ),
    Duty(
        ("recheck",),
        "interview-opened",
        "system",
        ST_4,
        "O26 IS 125-1",
        "recheck",
        "one working day after the last file was sent",
    ),
    Duty(
        ("recheck",),
        "interview-scheduled",
        "hr",
        ST_5,
        "O26 IS 71(8), 128",
        "none",
        "before the interview",
    ),
    Duty(
        ("interview",),
        "interviews-finished",
        "system",
        ST_5,
        "O26 IS 71(8), 128",
        "interview-day",
        "on the day that HR has set",
    ),
    Duty(
        ("ranking",),
        "results-determined",
        "system",
        ST_6,
        "O26 IS 139; DEFAULT",
        "results",
        "one working day after the last interview",
    ),
    Duty(
        ("protocol",),
        "protocol-signed",
        "hr",
        ST_7,
        "O26 IS 140",
        "protocol",
        "one working day after the results",
    ),
    Duty(
        ("hiring",),
        "next-invited",
        "hr",
        ST_8,
        "O26 IS 143; DEFAULT",
        "invitation",
        "one working day after the one before fell out",
    ),
    Duty(
        ("suspended",),
        "complaint-dismissed",
        "authorised-body",
        ST_9,
        "O26 IS 146",
        "none",
        "by the authorised body's own terms; all others stand still",
    ),
)

COMPETITION: Final = Machine(
    name="competition",
    initial="announced",
    states=_STATES,
    moves=(
        *_commission(),
        *_stages(),
        *_interviews(),
        *_results(),
        *_hiring(),
        *_endings(),
        *_complaints(),
    ),
    duties=_DUTIES,
)
