"""Builders of competitions one may apply to, and of candidates with files; nothing is committed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from service.admissions.actions import Against, Applied, Caller, apply
from service.core.ids import new_id
from service.core.wiring import Wiring
from service.documents.facts import (
    CertificateFacts,
    Holder,
    Mark,
    ProgrammeTitle,
    SectionMark,
    as_json,
)
from service.documents.facts import Words as Both
from service.documents.models import Document, Standing
from service.law.admission import Opening
from service.law.bars import BARS
from service.law.document import DocumentKind
from service.law.experience import ExperienceNeed
from service.law.record import plain, rebuild
from service.law.requirements import (
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
)
from service.people.models import Account
from service.personal_files import actions
from service.personal_files.actions import Declared, Keeper, Upload
from service.personal_files.models import (
    ComputerSkill,
    Education,
    EducationLevel,
    Employment,
    Entry,
    LanguageLevel,
    LanguageSkill,
    Outcome,
    PersonalDocument,
    PostLevel,
    Scan,
    ServiceKind,
    StateAnswer,
)
from service.personal_files.models import (
    DocumentKind as Scanned,
)
from service.vacancies.models import Announcement
from tests import make, make_vacancies
from tests.clock import START

ASKED: Mapping[str, Any] = {
    "education": (EducationNeed(Level.BACHELOR, frozenset({"law"})),),
    "experience": Experience((Alternative((ExperienceNeed(36, fields=frozenset({"law"})),)),)),
    "languages": (LanguageNeed("english", "b1"),),
    "computer": ComputerNeed(frozenset({"documents"})),
}
STUDIES: Mapping[str, Any] = {
    "level": EducationLevel.BACHELOR,
    "field": "Құқықтану",
    "fields": ["law"],
    "institution": "КАЗГЮУ",
    "ended_in": 2015,
    "diploma_number": "ЖБ 0123456",
}
WORK: Mapping[str, Any] = {
    "organisation": "Заң кеңесі",
    "post": "заңгер",
    "field": "құқық",
    "fields": ["law"],
    "level": PostLevel.SPECIALIST,
    "service": ServiceKind.OTHER,
    "began_on": date(2020, 1, 1),
}
SPEAKS: Mapping[str, Any] = {"language": "english", "level": LanguageLevel.B2}
NO_TO_ALL = {bar.number: Declared(applies=False) for bar in BARS if not bar.known_to_state}


def announced(
    db: Session, hr: Account, *, now: datetime = START, opening: Any = None, **asked: Any
) -> Announcement:
    """Announce a general competition for a lowest post that asks this (else what ASKED asks)."""
    row = make_vacancies.vacancy(db, hr, is_lowest=True, now=now)
    one = make_vacancies.published(db, row, hr, now=now)
    as_published = rebuild(Opening, one.opening)
    requirements = Requirements("№ 117, 2014-03-20", **(asked or dict(ASKED)))
    changed = replace(as_published, requirements=requirements, **(opening or {}))
    one.opening = plain(changed)
    db.add(one)
    db.flush()
    return one


def caller(person: Account) -> Caller:
    """Who applies, with the consent of the tests' day."""
    return Caller(person.id, "2026-11-01")


def newcomer(db: Session, **values: Any) -> Account:
    """Add somebody who has consented, with nothing in the file."""
    person = make.account(db, **values)
    make.consent(db, person)
    db.flush()
    return person


def candidate(db: Session, *, without: frozenset[str] = frozenset(), **values: Any) -> Account:
    """Add somebody whose file has everything that ASKED asks, but for the parts named."""
    person = newcomer(db, **values)
    for name, fill in PARTS.items():
        if name not in without:
            fill(db, person)
    db.flush()
    return person


def identity(db: Session, person: Account, **more: Any) -> None:
    """Let the state know the person."""
    known = {"citizenship": "KAZ", "iin": person.iin, "family_name": person.family_name, **more}
    db.add(
        StateAnswer(
            account_id=person.id, asked_at=START, outcome=Outcome.FOUND, records={"identity": known}
        )
    )


