"""Calls for assessors: open to everyone; who is signed in sees whether the own file fits (CM-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from service.admissions.line_words import duration_words
from service.admissions.queries import lines_by_id
from service.bodies.queries import body, names_of
from service.commissions import queries
from service.commissions.assessors import apply_as_assessor, law_call
from service.commissions.models import Assessor, AssessorApplication, AssessorCall, Match
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form
from service.core.i18n import Message
from service.core.render import page, redirect
from service.law import assessor as law
from service.law.calendar import local_day
from service.pages import commission_words as words
from service.pages import competition_links as links
from service.pages.doors import Now, form_of
from service.pages.gates import Anyone, anyone_gate, behind, public_gate
from service.pages.source_words import source_words
from service.people.models import Account
from service.personal_files.codes import codes
from service.personal_files.law_file import file_for_law, source_of
from service.personal_files.models import Employment, Source

router = APIRouter(prefix="/assessors", dependencies=behind(public_gate))
own = APIRouter(prefix="/assessors", dependencies=behind(anyone_gate))


class ApplySent(BaseModel):
    is_hr: bool = False


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A time of work of the own file, and whether it counts for the call."""

    organisation: str
    post: str
    began_on: date
    ended_on: date | None
    is_from_state: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a person fits a call, by the own personal file as it is now: the arithmetic."""

    work: Sequence[WorkLine]
    total: Message
    is_enough: bool
    enough_on: date | None
    serves_elsewhere: bool


@router.get("")
def calls(request: Request, db: Db, now: Now) -> Response:
    today = local_day(now)
    return page(
        request,
        "assessors/calls.html",
        open=queries.open_calls(db, today),
        over=queries.last_calls(db, today),
        bodies=names_of(db),
        names=codes().work.names,
        links=links,
    )


@router.get("/{number}")
def call(request: Request, db: Db, now: Now, number: str) -> Response:
    one = call_numbered(db, number)
    body_ = body(db, one.body_code)
    assert body_ is not None
    is_open = local_day(now) <= one.closes_on
    person = request.state.person
    account = db.get_one(Account, person.account_id) if person is not None else None
    filed = queries.application_to(db, one.id, account.id) if account is not None else None
    return page(
        request,
        "assessors/call.html",
        call=one,
        body=body_,
        is_open=is_open,
        filed=filed,
        may_apply=account is not None and is_open and _may_apply(filed),
        fit=fit_of(db, account, one, now=now) if account is not None and is_open else None,
        assessor=_listed(db, account),
        names=codes().work.names,
        words=words,
        source=source_words("O26 IS 3(2), 25, 27"),
        links=links,
    )


@own.post("/{number}/apply")
def apply(
    request: Request,
    db: Db,
    now: Now,
    person: Anyone,
    number: str,
    form: Annotated[Form[ApplySent], form_of(ApplySent)],
) -> Response:
    """Apply for the part of an assessor; the answer stands on the call's page."""
    one = call_numbered(db, number)
    account = db.get_one(Account, person.account_id)
    is_hr = form.data is not None and form.data.is_hr
    done = apply_as_assessor(db, account, one, is_hr=is_hr, now=now)
    url = links.assessors_call(one.number)
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, f"{url}#own")


def call_numbered(db: Session, number: str) -> AssessorCall:
    """Return the call of this number, or answer 404."""
    found = queries.call(db, number)
    if found is None:
        raise NotFound
    return found


def fit_of(db: Session, account: Account, call: AssessorCall, *, now: datetime) -> Fit:
    """Return how the person's own file fits a call, line by line."""
    file = file_for_law(db, account, now=now)
    asked, serves_in = law_call(call), file.person.standing.serving_in
    who = law.Applicant(str(account.id), file.work, serves_in=serves_in)
    found = law.match(who, asked, local_day(now))
    rows = lines_by_id(db, Employment, [source_of(each.key).row_id for each in file.work])
    lines = []
    for each in sorted(file.work, key=lambda one: one.began_on, reverse=True):
        row = rows[source_of(each.key).row_id]
        lines.append(
            WorkLine(
                row.organisation,
                row.post,
                row.began_on,
                row.ended_on,
                row.source is Source.STATE,
                each.key in found.experience.counted,
            )
        )
    measured = found.experience
    elsewhere = serves_in not in {None, call.body_code}
    return Fit(lines, duration_words(measured.days), measured.met, measured.met_on, elsewhere)


def _may_apply(filed: AssessorApplication | None) -> bool:
    """May the person apply, or apply again with a file that is complete now?"""
    if filed is None:
        return True
    return filed.match is Match.MISMATCHED and "decision" not in filed.record


def _listed(db: Session, account: Account | None) -> Assessor | None:
    return queries.assessor_of(db, account.id) if account is not None else None
