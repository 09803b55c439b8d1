"""For candidates: the electronic personal file (EPF), and what the state knows of them."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.core.db import Db
from service.core.i18n import LOCAL, say
from service.core.ids import new_id
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.gateways.egov import StateGateway
from service.law.bars import BARS
from service.law.calendar import local_day
from service.pages.doors import House, Now
from service.pages.epf_words import (
    CLEARANCE_FORMS,
    DOCUMENT_KINDS,
    EDUCATION_LEVELS,
    FETCHED,
    LANGUAGE_LEVELS,
    LANGUAGES,
    POST_LEVELS,
    REFUSALS,
    SERVICES,
)
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.models import Account
from service.people.person import Person
from service.personal_files import queries
from service.personal_files.actions import FileRefusal, Keeper, may_keep
from service.personal_files.codes import codes
from service.personal_files.experience_sums import Sums, experience_sums
from service.personal_files.file_rows import FileRows, newest_first
from service.personal_files.from_state import take_from_state
from service.personal_files.law_file import file_of_rows
from service.personal_files.models import Outcome, StateAnswer
from service.personal_files.scans import missing_scans

router = APIRouter(prefix="/me/file", dependencies=behind(candidate_gate))
URL: Final = "/me/file"
NOT_SO_OFTEN: Final = timedelta(seconds=30)


def keeper_of(house: Wiring, person: Person, now: datetime) -> Keeper:
    """Return whose file it is, with the consent that is asked for today."""
    version = house.parts["consent"].version_on(now.astimezone(LOCAL).date())
    return Keeper(person.account_id, version)


def to_consent(request: Request) -> Response:
    """Lead to the consent: without it nothing is kept (ID-2)."""
    said = REFUSALS[FileRefusal.NO_CONSENT]
    return redirect(request, f"/consent?next={URL}", said=said, kind="refused")


@router.get("")
def show(request: Request, db: Db, house: House, person: Candidate, now: Now) -> Response:
    return page(
        request,
        "epf/show.html",
        may_keep=may_keep(db, keeper_of(house, person, now)),
        **_state(db, house, person),
        **_lines(db, person, now),
        words={
            "education": EDUCATION_LEVELS,
            "post": POST_LEVELS,
            "service": SERVICES,
            "language": LANGUAGES,
            "skill": LANGUAGE_LEVELS,
            "clearance": CLEARANCE_FORMS,
        },
        names={
            "programs": codes().programs.names,
            "conditions": codes().conditions.names,
            "work": codes().work.names,
        },
    )


@router.post("/fetch")
def fetch(request: Request, house: House, person: Candidate, now: Now) -> Response:
    """Ask the state gateway; no transaction is open while it makes us wait."""
    gateway: StateGateway | None = house.parts["state_gateway"]
    keeper = keeper_of(house, person, now)
    with house.database.reading() as db:
        if not may_keep(db, keeper):
            return to_consent(request)
        iin = db.get_one(Account, person.account_id).iin
        last = queries.newest_state_answer(db, person.account_id)
    if gateway is None:
        said = say("This service is not connected to state systems yet.")
        return redirect(request, URL, said=said, kind="info")
    if last is not None and now - last.asked_at < NOT_SO_OFTEN:
        said = say("You have just asked. Please wait half a minute before you ask again.")
        return redirect(request, URL, said=said, kind="info")
    request_id = new_id()
    answer = gateway.ask(iin, request_id=request_id, consent=keeper.consent_version)
    with house.database.writing() as db:
        kept = take_from_state(db, keeper, answer, request_id=request_id, now=now)
    if not isinstance(kept, StateAnswer):
        return to_consent(request)
    kind = "done" if kept.outcome is Outcome.FOUND else "info"
    return redirect(request, f"{URL}#state", said=FETCHED[kept.outcome], kind=kind)


def _state(db: Session, house: Wiring, person: Person) -> dict[str, Any]:
    last = queries.newest_state_answer(db, person.account_id)
    known = queries.newest_state_records(db, person.account_id)
    return {
        "account": db.get_one(Account, person.account_id),
        "is_connected": house.parts["state_gateway"] is not None,
        "last_answer": last,
        "last_words": FETCHED[last.outcome] if last is not None else None,
        "fetched_at": known.asked_at if known is not None else None,
        "identity": known.records["identity"] if known is not None else None,
    }


def _lines(db: Session, person: Person, now: datetime) -> dict[str, Any]:
    rows = queries.file_rows(db, [person.account_id])[person.account_id]
    declared = rows.declared
    return {
        "education": newest_first(rows.education),
        "employment": newest_first(rows.employment),
        "languages_known": rows.languages,
        "computer": rows.computer,
        "clearances": rows.clearances,
        "conditions": rows.conditions,
        "volunteering": newest_first(rows.volunteering),
        "documents": len(rows.documents),
        "missing": missing_scans(rows),
        "scan_words": DOCUMENT_KINDS,
        "experience": _experience(rows, local_day(now)),
        "declared": len(declared),
        "bars": len(BARS),
        "declared_at": max((one.made_at for one in declared.values()), default=None),
    }


def _experience(rows: FileRows, today: date) -> Sums | None:
    """Return what the work comes to; None without any."""
    work = file_of_rows(rows, today).work
    return experience_sums(work, today) if work else None
