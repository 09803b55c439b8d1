"""For authors: begin an item, write it in its languages, hand it in, begin a new version."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.items import actions, queries
from service.items.access import seen_work
from service.items.actions import ItemRefusal
from service.items.bank import ref_of
from service.items.models import ItemWork, Stage
from service.items.similar import Likeness, likenesses
from service.pages.author_draft import (
    LABELS,
    WITH_LEVELS,
    Difference,
    DraftSent,
    differences,
    values_of,
)
from service.pages.bank_item import url_of
from service.pages.bank_words import (
    CONFIDENCES,
    LANGUAGE_NAMES,
    act_choices,
    act_title,
    reader_of,
)
from service.pages.doors import House, Now, form_of
from service.pages.gates import Author, author_gate, behind
from service.people.person import Person

router = APIRouter(prefix="/bank", dependencies=behind(author_gate))

Sent = Annotated[Form[DraftSent], form_of(DraftSent)]


class TurnSeen(BaseModel):
    turn: int = 0


@router.get("/new")
def new(request: Request, db: Db, house: House, _: Author, act: str = "") -> Response:
    acts = queries.acts(db)
    if act not in acts:
        return page(
            request,
            "author/choose_act.html",
            acts=act_choices(house, acts),
            counts=queries.stage_counts(db),
            approved=Stage.APPROVED,
        )
    return _editor(request, db, house, act, empty_form(confidence="high"))


@router.post("/new")
def begin(
    request: Request, db: Db, house: House, now: Now, person: Author, form: Sent, act: str = ""
) -> Response:
    if act not in queries.acts(db):
        raise NotFound
    sent = form.data
    if sent is None or sent.deed == "look":
        return _editor(request, db, house, act, form, looked=sent is not None)
    body = sent.body(act, queries.languages_of(db, act))
    work = actions.write_draft(db, person.account_id, body, now=now)
    return _after_saving(request, db, house, person, work, form, now)


@router.post("/items/{ref}/edit")
def open_editor(
    request: Request, db: Db, house: House, now: Now, ref: str, person: Author
) -> Response:
    work = seen_work(db, reader_of(person), ref)
    refused = _refusal(work, person)
    if refused is not None:
        return redirect(request, url_of(work), said=refused, kind="refused")
    # the form shows the key: each opening is one reading
    actions.read_key(db, work, by=person.account_id, now=now)
    return _editor(request, db, house, work.act, empty_form(**values_of(work.body)), work)


@router.post("/items/{ref}/draft")
def save(
    request: Request, db: Db, house: House, now: Now, ref: str, person: Author, form: Sent
) -> Response:
    work, sent = seen_work(db, reader_of(person), ref), form.data
    if sent is None or sent.deed == "look":
        return _editor(request, db, house, work.act, form, work, looked=sent is not None)
    body = sent.body(work.act, queries.languages_of(db, work.act))
    done = actions.change_draft(db, work, body, turn=sent.turn, by=person.account_id, now=now)
    if isinstance(done, ItemRefusal):
        return _refused(request, db, house, person, work, form, done.why, now)
    return _after_saving(request, db, house, person, done, form, now)


@router.post("/items/{ref}/hand-in")
def hand_in(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    ref: str,
    person: Author,
    form: Annotated[Form[TurnSeen], form_of(TurnSeen)],
) -> Response:
    work = seen_work(db, reader_of(person), ref)
    turn, by = form.data.turn if form.data else 0, person.account_id
    done = actions.submit_draft(db, work, turn=turn, by=by, now=now)
    if not isinstance(done, ItemRefusal):
        return redirect(request, url_of(work), said=HANDED_IN)
    if not done.faults:
        return redirect(request, url_of(work), said=done.why, kind="refused")
    actions.read_key(db, work, by=by, now=now)  # the form shows it
    shown: Form[Any] = Form(None, values_of(work.body), dict(reversed(done.faults)))
    return _editor(request, db, house, work.act, shown, work)


@router.post("/items/{ref}/begin")
def begin_version(request: Request, db: Db, now: Now, ref: str, person: Author) -> Response:
    work = seen_work(db, reader_of(person), ref)
    if work.stage not in {Stage.APPROVED, Stage.RETIRED}:
        return redirect(request, url_of(work), said=actions.BEGUN, kind="refused")
    done = actions.begin_version(db, work, by=person.account_id, now=now)
    if isinstance(done, ItemRefusal):
        return redirect(request, url_of(work), said=done.why, kind="refused")
    said = say("This is your draft of the next version. The earlier one stays as it is.")
    return redirect(request, url_of(done), said=said)


HANDED_IN = say("The draft is handed in. A reviewer reads it now.")


def _refusal(work: ItemWork, person: Person) -> Message | None:
    """Return why the person may not change this version."""
    if work.stage is not Stage.DRAFT:
        return actions.NO_DRAFT
    return None if work.author_id == person.account_id else actions.NOT_YOURS


def _after_saving(
    request: Request,
    db: Session,
    house: Wiring,
    person: Person,
    work: ItemWork,
    form: Form[DraftSent],
    now: datetime,
) -> Response:
    """Go to the item's page; where it was to be handed in and is not complete, say what lacks."""
    assert form.data is not None
    if form.data.deed == "save":
        return redirect(request, url_of(work), said=say("The draft is saved."))
    by = person.account_id
    done = actions.submit_draft(db, work, turn=work.turn, by=by, now=now)
    if not isinstance(done, ItemRefusal):
        return redirect(request, url_of(work), said=HANDED_IN)
    shown: Form[Any] = Form(None, form.values, dict(reversed(done.faults)))
    return _editor(request, db, house, work.act, shown, work, is_saved=True)


