"""For HR: what each post of the body asks, in versions, with what has changed between them."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.bodies.models import Body, Work
from service.bodies.queries import served_by
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form
from service.core.i18n import say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.record import rebuild
from service.law.requirements import Requirements
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import body_for
from service.pages.hr_requirements_place import (
    Place,
    place_for,
    tests_of_acts,
    told,
    told_differences,
)
from service.people import queries as people
from service.posts import queries as posts
from service.posts import requirements_words as words
from service.posts.models import RequirementDraft, RequirementSet
from service.posts.register_words import FIELDS
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_differences import differences
from service.posts.requirements_drafts import begin_draft
from service.posts.requirements_register import PostOfBody, posts_of_body, take_over_register
from service.posts.requirements_versions import resolved, typical_row_on

SHOWN: Final = 25
LONGEST: Final = 200

router = APIRouter(prefix="/hr/requirements", dependencies=behind(hr_gate))


class Begin(Sure):
    from_register: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the post, its version in force, whether a draft is open."""

    post: PostOfBody
    version: RequirementSet | None
    draft: RequirementDraft | None


@router.get("")
def bodies(request: Request, db: Db, person: Hr) -> Response:
    found = served_by(db, person.account_id, Work.HR)
    if len(found) == 1:
        return redirect(request, f"/hr/requirements/{found[0].code}")
    return page(request, "hr_requirements/bodies.html", bodies=found)


@router.get("/{code}")
def body_posts(request: Request, db: Db, code: str, person: Hr) -> Response:
    body = body_for(db, person, code)
    everything = _rows(db, body)
    asked = {
        name: request.query_params.get(name, "")[:LONGEST] for name in ("q", "department", "state")
    }
    rows = [one for one in everything if _fits(one, asked)]
    number = request.query_params.get("page", "")[:6]
    pages = max(1, -(-len(rows) // SHOWN))
    here = max(1, min(int(number), pages) if number.isascii() and number.isdigit() else 1)
    return page(
        request,
        "hr_requirements/posts.html",
        body=body,
        rows=rows[(here - 1) * SHOWN : here * SHOWN],
        found=len(rows),
        asked=asked,
        departments=sorted({one.post.one.body["department"] for one in everything} - {""}),
        without=sum(one.version is None for one in everything),
        page_number=here,
        pages=pages,
    )


@router.post("/{code}")
def take_over(
    request: Request,
    db: Db,
    now: Now,
    code: str,
    person: Hr,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    body, url = body_for(db, person, code), f"/hr/requirements/{code}"
    if form.data is None or not form.data.sure:
        without = sum(one.version is None for one in _rows(db, body))
        return ask(request, _take_over_asked(without, url))
    made = take_over_register(db, body, actor_id=person.account_id, now=now)
    return redirect(request, url, said=say("Posts with a first version now: %(n)s.", n=len(made)))


@router.get("/{code}/{key}")
def post(request: Request, db: Db, now: Now, code: str, key: str, person: Hr) -> Response:
    place = place_for(db, person, code, key)
    newest = place.newest or place.followed
    today = local_day(now)
    converted = place.post.converted
    asked = rebuild(Requirements, newest.requirements) if newest else converted.requirements
    texts = newest.texts if newest else converted.texts
    typical = asked.experience.typical
    return page(
        request,
        "hr_requirements/post.html",
        place=place,
        newest=newest,
        told=told(asked, texts),
        converted=converted,
        tests=tests_of_acts(db, asked.acts, today),
        typical=typical_row_on(posts.typical_rows(db, typical), typical, today)
        if typical
        else None,
        with_typical=told(resolved(db, asked, today), texts),
        apart=_apart_from_register(place, asked),
        names=_names(db, place),
        today=today,
        labels=FIELDS,
        acts={code: words.named(one, code) for code, one in requirement_codes().acts.items()},
        words=words,
    )


@router.post("/{code}/{key}")
def begin(
    request: Request,
    db: Db,
    now: Now,
    code: str,
    key: str,
    person: Hr,
    form: Annotated[Form[Begin], form_of(Begin)],
) -> Response:
    place = place_for(db, person, code, key)
    afresh = form.data is not None and form.data.from_register
    begin_draft(db, code, place.post, from_register=afresh, actor_id=person.account_id, now=now)
    return redirect(request, f"{place.url}/draft")


@router.get("/{code}/{key}/versions/{number}")
def version(request: Request, db: Db, code: str, key: str, number: int, person: Hr) -> Response:
    place = place_for(db, person, code, key)
    shown = next((one for one in place.versions if one.version == number), None)
    if shown is None:
        raise NotFound
    before = next((one for one in place.versions if one.version == number - 1), None)
    asked = rebuild(Requirements, shown.requirements)
    changed = None
    if before is not None:
        found = differences(rebuild(Requirements, before.requirements), asked)
        changed = told_differences(found, {**before.texts, **shown.texts})
    return page(
        request,
        "hr_requirements/version.html",
        place=place,
        shown=shown,
        before=before,
        told=told(asked, shown.texts),
        changed=changed,
        names=_names(db, place),
        words=words,
    )


def _rows(db: Session, body: Body) -> list[Row]:
    versions, drafts = posts.sets_of_body(db, body.code), posts.requirement_drafts(db, body.code)
    return [
        Row(one, next(iter(versions.get(one.key, ())), None), drafts.get(one.key))
        for one in posts_of_body(db, body)
    ]


def _fits(row: Row, asked: dict[str, str]) -> bool:
    text = row.post.one.post.search_text
    states = {
        "draft": row.draft is not None,
        "none": row.version is None,
        "register": row.version is not None and row.version.made_by is None,
        "own": row.version is not None and row.version.made_by is not None,
    }
    return (
        all(word in text for word in asked["q"].casefold().split())
        and asked["department"] in ("", row.post.one.body["department"])
        and states.get(asked["state"], True)
    )


def _apart_from_register(place: Place, asked: Requirements) -> bool:
    """Whether the register's text says otherwise than a version that was taken from it."""
    newest = place.newest
    if newest is None or newest.made_by is not None:
        return False
    return bool(differences(asked, place.post.converted.requirements))


def _names(db: Session, place: Place) -> dict[UUID, str]:
    """Who has made the versions and changed the draft, by account."""
    ids = {one.made_by for one in place.versions}
    ids |= {place.draft.changed_by} if place.draft else set()
    found = {one: people.account(db, one) for one in ids if one is not None}
    return {one: account.name for one, account in found.items() if account is not None}


def _take_over_asked(posts_without: int, url: str) -> Asking:
    return Asking(
        title=say("Take the requirements over from the register?"),
        facts=[(say("Posts without a version"), posts_without)],
        happens=[
            say("What the order prints for each of these posts becomes its version 1."),
            say("Posts that have a version already stay as they are."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Take them over"),
        kind="primary",
        url=url,
        back=url,
    )
