"""An application to a competition as data: its states, what may happen in each, what is owed."""

from collections.abc import Iterator
from typing import Final

from service.law import competition_guards as g
from service.law.ability.ending import ST_2
from service.law.announcement import VC_1, VC_2, Stage
from service.law.attempt import TT_4, TT_5
from service.law.conflict import CM_4
from service.law.essay import ST_3
from service.law.hiring import LW_9
from service.law.interview import ST_4, ST_5
from service.law.machine import Actors, Duty, Machine, Move, State
from service.law.proctoring import PR_1, PR_3
from service.law.qualification import VC_3
from service.law.qualities import ST_1
from service.law.ranking import ST_6, ST_7, ST_8
from service.law.rule import Rule

TAKEN: Final[dict[Stage, tuple[Rule, str]]] = {
    "personal-qualities": (ST_1, "O26 IS 79"),
    "ability": (ST_2, "O26 IS 96"),
    "essay": (ST_3, "O26 IS 117"),
}
BROUGHT: Final[Actors] = ("competition",)
CANDIDATE: Final[Actors] = ("candidate",)
HR: Final[Actors] = ("hr",)
SYSTEM: Final[Actors] = ("system",)
DECIDES: Final[Actors] = ("system", "hr")
ENDS: Final[Actors] = ("candidate", "system")
FAILED: Final[Actors] = ("administrator", "system")
REVIEWS: Final[Actors] = ("proctor", "system")
MEMBER: Final[Actors] = ("member", "chair")
SECRETARY: Final[Actors] = ("secretary",)
BROKEN: Final[Actors] = ("secretary", "administrator")

TAKING: Final = tuple(TAKEN)
REVIEWED: Final = tuple(f"{stage}-review" for stage in TAKEN)
SCORED: Final = ("essay-scoring", "in-interview")
BEFORE_LIST: Final = (
    "filed",
    "waiting",
    *TAKING,
    *REVIEWED,
    "essay-scoring",
    "recheck",
    "confirmed",
    "interview",
    "in-interview",
    "interviewed",
    "ranked",
)
OPEN: Final = (*BEFORE_LIST, "named", "invited", "applied", "probation")

_STATES: Final = (
    State("new", "has not applied"),
    State("filed", "applied; the file is checked"),
    State("waiting", "in the running; waits for the next stage"),
    State("personal-qualities", "is to be assessed for personal qualities"),
    State("personal-qualities-review", "the assessment is under review"),
    State("ability", "is to take the tests of ability"),
    State("ability-review", "the tests are under review"),
    State("essay", "is to write the essay"),
    State("essay-review", "the writing is under review"),
    State("essay-scoring", "the members score the essay"),
    State("recheck", "HR checks the file again"),
    State("confirmed", "the file is confirmed"),
    State("interview", "is invited to the interview"),
    State("in-interview", "is interviewed and scored"),
    State("interviewed", "is scored; waits for the results"),
    State("ranked", "stands on the list"),
    State("invited", "is invited as the next one; to answer"),
    State("named", "is to hand in the hiring application"),
    State("applied", "has handed it in; to be appointed"),
    State("probation", "is appointed, on probation"),
    State("hired", "holds the post", over=True),
    State("refused", "not admitted", over=True),
    State("withdrawn", "withdrew", over=True),
    State("breach", "not passed: a breach of the rules", over=True),
    State("missed", "did not come", over=True),
    State("not-passed", "not passed", over=True),
    State("not-among-best", "others went on with more points", over=True),
    State("not-confirmed", "refused at the re-check", over=True),
    State("declined", "refused the post", over=True),
    State("lapsed", "did not answer or apply in time", over=True),
    State("not-appointed", "could not be appointed", over=True),
    State("left", "left before the end of probation", over=True),
    State("ended", "the competition ended", over=True),
)


def _admission() -> Iterator[Move]:
    yield Move("applied", ("new",), "filed", CANDIDATE, VC_1, "LAW 27(2)2", (g.RECEIVES,))
    yield Move(
        "admitted", ("filed", "refused"), "waiting", DECIDES, VC_3, "O26 IS 76", (g.DECIDING,)
    )
    yield Move(
        "not-admitted", ("filed", "waiting"), "refused", DECIDES, VC_3, "O26 IS 76", (g.DECIDING,)
    )


