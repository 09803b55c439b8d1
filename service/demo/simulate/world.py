"""What a simulation is played in: a database of its own, the moment, invented people, keys."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import inspect
from sqlmodel import Session, col, select

from service.bodies.actions import load_shipped_bodies
from service.core.db import Database
from service.core.i18n import Language, Translator, translators
from service.core.migrate import migrate
from service.core.working_days import working_calendar
from service.demo.authority import Authority, make_demo_authority
from service.demo.people import DemoPerson
from service.demo.signer_keys import DemoKey, KeyKind, issue
from service.demo.simulate.dice import Dice
from service.demo.simulate.invented import Invented, invent
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.esign import Verifier, load_verifier
from service.gateways.storage import Storage
from service.journal.models import JournalEntry
from service.law.calendar import ONE_DAY, WorkingCalendar, at, local_day
from service.people.consent_text import ConsentTexts, load_consent_texts
from service.people.models import Account, Role
from service.people.registration import create_account
from service.posts.actions import load_shipped_registers
from service.scoring.essays import Desk
from service.scoring.topics import load_topics
from service.settings import ROOT
from service.signatures.actions import Asked, Checked, check_signature
from service.signatures.refusals import NotAccepted

PROLOGUE: Final = date(2026, 11, 3)  # after the consent of 1 November
FOUNDING: Final = -1  # before the first chapter: tables, bodies, registers
PEOPLE_A_CHAPTER: Final = 500
NONE: Final = UUID(int=0)
SIGNING: Final = "1.3.6.1.5.5.7.3.4"  # the extended key usage of a key for documents
ADDRESS: Final = "https://synaq.test"


class NotEmpty(Exception):
    """The database holds something: a simulation fills a database of its own."""


Hear = Callable[["World", Session, Sequence[JournalEntry]], None]
Remark = Callable[[datetime, str, str, str], None]


@dataclass
class World:
    """The parts of the service that a competition needs, and the moment of the play."""

    database: Database
    folder: Path
    seed: int
    hear: Hear
    tell: Remark
    calendar: WorkingCalendar
    consent: ConsentTexts
    languages: Mapping[Language, Translator]
    desk: Desk
    authority: Authority
    verifier: Verifier
    press: Press
    now: datetime
    dice: Dice
    names: dict[str, str] = field(default_factory=dict)  # of people, by account and application
    _people: int = 0
    _heard: UUID = NONE
    _db: Session | None = None
    _keys: dict[UUID, DemoKey] = field(default_factory=dict)

    @contextmanager
    def scene(self) -> Iterator[Session]:
        """Yield a write transaction; what its journal says is told when it is over.

        Within a scene the same one goes on.
        """
        if self._db is not None:
            yield self._db
            return
        with self.dice.thrown(), self.database.writing() as db:
            self._db = db
            try:
                yield db
                db.flush()
                self._listen(db)
            finally:
                self._db = None

    def _listen(self, db: Session) -> None:
        new = select(JournalEntry).where(col(JournalEntry.id) > self._heard)
        entries = db.exec(new.order_by(col(JournalEntry.id))).all()
        if entries:
            self._heard = entries[-1].id
            self.hear(self, db, entries)

    def remark(self, rule: str, who: str, text: str) -> None:
        """Tell what has left no entry in the journal: what was refused."""
        self.tell(self.now, rule, who, text)

    @property
    def speak(self) -> Translator:
        """The language of the story."""
        return self.languages["en"]

    @property
    def written(self) -> int:
        """A number that changes with everything that is recorded."""
        return self.dice.written

    def begin_chapter(self, number: int, day: date) -> None:
        """Throw the chapter's own dice, and put the clock to the morning of its first day."""
        self.dice = Dice(self.seed, number)
        self._people = number * PEOPLE_A_CHAPTER
        self.now = at(self.calendar.next_working(day), time(9, 30))

    def go(self, moment: datetime) -> None:
        """Put the clock on; it never goes back within a chapter."""
        assert moment >= self.now, f"{moment} lies before {self.now}"
        self.now = moment

    def morning(self, day: date, clock: time = time(9, 30)) -> datetime:
        """Return a moment of the first working day from there on."""
        return at(self.calendar.next_working(day), clock)

    def after(self, working_days: int, clock: time = time(9, 30)) -> datetime:
        """Return a moment so many working days after today."""
        return at(self.calendar.add_working_days(self.today, working_days), clock)

    @property
    def today(self) -> date:
        """The day of the play."""
        return local_day(self.now)

    def person(self, *roles: Role) -> tuple[Invented, Account]:
        """Make up somebody with an account."""
        self._people += 1
        who = invent(self.dice, self._people)
        with self.scene() as db:
            made = create_account(
                db,
                iin=who.iin,
                family_name=who.family_name,
                given_name=who.given_name,
                patronymic=who.patronymic,
                phone="+77010000000",
                roles=roles,
                now=self.now,
            )
        assert isinstance(made, Account), made
        taken = who.name in self.names.values()
        self.names[str(made.id)] = f"{who.name} {who.patronymic}" if taken else who.name
        return who, made

    def check(self, asked: Asked, cms: bytes) -> Checked | NotAccepted:
        """Verify a signature, with no transaction open."""
        return check_signature(self.database, self.verifier, asked, cms, now=self.now)

    def key_of(self, account: Account) -> DemoKey:
        """Return the person's key for documents, with a certificate of the demo's authority."""
        there = self._keys.get(account.id)
        if there is None:
            key, certificate = issue(
                self.authority, _owner(account), KeyKind.GOOD, is_rsa=False, now=self.now
            )
            there = DemoKey(str(account.id), KeyKind.GOOD, key, certificate)
            self._keys[account.id] = there
        return there


