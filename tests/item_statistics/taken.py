"""Builders of attempts that are over: answers and a result as rows, no clock run down."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from service.attempts.models import Answer, Attempt, AttemptResult, AttemptStep, Outcome
from service.attempts.paper import DISPLAYED, prepare_attempt, section_items
from service.booking.models import Slot
from service.core.columns import milliseconds
from service.core.wiring import Wiring
from service.law.application import ApplicationState
from service.law.attempt import Phase, What
from tests import make_booking

Choose = Callable[[int, int, Mapping[str, str]], str | None]  # → a letter of the item's own options


def hall(db: Session, house: Wiring, seats: int = 100) -> Slot:
    """A slot for as many as a test needs."""
    place = make_booking.centre(db, seats=seats)
    return make_booking.slot(db, place, starts_at=house.clock.now(), capacity=seats)


def attempt(db: Session, house: Wiring, slot: Slot, *, code: str = "LE-3") -> Attempt:
    """An attempt with its paper drawn."""
    now = house.clock.now()
    person = make_booking.candidate(db, house, consent=False)
    application = make_booking.application(
        db, person, slot, code=code, state=ApplicationState.BOOKED, now=now
    )
    made = prepare_attempt(db, application.id, now=now)
    assert made is not None
    return made


def answer(
    db: Session, made: Attempt, seq: int, section: int, position: int, choice: str | None
) -> None:
    """An answer with a choice as displayed."""
    moment = milliseconds(made.made_at)
    db.add(
        Answer(
            attempt_id=made.id,
            seq=seq,
            section=section,
            position=position,
            choice=choice,
            generation=0,
            answered_ms=moment,
            received_ms=moment,
            prev_hash=b"",
            hash=b"",
        )
    )


def displayed(drawn: Mapping[str, str], letter: str) -> str:
    """The letter under which an option of the item is displayed."""
    return DISPLAYED[drawn["order"].index(letter)]


def answers(db: Session, made: Attempt, choose: Choose) -> None:
    """Answer every question as `choose(section, position, drawn)` says; None leaves it out."""
    seq = 0
    for section in range(len(made.paper["paper"])):
        for position, drawn in enumerate(section_items(made, section), start=1):
            letter = choose(section, position, drawn)
            if letter is not None:
                seq += 1
                answer(db, made, seq, section, position, displayed(drawn, letter))
    db.flush()


def result(
    db: Session, made: Attempt, outcome: Outcome = Outcome.PASSED, *, is_final: bool = True
) -> AttemptResult:
    """End the attempt with this outcome."""
    made.phase = Phase.FINISHED
    row = AttemptResult(
        attempt_id=made.id, outcome=outcome, decided_at=made.made_at, is_final=is_final
    )
    db.add_all([made, row])
    db.flush()
    return row


def step(db: Session, made: Attempt, ordinal: int, what: What, **facts: object) -> None:
    """A fact about the attempt."""
    db.add(
        AttemptStep(
            attempt_id=made.id, ordinal=ordinal, at=made.made_at, what=str(what), facts=facts
        )
    )
    db.flush()