def _taking(stage: Stage, rule: Rule, source: str) -> Iterator[Move]:
    """A stage that is taken within days, from the invitation to the proctor's review."""
    guards = (g.TAKES_STAGE,) if stage == "personal-qualities" else ()
    if stage == "essay":
        guards = (g.IS_CHOSEN,)
    yield Move(f"{stage}-invited", ("waiting",), stage, BROUGHT, rule, source, guards)
    under = (stage,)
    yield Move("slot-chosen", under, None, CANDIDATE, rule, source, (g.SLOT_FITS,))
    yield Move("started", under, None, CANDIDATE, rule, source, (g.MAY_START,))
    yield Move("missed", under, "missed", SYSTEM, rule, source, (g.MISSED,))
    review = f"{stage}-review"
    yield Move("finished", under, review, ENDS, PR_3, "O26 IS 10-1", (g.HAS_STARTED,), paused=True)
    left = (g.HAS_STARTED,)
    yield Move("broken-off", under, "not-passed", SYSTEM, TT_4, "O26 IS 49", left, paused=True)
    failure, source = "technical-failure", "O26 IS 11"
    yield Move(failure, (stage, review), stage, FAILED, TT_5, source, paused=True)
    missed = (g.missed_stage(stage),)
    yield Move(failure, ("missed",), stage, FAILED, TT_5, source, missed, paused=True)


def _reviews() -> Iterator[Move]:
    """No breach was found: the review is published (PR-3)."""
    event = "review-published"
    yield Move(event, ("personal-qualities-review",), "waiting", REVIEWS, PR_3, "O26 IS 10-1")
    passes, fails = (g.PASSES,), (g.FAILS,)
    yield Move(event, ("ability-review",), "waiting", REVIEWS, ST_2, "O26 IS 102-1", passes)
    yield Move(event, ("ability-review",), "not-passed", REVIEWS, ST_2, "O26 IS 102-1", fails)
    yield Move(event, ("essay-review",), "essay-scoring", REVIEWS, PR_3, "O26 IS 123")


def _essay() -> Iterator[Move]:
    out = "not-among-best"
    yield Move("not-to-write", ("waiting",), out, BROUGHT, ST_3, "O26 IS 113; DEFAULT")
    under, source, rated = ("essay-scoring",), "O26 IS 123", "essay-rated"
    yield Move("essay-scored", under, None, MEMBER, ST_3, source, (g.MAY_SCORE,))
    look = (g.SECOND_LOOK,)
    yield Move("second-look-asked", under, None, ("chair",), ST_3, "DEFAULT", look)
    reached, below = (g.ALL_SCORED, g.REACHED), (g.ALL_SCORED, g.NOT_REACHED)
    yield Move(rated, under, "waiting", SYSTEM, ST_3, source, reached)
    yield Move(rated, under, "not-passed", SYSTEM, ST_3, "O26 IS 124-1", below)


def _interview() -> Iterator[Move]:
    chosen, source = (g.IS_CHOSEN,), "O26 IS 125-1"
    yield Move("file-sent", ("waiting",), "recheck", BROUGHT, ST_4, source, chosen)
    yield Move("file-confirmed", ("recheck",), "confirmed", HR, ST_4, source)
    yield Move("file-refused", ("recheck",), "not-confirmed", HR, ST_4, source)
    out = "not-among-best"
    yield Move("not-to-interview", ("waiting",), out, BROUGHT, ST_4, f"{source}; DEFAULT")
    yield Move("interview-invited", ("confirmed",), "interview", BROUGHT, ST_5, "O26 IS 128")
    came = (g.INTERVIEW_DAY, g.QUORUM)
    yield Move("let-in", ("interview",), "in-interview", SECRETARY, ST_5, "O26 IS 130-1", came)
    day = (g.INTERVIEW_DAY,)
    yield Move("absent", ("interview",), "missed", SECRETARY, ST_5, "DEFAULT", day)
    yield Move("technical-failure", ("in-interview",), "interview", BROKEN, TT_5, "O26 IS 11")
    may = (g.MAY_SCORE,)
    yield Move("interview-signed", ("in-interview",), None, MEMBER, ST_5, "O26 IS 135", may)
    all_ = (g.ALL_SCORED,)
    yield Move(
        "interview-rated", ("in-interview",), "interviewed", SYSTEM, ST_5, "O26 IS 135", all_
    )
    yield Move("placed", ("interviewed",), "ranked", BROUGHT, ST_6, "O26 IS 139")


