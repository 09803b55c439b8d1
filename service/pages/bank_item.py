"""One version of an item: as the candidate will see it, its life, its neighbours, its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.items import actions, queries
from service.items.access import Reader, seen_versions, seen_work
from service.items.actions import ItemRefusal
from service.items.bank import ref_of
from service.items.drafts import draft_warnings
from service.items.models import ItemWork
from service.items.next_steps import Step, next_steps
from service.items.similar import Likeness, likenesses
from service.journal.queries import entries_about
from service.journal.verb_words import verb_words
from service.pages.bank_words import (
    CONFIDENCES,
    LANGUAGE_NAMES,
    act_title,
    names_of,
    need,
    reader_of,
    stage_words,
    why_retired,
)
from service.pages.doors import House, Now, form_of
from service.pages.gates import BankReader, bank_gate, behind

router = APIRouter(prefix="/bank/items", dependencies=behind(bank_gate))

FIELDS: Final[Mapping[str, Message]] = {
    "text": say("Question"),
    "a": say("Option A"),
    "b": say("Option B"),
    "c": say("Option C"),
    "d": say("Option D"),
}


class CommentSent(BaseModel):
    text: str = Field(min_length=3, max_length=2000)
    ticket: UUID


class EnemySent(BaseModel):
    other: str = Field(max_length=40)
    because: str = Field(default="", max_length=500)


class EnemyNamed(BaseModel):
    other: str = Field(max_length=40)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an item's page as they came; those that nobody has sent are empty."""

    comment: Form[Any] = empty_form()  # noqa: RUF009  # nothing changes it
    enemy: Form[Any] = empty_form()  # noqa: RUF009  # nothing changes it
    giving_back: Form[Any] = empty_form()  # noqa: RUF009  # nothing changes it
    retiring: Form[Any] = empty_form()  # noqa: RUF009  # nothing changes it

    @property
    def errors(self) -> dict[str, Message]:
        """The faults of them all."""
        sent = (self.comment, self.enemy, self.giving_back, self.retiring)
        return {name: each for form in sent for name, each in form.errors.items()}


@router.get("/{ref}")
def item(request: Request, db: Db, house: House, ref: str, person: BankReader) -> Response:
    if "@" not in ref:
        seen = seen_versions(db, reader_of(person), ref)
        if not seen:
            raise NotFound
        return redirect(request, url_of(seen[0]))
    return show(request, db, house, seen_work(db, reader_of(person), ref), reader_of(person))


@router.post("/{ref}/key")
def key(request: Request, db: Db, house: House, now: Now, ref: str, who: BankReader) -> Response:
    work = seen_work(db, reader_of(who), ref)
    read = actions.read_key(db, work, by=who.account_id, now=now)
    db.flush()
    return show(request, db, house, work, reader_of(who), key=read)


@router.post("/{ref}/comment")
def comment(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    ref: str,
    person: BankReader,
    form: Annotated[Form[CommentSent], form_of(CommentSent)],
) -> Response:
    work, sent = seen_work(db, reader_of(person), ref), form.data
    if sent is None:
        return show(request, db, house, work, reader_of(person), forms=Forms(comment=form))
    if use_ticket(db, sent.ticket, now=now):
        actions.comment_item(db, work, sent.text, by=person.account_id, now=now)
    return redirect(request, url_of(work) + "#comments", said=say("Your comment is kept."))


@router.post("/{ref}/enemies")
def add_enemy(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    ref: str,
    person: BankReader,
    form: Annotated[Form[EnemySent], form_of(EnemySent)],
) -> Response:
    reader, sent = reader_of(person), form.data
    work = seen_work(db, reader, ref)
    refused: ItemRefusal | None = ItemRefusal(actions.OTHER_ITEM)
    if sent is not None:
        other = sent.other.upper().partition("@")[0]
        if seen_versions(db, reader, other):
            refused = actions.make_enemies(
                db, work.item_id, other, reason=sent.because, by=person.account_id, now=now
            )
        form = form.with_error("other", refused.why) if refused else form
    if refused is not None:
        return show(request, db, house, work, reader, forms=Forms(enemy=form))
    said = say("The two items will not meet on a paper from now on.")
    return redirect(request, url_of(work) + "#enemies", said=said)


@router.post("/{ref}/enemies/end")
def end_enmity(
    request: Request,
    db: Db,
    now: Now,
    ref: str,
    person: BankReader,
    form: Annotated[Form[EnemyNamed], form_of(EnemyNamed)],
) -> Response:
    reader = reader_of(person)
    work = seen_work(db, reader, ref)
    pair = queries.enmity(db, work.item_id, form.data.other) if form.data else None
    if pair is None:
        raise NotFound
    need(is_allowed=may_end(reader, pair.made_by))
    actions.end_enmity(db, pair.item_id, pair.enemy_id, by=person.account_id, now=now)
    said = say("The two items may meet on a paper again.")
    return redirect(request, url_of(work) + "#enemies", said=said)


