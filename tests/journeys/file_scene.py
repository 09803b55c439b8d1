"""A personal file with something in every part of it, also what one would rather not read."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from service.core.ids import new_id
from service.core.wiring import Wiring
from service.demo.people import demo_people
from service.demo.state_gateway import records_of
from service.gateways.egov import Records
from service.law.bars import BARS
from service.law.calendar import local_day
from service.people.actions import give_consent
from service.personal_files import actions
from service.personal_files.actions import Declared, Keeper, Upload
from service.personal_files.from_state import take_from_state
from service.personal_files.models import (
    DocumentKind,
    LanguageLevel,
    LanguageSkill,
    ProvedCondition,
    Scan,
    Volunteering,
)
from tests.personal_files.specimens import pdf

LONG_NAME = "Диплом_және_оның_қосымшасы_сканерленген_көшірме_2026-11-21_соңғы_нұсқа (1) (2).pdf"


def set_personal_file(
    house: Wiring, db: Session, account_id: UUID, *, now: datetime
) -> dict[str, str]:
    """Fill the file of Yerlan; return the ids that addresses need."""
    text = house.parts["consent"].text_on(local_day(now), "ru")
    give_consent(db, account_id, text, now=now)
    keeper = Keeper(account_id, text.version)
    (yerlan,) = (one for one in demo_people() if one.key == "yerlan")
    known = Records.model_validate(records_of(yerlan))
    take_from_state(db, keeper, known, request_id=new_id(), now=now)
    speaks = {"language": "english", "level": LanguageLevel.B2, "certificate": "IELTS 6.5"}
    line = actions.add_entry(db, keeper, LanguageSkill, speaks, now=now)
    assert isinstance(line, LanguageSkill)
    helps = {"organisation": "Қызыл Жарты Ай", "deed": "Су тасқыны кезінде көмек көрсету"}
    actions.add_entry(db, keeper, Volunteering, {**helps, "began_on": date(2024, 4, 1)}, now=now)
    actions.say_programs(db, keeper, frozenset({"documents", "legal-databases"}), now=now)
    trained = {"code": "studied-by-state-order"}
    actions.add_entry(db, keeper, ProvedCondition, trained, now=now)
    _documents(house, db, keeper, now)
    answers = {bar.number: Declared(applies=False) for bar in BARS if not bar.known_to_state}
    answers[7] = Declared(applies=True, happened_on=date(2024, 2, 29))
    actions.declare(db, keeper, answers, now=now)
    return {"language-line": str(line.id)}


def _documents(house: Wiring, db: Session, keeper: Keeper, now: datetime) -> None:
    for pages, kind in enumerate((DocumentKind.DIPLOMA, DocumentKind.EMPLOYMENT), 1):
        content = pdf(pages=pages)
        document_id = new_id()
        house.parts["personal_documents"].put(str(document_id), content)
        sha256 = hashlib.sha256(content).hexdigest()
        upload = Upload(
            document_id, kind, LONG_NAME, "application/pdf", len(content), sha256, Scan.NOT_SCANNED
        )
        actions.add_document(db, keeper, upload, now=now)
