"""For administrators: state bodies, what is known of them, who works for them."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.bodies import actions, queries
from service.bodies.actions import BodyFacts
from service.bodies.models import Body, BodyMember, Office, Place, Wave, Work
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import LANGUAGES, Message, say
from service.core.render import page, redirect
from service.journal.queries import entries_before
from service.pages.administrator_journal import journal_rows
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.pages.vacancies_words import OFFICES
from service.people import queries as people
from service.people.models import Account, Role
from service.vacancies.place_words import PLACES

router = APIRouter(prefix="/administrator/bodies", dependencies=behind(administrator_gate))

WORKS: Final = {
    Work.HR: say("HR service"),
    Work.AGREEMENT: say("Answers for agreement"),
}
NEEDS: Final = {Work.HR: Role.HR, Work.AGREEMENT: Role.AUTHORITY}
WAVES: Final = {
    Wave.FIRST: say("First list, from 1 February 2024"),
    Wave.REST: say("Second list, from 1 July 2024"),
}
Name = Annotated[str, Field(min_length=3, max_length=300)]


class BodySent(BaseModel):
    name_kk: Name
    name_ru: Name
    name_en: Name
    office: Office
    wave: Wave | None = None
    parent: str | None = Field(default=None, max_length=40)
    served_by: str | None = Field(default=None, max_length=40)
    is_new: bool = False
    place: Place | None = None
    site: str = Field(default="", max_length=200, pattern=r"^(https?://[^\s]+)?$")
    contacts_kk: str = Field(default="", max_length=1000)
    contacts_ru: str = Field(default="", max_length=1000)

    def facts(self) -> BodyFacts:
        """Return what is said of the body."""
        sent = self.model_dump()
        return BodyFacts(
            name={language: sent[f"name_{language}"] for language in LANGUAGES},
            office=self.office,
            wave=self.wave,
            parent=self.parent,
            served_by=self.served_by,
            is_new=self.is_new,
            place=self.place,
            site=self.site,
            contacts={language: sent[f"contacts_{language}"] for language in ("kk", "ru")},
        )


class NewBody(BodySent):
    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")


class MemberSent(BaseModel):
    who: str = Field(min_length=2, max_length=100)
    work: Work


@router.get("")
def bodies(request: Request, db: Db, _: Administrator, q: str = "") -> Response:
    words = q.replace("\0", "").strip()[:100].casefold().split()
    found = [
        one
        for one in queries.all_bodies(db)
        if all(word in " ".join([one.code, *one.name.values()]).casefold() for word in words)
    ]
    return page(
        request,
        "administrator/bodies.html",
        q=q.strip()[:100],
        bodies=found,
        counts={one.code: len(queries.members_of(db, one.code)) for one in found},
        offices=OFFICES,
        waves=WAVES,
    )


@router.get("/new")
def new_body(request: Request, db: Db, _: Administrator) -> Response:
    return _form(request, db, None, empty_form())


@router.post("/new")
def make(
    request: Request,
    db: Db,
    now: Now,
    person: Administrator,
    form: Annotated[Form[NewBody], form_of(NewBody)],
) -> Response:
    sent = form.data
    if sent is not None and queries.body(db, sent.code) is not None:
        form = form.with_error("code", say("There is a body with this code already."))
    form = _known(db, form, None)
    if form.data is None:
        return _form(request, db, None, form)
    code = form.data.code
    actions.save_body(db, code, form.data.facts(), by=person.account_id, now=now)
    return redirect(request, f"/administrator/bodies/{code}", said=say("The body is entered."))


@router.get("/{code}")
def body(request: Request, db: Db, _: Administrator, code: str) -> Response:
    return _show(request, db, _body(db, code), empty_form())


@router.get("/{code}/edit")
def edit(request: Request, db: Db, _: Administrator, code: str) -> Response:
    found = _body(db, code)
    return _form(request, db, found, _as_form(found))


@router.post("/{code}/edit")
def save(
    request: Request,
    db: Db,
    now: Now,
    person: Administrator,
    code: str,
    sent: Annotated[Form[BodySent], form_of(BodySent)],
) -> Response:
    found = _body(db, code)
    form = _known(db, sent, found)
    if form.data is None:
        return _form(request, db, found, form)
    actions.save_body(db, found.code, form.data.facts(), by=person.account_id, now=now)
    return redirect(request, f"/administrator/bodies/{code}", said=say("The body is saved."))


@router.post("/{code}/members")
def add_member(
    request: Request,
    db: Db,
    now: Now,
    person: Administrator,
    code: str,
    form: Annotated[Form[MemberSent], form_of(MemberSent)],
) -> Response:
    found, sent = _body(db, code), form.data
    if sent is None:
        return _show(request, db, found, form)
    meant = people.find_people(db, sent.who, limit=20)
    if len(meant) != 1:
        return _show(request, db, found, form, meant)
    if not people.roles_of(db, meant[0].id) & {NEEDS[sent.work]}:
        told = say("%(name)s has not the role that this needs. Give it first.", name=meant[0].name)
        return _show(request, db, found, form.with_error("who", told), meant)
    by = person.account_id
    actions.add_member(db, found.code, meant[0].id, sent.work, by=by, now=now)
    said = say("%(name)s works for the body now.", name=meant[0].name)
    return redirect(request, f"/administrator/bodies/{code}", said=said)


@router.post("/{code}/members/{member_id}/end")
def end_member(
    request: Request, db: Db, now: Now, person: Administrator, code: str, member_id: UUID
) -> Response:
    found = _body(db, code)
    member: BodyMember | None = queries.member(db, member_id)
    if member is None or member.body_code != found.code:
        raise NotFound
    actions.end_member(db, member, by=person.account_id, now=now)
    said = say("The work for the body is ended.")
    return redirect(request, f"/administrator/bodies/{code}", said=said)


def _body(db: Session, code: str) -> Body:
    found = queries.body(db, code)
    if found is None:
        raise NotFound
    return found


def _known(db: Session, form: Form[Any], here: Body | None) -> Form[Any]:
    """The form with what other bodies make of it: nothing belongs to itself, nor in a ring."""
    sent = form.data
    if sent is None:
        return form
    below = {one.code for one in queries.tree_of(db, here.code)} if here else set[str]()
    for name in ("parent", "served_by"):
        code = getattr(sent, name)
        if code is not None and (queries.body(db, code) is None or code in below):
            return form.with_error(name, say("A body cannot belong to itself or to its own unit."))
    return form


def _show(
    request: Request,
    db: Session,
    found: Body,
    form: Form[Any],
    meant: Any = None,
) -> Response:
    """The page of a body; `meant` are the people that a name may mean."""
    if meant is not None and not form.errors:
        told: Message = (
            say("Nobody is known by this IIN or name.")
            if not meant
            else say("Several people are meant: enter the IIN.")
        )
        form = form.with_error("who", told)
    members = queries.members_of(db, found.code)
    entries = entries_before(db, subject_kind="body", subject_id=found.code, limit=20)
    return page(
        request,
        "administrator/body.html",
        422 if form.errors else 200,
        body=found,
        names=queries.names_of(db),
        members=members,
        meant=_several(meant),
        form=form,
        works=WORKS,
        offices=OFFICES,
        waves=WAVES,
        places=PLACES,
        entries=journal_rows(db, entries),
    )


def _several(meant: Any) -> list[Account]:
    return list(meant or ())


def _form(request: Request, db: Session, found: Body | None, form: Form[Any]) -> Response:
    others = [one for one in queries.all_bodies(db) if found is None or one.code != found.code]
    return page(
        request,
        "administrator/body_form.html",
        422 if form.errors else 200,
        body=found,
        others=others,
        form=form,
        offices=OFFICES,
        waves=WAVES,
        places=PLACES,
    )


def _as_form(found: Body) -> Form[Any]:
    values: dict[str, object] = {
        f"name_{language}": found.name.get(language, "") for language in LANGUAGES
    }
    values |= {
        f"contacts_{language}": found.contacts.get(language, "") for language in ("kk", "ru")
    }
    for name in ("office", "wave", "parent", "served_by", "place", "site"):
        values[name] = getattr(found, name) or ""
    return empty_form(**values, **({"is_new": "true"} if found.is_new else {}))
