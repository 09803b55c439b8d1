"""Builders of attempts, and a player without a screen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.attempts import actions
from service.attempts.models import Attempt
from service.attempts.paper import prepare_attempt, section_items
from service.attempts.paper import right_choice as of_paper
from service.attempts.view import player_state
from service.booking.models import Application
from service.core.columns import milliseconds
from service.core.wiring import Wiring
from service.items.in_memory import bank_of
from service.law.application import ApplicationState
from tests import make_booking
from tests.clock import FixedClock
from tests.shipped_bank import load_shipped
from tests.visitor import Visitor

LEGISLATION = 1


def bank(db: Session) -> None:
    """Load the question bank and the programmes, as `synaq migrate` does."""
    load_shipped(db)


def prepared(
    db: Session, house: Wiring, *, code: str = "LE-3", remote: bool = False, **values: Any
) -> Attempt:
    """An attempt whose slot begins at the clock's moment: terms accepted, nothing started."""
    now = house.clock.now()
    bank(db)
    person = make_booking.candidate(db, house)
    place = make_booking.centre(db, is_remote=remote)
    slot = make_booking.slot(db, place, starts_at=now, **values)
    application = make_booking.application(
        db, person, slot, code=code, state=ApplicationState.BOOKED, now=now
    )
    made = prepare_attempt(db, application.id, now=now)
    assert made is not None
    actions.accept_terms(db, made.id, now=now)
    db.flush()
    return made


def started(db: Session, house: Wiring, **values: Any) -> Attempt:
    """An attempt whose first section has just begun."""
    made = prepared(db, house, **values)
    actions.start_section(db, made.id, 0, device="", now=house.clock.now())
    db.flush()
    return made


def application_of(db: Session, attempt: Attempt) -> Application:
    """The attempt's application, as it stands."""
    found = db.get(Application, attempt.application_id, populate_existing=True)
    assert found is not None
    return found


def right_choice(db: Session, house: Wiring, attempt: Attempt, section: int, position: int) -> str:
    """The letter, as displayed, that is right."""
    drawn = section_items(attempt, section)[position - 1]
    return of_paper(db, drawn, bank_of(house))


class Player:
    """Speaks to the API as the player in the browser does."""

    def __init__(self, client: Visitor, db: Session, house: Wiring, attempt_id: UUID) -> None:
        self.client, self.house, self.attempt_id = client, house, attempt_id
        self.open(db)

    def open(self, db: Session) -> None:
        """Get the state as the test's page hands it over."""
        running = actions.seen(db, self.attempt_id)
        now = self.house.clock.now()
        self.take(
            player_state(db, running, keys=self.house.keys, bank=bank_of(self.house), now=now)
        )

    def take(self, state: dict[str, Any]) -> dict[str, Any]:
        self.state = state
        self.token, self.head = state["token"], state["head"]
        return state

    @property
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(f"/api/player/{path}", json=body, headers=self.bearer)

    def get_state(self) -> Any:
        return self.client.get("/api/player/state", headers=self.bearer)

    def answer(
        self, position: int, choice: str | None, *, section: int = 0, at: datetime | None = None,
        flagged: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """What the next answer says."""
        return {
            "seq": self.head["seq"] + 1,
            "section": section,
            "position": position,
            "choice": choice,
            "flagged": flagged,
            "answered_ms": milliseconds(at or self.house.clock.now()),
        }

    def send(self, *answers: dict[str, Any]) -> Any:
        """Send answers as they are."""
        return self.post("answers", {"head": self.head, "answers": list(answers)})

    def save(self, position: int, choice: str | None, **options: Any) -> dict[str, Any]:
        """Save one answer and go on from its receipt."""
        reply = self.send(self.answer(position, choice, **options))
        assert reply.status_code == 200, reply.text
        said: dict[str, Any] = reply.json()
        self.head = said["head"]
        return said

    def finish(self, section: int, remarks: dict[str, str] | None = None) -> dict[str, Any]:
        reply = self.post("finish", {"section": section, "remarks": remarks})
        assert reply.status_code == 200, reply.text
        return self.take(reply.json())

    def start(self, section: int) -> dict[str, Any]:
        reply = self.post("section", {"start": section})
        assert reply.status_code == 200, reply.text
        return self.take(reply.json())

    def stay(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let so much time pass with the player there: it is heard every twenty seconds."""
        clock = self.house.clock
        assert isinstance(clock, FixedClock)
        left = minutes * 60 + seconds
        while left > 0:
            clock.move(seconds=min(left, 20))
            left -= 20
            assert self.post("heartbeat", {}).status_code == 200
