"""Who plays in a story: newcomers nobody knows yet, candidates with a test whose door is open."""

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.paper import prepare_attempt, right_choice, section_items
from service.demo import stage as demo_stage
from service.items.in_memory import bank_of
from service.people.models import Account, Role
from service.people.registration import create_account
from tests import make
from tests.journeys.theatre import Theatre

_numbers = count(1)


@dataclass(frozen=True)
class Figure:
    """Somebody of whom the provider knows what it is told in its form."""

    iin: str
    family_name: str
    given_name: str
    phone: str
    patronymic: str = ""


@dataclass(frozen=True)
class Ready:
    """A candidate whose booked test may be started at once."""

    figure: Figure
    account_id: UUID
    application_id: UUID
    attempt_id: UUID


def newcomer(family_name: str = "Сағын", given_name: str = "Нұрай") -> Figure:
    """Return somebody whom the service has never seen."""
    number = next(_numbers)
    return Figure(
        iin=make.iin(8000 + number),
        family_name=family_name,
        given_name=given_name,
        phone=f"+7701555{number:04d}",
    )


def enrolled(theatre: Theatre, db: Session, figure: Figure) -> Account:
    """Make an account for this figure."""
    account = create_account(
        db,
        iin=figure.iin,
        family_name=figure.family_name,
        given_name=figure.given_name,
        phone=figure.phone,
        roles=[Role.CANDIDATE],
        now=theatre.clock.now(),
    )
    assert isinstance(account, Account)
    return account


def ready(theatre: Theatre, code: str = "AD-1", place: str = demo_stage.REMOTE) -> Ready:
    """Return a new candidate with a test that begins now, its paper drawn."""
    figure = newcomer(f"Дайын{next(_numbers)}", "Болат")
    with theatre.house.database.writing() as db:
        account = enrolled(theatre, db, figure)
        application = demo_stage._book(theatre.stage(db), account, code, place)
        made = prepare_attempt(db, application.id, now=theatre.clock.now())
        assert made is not None
        return Ready(figure, account.id, application.id, made.id)


def right_letters(theatre: Theatre, attempt_id: UUID, section: int) -> str:
    """Return the letters that are right, as displayed, one for each position of a section."""
    attempt = theatre.attempt(attempt_id)
    with theatre.house.database.reading() as db:
        return "".join(
            right_choice(db, drawn, bank_of(theatre.house))
            for drawn in section_items(attempt, section)
        )


def saved_answers(theatre: Theatre, attempt_id: UUID) -> list[tuple[int, int, int, str | None]]:
    """Return every answer in the database: number of its receipt, section, position, choice."""
    with theatre.house.database.reading() as db:
        found = attempts.answers_of(db, attempt_id)
    return [(one.seq, one.section, one.position, one.choice) for one in found]


def in_order(letters: str, *, section: int = 0, after: int = 0) -> list[tuple[int, int, int, str]]:
    """Return what `saved_answers` shows when these letters were saved in turn, each once."""
    return [(after + place, section, place, one) for place, one in enumerate(letters, start=1)]
