"""What a demo holds: centres, slots, people of every role, and what has happened to them.

Everything is brought about by the product's own actions at moments of the past, so that each
result, receipt and paper of the demo is as real as one of today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlmodel import Session

from service.attempts import actions, queries
from service.attempts.models import Answer, Attempt
from service.attempts.outcome import make_result
from service.attempts.paper import (
    DISPLAYED,
    places_of,
    prepare_attempt,
    right_choice,
    section_items,
)
from service.attempts.result_paper import issue_result_paper
from service.attempts.tokens import first_head
from service.booking import queries as bookings
from service.booking.centres import CentreFacts, make_centre
from service.booking.filing import Filed, Wish, file_application
from service.booking.models import Application, Centre, Slot
from service.booking.slots import open_slots
from service.booking.steps import advance
from service.core.columns import milliseconds
from service.core.i18n import say
from service.core.wiring import Wiring
from service.demo.people import DemoPerson, Past, demo_people
from service.items.in_memory import bank_of
from service.law.application import ApplicationState
from service.law.calendar import local_day
from service.law.receipt import Saved, next_hash
from service.people.actions import give_consent, grant_accommodation
from service.people.models import Account, Role
from service.people.queries import (
    accommodation_in_force,
    account_by_iin,
    people_with_role,
)
from service.people.registration import create_account
from service.proctoring.actions import open_review
from service.programmes import queries as programmes
from service.qualities import queries as situations

DAYS_AHEAD: Final = 21
TIMES: Final = (time(9, 30), time(11, 0), time(14, 30), time(16, 0))
REMOTE: Final = "remote"
# key of the person, programme of the test that can be started at once
READY: Final = (("aruzhan", "LE-3"), ("daniyar", "AD-1"), ("dana", "ABILITY"), ("aigerim", "PQ-2"))
REVIEWED: Final = ("sanzhar", "AD-1")
SHARES: Final[Mapping[Past, float]] = {
    "certificate": 0.9,
    "below-threshold": 0.4,
    "conclusion": 0.7,
}
LESS_GOOD: Final = ((1, 2), (2, 1), (3, 1))  # places in a situation's order, marked most and least
OPEN_DOOR_MINUTES: Final = 7 * 24 * 60  # so that a visitor of the demo need not hurry

CENTRES: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "code": REMOTE,
        "is_remote": True,
        "seats": 200,
        "name": ("Қашықтан тестілеу", "Дистанционное тестирование", "Remote test"),
        "city": ("Кез келген жерден", "Из любого места", "From anywhere"),
        "address": ("Өз компьютеріңізде", "На своём компьютере", "On your own computer"),
    },
    {
        "code": "astana",
        "is_remote": False,
        "seats": 20,
        "name": ("Астана тестілеу орталығы", "Центр тестирования в Астане", "Astana test centre"),
        "city": ("Астана", "Астана", "Astana"),
        "address": ("Абай даңғылы, 33а", "проспект Абая, 33а", "33a Abai Avenue"),
    },
    {
        "code": "almaty",
        "is_remote": False,
        "seats": 12,
        "name": ("Алматы тестілеу орталығы", "Центр тестирования в Алматы", "Almaty test centre"),
        "city": ("Алматы", "Алматы", "Almaty"),
        "address": ("Жібек жолы даңғылы, 64", "проспект Жибек Жолы, 64", "64 Zhibek Zholy Avenue"),
    },
    {
        "code": "shymkent",
        "is_remote": False,
        "seats": 1,
        "name": (
            "Шымкент тестілеу орталығы",
            "Центр тестирования в Шымкенте",
            "Shymkent test centre",
        ),
        "city": ("Шымкент", "Шымкент", "Shymkent"),
        "address": ("Тәуке хан даңғылы, 3", "проспект Тауке хана, 3", "3 Tauke Khan Avenue"),
    },
)


@dataclass(frozen=True)
class Stage:
    """The house, an open transaction and the moment."""

    house: Wiring
    db: Session
    now: datetime

    def at(self, **ago: float) -> "Stage":
        """The same stage so long ago."""
        return Stage(self.house, self.db, self.now - timedelta(**ago))


def set_stage(stage: Stage) -> None:
    """Make the demo's people, places and past; asked for again it only brings it up to today."""
    people = _people(stage)
    _places(stage)
    for person in demo_people():
        if person.history is not None and not _has_applied(stage, people[person.key]):
            _past(stage, person, people[person.key])
    _under_review(stage, people[REVIEWED[0]])
    for key, code in READY:
        _ready_now(stage, people[key], code)