def _refused(
    request: Request,
    db: Session,
    house: Wiring,
    person: Person,
    work: ItemWork,
    form: Form[DraftSent],
    why: Message,
    now: datetime,
) -> Response:
    """Show what was typed beside what is kept: nothing of either is lost.

    What is kept, its key with it, is shown to the version's author alone.
    """
    found: list[Difference] = []
    if work.author_id == person.account_id:
        actions.read_key(db, work, by=person.account_id, now=now)
        found = differences(form.values, values_of(queries.words_of(db, work)))
    is_mine = _refusal(work, person) is None
    return _editor(request, db, house, work.act, form, work, refused=(why, found), may_save=is_mine)


def _editor(
    request: Request,
    db: Session,
    house: Wiring,
    act: str,
    form: Form[Any],
    work: ItemWork | None = None,
    *,
    looked: bool = False,
    is_saved: bool = False,
    refused: tuple[Message, list[Difference]] | None = None,
    may_save: bool = True,
) -> Response:
    languages = queries.languages_of(db, act)
    status = 409 if refused else 422 if form.errors else 200
    return page(
        request,
        "author/edit.html",
        status,
        work=work,
        ref=ref_of(work.item_id, work.version) if work else "",
        act=act,
        title=act_title(house, act),
        form=form,
        labels={name: label.msgid for name, label in LABELS.items()},
        languages=[(each, LANGUAGE_NAMES[each]) for each in languages],
        topics=queries.topics(db, act),
        has_levels=act in WITH_LEVELS,
        confidences=CONFIDENCES,
        like=_like(db, form, work),
        looked=looked,
        is_saved=is_saved,
        refused=refused,
        may_save=may_save,
    )


def _like(db: Session, form: Form[Any], work: ItemWork | None) -> list[Likeness]:
    """Return the items most like what stands in the form."""
    texts = {
        language: {
            "text": str(form.values.get(f"{language}-text", "")),
            "options": {each: str(form.values.get(f"{language}-{each}", "")) for each in "abcd"},
        }
        for language in LANGUAGE_NAMES
    }
    return likenesses(db).like(texts, but=work.item_id if work else "")
