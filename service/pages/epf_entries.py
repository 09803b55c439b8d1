"""For candidates: lines of the electronic personal file that they write themselves."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.bodies import queries as bodies
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import Form, empty_form, read_form
from service.core.i18n import current, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.pages.doors import House, Now
from service.pages.epf import keeper_of, to_consent
from service.pages.epf_forms import CHOOSE, IN_FUTURE, KINDS, EntryKind
from service.pages.epf_words import (
    CLEARANCE_FORMS,
    EDUCATION_LEVELS,
    LANGUAGE_LEVELS,
    LANGUAGES,
    POST_LEVELS,
    REFUSALS,
    SERVICES,
    Options,
    code_options,
    options,
)
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.person import Person
from service.personal_files import actions, queries
from service.personal_files.actions import FileRefusal
from service.personal_files.codes import codes
from service.personal_files.models import Entry, Source

router = APIRouter(prefix="/me/file", dependencies=behind(candidate_gate))
URL: Final = "/me/file"
SAVED: Final = say("Saved. It stays to be confirmed by a document or by state systems.")


def _kind(kind: str) -> EntryKind:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


async def _sent(request: Request, kind: str, now: Now) -> Form[Any]:
    form: Form[Any] = await read_form(request, _kind(kind).form)
    return form if form.data is None else _past(form, local_day(now))


def _past(form: Form[Any], today: date) -> Form[Any]:
    """Return the form; with a fault where a day that was sent has not come yet."""
    for name in ("began_on", "ended_on"):
        day = getattr(form.data, name, None)
        if day is not None and day > today:
            return form.with_error(name, IN_FUTURE)
    return form


Kind = Annotated[EntryKind, Depends(_kind)]
Sent = Annotated[Form[Any], Depends(_sent)]


@router.get("/add/{kind}")
def begin(request: Request, db: Db, described: Kind, kind: str) -> Response:
    return _show(request, db, described, f"{URL}/add/{kind}", empty_form())


@router.post("/add/{kind}")
def add(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    described: Kind,
    kind: str,
    form: Sent,
) -> Response:
    url, form = f"{URL}/add/{kind}", _known_body(db, form)
    if form.data is None:
        return _show(request, db, described, url, form)
    keeper = keeper_of(house, person, now)
    made = actions.add_entry(db, keeper, described.table, form.data.facts(), now=now)
    return _done(request, db, made, described, url, kind, form)


@router.get("/line/{kind}/{entry_id}")
def edit(
    request: Request, db: Db, person: Candidate, described: Kind, kind: str, entry_id: UUID
) -> Response:
    line = _own_line(db, person, described, entry_id)
    form = empty_form(**{name: _shown(one) for name, one in described.form.typed(line).items()})
    return _show(request, db, described, f"{URL}/line/{kind}/{line.id}", form, line=line)


@router.post("/line/{kind}/{entry_id}")
def change(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    described: Kind,
    kind: str,
    entry_id: UUID,
    form: Sent,
) -> Response:
    line, url = _own_line(db, person, described, entry_id), f"{URL}/line/{kind}/{entry_id}"
    form = _known_body(db, form)
    if form.data is None:
        return _show(request, db, described, url, form, line=line)
    keeper = keeper_of(house, person, now)
    made = actions.change_entry(db, keeper, line, form.data.facts(), now=now)
    return _done(request, db, made, described, url, kind, form, line=line)


@router.post("/line/{kind}/{entry_id}/remove")
def remove(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    described: Kind,
    kind: str,
    entry_id: UUID,
) -> Response:
    line = _own_line(db, person, described, entry_id)
    actions.remove_entry(db, keeper_of(house, person, now), line, now=now)
    said = say("It has been taken out of your file.")
    return redirect(request, f"{URL}#{kind}", said=said)


def _own_line(db: Db, person: Person, described: EntryKind, entry_id: UUID) -> Any:
    """Return the person's own line of this id: 404 for another's, 409 for the state's."""
    line = queries.entry_of(db, person.account_id, described.table, entry_id)
    if line is None:
        raise NotFound
    if line.source is Source.STATE:
        raise Refused(REFUSALS[FileRefusal.STATES])
    return line


def _known_body(db: Session, form: Form[Any]) -> Form[Any]:
    """Return the form; with a fault where it names a body that is in no register."""
    code = getattr(form.data, "body_code", None)
    if code is not None and bodies.body(db, code) is None:
        return form.with_error("body_code", CHOOSE)
    return form


def _shown(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _done(
    request: Request,
    db: Session,
    made: Entry | FileRefusal,
    described: EntryKind,
    url: str,
    kind: str,
    form: Form[Any],
    *,
    line: Entry | None = None,
) -> Response:
    if made is FileRefusal.NO_CONSENT:
        return to_consent(request)
    if isinstance(made, FileRefusal):
        return _show(request, db, described, url, form.with_error("", REFUSALS[made]), line=line)
    return redirect(request, f"{URL}#{kind}", said=SAVED)


def _show(
    request: Request,
    db: Session,
    described: EntryKind,
    url: str,
    form: Form[Any],
    *,
    line: Entry | None = None,
) -> Response:
    return page(
        request,
        described.template,
        422 if form.errors else 200,
        form=form,
        url=url,
        line=line,
        title=described.title,
        education_levels=options(EDUCATION_LEVELS),
        education_fields=code_options(codes().education),
        post_levels=options(POST_LEVELS),
        services=options(SERVICES),
        work_fields=code_options(codes().work),
        bodies=_bodies(db),
        language_names_to_learn=options(LANGUAGES),
        language_levels=options(LANGUAGE_LEVELS),
        clearance_forms=options(CLEARANCE_FORMS),
        conditions=code_options(codes().conditions),
    )


def _bodies(db: Session) -> Options:
    named = [(one.code, str(current.get().show(one.name))) for one in bodies.all_bodies(db)]
    return sorted(named, key=lambda one: one[1].casefold())