def _people(stage: Stage) -> dict[str, Account]:
    known = set(Role)
    made: dict[str, Account] = {}
    for person in demo_people():
        account = account_by_iin(stage.db, person.iin)
        if account is None:
            account = _register(stage, person, [Role(r) for r in person.roles if r in known])
        made[person.key] = account
    _extra_time(stage, made)
    return made


def _register(stage: Stage, person: DemoPerson, roles: list[Role]) -> Account:
    account = create_account(
        stage.db,
        iin=person.iin,
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic or None,
        phone=person.phone,
        email=person.email or None,
        roles=roles,
        now=stage.now,
    )
    assert isinstance(account, Account)
    return account


def _extra_time(stage: Stage, people: Mapping[str, Account]) -> None:
    administrator = people_with_role(stage.db, Role.ADMINISTRATOR)[0]
    for person in demo_people():
        has = accommodation_in_force(stage.db, people[person.key].id)
        if person.extra_time and has is None:
            grant_accommodation(
                stage.db,
                people[person.key].id,
                extra_percent=person.extra_time,
                large_print=True,
                reader=False,
                reason="DEMO",
                by=administrator.id,
                now=stage.now,
            )


def _places(stage: Stage) -> None:
    today = local_day(stage.now)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    for one in CENTRES:
        centre = bookings.centre_by_code(stage.db, one["code"]) or _place(stage, one)
        open_slots(
            stage.db,
            centre,
            days,
            TIMES,
            min(centre.seats, 20),
            calendar=stage.house.parts["calendar"],
            actor_id=None,
            now=stage.now,
        )


def _place(stage: Stage, one: Mapping[str, Any]) -> Centre:
    facts = CentreFacts(
        name=_words(one["name"]),
        city=_words(one["city"]),
        address=_words(one["address"]),
        seats=one["seats"],
        until_late=False,
    )
    made = make_centre(
        stage.db, one["code"], facts, is_remote=one["is_remote"], actor_id=None, now=stage.now
    )
    assert made is not None
    return made


def _words(three: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("kk", "ru", "en"), three, strict=True))


def _has_applied(stage: Stage, account: Account) -> bool:
    return bool(bookings.applications_of(stage.db, account.id))


def _past(stage: Stage, person: DemoPerson, account: Account) -> None:
    assert person.history is not None
    then = stage.at(days=person.history.days_ago)
    share = SHARES[person.history.result]
    attempt = _take_test(then, account, person.history.programme, place="astana", share=share)
    _result(then, attempt)


def _under_review(stage: Stage, account: Account) -> None:
    if _has_applied(stage, account):
        return
    attempt = _take_test(stage.at(hours=1), account, REVIEWED[1], place=REMOTE, share=0.8)
    assert attempt.ended_at is not None
    soon = attempt.ended_at + timedelta(minutes=1)
    make_result(stage.db, attempt.id, bank=bank_of(stage.house), now=soon)
    open_review(stage.db, attempt.id, calendar=stage.house.parts["calendar"], now=soon)


def _ready_now(stage: Stage, account: Account, code: str) -> None:
    """Give the person a booked test whose door is open, unless one is there."""
    if any(one.state.is_open for one in bookings.applications_of(stage.db, account.id)):
        return
    if any(
        one.state is ApplicationState.PASSED
        for one in bookings.applications_of(stage.db, account.id)
    ):
        return
    application = _book(stage, account, code, REMOTE)
    prepare_attempt(stage.db, application.id, now=stage.now)


