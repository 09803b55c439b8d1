"""A scene in which every page has something to show: people at every point of their way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.attempts import actions, failure_act
from service.attempts import queries as attempts
from service.booking import queries as bookings
from service.booking.filing import Filed, Wish, file_application
from service.booking.models import Application, ApplicationState, Slot
from service.booking.steps import advance
from service.booking.waiting import Waiting, join_waiting_list
from service.core.columns import milliseconds
from service.core.due_work import Job
from service.core.i18n import say
from service.demo.people import demo_people
from service.documents import queries as documents
from service.documents.models import Document
from service.law.calendar import local_day
from service.lots.actions import Fixed, draw_promised, promise_lot
from service.people.actions import give_consent
from service.people.one_time_password import Purpose, send_one_time_password
from service.people.queries import account_by_iin
from service.proctoring import queries as reviews
from service.programmes.queries import programmes_on
from tests.journeys.admission_scene import applications_of_scene
from tests.journeys.bank_scene import set_bank
from tests.journeys.cast import enrolled, newcomer, ready
from tests.journeys.competition_scene import set_competitions
from tests.journeys.essay_scene import set_essays
from tests.journeys.file_scene import set_personal_file
from tests.journeys.interview_scene import set_interviews
from tests.journeys.requirement_scene import set_requirements
from tests.journeys.signature_scene import set_signatures
from tests.journeys.stage_scene import set_stage
from tests.journeys.theatre import Theatre
from tests.journeys.vacancy_scene import vacancies_of_scene

REMARK = "Екі жауап та дұрыс сияқты, тексеріп беріңізші."
MESSAGE = "Назар аударыңыздар: үзіліс ұзартылды."
LASTS = timedelta(minutes=12)
FAILURE = {"kk": "Орталықта жарық өшті.", "ru": "В центре отключили электричество."}


@dataclass
class Scene:
    """Who is where, by a name: accounts, applications, attempts and what belongs to them."""

    theatre: Theatre
    accounts: dict[str, UUID] = field(default_factory=dict)
    applications: dict[str, UUID] = field(default_factory=dict)
    attempts: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)  # other ids and codes of addresses

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.theatre.house.database.writing() as db:
            yield db


def set_scene(theatre: Theatre) -> Scene:
    """Bring everybody to their place; those who are tested just now stay for as long as LASTS.

    Time passes while it is done: a test that is broken off needs some minutes of silence.
    """
    scene = Scene(theatre)
    with scene.writing() as db:
        for person in demo_people():
            account = account_by_iin(db, person.iin)
            assert account is not None
            _known(scene, db, person.key, account.id)
    for name in ("remarking", "failing", "breaking"):
        _ready(scene, name)
    with scene.writing() as db:
        _tests_that_are_over(scene, db)
    theatre.clock.move(minutes=4)
    _ready(scene, "starting", "remote")
    _ready(scene, "testing")
    with scene.writing() as db:
        _test_under_way(scene, db)
        _bookings_ahead(scene, db)
        _papers_and_work(scene, db)
        author, reviewer = scene.accounts["saule"], scene.accounts["marat"]
        now = theatre.clock.now()
        scene.things |= set_personal_file(theatre.house, db, scene.accounts["yerlan"], now=now)
        scene.things |= _lots(db, now)
        scene.things |= set_requirements(db, scene.accounts["kuanysh"], now=now)
        scene.things |= vacancies_of_scene(db)
        scene.things |= applications_of_scene(db, scene.accounts)
        people = [scene.accounts[one] for one in ("yerlan", "madina", "sanzhar")]
        house, hr = theatre.house, scene.accounts["kuanysh"]
        scene.things |= set_competitions(house, db, hr, people, now=now)
        scene.things |= set_stage(house, db, hr, people[0], now=now)
        scene.accounts["member"] = UUID(scene.things["member"])
        scene.things |= set_interviews(db, hr, people, now=now)
        for who in ("interview-chair", "interview-secretary"):
            scene.accounts[who] = UUID(scene.things[who])
        things, scene.accounts["essay-chair"] = set_essays(db, hr, _writers(scene), now=now)
        scene.things |= things
        scene.things |= set_bank(db, author=author, reviewer=reviewer, now=now)
    scene.things |= set_signatures(theatre, scene.accounts["yerlan"], "yerlan")
    return scene


def _writers(scene: Scene) -> dict[str, UUID]:
    names = {"to-begin": "yerlan", "to-write": "madina", "apart": "sanzhar", "scored": "timur"}
    return {what: scene.accounts[who] for what, who in (names | {"reviewed": "daniyar"}).items()}


def _lots(db: Session, now: datetime) -> dict[str, str]:
    """One lot is drawn, one is promised."""
    drawn = promise_lot(db, "assessors", subject=("competition", "C-1"), now=now)
    draw_promised(db, drawn.id, Fixed([f"A-{n:03}" for n in range(12)], 3, now), now=now)
    other = promise_lot(db, "tie", subject=("competition", "C-1"), now=now)
    return {"drawn-lot": drawn.number, "promised-lot": other.number}


def _known(scene: Scene, db: Session, name: str, account_id: UUID) -> None:
    scene.accounts[name] = account_id
    for application in bookings.applications_of(db, account_id):
        scene.applications[name] = application.id
        attempt = attempts.attempt_of_application(db, application.id)
        if attempt is not None:
            scene.attempts[name] = attempt.id
            review = reviews.review_of(db, attempt.id)
            if review is not None:
                scene.things["review"] = str(review.id)


def _ready(scene: Scene, name: str, place: str = "astana") -> None:
    made = ready(scene.theatre, "AD-1", place)
    with scene.writing() as db:
        _known(scene, db, name, made.account_id)


def _tests_that_are_over(scene: Scene, db: Session) -> None:
    now = scene.theatre.clock.now()
    for name in ("remarking", "failing", "breaking"):
        _start(scene, db, name)
    failure = failure_act.Failure(now - timedelta(minutes=20), now, FAILURE)
    failing, administrator = scene.attempts["failing"], scene.accounts["gulnara"]
    failure_act.register_failure(db, failing, failure, actor_id=administrator, now=now)
    remarking = scene.attempts["remarking"]
    actions.finish_section(db, remarking, 0, now=now + timedelta(seconds=20))
    actions.start_section(db, remarking, 1, device="", now=now + timedelta(seconds=40))
    actions.finish_section(db, remarking, 1, now=now + timedelta(seconds=60))
    actions.add_remarks(db, remarking, actions.Remarks("complaint", REMARK), now=now)
    (remark,) = attempts.remarks_of(db, remarking)
    scene.things["remark"] = str(remark.id)


def _test_under_way(scene: Scene, db: Session) -> None:
    now, testing = scene.theatre.clock.now(), scene.attempts["testing"]
    _start(scene, db, "testing")
    presence = attempts.presence(db, testing)
    assert presence is not None
    # nobody speaks for this player while the pages are looked at
    presence.seen_ms = milliseconds(now + LASTS)
    db.add(presence)
    administrator = scene.accounts["gulnara"]
    actions.send_message(db, [testing], MESSAGE, sender_id=administrator, now=now)


def _start(scene: Scene, db: Session, name: str) -> None:
    now, attempt_id = scene.theatre.clock.now(), scene.attempts[name]
    actions.accept_terms(db, attempt_id, now=now)
    actions.start_section(db, attempt_id, 0, device="another one", now=now)


def _bookings_ahead(scene: Scene, db: Session) -> None:
    """One is booked for a later day, one has not confirmed yet and waits for a full day, too."""
    now, house = scene.theatre.clock.now(), scene.theatre.house
    for name in ("booked", "filing"):
        scene.accounts[name] = enrolled(scene.theatre, db, newcomer()).id
    booked = _file(scene, db, "booked", "IS-1", _free(scene, db, "almaty"))
    booked.confirmed_at = now
    advance(db, booked, ApplicationState.BOOKED, what="confirmed", now=now, rule="ID-3")
    filed = _file(scene, db, "filing", "LE-3", _free(scene, db, "astana"))
    send_one_time_password(
        db,
        filed.account_id,
        purpose=Purpose.APPLICATION,
        subject_id=filed.id,
        keys=house.keys,
        now=now,
    )
    scene.things["slot"] = str(booked.slot_id)
    scene.things["another-slot"] = str(_free(scene, db, "remote").id)
    day = _fill(scene, db, "shymkent")
    centre = bookings.centre_by_code(db, "shymkent")
    assert centre is not None
    scene.things["centre"], scene.things["full-day"] = str(centre.id), day.isoformat()
    answer = join_waiting_list(
        db,
        filed.account_id,
        centre=centre,
        day=day,
        programme_code="AD-1",
        calendar=house.parts["calendar"],
        now=now,
    )
    assert isinstance(answer, Waiting), answer


def _file(scene: Scene, db: Session, name: str, code: str, slot: Slot) -> Application:
    house, now = scene.theatre.house, scene.theatre.clock.now()
    version = house.parts["consent"].version_on(local_day(now))
    account_id = scene.accounts[name]
    give_consent(db, account_id, house.parts["consent"].text_on(local_day(now), "ru"), now=now)
    programme = next(one for one in programmes_on(db, local_day(now)) if one.code == code)
    answer = file_application(
        db,
        account_id,
        Wish(programme, slot.id, say("You chose the programme by its name.")),
        calendar=house.parts["calendar"],
        consent_version=str(version),
        now=now,
    )
    assert isinstance(answer, Filed), answer
    scene.applications[name] = answer.application.id
    return answer.application


def _free(scene: Scene, db: Session, code: str) -> Slot:
    """Return a free slot some days ahead."""
    centre = bookings.centre_by_code(db, code)
    assert centre is not None
    later = scene.theatre.clock.now() + timedelta(days=4)
    return bookings.free_slots_from(db, later, centre_id=centre.id, limit=1)[0]


def _fill(scene: Scene, db: Session, code: str) -> date:
    """Leave no seat on a day of this centre, and return the day."""
    first = _free(scene, db, code)
    day = local_day(first.starts_at)
    for slot in bookings.slots_between(db, first.centre_id, day, day):
        slot.taken = slot.capacity
        db.add(slot)
    db.flush()
    return day


def _papers_and_work(scene: Scene, db: Session) -> None:
    (paper,) = _papers(db, scene.attempts["yerlan"])
    scene.things |= {"paper": str(paper.id), "code": paper.check_code, "number": paper.number}
    (statement,) = _papers(db, scene.attempts["madina"])
    scene.things["statement-code"] = statement.check_code
    now = scene.theatre.clock.now()
    db.add(Job(kind="send-sms", key=f"scene:{now}", due_at=now, gave_up_at=now, error="no route"))


def _papers(db: Session, attempt_id: UUID) -> list[Document]:
    return list(documents.documents_about(db, "attempt", attempt_id))