def line(
    db: Session, person: Account, kind: type[Entry], /, *, now: datetime = START, **facts: Any
) -> Any:
    """Write a line into the person's file."""
    made = actions.add_entry(db, Keeper(person.id, "2026-11-01"), kind, facts, now=now)
    assert isinstance(made, kind), made
    db.flush()
    return made


def scan(
    db: Session,
    person: Account,
    kind: Scanned,
    proves: Entry | None = None,
    *,
    now: datetime = START,
) -> PersonalDocument:
    """Put a scan into the person's file."""
    upload = Upload(
        new_id(), kind, f"{kind}.pdf", "application/pdf", 1, new_id().hex * 2, Scan.NOT_SCANNED
    )
    made = actions.add_document(db, Keeper(person.id, "2026-11-01"), upload, now=now)
    assert isinstance(made, PersonalDocument), made
    made.line_id = proves.id if proves is not None else None
    db.add(made)
    db.flush()
    return made


def declarations(
    db: Session,
    person: Account,
    answers: Mapping[int, Declared] | None = None,
    *,
    now: datetime = START,
) -> None:
    """Declare to the fourteen bars: none applies, but for those given."""
    said = NO_TO_ALL | dict(answers or {})
    actions.declare(db, Keeper(person.id, "2026-11-01"), said, now=now)
    db.flush()


def certificate(
    db: Session,
    person: Account,
    *,
    on: date = date(2026, 6, 1),
    until: date = date(2027, 6, 1),
    kind: str = "IS",
    standing: Standing = Standing.VALID,
) -> Document:
    """Give the person a certificate of a test."""
    serial = new_id().int % 1_000_000
    number = f"{kind}-{on.year}-{serial:06d}-0"
    both = Both(kk="мәтін", ru="текст")
    facts = CertificateFacts(
        number=number,
        issued_at=START,
        issuer=both,
        holder=Holder(name=person.name, iin="\u2022" * 8 + person.iin[-4:]),
        programme=ProgrammeTitle(code=f"{kind}-1", title=both),
        rules=kind,  # type: ignore[arg-type]  # one of the three
        tested_on=on,
        validity=both,
        valid_until=until,
        sections=(SectionMark(title=both, questions=1, threshold=None, correct=1, parts=(
            Mark(title=both, questions=1, threshold=None, correct=1),
        )),),
    )  # fmt: skip
    made = Document(
        number=number,
        check_code=new_id().hex[-12:],
        kind=DocumentKind.CERTIFICATE,
        account_id=person.id,
        subject_kind="attempt",
        subject_id=new_id(),
        programme_code=f"{kind}-1",
        facts=as_json(facts),
        issued_on=on,
        issued_at=START,
        valid_until=until,
        file_name="",
        file_sha256="",
        standing=standing,
    )
    db.add(made)
    db.flush()
    return made


def applied(
    db: Session, house: Wiring, one: Announcement, person: Account, *, now: datetime | None = None
) -> Applied:
    """Apply; the application is taken."""
    answer = applying(db, house, one, person, now=now)
    assert isinstance(answer, Applied), answer
    return answer


def applying(
    db: Session, house: Wiring, one: Announcement, person: Account, *, now: datetime | None = None
) -> Applied | Against:
    """Apply as the pages do."""
    moment = now or house.clock.now()
    return apply(db, one.id, caller(person), calendar=house.parts["calendar"], now=moment)


def _education(db: Session, person: Account) -> None:
    studies = line(db, person, Education, **STUDIES)
    for kind in (Scanned.DIPLOMA, Scanned.DIPLOMA_ANNEX):
        scan(db, person, kind, studies)


def _work(db: Session, person: Account) -> None:
    scan(db, person, Scanned.EMPLOYMENT, line(db, person, Employment, **WORK))


PARTS: Mapping[str, Callable[[Session, Account], object]] = {
    "identity": identity,
    "education": _education,
    "work": _work,
    "language": lambda db, person: line(db, person, LanguageSkill, **SPEAKS),
    "computer": lambda db, person: line(db, person, ComputerSkill, program="documents"),
    "declarations": declarations,
    "certificate": certificate,
}