def _book(stage: Stage, account: Account, code: str, place: str) -> Application:
    """Book a slot that begins now, applied for some days ago."""
    filed = stage.at(days=5)
    version = filed.house.parts["consent"].version_on(local_day(filed.now))
    text = filed.house.parts["consent"].text_on(local_day(filed.now), "kk")
    give_consent(stage.db, account.id, text, now=filed.now)
    centre = bookings.centre_by_code(stage.db, place)
    assert centre is not None
    slot = Slot(
        centre_id=centre.id,
        starts_at=_free_moment(stage, centre),
        capacity=1,
        door_minutes=OPEN_DOOR_MINUTES,
    )
    stage.db.add(slot)
    stage.db.flush()
    in_force = programmes.programmes_on(stage.db, local_day(stage.now))
    programme = next(one for one in in_force if one.code == code)
    filing = file_application(
        stage.db,
        account.id,
        Wish(programme, slot.id, say("You chose it by name.")),
        calendar=stage.house.parts["calendar"],
        consent_version=str(version),
        now=filed.now,
    )
    assert isinstance(filing, Filed), filing
    application = filing.application
    application.confirmed_at = filed.now
    advance(
        stage.db, application, ApplicationState.BOOKED, what="confirmed", now=filed.now, rule="ID-3"
    )
    return application


def _free_moment(stage: Stage, centre: Centre) -> datetime:
    moment = stage.now.replace(microsecond=0)
    while bookings.slot_at(stage.db, centre.id, moment) is not None:
        moment -= timedelta(seconds=1)
    return moment


def _take_test(stage: Stage, account: Account, code: str, *, place: str, share: float) -> Attempt:
    """Take a whole test at this stage's moment, with such a share of right answers."""
    db = stage.db
    application = _book(stage, account, code, place)
    attempt = prepare_attempt(db, application.id, now=stage.now)
    assert attempt is not None
    actions.accept_terms(db, attempt.id, now=stage.now)
    head = first_head(attempt)
    previous, seq = head.hash, 0
    for section in range(len(attempt.paper["paper"])):
        began = stage.at(minutes=-14 * section - 1)  # twelve minutes of work, two of rest
        actions.start_section(db, attempt.id, section, device="", now=began.now)
        for position, choice in _choices(stage, attempt, section, share):
            seq += 1
            moment = milliseconds(began.now + timedelta(seconds=6 * position))
            saved = Saved(seq, section, position, choice, False, moment, moment)  # flagged
            own = next_hash(previous, str(attempt.id), saved)
            db.add(_answer(attempt, saved, previous, own))
            previous = own
        ended = began.at(minutes=-12)
        _was_heard(db, attempt, ended.now)
        actions.finish_section(db, attempt.id, section, now=ended.now)
    db.flush()
    return attempt


def _choices(
    stage: Stage, attempt: Attempt, section: int, share: float
) -> Iterator[tuple[int, str]]:
    """Yield what stands at each place of the answer sheet, with such a share of right answers."""
    programme = programmes.programme(stage.db, attempt.programme_code, attempt.programme_version)
    for number, drawn in enumerate(section_items(attempt, section), start=1):
        is_right = (number * 7) % 10 < share * 10
        if programme.is_profile:
            order = situations.situation(stage.db, drawn["item"]).order
            marks = (
                (order[0], order[3])
                if is_right
                else tuple(order[place] for place in LESS_GOOD[number % 3])
            )
            for place, own in zip(
                places_of(programme.sections[section], number), marks, strict=True
            ):
                yield place, DISPLAYED[drawn["order"].index(own)]
        else:
            right = DISPLAYED.index(right_choice(stage.db, drawn, bank_of(stage.house)))
            yield number, DISPLAYED[right if is_right else (right + 1) % 3]  # some have three


def _was_heard(db: Session, attempt: Attempt, moment: datetime) -> None:
    presence = queries.presence(db, attempt.id)
    assert presence is not None
    presence.seen_ms = milliseconds(moment)
    db.add(presence)
    db.flush()


def _answer(attempt: Attempt, saved: Saved, previous: bytes, own: bytes) -> Answer:
    return Answer(
        attempt_id=attempt.id,
        seq=saved.seq,
        section=saved.section,
        position=saved.position,
        choice=saved.choice,
        flagged=saved.flagged,
        generation=attempt.generation,
        answered_ms=saved.answered_ms,
        received_ms=saved.received_ms,
        prev_hash=previous,
        hash=own,
    )


def _result(stage: Stage, attempt: Attempt) -> None:
    assert attempt.ended_at is not None
    soon = attempt.ended_at + timedelta(minutes=1)
    make_result(stage.db, attempt.id, bank=bank_of(stage.house), now=soon)
    issue_result_paper(
        stage.db,
        attempt.id,
        press=stage.house.parts["press"],
        calendar=stage.house.parts["calendar"],
        is_demo=True,
        now=soon,
    )
