"""For HR: the scans on which the newest answer to an application stands."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from service.core.db import Db
from service.core.errors import NotFound
from service.journal.actions import record
from service.pages.doors import House, Now
from service.pages.gates import Hr, behind, hr_gate
from service.pages.hr_applications import application_for, scans_of
from service.pages.scan_download import download_of

router = APIRouter(prefix="/hr/applications", dependencies=behind(hr_gate))


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