def may_end(reader: Reader, made_by: UUID | None) -> bool:
    """Whether the reader may let two items meet again: a reviewer, or who kept them apart."""
    return reader.is_reviewer or made_by == reader.account_id


def url_of(work: ItemWork) -> str:
    """Return the address of a version's page."""
    return f"/bank/items/{ref_of(work.item_id, work.version)}"


def show(
    request: Request,
    db: Session,
    house: Wiring,
    work: ItemWork,
    reader: Reader,
    *,
    key: str = "",
    forms: Forms | None = None,
) -> Response:
    """Show a version; its key, article, source and reason only where `key` has been read."""
    body = queries.words_of(db, work)
    forms = forms or Forms()
    languages = queries.languages_of(db, work.act)
    steps = next_steps(reader, work, queries.newest_work(db, work.item_id))
    proof = [body[name] for name in ("article", "source", "reason")] if key else None
    return page(
        request,
        "author/item.html",
        422 if forms.errors else 200,
        work=work,
        ref=ref_of(work.item_id, work.version),
        url=url_of(work),
        act=act_title(house, work.act),
        stage=stage_words(work, has_remarks=(work.item_id, work.version) in queries.remarked(db)),
        texts=_texts(body, languages),
        language_of=LANGUAGE_NAMES,
        facts={name: body[name] for name in ("topic", "level", "difficulty")},
        confidence=CONFIDENCES.get(body["confidence"]),
        key=key,
        proof=proof,
        warnings=[(_place(where), said) for where, said in _warnings(work, body, languages)],
        steps=steps.steps,
        why_not=steps.why_not,
        Step=Step,
        forms=forms,
        ticket=new_id(),
        reader=reader,
        like=_like(db, work, body),
        why_retired=why_retired(work.retired_why) if work.retired_why else None,
        **_life(db, reader, work),
    )


def _life(db: Session, reader: Reader, work: ItemWork) -> dict[str, Any]:
    """Return versions, uses, comments, enemies and the journal, as far as the reader may see."""
    versions = seen_versions(db, reader, work.item_id)
    numbers = {each.version for each in versions}
    comments = [each for each in queries.comments_of(db, work.item_id) if each.version in numbers]
    entries = [
        *entries_about(db, "item", ref_of(work.item_id, work.version)),
        *entries_about(db, "item", work.item_id),
    ]
    people = [
        *(id_ for each in versions for id_ in (each.author_id, each.reviewer_id, each.approver_id)),
        *(each.account_id for each in comments),
        *(each.actor_id for each in entries),
    ]
    used = queries.uses(db)
    return {
        "versions": [
            (each, stage_words(each), used.get((each.item_id, each.version))) for each in versions
        ],
        "comments": comments,
        "enemies": _enemies(db, reader, work.item_id),
        "journal": [
            (each, verb_words(each.verb))
            for each in sorted(entries, key=lambda each: (each.at, each.id), reverse=True)
        ],
        "names": names_of(db, people),
    }


def _enemies(db: Session, reader: Reader, item_id: str) -> list[tuple[str, str, bool]]:
    """Return (the other item, reason, may the reader end it) for those that the reader may see."""
    found = []
    for pair in queries.enemies_of(db, item_id):
        other = pair.enemy_id if pair.item_id == item_id else pair.item_id
        if seen_versions(db, reader, other):
            found.append((other, pair.reason, may_end(reader, pair.made_by)))
    return found


def _like(db: Session, work: ItemWork, body: Mapping[str, Any]) -> list[tuple[Likeness, bool]]:
    """Return the items most like this one, and whether each is its enemy already."""
    known = queries.enemies(db)
    found = likenesses(db).like(body["texts"], but=work.item_id)
    return [(each, tuple(sorted((each.item_id, work.item_id))) in known) for each in found]


def _texts(body: Mapping[str, Any], languages: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return (language, text and options) in the act's order; what is not written yet is empty."""
    blank: dict[str, Any] = {"text": "", "options": {}}
    return [(language, body["texts"].get(language) or blank) for language in languages]


def _warnings(
    work: ItemWork, body: Mapping[str, Any], languages: Sequence[Any]
) -> list[tuple[str, Message]]:
    return [] if work.retired_at else draft_warnings(body, languages=languages)


def _place(where: str) -> tuple[str, Message]:
    """Return (language, which part) of the form's name of a place."""
    language, _, part = where.partition("-")
    return LANGUAGE_NAMES.get(language, ""), FIELDS.get(part, FIELDS["text"])
