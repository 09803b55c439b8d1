"""Builders of centres, slots, programmes and applications; nothing is committed here."""

from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count

from sqlmodel import Session

from service.booking import queries
from service.booking.filing import Filed, NotFiled, Wish, file_application
from service.booking.models import Application, ApplicationState, ApplicationStep, Centre, Slot
from service.booking.numbers import new_number
from service.core.i18n import say
from service.core.ids import new_id
from service.core.security import new_secret
from service.core.wiring import Wiring
from service.documents.models import Document, Standing
from service.law.calendar import at, local_day
from service.law.document import DocumentKind
from service.law.draw import commitment
from service.law.programme import Programme
from service.people.actions import give_consent
from service.people.models import Account
from service.programmes.models import ProgrammeVersion
from service.programmes.programme_body import body_of, sha256_of
from service.programmes.programme_files import parse_programme
from service.settings import ROOT
from tests import make
from tests.clock import START

CODES = ("LE-1", "LE-2", "LE-3", "AD-1", "IS-1")
TOMORROW = local_day(START) + timedelta(days=1)  # Tuesday, 24 November 2026

_numbers = count(1)


@cache
def _programme_text(code: str) -> str:
    return (ROOT / "question_bank" / "programmes" / f"{code.lower()}.yaml").read_text()


@cache
def programme(code: str = "LE-3") -> Programme:
    """The programme as its file has it."""
    return parse_programme(_programme_text(code), code)


def programmes(db: Session) -> None:
    """Publish every programme, without the bank."""
    for code in CODES:
        one = programme(code)
        db.add(
            ProgrammeVersion(
                code=one.code,
                version=one.version,
                body=body_of(one, _programme_text(code)),
                sha256=sha256_of(one),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                published_at=START,
            )
        )
    db.flush()


def centre(db: Session, **values: object) -> Centre:
    """Add a hall with ten seats in Astana, or what `values` say."""
    number = next(_numbers)
    named = {"kk": f"Орталық {number}", "ru": f"Центр {number}", "en": f"Centre {number}"}
    made = Centre.model_validate(
        {
            "code": f"centre-{number}",
            "name": named,
            "city": {"kk": "Астана", "ru": "Астана", "en": "Astana"},
            "address": {
                "kk": "Абай даңғылы, 33",
                "ru": "проспект Абая, 33",
                "en": "Abai avenue 33",
            },
            "seats": 10,
            **values,
        }
    )
    db.add(made)
    db.flush()
    return made


def slot(
    db: Session,
    place: Centre,
    day: date = TOMORROW,
    clock: time = time(10, 0),
    *,
    capacity: int = 1,
    **values: object,
) -> Slot:
    """Add a slot with one seat at ten in the morning, or what the arguments say."""
    made = Slot.model_validate(
        {
            "centre_id": place.id,
            "starts_at": at(day, clock),
            "capacity": capacity,
            **values,
        }
    )
    db.add(made)
    db.flush()
    return made


def candidate(db: Session, house: Wiring, *, consent: bool = True) -> Account:
    """Add a candidate who has consented to what is asked for on the tests' day."""
    person = make.account(db)
    if consent:
        consents(db, house, person)
    return person


def consents(db: Session, house: Wiring, person: Account) -> None:
    """Have the person consent."""
    text = house.parts["consent"].text_on(local_day(house.clock.now()), "kk")
    give_consent(db, person.id, text, now=START)
    db.flush()


def consent_version(house: Wiring) -> str:
    """The version of the consent that is asked for at the house's moment."""
    return str(house.parts["consent"].version_on(local_day(house.clock.now())))


def filing(
    db: Session,
    house: Wiring,
    person: Account,
    wanted: Slot,
    *,
    code: str = "LE-3",
    now: datetime | None = None,
    **wish: object,
) -> Filed | NotFiled:
    """File an application as the pages do."""
    asked = Wish(programme(code), wanted.id, say("You chose it by name."), **wish)  # type: ignore[arg-type]  # passed on as it is named
    return file_application(
        db,
        person.id,
        asked,
        calendar=house.parts["calendar"],
        consent_version=consent_version(house),
        now=now or house.clock.now(),
    )


def filed(
    db: Session,
    house: Wiring,
    person: Account,
    wanted: Slot,
    *,
    code: str = "LE-3",
    now: datetime | None = None,
    **wish: object,
) -> Application:
    """File an application that nothing stands against."""
    answer = filing(db, house, person, wanted, code=code, now=now, **wish)
    assert isinstance(answer, Filed), answer
    return answer.application


def application(
    db: Session,
    person: Account,
    wanted: Slot,
    *,
    state: ApplicationState = ApplicationState.BOOKED,
    code: str = "LE-3",
    now: datetime = START,
    **values: object,
) -> Application:
    """Add an application in any state with its seat, no rule asked."""
    one, seed = programme(code), new_secret()
    made = Application.model_validate(
        {
            "number": new_number(db, local_day(now)),
            "account_id": person.id,
            "kind": one.kind,
            "programme_code": one.code,
            "programme_version": one.version,
            "rule_set_from": date(2024, 2, 1),
            "reason": say("You chose it by name.").as_json(),
            "slot_id": wanted.id,
            "state": state,
            "filed_at": now,
            "counted_on": local_day(now),
            "confirmed_at": None if state is ApplicationState.FILED else now,
            "draw_seed": seed,
            "draw_commitment": commitment(seed),
            **values,
        }
    )
    db.add(made)
    if state.is_open or state.has_result:
        wanted.taken += 1
        db.add(wanted)
    db.flush()
    return made


def paper(
    db: Session,
    person: Account,
    kind: DocumentKind,
    on: date,
    *,
    act: str | None = None,
    code: str | None = None,
    valid_until: date | None = None,
    standing: Standing = Standing.VALID,
) -> Document:
    """Add a document about the person, its file left out."""
    number = next(_numbers)
    made = Document(
        number=f"{(code or 'AB')[:2]}-{on.year}-{number:06d}-0",
        check_code=f"{number:012d}",
        kind=kind,
        account_id=person.id,
        subject_kind="attempt",
        subject_id=new_id(),
        programme_code=code,
        issued_on=on,
        issued_at=at(on, time(12, 0)),
        valid_until=valid_until,
        act=act,
        file_name="",
        file_sha256="",
        standing=standing,
    )
    db.add(made)
    db.flush()
    return made


def past_result(
    db: Session,
    person: Account,
    place: Centre,
    on: date,
    *,
    passed: bool = False,
    broken_off: bool = False,
    code: str = "LE-3",
) -> Application:
    """Add an earlier application with the result of a test on that day."""
    state = (
        ApplicationState.PASSED
        if passed
        else ApplicationState.NOT_PASSED
        if broken_off
        else ApplicationState.BELOW_THRESHOLD
    )
    starts_at = at(on, time(9, 0))
    taken = queries.slot_at(db, place.id, starts_at) or slot(db, place, on, time(9, 0), capacity=9)
    made = application(db, person, taken, state=state, code=code, now=at(on, time(9, 0)))
    db.add(
        ApplicationStep(
            application_id=made.id,
            at=at(on, time(12, 0)),
            what="result",
            facts={"test_on": on.isoformat(), "passed": passed, "broken_off": broken_off},
        )
    )
    db.flush()
    return made
