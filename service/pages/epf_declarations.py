"""For candidates: the fourteen declarations of LAW 16(3), with dates, every version kept."""

from collections.abc import Mapping
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
from service.pages.gates import Candidate, behind, candidate_gate
from service.personal_files import actions, queries
from service.personal_files.actions import Declared, FileRefusal, may_keep
from service.personal_files.bar_words import BAR_WORDS
from service.personal_files.models import Declaration

router = APIRouter(prefix="/me/file/declarations", dependencies=behind(candidate_gate))
URL: Final = "/me/file/declarations"
ASKED: Final = tuple(bar for bar in BARS if not bar.known_to_state)
YES, NO, DISMISSED = "yes", "no", "dismissed"
CHOOSE: Final = say("Please choose one of the answers.")
DAY_NEEDED: Final = say("Please say on which day it was.")
END_NEEDED: Final = say("Please say until which day it holds.")
IN_FUTURE: Final = say("This day has not come yet.")

# a<number> the answer, d<number> the day that belongs to it
FIELDS: Final[dict[str, Any]] = {
    **{f"a{bar.number}": (str, "") for bar in ASKED},
    **{f"d{bar.number}": (date | None, None) for bar in ASKED if bar.asks_when or bar.asks_until},
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
        grown_up=GROWN_UP,
        labels={
            **{f"a{bar.number}": f"16(3){bar.number})" for bar in ASKED},
            **{f"d{bar.number}": f"16(3){bar.number})" for bar in ASKED},
        },
    )


def _typed(declared: Mapping[int, Declaration]) -> dict[str, str]:
    """Return what the form holds to begin with: what holds now."""
    values: dict[str, str] = {}
    for number, one in declared.items():
        values[f"a{number}"] = DISMISSED if one.dismissed else YES if one.applies else NO
        day = one.happened_on or one.until_on
        if day is not None:
            values[f"d{number}"] = day.isoformat()
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
        fault = _fault(bar, answer, day, today)
        if fault is not None:
            errors[fault[0]] = fault[1]
            continue
        day = None if answer == NO else day
        answers[bar.number] = Declared(
            applies=answer != NO,
            dismissed=answer == DISMISSED,
            happened_on=day if bar.asks_when else None,
            until_on=day if bar.asks_until else None,
        )
    return Form(None, form.values, errors) if errors else answers


def _fault(bar: Bar, answer: str, day: date | None, today: date) -> tuple[str, Message] | None:
    if answer not in ((YES, NO, DISMISSED) if bar.may_be_dismissed else (YES, NO)):
        return f"a{bar.number}", CHOOSE
    if answer == NO or not (bar.asks_when or bar.asks_until):
        return None
    if day is None:
        return f"d{bar.number}", DAY_NEEDED if bar.asks_when else END_NEEDED
    if bar.asks_when and day > today:
        return f"d{bar.number}", IN_FUTURE
    return None