def _hiring() -> Iterator[Move]:
    source = "O26 IS 143"
    winner = (g.IS_WINNER,)
    yield Move("winner-named", ("ranked",), "named", BROUGHT, ST_7, "O26 IS 140", winner)
    yield Move("invited-next", ("ranked",), "invited", BROUGHT, ST_8, source, (g.IS_INVITED,))
    yield Move("accepted", ("invited",), "named", CANDIDATE, ST_8, source)
    yield Move("hiring-application-filed", ("named",), "applied", CANDIDATE, LW_9, source)
    under_way = ("invited", "named", "applied")
    yield Move("declined", under_way, "declined", CANDIDATE, ST_8, source)
    yield Move("answer-lapsed", ("invited",), "lapsed", SYSTEM, ST_8, source, (g.ANSWER_OVER,))
    over = (g.APPLICATION_OVER,)
    yield Move("application-lapsed", ("named",), "lapsed", SYSTEM, ST_8, source, over)
    yield Move("appointment-refused", ("applied",), "not-appointed", HR, LW_9, "LAW 16(3), 19")
    on, no = (g.ON_PROBATION,), (g.NO_PROBATION,)
    yield Move("appointed", ("applied",), "probation", HR, LW_9, "LAW 20, 27(5)", on)
    yield Move("appointed", ("applied",), "hired", HR, LW_9, "LAW 20, 27(5)", no)
    yield Move("probation-changed", ("probation",), None, HR, LW_9, "LAW 20(2), 20(3)")
    yield Move("left", ("probation",), "left", HR, ST_8, source)
    yield Move("probation-passed", ("probation",), "hired", HR, LW_9, "LAW 20")


def _anywhere() -> Iterator[Move]:
    declares = (
        "filed",
        "waiting",
        *TAKING,
        *REVIEWED,
        "recheck",
        "confirmed",
        "interview",
        *SCORED,
    )
    seat = (g.IS_SEAT,)
    yield Move("conflict-declared", declares, None, MEMBER, CM_4, "LAW 51", seat, paused=True)
    yield Move("withdrew", BEFORE_LIST, "withdrawn", CANDIDATE, VC_3, "DEFAULT", paused=True)
    until_appointed = (*BEFORE_LIST, "named", "invited", "applied")
    yield Move(
        "breach-found",
        until_appointed,
        "breach",
        ("proctor",),
        PR_1,
        "O26 IS 10-1, 57",
        paused=True,
    )
    yield Move("competition-ended", OPEN, "ended", BROUGHT, VC_2, "O26 IS 12, 140, 146")


_DUTIES: Final = (
    Duty(
        ("filed",),
        "admitted",
        "hr",
        VC_3,
        "O26 IS 76; DEFAULT",
        "admission",
        "one working day after the last day of reception, where a person must look",
    ),
    *(
        Duty(
            (stage,),
            "finished",
            "candidate",
            rule,
            source,
            "window",
            "by the end of the stage's days",
        )
        for stage, (rule, source) in TAKEN.items()
    ),
    Duty(
        REVIEWED,
        "review-published",
        "proctor",
        PR_3,
        "O26 IS 10-1, 123",
        "review",
        "one working day after the end of the test",
    ),
    Duty(
        ("essay-scoring",),
        "essay-scored",
        "member",
        ST_3,
        "O26 IS 123",
        "scores",
        "one working day after the review is published, or a second look was asked for",
    ),
    Duty(
        ("recheck",),
        "file-confirmed",
        "hr",
        ST_4,
        "O26 IS 125-1",
        "recheck",
        "one working day after the file was sent",
    ),
    Duty(
        ("interview",),
        "let-in",
        "secretary",
        ST_5,
        "O26 IS 130-1",
        "interview",
        "at the time that HR has set",
    ),
    Duty(
        ("in-interview",),
        "interview-signed",
        "member",
        ST_5,
        "O26 IS 135; DEFAULT",
        "signature",
        "by the end of the day of the interview",
    ),
    Duty(
        ("invited",),
        "accepted",
        "candidate",
        ST_8,
        "O26 IS 143",
        "answer",
        "three working days after the invitation",
    ),
    Duty(
        ("named",),
        "hiring-application-filed",
        "candidate",
        LW_9,
        "O26 IS 141, 143; DEFAULT",
        "hiring-application",
        "ten calendar days after being named",
    ),
    Duty(
        ("applied",),
        "appointed",
        "hr",
        LW_9,
        "LAW 27(5)",
        "none",
        "when the special check allows it",
    ),
    Duty(
        ("probation",),
        "probation-passed",
        "hr",
        LW_9,
        "LAW 20(3)",
        "probation",
        "at the end of probation",
    ),
)

CANDIDACY: Final = Machine(
    name="application",
    initial="new",
    states=_STATES,
    moves=(
        *_admission(),
        *(move for stage, (rule, source) in TAKEN.items() for move in _taking(stage, rule, source)),
        *_reviews(),
        *_essay(),
        *_interview(),
        *_hiring(),
        *_anywhere(),
    ),
    duties=_DUTIES,
)
