"""For HR: the personal file and the scans on which the newest answer to an application stands."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.admissions import queries
from service.admissions.models import Standing
from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import say
from service.journal.actions import record
from service.pages.doors import House, Now
from service.pages.epf_for_hr import FileDoor, show_file
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_applications import application_for, scans_of
from service.pages.scan_download import download_of

router = APIRouter(prefix="/hr/applications", dependencies=behind(hr_gate))


@router.get("/{application_id}/file")
def show(
    request: Request, db: Db, house: House, person: Hr, now: Now, application_id: UUID
) -> Response:
    """Show the whole file as it was when the newest answer was given."""
    filed = application_for(db, person, application_id)
    if filed.application.standing is Standing.WITHDRAWN:
        raise NotFound  # who has taken an application back has closed the file
    url, number = f"/hr/applications/{application_id}", filed.application.number
    door = FileDoor(
        account_id=filed.application.account_id,
        reader_id=person.account_id,
        subject=("competition-application", application_id),
        back=url,
        back_text=say("Application %(number)s", number=number),
        at=queries.newest_decision(db, filed.application).at,
        documents=f"{url}/documents",
        facts={"number": number},
    )
    return show_file(request, db, house, door, now=now)


@router.get("/{application_id}/documents/{document_id}")
def download(
    db: Db, house: House, person: Hr, now: Now, application_id: UUID, document_id: UUID
) -> Response:
    filed = application_for(db, person, application_id)
    found = next((one for one in scans_of(db, filed) if one.id == document_id), None)
    if found is None:
        raise NotFound
    facts = {"number": filed.application.number, "document": str(found.id)}
    with house.database.writing() as own:
        record(own, "document of an application read",
               subject=("competition-application", filed.application.id),
               now=now, actor_id=person.account_id, facts=facts)  # fmt: skip
    return download_of(house, found)
