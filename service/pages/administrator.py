"""For administrators: the exam day at a glance."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from service.attempts import queries as attempts
from service.attempts.step_words import length
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.core.wiring import Wiring
from service.exam_day import actions, queries
from service.exam_day.checklist import ITEMS
from service.exam_day.checks import Check, Kind, Place, checks
from service.exam_day.promise import PROMISED, Promise, Wait, What, promise_kept
from service.law.calendar import local_day
from service.pages.doors import House, Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.proctoring import queries as reviews

MOST_BREACHES: Final = 50
STATUSES: Final[dict[Kind, Message]] = {
    "good": say("In order"),
    "wait": say("Look at it"),
    "bad": say("Act now"),
}
WAITED_FOR: Final[dict[What, Message]] = {
    "result": say("Result in the cabinet"),
    "paper": say("Certificate or statement (halls)"),
}

router = APIRouter(prefix="/administrator", dependencies=behind(administrator_gate))


class Tick(BaseModel):
    done: bool = False


@router.get("")
def board(request: Request, db: Db, house: House, now: Now, _: Administrator) -> Response:
    day = local_day(now)
    loads = queries.loads_on(db, day)
    promise = promise_kept(db, now=now)
    return page(
        request,
        "administrator/board.html",
        day=day,
        loads=loads,
        checks=[_as_task(one) for one in checks(db, house, _place(request, house), now=now)],
        items=ITEMS,
        ticks=queries.ticks_on(db, day),
        promise=_promise_rows(promise),
        promised=length(PROMISED.total_seconds()),
        breaches=_breach_rows(promise),
        more_breaches=max(len(promise.breaches) - MOST_BREACHES, 0),
        outages=[(one, _lasted(one.began_at, one.ended_at)) for one in attempts.outages(db)],
        overdue=reviews.overdue_reviews(db, now),
        unanswered=len(attempts.open_remarks(db)),
    )


@router.post("/checklist/{item}")
def tick(
    request: Request,
    db: Db,
    now: Now,
    item: str,
    person: Administrator,
    form: Annotated[Form[Tick], form_of(Tick)],
) -> Response:
    if item not in ITEMS:
        raise NotFound
    change = actions.tick_item if form.data and form.data.done else actions.untick_item
    change(db, item, day=local_day(now), actor_id=person.account_id, now=now)
    return redirect(request, "/administrator#checklist")


def _place(request: Request, house: Wiring) -> Place:
    settings = request.app.state.settings
    return Place(settings.data_folder, settings.sms_url, house.parts["http"])


def _as_task(check: Check) -> dict[str, Any]:
    hint = translate(check.finding)
    if check.way_out is not None:
        hint = f"{hint} {translate(check.way_out)}"
    return {
        "text": translate(check.title),
        "url": check.url,
        "kind": check.kind,
        "status": translate(STATUSES[check.kind]),
        "hint": hint,
    }


def _promise_rows(promise: Promise) -> list[list[str]]:
    """Return a row for each thing waited for and each time: number, p50, p95, longest, broken."""
    times = ((say("last day"), promise.day), (say("last week"), promise.week))
    return [
        [
            f"{translate(WAITED_FOR[measure.what])}, {translate(time)}",
            str(measure.number),
            *(
                "\u2013" if waited is None else translate(length(waited.total_seconds()))
                for waited in (measure.median, measure.most, measure.longest)
            ),
            str(measure.breaches),
        ]
        for time, measures in times
        for measure in measures
    ]


def _breach_rows(promise: Promise) -> list[tuple[Wait, Message, Message]]:
    return [
        (wait, WAITED_FOR[wait.what], length(wait.waited.total_seconds()))
        for wait in promise.breaches[:MOST_BREACHES]
    ]


def _lasted(began_at: datetime, ended_at: datetime) -> Message:
    return length((ended_at - began_at).total_seconds())
