"""A candidate's personal file as admission sees it, for those who may look into it.

Whoever shows it has opened a door first (an application to a vacancy of the own body): what may be
seen through it stands in the door. Nothing of LAW 16(5) is shown, nor the IIN, which tells the sex;
contact data only where the door says so. That it was read is in the journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from service.core.i18n import Message
from service.core.render import page
from service.core.wiring import Wiring
from service.journal.actions import record
from service.law.bars import BARS
from service.law.calendar import local_day
from service.pages.epf_words import (
    CLEARANCE_FORMS,
    DOCUMENT_KINDS,
    EDUCATION_LEVELS,
    GRAVITIES,
    LANGUAGE_LEVELS,
    LANGUAGES,
    PENALTIES,
    POST_LEVELS,
    SCANS,
    SERVICES,
    line_words,
)
from service.people.models import Account
from service.personal_files import queries
from service.personal_files.bar_words import BAR_WORDS
from service.personal_files.codes import codes
from service.personal_files.experience_sums import experience_sums
from service.personal_files.file_rows import FileRows, newest_first
from service.personal_files.law_file import file_of_rows
from service.personal_files.models import LanguageLevel
from service.personal_files.scans import lines_of


@dataclass(frozen=True)
class FileDoor:
    """Through what a file is looked into, and how much of it can be seen.

    Attributes:
        account_id: whose file it is.
        reader_id: who looks.
        subject: what the journal keeps the reading under, e.g. ("competition-application", id).
        back: the address of the page that led here, and
        back_text: what it is called.
        at: the moment whose file is shown, such as that of the decision; None: as it is now.
        documents: the address below which each scan is fetched by its id; empty: none can be.
        has_contact: phone and e-mail are needed here.
        facts: what else the journal keeps.
    """

    account_id: UUID
    reader_id: UUID
    subject: tuple[str, object]
    back: str
    back_text: Message
    at: datetime | None = None
    documents: str = ""
    has_contact: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def show_file(
    request: Request, db: Session, house: Wiring, door: FileDoor, *, now: datetime
) -> Response:
    """Show the file behind the door; the reading is kept in a transaction of its own."""
    rows = queries.file_rows(db, [door.account_id], at=door.at)[door.account_id]
    account = db.get_one(Account, door.account_id)
    with house.database.writing() as own:
        facts = {**door.facts, "account": str(door.account_id)}
        record(
            own,
            "personal file read",
            subject=door.subject,
            now=now,
            actor_id=door.reader_id,
            facts=facts,
        )
    return page(
        request,
        "epf/for_hr.html",
        door=door,
        candidate=account.name,
        contact=(account.phone, account.email) if door.has_contact else None,
        **file_as_seen(rows, door.at or now),
    )


def file_as_seen(rows: FileRows, at: datetime) -> dict[str, Any]:
    """Return what the template shows of a file: what admission takes into it, with its source."""
    today = local_day(at)
    file = file_of_rows(rows, today)
    scans = [(one, [line_words(line) for line in lines_of(one, rows)]) for one in rows.documents]
    return {
        "shown_at": at,
        "file": file,
        "education": newest_first(rows.education),
        "employment": newest_first(rows.employment),
        "experience": experience_sums(file.work, today) if file.work else None,
        # a native language is one known well: which one is native decides nothing (LAW 16(5))
        "languages": [(one, _level(one.level)) for one in rows.languages],
        "computer": rows.computer,
        "clearances": rows.clearances,
        "conditions": rows.conditions,
        "volunteering": newest_first(rows.volunteering),
        "bars": BARS,
        "declared": rows.declared,
        "found": {
            number: [one for one in rows.findings if one.number == number]
            for number in {one.number for one in rows.findings}
        },
        "penalties": rows.penalties,
        "scans": scans,
        "words": _WORDS,
        "names": {
            "programs": codes().programs.names,
            "conditions": codes().conditions.names,
            "work": codes().work.names,
            "education": codes().education.names,
        },
    }


_WORDS: Mapping[str, Mapping[Any, Message]] = {
    "education": EDUCATION_LEVELS,
    "post": POST_LEVELS,
    "service": SERVICES,
    "language": LANGUAGES,
    "skill": LANGUAGE_LEVELS,
    "clearance": CLEARANCE_FORMS,
    "bar": BAR_WORDS,
    "gravity": GRAVITIES,
    "penalty": PENALTIES,
    "document": DOCUMENT_KINDS,
    "scan": SCANS,
}


def _level(level: LanguageLevel) -> LanguageLevel:
    return LanguageLevel.C2 if level is LanguageLevel.NATIVE else level
