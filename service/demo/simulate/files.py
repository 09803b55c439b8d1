"""Personal files of invented people, filled as the people themselves fill them."""

from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from service.core.ids import new_id
from service.demo.simulate.invented import Invented, Past, records_of, words
from service.demo.simulate.world import World
from service.documents.actions import Order, issue_document
from service.documents.facts import CertificateFacts, Holder, Mark, ProgrammeTitle, SectionMark
from service.documents.facts import Words as Both
from service.documents.models import Document
from service.law.bars import BARS
from service.law.document import DocumentKind
from service.people.actions import give_consent
from service.people.models import Account
from service.personal_files.actions import (
    Declared,
    Keeper,
    Upload,
    add_document,
    declare,
    say_programs,
)
from service.personal_files.from_state import take_from_state
from service.personal_files.models import DocumentKind as Scanned
from service.personal_files.models import PersonalDocument, Scan
from service.personal_files.queries import education_of, employment_of

PROGRAMS: Final = frozenset({"documents", "spreadsheets"})
REFUSES: Final = 12  # the bar that who is to be refused by it declares
YEAR: Final = timedelta(days=365)
QUESTIONS: Final = 55


def keeper_of(world: World, account: Account) -> Keeper:
    """Return the owner of a file, with the consent that is asked for today."""
    return Keeper(account.id, world.consent.version_on(world.today))


def fill_file(world: World, account: Account, who: Invented, past: Past) -> None:
    """Consent, and fetch what the state knows."""
    with world.scene() as db:
        give_consent(db, account.id, world.consent.text_on(world.today, "kk"), now=world.now)
        known = records_of(who, past, world.dice)
        keeper = keeper_of(world, account)
        take_from_state(db, keeper, known, request_id=new_id(), now=world.now)
        db.flush()


def add_scan(world: World, account: Account, kind: Scanned) -> None:
    """Add a scan; a play has no picture, so that its bytes lie nowhere."""
    with world.scene() as db:
        upload = Upload(
            id=new_id(),
            kind=kind,
            original_name=f"{kind}.pdf",
            media_type="application/pdf",
            size=1,
            sha256=new_id().hex * 2,
            scan=Scan.NOT_SCANNED,
        )
        work = kind is Scanned.EMPLOYMENT
        lines = (employment_of if work else education_of)(db, account.id)
        keeper = keeper_of(world, account)
        made = add_document(db, keeper, upload, now=world.now, line_id=lines[0].id)
        assert isinstance(made, PersonalDocument), made


def declare_all(world: World, account: Account, *, is_barred: bool = False) -> None:
    """Answer the questions on the bars to entry, and say what programs the person works with."""
    answers = {
        bar.number: Declared(applies=is_barred and bar.number == REFUSES)
        for bar in BARS
        if not bar.known_to_state
    }
    with world.scene() as db:
        keeper = keeper_of(world, account)
        declare(db, keeper, answers, now=world.now)
        say_programs(db, keeper, PROGRAMS, now=world.now)


def give_certificate(world: World, account: Account) -> Document:
    """Issue the certificate of a test of knowledge that was passed before the play began."""
    tested_on = world.today - timedelta(days=world.dice.among(20, 300))
    with world.scene() as db:
        return _issued(world, db, account, tested_on)


def _issued(world: World, db: Session, account: Account, tested_on: date) -> Document:
    said = {name: Both(**text) for name, text in words()["certificate"].items()}
    title = said["title"]
    marks = Mark(title=title, questions=QUESTIONS, threshold=30, correct=world.dice.among(30, 55))
    section = SectionMark(**vars(marks), parts=(marks,))
    valid_until = tested_on + YEAR

    def facts(number: str) -> CertificateFacts:
        return CertificateFacts(
            number=number,
            issued_at=world.now,
            issuer=said["issuer"],
            holder=Holder(name=account.name, iin="\u2022" * 8 + account.iin[-4:]),
            programme=ProgrammeTitle(code="IS-1", title=title),
            rules="IS",
            tested_on=tested_on,
            validity=said["validity"],
            valid_until=valid_until,
            sections=(section,),
        )

    order = Order(
        kind=DocumentKind.CERTIFICATE,
        series="IS",
        account_id=account.id,
        subject=("attempt", new_id()),
        facts=facts,
        programme_code="IS-1",
        valid_until=valid_until,
    )
    return issue_document(db, order, world.press, now=world.now)
