"""Builders of stages taken with real tests: booked, begun, answered, ended, reviewed."""

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlmodel import Session

from service.ability.loading import keep_passages, new_passages
from service.ability.passages import Passages, load_passages
from service.attempts import actions, queries
from service.attempts.failure_act import Failure, register_failure
from service.attempts.models import Answer, Attempt, Presence
from service.attempts.outcome import make_result
from service.attempts.paper import prepare_attempt, right_choice, section_items
from service.booking.filing import Filed
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.booking.queries import applications_in
from service.booking.steps import advance
from service.competitions.stage_booking import Booking, book_stage
from service.core.columns import milliseconds
from service.items.bank import Bank
from service.law.competition_state import Candidacy
from service.people.models import Account
from service.proctoring.actions import FoundBreach, open_review, publish_review
from service.proctoring.queries import review_of
from service.programmes.models import ProgrammeVersion
from service.programmes.programme_body import body_of, sha256_of
from service.programmes.programme_files import parse_programme
from service.qualities.loading import keep_situations, new_situations
from service.qualities.situations import Situations, load_situations
from service.settings import ROOT
from tests import make, make_booking
from tests.clock import START
from tests.make_competitions import CALENDAR, Play

NO_ITEMS = Bank(())  # neither test draws questions of knowledge
WORDS = {"kk": "Сервер істен шықты.", "ru": "Сервер вышел из строя."}


@cache
def _files() -> tuple[Situations, Passages]:
    folder = ROOT / "question_bank"
    return load_situations(folder / "qualities"), load_passages(folder / "ability")


def load_stage_tests(db: Session) -> None:
    """Publish the two tests of a specialist's competition with what they are drawn from."""
    situations, passages = _files()
    keep_situations(db, situations, new_situations(db, situations, []), now=START)
    keep_passages(db, passages, new_passages(db, passages, []), now=START)
    for code in ("PQ-2", "ABILITY"):
        text = (ROOT / "question_bank" / "programmes" / f"{code.lower()}.yaml").read_text()
        one = parse_programme(text, code)
        db.add(
            ProgrammeVersion(
                code=code,
                version=one.version,
                body=body_of(one, text),
                sha256=sha256_of(one),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                published_at=START,
            )
        )
    db.flush()


class Stages:
    """The tests of a competition: a hall and the remote room, and everything done in them."""

    def __init__(self, db: Session, play: Play) -> None:
        self.db, self.play = db, play
        load_stage_tests(db)
        self.hall = make_booking.centre(db)
        self.remote = make_booking.centre(db, is_remote=True)
        self.proctor = make.account(db)

    def one(self, place: int) -> Candidacy:
        """How a candidate's application stands by the steps recorded so far."""
        return self.play.go_on().state.candidacy(str(self.play.applications[place]))

    def slot(self, starts_at: datetime, centre: Centre | None = None) -> Slot:
        there = centre or self.hall
        made = Slot(centre_id=there.id, starts_at=starts_at, capacity=20)
        self.db.add(made)
        self.db.flush()
        return made

    def file(self, place: int, slot: Slot) -> object:
        """Ask for a time as the stage's page does."""
        return book_stage(
            self.db,
            self.play.applications[place],
            Booking(slot.id),
            calendar=CALENDAR,
            consent_version="2026-11-01",
            now=self.play.now,
        )

    def book(self, place: int, slot: Slot) -> Application:
        """Book a time: filed, and confirmed by the code."""
        filed = self.file(place, slot)
        assert isinstance(filed, Filed), filed
        booked, now = filed.application, self.play.now
        booked.confirmed_at = now
        advance(self.db, booked, ApplicationState.BOOKED, what="confirmed", now=now)
        return booked

    def attempt(self, booked: Application) -> Attempt:
        """The attempt, made ready, its terms accepted."""
        made = prepare_attempt(self.db, booked.id, now=self.play.now)
        assert made is not None
        actions.accept_terms(self.db, made.id, now=self.play.now)
        return made

    def start(self, booked: Application) -> Attempt:
        """Begin the first part at the slot's moment."""
        made = self.attempt(booked)
        self.play.now = self.db.get_one(Slot, booked.slot_id).starts_at
        actions.start_section(self.db, made.id, 0, device="", now=self.play.now)
        return made

    def finish(self, made: Attempt, right: int = 0) -> None:
        """Go through every part and end it, so many questions answered right."""
        sections = len(made.paper["paper"])
        for section in range(sections):
            if section:
                actions.start_section(self.db, made.id, section, device="", now=self._later(1))
            right -= self._answers(made, section, right)
            self.db.merge(Presence(attempt_id=made.id, seen_ms=milliseconds(self._later(5))))
            actions.finish_section(self.db, made.id, section, now=self.play.now)

    def result(self, made: Attempt) -> None:
        """Have the result made; a remote one goes to the proctor."""
        make_result(self.db, made.id, bank=NO_ITEMS, now=self._later(1))
        if made.is_remote:
            open_review(self.db, made.id, calendar=CALENDAR, now=self.play.now)

    def review(self, made: Attempt, *breaches: str) -> None:
        """Publish the proctor's review, with these breaches."""
        row = self.db.get_one(Account, self.proctor.id)
        found = [FoundBreach(each, 5, "көрінді") for each in breaches]
        review = _review_of(self.db, made)
        publish_review(self.db, review, found, proctor_id=row.id, now=self._later(30))

    def take(self, place: int, slot: Slot, right: int = 0) -> Attempt:
        """Take a test from its beginning to its result; the seat is booked already."""
        booked = self.booked(place, slot)
        made = self.start(booked)
        self.finish(made, right)
        self.result(made)
        return made

    def booked(self, place: int, slot: Slot) -> Application:
        person = self.play.people[place]
        return next(
            each for each in applications_in(self.db, slot.id) if each.account_id == person.id
        )

    def fail(self, made: Attempt) -> None:
        """Register a failure of the service that has ended the test."""
        now = self._later(2)
        failure = Failure(now - timedelta(minutes=2), now, WORDS)
        register_failure(self.db, made.id, failure, actor_id=self.proctor.id, now=now)

    def _answers(self, made: Attempt, section: int, right: int) -> int:
        """Answer the first questions of a part right, so many at the most; return how many."""
        items = section_items(made, section)[: max(right, 0)]
        at = milliseconds(self.play.now)
        last = queries.last_answer(self.db, made.id)
        for number, drawn in enumerate(items, 1):
            self.db.add(
                Answer(
                    attempt_id=made.id,
                    seq=(last.seq if last else 0) + number,
                    section=section,
                    position=number,
                    choice=right_choice(self.db, drawn, NO_ITEMS),
                    generation=0,
                    answered_ms=at,
                    received_ms=at,
                    prev_hash=b"",
                    hash=b"",
                )
            )
        self.db.flush()
        return len(items)

    def _later(self, minutes: int) -> datetime:
        self.play.now += timedelta(minutes=minutes)
        return self.play.now


def _review_of(db: Session, made: Attempt) -> UUID:
    found = review_of(db, made.id)
    assert found is not None
    return found.id
