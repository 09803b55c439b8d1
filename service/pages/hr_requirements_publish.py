"""For HR: a draft becomes a version, after a question; or it is discarded."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from service.core.db import Db
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.record import rebuild
from service.law.requirements import Requirements
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_requirements_place import Place, place_for, told_differences
from service.posts import requirements_words
from service.posts.models import RequirementSet
from service.posts.requirements_differences import differences
from service.posts.requirements_drafts import (
    Publishing,
    discard_draft,
    publish_draft,
    why_not,
)

GONE: Final = say("The draft has become a version or was discarded meanwhile.")
CHANGED: Final = say("Somebody has changed the draft meanwhile. Look at it again first.")

router = APIRouter(prefix="/hr/requirements/{code}/{key}/draft", dependencies=behind(hr_gate))


class Revision(Sure):
    revision: int = Field(ge=1)


class Publish(Revision):
    in_force_from: date
    reason: str = Field(min_length=5, max_length=1000)


@router.post("/discard")
def discard(
    request: Request,
    db: Db,
    now: Now,
    code: str,
    key: str,
    person: Hr,
    form: Annotated[Form[Revision], form_of(Revision)],
) -> Response:
    place, sent = place_for(db, person, code, key), form.data
    if sent is None or sent.change:
        return redirect(request, f"{place.url}/draft")
    if not sent.sure:
        return ask(request, _discard_asked(place, sent.revision))
    stale = discard_draft(
        db, code, key, revision=sent.revision, actor_id=person.account_id, now=now
    )
    if stale is not None:
        said = GONE if stale.draft is None else CHANGED
        return redirect(request, place.url, said=said, kind="refused")
    return redirect(request, place.url, said=say("The draft is discarded."))


@router.get("/publish")
def look(request: Request, db: Db, now: Now, code: str, key: str, person: Hr) -> Response:
    place = place_for(db, person, code, key)
    if place.draft is None:
        return redirect(request, place.url)
    today = local_day(now).isoformat()
    return _publish_page(request, place, empty_form(in_force_from=today), local_day(now))


@router.post("/publish")
def publish(
    request: Request,
    db: Db,
    now: Now,
    code: str,
    key: str,
    person: Hr,
    form: Annotated[Form[Publish], form_of(Publish)],
) -> Response:
    place, sent = place_for(db, person, code, key), form.data
    if place.draft is None:
        return redirect(request, place.url, said=GONE, kind="refused")
    if sent is None or sent.change:
        return _publish_page(request, place, form, local_day(now))
    refused = why_not(place.draft, place.newest, sent.in_force_from)
    if refused is not None:
        return _publish_page(request, place, form.with_error("", refused), local_day(now))
    if not sent.sure:
        return ask(request, _publish_asked(place, sent))
    words = Publishing(sent.revision, sent.in_force_from, sent.reason)
    done = publish_draft(db, code, key, words, actor_id=person.account_id, now=now)
    if not isinstance(done, RequirementSet):
        return redirect(request, f"{place.url}/draft/publish", said=CHANGED, kind="refused")
    return redirect(request, place.url, said=say("Version %(n)s is published.", n=done.version))


def _changed(place: Place) -> list[tuple[str, list[str], list[str]]]:
    """What the draft changes in the version that it follows."""
    assert place.draft is not None
    newest = place.newest or place.followed
    before = rebuild(Requirements, newest.requirements) if newest else Requirements("")
    after = rebuild(Requirements, place.draft.requirements)
    texts = {**(newest.texts if newest else {}), **place.draft.texts}
    return told_differences(differences(before, after), texts)


def _publish_page(request: Request, place: Place, form: Form[Any], today: date) -> Response:
    assert place.draft is not None
    return page(
        request,
        "hr_requirements/publish.html",
        422 if form.errors else 200,
        place=place,
        form=form,
        changed=_changed(place),
        number=place.next_number,
        refused=why_not(place.draft, place.newest, date.max),
        today=today,
        words=requirements_words,
    )


def _publish_asked(place: Place, sent: Publish) -> Asking:
    return Asking(
        title=say("Publish version %(n)s of the requirements?", n=place.next_number),
        facts=[
            (say("Post"), place.post.one.post.title),
            (say("In force from"), sent.in_force_from),
            (say("Reason"), sent.reason),
            (say("Parts that change"), len(_changed(place))),
        ],
        happens=[
            say("From that day vacancies of this post are announced with these requirements."),
            say("What is announced already goes on with the requirements it was announced with."),
            say("A published version can never be changed; the next change is a new version."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Publish"),
        kind="primary",
        url=f"{place.url}/draft/publish",
        back=f"{place.url}/draft/publish",
        fields={
            "revision": sent.revision,
            "in_force_from": sent.in_force_from.isoformat(),
            "reason": sent.reason,
        },
    )


def _discard_asked(place: Place, revision: int) -> Asking:
    return Asking(
        title=say("Discard the draft?"),
        facts=[(say("Post"), place.post.one.post.title)],
        happens=[
            say("What has been changed in the draft is lost; the versions stay as they are."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Discard the draft"),
        url=f"{place.url}/draft/discard",
        back=f"{place.url}/draft",
        fields={"revision": revision},
    )