def _owner(account: Account) -> DemoPerson:
    return DemoPerson(
        iin=account.iin,
        family_name=account.family_name,
        given_name=account.given_name,
        patronymic=account.patronymic or "",
        birth_on=account.birth_on,
        phone="",
        email="",
    )


@contextmanager
def open_world(url: str, folder: Path, seed: int, *, hear: Hear, tell: Remark) -> Iterator[World]:
    """Yield a world on an empty database, with tables, bodies and the registers of posts.

    Args:
        url: of the database.
        folder: for keys, papers.
        seed: from which everything random follows.
        hear: is handed what each scene has written into the journal.
        tell: is handed what was refused: moment, rule, who, what.

    Raises:
        NotEmpty: the database has tables.
    """
    database = Database(url)
    try:
        if inspect(database.engine).get_table_names():
            raise NotEmpty
        migrate(database)
        world = _world(database, folder, seed, hear, tell)
        with world.scene() as db:
            load_shipped_bodies(db, ROOT / "registers", now=world.now)
            load_shipped_registers(db, ROOT / "registers", now=world.now)
        yield world
    finally:
        database.dispose()


def _world(database: Database, folder: Path, seed: int, hear: Hear, tell: Remark) -> World:
    now = datetime.combine(PROLOGUE - ONE_DAY, time(4), UTC)
    authority = make_demo_authority(folder / "keys", now=now - timedelta(days=30))
    signer = load_signer(authority.key, authority.chain)
    bank = ROOT / "question_bank"
    calendar = working_calendar(bank / "calendar" / "kz.yaml")
    return World(
        database=database,
        folder=folder,
        seed=seed,
        hear=hear,
        tell=tell,
        calendar=calendar,
        consent=load_consent_texts(ROOT / "web" / "consent"),
        languages=translators(ROOT / "web" / "locales"),
        desk=Desk(calendar, load_topics(bank)),
        authority=authority,
        verifier=load_verifier(authority.root, uses=[SIGNING]),
        press=Press(signer, Storage.in_folder(folder / "papers"), ADDRESS),
        now=now,
        dice=Dice(seed, FOUNDING),
    )
