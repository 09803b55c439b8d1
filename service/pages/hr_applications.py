"""For HR: who has applied to the own body's rounds, line by line, and what a person must judge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from service.admissions import queries
from service.admissions.actions import LookRefusal, LookSaid, look
from service.admissions.judging import kept_answer
from service.admissions.models import CompetitionApplication, Standing
from service.admissions.queries import Filed
from service.admissions.telling import title_of
from service.competitions.queries import competition
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect, translate
from service.core.wiring import Wiring
from service.hirings import queries as hirings
from service.journal.actions import record
from service.law.calendar import local_day
from service.pages import competition_links as links
from service.pages.admission_lines import line_id, lines_of
from service.pages.candidate_competitions import CAUSES, MOMENTS, STANDINGS
from service.pages.doors import House, Now, form_of
from service.pages.epf_words import DOCUMENT_KINDS
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_doors import announcement_for, bodies_for, body_for
from service.people.models import Account
from service.people.person import Person
from service.personal_files.models import PersonalDocument
from service.vacancies.models import AnnouncementState

router = APIRouter(prefix="/hr", dependencies=behind(hr_gate))

REFUSALS: Final[Mapping[LookRefusal, Message]] = {
    LookRefusal.OWN: say("This is your own application: somebody else must look at it."),
    LookRefusal.STALE: say("Another answer has come meanwhile. Look at it again, then decide."),
    LookRefusal.NO_QUESTION: say("The program has answered this line itself."),
    LookRefusal.WITHDRAWN: say("The candidate has taken the application back."),
    LookRefusal.OVER: say("This round does not go on."),
}
Reason = Annotated[str, AfterValidator(str.strip), Field(min_length=5, max_length=2000)]


class LookForm(BaseModel):
    """What a person says of a line, and of which answer."""

    ordinal: int
    code: str = Field(max_length=40)
    subject: str = Field(default="", max_length=200)
    verdict: Literal["met", "not-met"]
    reason: Reason


LookSent = Annotated[Form[LookForm], form_of(LookForm)]


@dataclass(frozen=True)
class Row:
    """An application in HR's list."""

    application: CompetitionApplication
    account: Account
    state: tuple[str, Message]
    is_late: bool
    number: str = ""
    title: Mapping[str, str] | None = None


@router.get("/applications")
def to_look_at(request: Request, db: Db, person: Hr, now: Now) -> Response:
    """Show what a person must look at in all rounds of the own bodies, the first due on top."""
    codes = [one.code for one in bodies_for(db, person)]
    today = local_day(now)
    rows = [
        _row(one.application, account, today, number=one.announcement.number, filed=one)
        for one, account in queries.waiting_for_look(db, codes)
    ]
    return page(request, "hr_applications/waiting.html", rows=rows)


@router.get("/announcements/{number}/{ordinal}/applications")
def applicants(
    request: Request,
    db: Db,
    person: Hr,
    now: Now,
    number: str,
    ordinal: int,
    standing: str = "",
) -> Response:
    course, announcement = announcement_for(db, person, number, ordinal)
    shown = next((one for one in Standing if one == standing), None)
    today = local_day(now)
    found = queries.applicants(db, announcement.id, shown)
    counts = queries.standings(db, announcement.id)
    return page(
        request,
        "hr_applications/all.html",
        announcement=announcement,
        title=title_of(course.vacancy),
        rows=[_row(one, account, today) for one, account in found],
        shown=shown,
        filters=[(one, STANDINGS[one][1], counts.get(one, 0)) for one in STANDINGS],
        all=sum(counts.values()),
    )


