"""For candidates: lines of the electronic personal file that they write themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import FieldFault, Form, empty_form, read_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.pages.doors import House, Now
from service.pages.epf import keeper_of, to_consent
from service.pages.epf_words import (
    EDUCATION_LEVELS,
    LANGUAGE_LEVELS,
    LANGUAGES,
    POST_LEVELS,
    REFUSALS,
    SERVICES,
    options,
)
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.person import Person
from service.personal_files import actions, queries
from service.personal_files.actions import FileRefusal
from service.personal_files.models import (
    Education,
    EducationLevel,
    Employment,
    Entry,
    LanguageLevel,
    LanguageSkill,
    PostLevel,
    ServiceKind,
    Source,
    Volunteering,
)

router = APIRouter(prefix="/me/file", dependencies=behind(candidate_gate))
URL: Final = "/me/file"
SAVED: Final = say("Saved. It stays to be confirmed by a document or by state systems.")
IN_FUTURE: Final = say("This day has not come yet.")
ENDS_EARLY: Final = say("The end stands before the beginning.")


def _plain(text: str) -> str:
    # a database cannot keep NUL, and nobody types the others
    if not text.isprintable():
        raise FieldFault(say("This field holds a character that cannot be kept."))
    return text


def _known_language(text: str) -> str:
    if text not in LANGUAGES:
        raise FieldFault(say("Please choose one of the answers."))
    return text


PLAIN: Final = AfterValidator(_plain)
Short = Annotated[str, Field(max_length=200), PLAIN]
Long = Annotated[str, Field(max_length=300), PLAIN]
Year = Annotated[int, Field(ge=1930, le=2100)]


class _WithEnd(BaseModel):
    @field_validator("ended_in", "ended_on", check_fields=False)
    @classmethod
    def _in_order(cls, end: Any, info: ValidationInfo) -> Any:
        begin = info.data.get("began_in") or info.data.get("began_on")
        if end is not None and begin is not None and end < begin:
            raise FieldFault(ENDS_EARLY)
        return end


class EducationForm(_WithEnd):
    level: EducationLevel
    field: Short
    institution: Long
    began_in: Year | None = None
    ended_in: Year | None = None
    diploma_number: Annotated[str, Field(max_length=60), PLAIN] | None = None


class EmploymentForm(_WithEnd):
    organisation: Long
    post: Long
    field: Short
    level: PostLevel
    service: ServiceKind
    began_on: date
    ended_on: date | None = None


class LanguageForm(BaseModel):
    language: Annotated[str, AfterValidator(_known_language)]
    level: LanguageLevel
    certificate: Short | None = None


class VolunteeringForm(_WithEnd):
    organisation: Long
    deed: Annotated[str, Field(max_length=500), PLAIN]
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True)
class EntryKind:
    """A kind of line: its table, its form, its page and what a list of it is called."""

    table: type[Any]
    form: type[BaseModel]
    template: str
    title: Message


KINDS: Final[Mapping[str, EntryKind]] = {
    "education": EntryKind(Education, EducationForm, "epf/education.html", say("Education")),
    "employment": EntryKind(Employment, EmploymentForm, "epf/employment.html", say("Work")),
    "language": EntryKind(LanguageSkill, LanguageForm, "epf/language.html", say("Languages")),
    "volunteering": EntryKind(
        Volunteering,
        VolunteeringForm,
        "epf/volunteering.html",
        say("Social work and volunteering"),
    ),
}


def _kind(kind: str) -> EntryKind:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


async def _sent(request: Request, kind: str, now: Now) -> Form[Any]:
    form = await read_form(request, _kind(kind).form)
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
def begin(request: Request, described: Kind, kind: str) -> Response:
    return _show(request, described, f"{URL}/add/{kind}", empty_form())


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
    url = f"{URL}/add/{kind}"
    if form.data is None:
        return _show(request, described, url, form)
    keeper = keeper_of(house, person, now)
    made = actions.add_entry(db, keeper, described.table, form.data.model_dump(), now=now)
    return _done(request, made, described, url, kind, form)


@router.get("/line/{kind}/{entry_id}")
def edit(
    request: Request, db: Db, person: Candidate, described: Kind, kind: str, entry_id: UUID
) -> Response:
    line = _own_line(db, person, described, entry_id)
    form = empty_form(**{name: _typed(line, name) for name in described.form.model_fields})
    return _show(request, described, f"{URL}/line/{kind}/{line.id}", form, line=line)


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
    if form.data is None:
        return _show(request, described, url, form, line=line)
    keeper = keeper_of(house, person, now)
    made = actions.change_entry(db, keeper, line, form.data.model_dump(), now=now)
    return _done(request, made, described, url, kind, form, line=line)


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


def _typed(line: Entry, name: str) -> object:
    value = getattr(line, name)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _done(
    request: Request,
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
        return _show(request, described, url, form.with_error("", REFUSALS[made]), line=line)
    return redirect(request, f"{URL}#{kind}", said=SAVED)


def _show(
    request: Request,
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
        post_levels=options(POST_LEVELS),
        services=options(SERVICES),
        language_names_to_learn=options(LANGUAGES),
        language_levels=options(LANGUAGE_LEVELS),
    )
