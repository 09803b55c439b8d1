"""For candidates: the fourteen declarations of LAW 16(3), with dates, every version kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, create_model

from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.bars import BARS, GROWN_UP, Bar
from service.law.calendar import local_day
from service.pages.doors import House, Now, form_of
from service.pages.epf import keeper_of, to_consent
from service.pages.epf_forms import CHOOSE, IN_FUTURE
from service.pages.epf_words import GRAVITIES, PENALTIES, options
from service.pages.gates import Candidate, behind, candidate_gate
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, FileRefusal, may_keep
from service.personal_files.bar_words import BAR_WORDS
from service.personal_files.models import Declaration, Gravity, StateFinding, StatePenalty

router = APIRouter(prefix="/me/file/declarations", dependencies=behind(candidate_gate))
URL: Final = "/me/file/declarations"
ASKED: Final = tuple(bar for bar in BARS if not bar.known_to_state)
YES, NO, DISMISSED, RELEASED = "yes", "no", "dismissed", "released"
# of 9 it matters whether there was a verdict or a release, and of what
LESSER_CRIME: Final = 9
LESSER: Final = (Gravity.MISDEMEANOUR, Gravity.MINOR, Gravity.MEDIUM)
# they last as long as the decision; its end is said where it is known
MAY_END: Final = frozenset({2, 10})
DATED: Final = tuple(
    bar for bar in ASKED if bar.asks_when or bar.asks_until or bar.number in MAY_END
)
DAY_NEEDED: Final = say("Please say on which day it was.")
END_NEEDED: Final = say("Please say until which day it holds.")
GRAVITY_NEEDED: Final = say("Please say how grave it was.")
TOO_FAR: Final = say("Please check the year of this day.")
EARLIEST, LATEST = date(1930, 1, 1), date(2200, 12, 31)

# a<number> the answer, d<number> the day that belongs to it, g<number> the gravity
FIELDS: Final[dict[str, Any]] = {
    **{f"a{bar.number}": (str, "") for bar in ASKED},
    **{f"d{bar.number}": (date | None, None) for bar in DATED},
    f"g{LESSER_CRIME}": (Gravity | None, None),
}
DeclarationsForm: Final[type[BaseModel]] = create_model("DeclarationsForm", **FIELDS)
DeclarationsSent = Annotated[Form[Any], form_of(DeclarationsForm)]


@router.get("")
def show(request: Request, db: Db, house: House, person: Candidate, now: Now) -> Response:
    return page(
        request,
        "epf/declarations.html",
        bars=BARS,
        words=BAR_WORDS,
        declared=queries.declarations_of(db, person.account_id),
        history=queries.declarations_ever(db, person.account_id),
        gravities=GRAVITIES,
        found=_found(queries.entries_of(db, person.account_id, StateFinding)),
        penalties=queries.entries_of(db, person.account_id, StatePenalty),
        penalty_words=PENALTIES,
        may_keep=may_keep(db, keeper_of(house, person, now)),
    )


@router.get("/edit")
def edit(request: Request, db: Db, person: Candidate) -> Response:
    declared = queries.declarations_of(db, person.account_id)
    return _form_page(request, empty_form(**_typed(declared)))


@router.post("/edit")
def declare(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: DeclarationsSent
) -> Response:
    answers = _answers(form, local_day(now))
    if isinstance(answers, Form):
        return _form_page(request, answers)
    made = actions.declare(db, keeper_of(house, person, now), answers, now=now)
    if isinstance(made, FileRefusal):
        return to_consent(request)
    said = say("Your declarations are saved.") if made else say("Nothing has changed.")
    return redirect(request, URL, said=said)


def _form_page(request: Request, form: Form[Any]) -> Response:
    return page(
        request,
        "epf/declare.html",
        422 if form.errors else 200,
        form=form,
        bars=ASKED,
        words=BAR_WORDS,
        answers={bar.number: _offered(bar) for bar in ASKED},
        may_end=MAY_END,
        gravities={LESSER_CRIME: options(GRAVITIES, LESSER)},
        grown_up=GROWN_UP,
        labels={
            **{f"a{bar.number}": f"16(3){bar.number})" for bar in ASKED},
            **{f"d{bar.number}": f"16(3){bar.number})" for bar in ASKED},
            f"g{LESSER_CRIME}": f"16(3){LESSER_CRIME})",
        },
    )


def _offered(bar: Bar) -> dict[str, Message]:
    """Return the answers to a bar, each with its words."""
    if bar.may_be_dismissed:
        return {NO: say("No"), YES: say("Yes"), DISMISSED: say("Yes, and I was dismissed for it")}
    if bar.number == LESSER_CRIME:
        return {
            NO: say("No"),
            YES: say("Yes, convicted by a court"),
            RELEASED: say("Yes, released from liability"),
        }
    return {NO: say("No"), YES: say("Yes")}


def _found(lines: Sequence[StateFinding]) -> dict[int, list[StateFinding]]:
    """Return what registers of the state say to each bar, by its number."""
    found: dict[int, list[StateFinding]] = {}
    for one in lines:
        found.setdefault(one.number, []).append(one)
    return found


def _typed(declared: Mapping[int, Declaration]) -> dict[str, str]:
    """Return what the form holds to begin with: what holds now."""
    values: dict[str, str] = {}
    for number, one in declared.items():
        said = DISMISSED if one.dismissed else RELEASED if one.released else YES
        values[f"a{number}"] = said if one.applies else NO
        day = one.happened_on or one.until_on
        if day is not None:
            values[f"d{number}"] = day.isoformat()
        if one.gravity is not None:
            values[f"g{number}"] = one.gravity.value
    return values


def _answers(form: Form[Any], today: date) -> dict[int, Declared] | Form[Any]:
    """Return what is declared to each bar, or the form with everything that is wrong with it."""
    errors = dict(form.errors)
    answers: dict[int, Declared] = {}
    if form.data is None:
        return form
    for bar in ASKED:
        answer = getattr(form.data, f"a{bar.number}")
        day: date | None = getattr(form.data, f"d{bar.number}", None)
        gravity: Gravity | None = getattr(form.data, f"g{bar.number}", None)
        faults = dict(_faults(bar, answer, day, gravity, today))
        if faults:
            errors |= faults
            continue
        if answer == NO:
            day = gravity = None
        answers[bar.number] = Declared(
            applies=answer != NO,
            dismissed=answer == DISMISSED,
            released=answer == RELEASED,
            gravity=gravity,
            happened_on=day if bar.asks_when else None,
            until_on=None if bar.asks_when else day,
        )
    return Form(None, form.values, errors) if errors else answers


def _faults(
    bar: Bar, answer: str, day: date | None, gravity: Gravity | None, today: date
) -> Iterator[tuple[str, Message]]:
    if answer not in _offered(bar):
        yield f"a{bar.number}", CHOOSE
        return
    if answer == NO:
        return
    if bar.number == LESSER_CRIME and gravity not in LESSER:
        yield f"g{bar.number}", GRAVITY_NEEDED
    if day is None:
        if bar.asks_when or bar.asks_until:
            yield f"d{bar.number}", DAY_NEEDED if bar.asks_when else END_NEEDED
    elif bar.asks_when and day > today:
        yield f"d{bar.number}", IN_FUTURE
    elif not EARLIEST <= day <= LATEST:
        yield f"d{bar.number}", TOO_FAR