@router.get("/applications/{application_id}")
def show(
    request: Request, db: Db, house: House, person: Hr, now: Now, application_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    _note_reading(house, filed, person, now)
    return _page(request, db, filed, person, now, empty_form())


@router.get("/applications/{application_id}/decisions/{ordinal}")
def show_decision(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    application_id: UUID,
    ordinal: int,
) -> Response:
    """Show an answer as it was given, however long ago."""
    filed = application_for(db, person, application_id)
    decision = queries.decision(db, filed.application.id, ordinal)
    if decision is None or filed.application.standing is Standing.WITHDRAWN:
        raise NotFound
    _note_reading(house, filed, person, now)
    answer = kept_answer(decision)
    return page(
        request,
        "hr_applications/decision.html",
        filed=filed,
        title=title_of(filed.vacancy),
        account=db.get_one(Account, filed.application.account_id),
        answer=answer,
        lines=lines_of(db, filed.announcement, answer),
        decision=decision,
        cause=CAUSES[decision.cause],
        state=STANDINGS[decision.outcome],
    )


@router.post("/applications/{application_id}/look")
def say_of_line(
    request: Request,
    db: Db,
    house: House,
    person: Hr,
    now: Now,
    application_id: UUID,
    form: LookSent,
) -> Response:
    filed = application_for(db, person, application_id)
    sent = form.data
    if sent is None:
        return _page(request, db, filed, person, now, form, status=422)
    said = LookSaid(sent.ordinal, sent.code, sent.subject, sent.verdict, sent.reason)
    calendar = house.parts["calendar"]
    by = person.account_id
    answer = look(db, filed.application.id, said, by=by, calendar=calendar, now=now)
    url = f"/hr/applications/{filed.application.id}"
    if isinstance(answer, LookRefusal):
        return redirect(request, url, said=REFUSALS[answer], kind="refused")
    return redirect(request, url, said=say("Your answer is kept; the candidate is told."))


def application_for(db: Session, person: Person, application_id: UUID) -> Filed:
    """Return the application if it is to a round of a body that the person works for."""
    found = queries.filed(db, application_id)
    if found is None:
        raise NotFound
    body_for(db, person, found.vacancy.body_code)
    return found


def scans_of(db: Session, filed: Filed) -> Sequence[PersonalDocument]:
    """Return the scans of the file that was judged last; none where it was taken back."""
    if filed.application.standing is Standing.WITHDRAWN:
        return []
    file = kept_answer(queries.newest_decision(db, filed.application)).machine.file
    return queries.scans(db, filed.application.account_id, [UUID(one) for one in file.scans])


def _page(
    request: Request,
    db: Session,
    filed: Filed,
    person: Person,
    now: datetime,
    form: Form[Any],
    *,
    status: int = 200,
) -> Response:
    row = filed.application
    decisions = queries.decisions_of(db, row.id)
    answer = kept_answer(decisions[-1])
    runs = filed.announcement.state is AnnouncementState.ANNOUNCED
    is_open = runs and row.standing is not Standing.WITHDRAWN
    return page(
        request,
        "hr_applications/one.html",
        status,
        filed=filed,
        row=_row(row, db.get_one(Account, row.account_id), local_day(now)),
        title=title_of(filed.vacancy),
        answer=answer,
        # who has taken an application back has closed the file to HR
        lines=lines_of(db, filed.announcement, answer)
        if row.standing is not Standing.WITHDRAWN
        else None,
        decision=decisions[-1],
        history=list(_history(filed, decisions)),
        scans=scans_of(db, filed),
        kinds=DOCUMENT_KINDS,
        hiring=hirings.hiring_of(db, row.id),
        competition=_competition(db, filed),
        will_compete=runs,
        may_look=is_open and row.account_id != person.account_id,
        form=form,
        errors=_errors(form),
    )


def _competition(db: Session, filed: Filed) -> str | None:
    """Where the competition of the round is led; None where none has begun."""
    number = filed.announcement.number
    begun = competition(db, filed.announcement.id) is not None
    return links.hr_competition(number) if begun else None


def _errors(form: Form[Any]) -> dict[str, Message]:
    """The faults of a look by the fields of its own line: each question has a form."""
    sent = form.values
    line = line_id(str(sent.get("code", "")), str(sent.get("subject", "")))
    return {f"{line}-{name}": fault for name, fault in form.errors.items()}


def _row(
    one: CompetitionApplication,
    account: Account,
    today: date,
    *,
    number: str = "",
    filed: Filed | None = None,
) -> Row:
    is_late = one.look_due_on is not None and one.look_due_on < today
    title = None if filed is None else title_of(filed.vacancy)
    return Row(one, account, STANDINGS[one.standing], is_late, number, title)


def _note_reading(house: Wiring, filed: Filed, person: Person, now: datetime) -> None:
    """Keep in the journal who of HR has opened an application; a page that is shown is read."""
    facts = {"number": filed.application.number, "body": filed.vacancy.body_code}
    with house.database.writing() as own:
        record(own, "application read", subject=("competition-application", filed.application.id),
               now=now, actor_id=person.account_id, facts=facts)  # fmt: skip


def _history(filed: Filed, decisions: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The moments of an application as macros/timeline.html takes them."""
    row, url = filed.application, f"/hr/applications/{filed.application.id}"
    is_closed = row.standing is Standing.WITHDRAWN
    yield {"title": translate(say("Application filed")), "state": "done", "at": row.filed_at}
    for one in decisions:
        state = MOMENTS[one.outcome]
        yield {
            "title": f"{translate(CAUSES[one.cause])}: {translate(STANDINGS[one.outcome][1])}",
            "state": state if one is decisions[-1] or state != "now" else "done",
            "at": one.at,
            "url": None if is_closed else f"{url}/decisions/{one.ordinal}",
            "link_text": translate(say("The answer as it was given")),
        }
    if row.withdrawn_at is not None:
        yield {"title": translate(say("Taken back")), "state": "failed", "at": row.withdrawn_at}
