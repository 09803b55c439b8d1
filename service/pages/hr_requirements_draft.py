"""For HR: the editor of a draft, with rows that come and go without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from service.core.db import Db
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.record import rebuild
from service.law.requirements import Requirements
from service.pages.doors import Now
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_requirements_place import (
    Place,
    choices,
    place_for,
    tests_of_acts,
    told_differences,
    typical_keys,
)
from service.pages.hr_requirements_reading import Read, read_sheet
from service.pages.hr_requirements_sheet import Sheet, sheet_from, sheet_of, with_row
from service.people import queries as people
from service.people.person import Person
from service.posts import requirements_words as words
from service.posts.models import RequirementDraft
from service.posts.requirements_differences import differences
from service.posts.requirements_drafts import (
    Stale,
    begin_draft,
    save_draft,
)

SAVE: Final = "save"
ANEW: Final = 0  # the revision of what is saved as a new draft

router = APIRouter(prefix="/hr/requirements/{code}/{key}/draft", dependencies=behind(hr_gate))


@dataclass(frozen=True, slots=True)
class Screen:
    """What the editor shows: the sheet as it was typed, the draft's revision, what went wrong.

    focus: the row that a button has just added, or the part that it has taken one out of.
    """

    sheet: Sheet
    revision: int
    day: date
    errors: Mapping[str, Message] = field(default_factory=dict)
    focus: str | None = None
    stale: Stale | None = None


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]


@router.get("")
def draft(request: Request, db: Db, now: Now, code: str, key: str, person: Hr) -> Response:
    place = place_for(db, person, code, key)
    if place.draft is None:
        return redirect(request, place.url)
    asked = rebuild(Requirements, place.draft.requirements)
    sheet = sheet_of(asked, place.draft.texts)
    return _editor(request, db, place, Screen(sheet, place.draft.revision, local_day(now)))


@router.post("")
def save(
    request: Request, db: Db, now: Now, code: str, key: str, person: Hr, sent: Sent
) -> Response:
    place, sheet = place_for(db, person, code, key), sheet_from(sent)
    screen = Screen(sheet, _revision(sent), local_day(now))
    wish = str(sent.get("do", SAVE))
    if wish != SAVE:
        return _editor(request, db, place, replace(screen, focus=with_row(sheet, wish)))
    read = read_sheet(sheet, typical_keys(db))
    if read.requirements is None:
        return _editor(request, db, place, replace(screen, errors=read.errors))
    done = _keep(db, place, read, screen.revision, person, now)
    if isinstance(done, Stale):
        return _editor(request, db, place, replace(screen, stale=done))
    return redirect(request, f"{place.url}/draft", said=say("The draft is saved."))


def _revision(sent: FormData) -> int:
    text = str(sent.get("revision", ""))[:9]
    return int(text) if text.isascii() and text.isdecimal() else ANEW


def _keep(
    db: Session, place: Place, read: Read, revision: int, person: Person, now: datetime
) -> RequirementDraft | Stale:
    """Save the draft; begin it anew first where the one on the screen is no more."""
    assert read.requirements is not None
    body, key, actor = place.body.code, place.post.key, person.account_id
    if revision == ANEW:
        if place.draft is not None:
            return Stale(place.draft)
        begun = begin_draft(db, body, place.post, from_register=False, actor_id=actor, now=now)
        revision = begun.revision
    return save_draft(
        db,
        body,
        key,
        revision=revision,
        asked=read.requirements,
        texts=read.texts,
        actor_id=actor,
        now=now,
    )


def _editor(request: Request, db: Session, place: Place, screen: Screen) -> Response:
    """Show the editor; what was typed is in the sheet and is never lost."""
    read, stale = read_sheet(screen.sheet, typical_keys(db)), screen.stale
    revision = screen.revision
    if stale is not None:
        revision = stale.draft.revision if stale.draft else ANEW
    return page(
        request,
        "hr_requirements/draft.html",
        409 if stale else 422 if screen.errors else 200,
        place=place,
        sheet=screen.sheet,
        revision=revision,
        errors=screen.errors,
        focus=screen.focus,
        stale=stale,
        theirs=_theirs(db, stale, read) if stale else None,
        choices=choices(db),
        tests=tests_of_acts(db, read.requirements.acts if read.requirements else (), screen.day),
        words=words,
    )


def _theirs(db: Session, stale: Stale, read: Read) -> dict[str, Any] | None:
    """Who has saved meanwhile, and in what the saved draft differs from what is on the screen."""
    if stale.draft is None or read.requirements is None:
        return None
    account = people.account(db, stale.draft.changed_by)
    saved = rebuild(Requirements, stale.draft.requirements)
    texts = {**stale.draft.texts, **read.texts}
    return {
        "by": account.name if account else "",
        "at": stale.draft.changed_at,
        "changed": told_differences(differences(saved, read.requirements), texts),
    }
