"""What the demo holds of the selection: applications, a hiring, competitions under way."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from service.admissions import queries as admissions
from service.admissions.judging import kept_answer
from service.admissions.models import Standing
from service.commissions import queries as commissions
from service.competitions import queries as competitions
from service.competitions.course import Course, course_of
from service.competitions.protocol import protocol_of
from service.core.wiring import Wiring
from service.demo.admissions import set_admissions
from service.demo.authority import make_demo_authority
from service.demo.competitions import CHAIR, LISTED, MEMBER, SECRETARY, set_competitions
from service.demo.people import demo_people
from service.demo.stage import Stage, set_stage
from service.demo.vacancies import BODY, load_registers, set_vacancies
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.hirings import queries as hirings
from service.hirings.fold import case_of
from service.hirings.models import HiringState, What
from service.law.calendar import local_day
from service.people.models import Account
from service.people.queries import account_by_iin
from service.scoring import queries as scoring
from service.scoring.essays import Desk, begin_essay
from service.scoring.interviews import Hall, enter_waiting_room
from service.scoring.models import Essay, InterviewTurn
from service.settings import ROOT
from service.vacancies import queries as vacancies
from tests import make_attempts
from tests.clock import FixedClock

# one database will do: the actions are tested on both in their own rooms
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def account(db: Session, key: str) -> Account:
    found = account_by_iin(db, next(one.iin for one in demo_people() if one.key == key))
    assert found is not None
    return found


def application(db: Session, key: str) -> admissions.Filed:
    (filed,) = admissions.filed_by(db, account(db, key).id)
    return filed


def course(stage: Stage, post: str) -> Course:
    row = vacancies.last_vacancy_of_post(stage.db, BODY, post)
    assert row is not None
    (one,) = vacancies.rounds_of(stage.db, row.id)  # set up once, however often asked for
    found = course_of(stage.db, one.id, stage.house.parts["calendar"])
    assert found is not None
    return found


def states(db: Session, of: Course) -> dict[str, str]:
    """The state of each candidate by the key of the person."""
    keys = {account(db, one).id: one for one in ("gaukhar", "alisher", "meruert")}
    found = competitions.candidacies(db, of.announcement.id)
    return {keys[one.account_id]: one.state for one in found}


def test_the_demo_shows_every_standing_a_hiring_and_competitions_under_way(
    db: Session, house: Wiring, clock: FixedClock, tmp_path
):
    authority = make_demo_authority(tmp_path, now=clock.now() - timedelta(days=120))
    signer = load_signer(authority.key, authority.chain)
    house.parts["press"] = Press(signer, Storage.in_folder(tmp_path / "papers"), "https://test")
    make_attempts.bank(db)
    stage = Stage(house, db, clock.now())
    load_registers(stage, ROOT / "registers")
    set_stage(stage)
    set_vacancies(stage)
    for _ in range(2):  # asked for again they change nothing
        set_admissions(stage)
        set_competitions(stage, authority)
    there_is_every_standing(db)
    a_hiring_is_under_way(db)
    essay, interview, protocol = (course(stage, post) for post in ("117-33", "117-38", "117-62"))
    for each in (essay, interview, protocol):
        has_a_commission_and_a_past(stage, each)
    an_essay_can_be_written(stage, essay)
    interviews_are_today(stage, interview)
    assert protocol.state.state == "protocol"
    assert protocol_of(db, protocol.announcement.id) is not None
    assert protocol.state.winner == key_of(db, protocol, "meruert")


def there_is_every_standing(db: Session) -> None:
    assert {
        key: application(db, key).application.standing for key in ("zarina", "timur", "ainur")
    } == {
        "zarina": Standing.ADMITTED,
        "timur": Standing.REFUSED,
        "ainur": Standing.LOOK,
    }
    refused = application(db, "timur").application
    shown = kept_answer(admissions.newest_decision(db, refused)).shown
    assert {"certificate", "education", "education-document"} <= {each.code for each in shown.unmet}


def a_hiring_is_under_way(db: Session) -> None:
    hiring = hirings.hiring_of(db, application(db, "adilet").application.id)
    assert hiring is not None
    assert hiring.state is HiringState.OPEN
    made = [one.what for one in case_of(db, hiring).steps]
    assert made[:2] == [What.INVITED, What.APPLIED]


def has_a_commission_and_a_past(stage: Stage, one: Course) -> None:
    made = commissions.commission_of(stage.db, one.announcement.id)
    assert made is not None
    seated = {who.id for _, _, who in commissions.holders(stage.db, made.id)}
    assert seated >= {account(stage.db, key).id for key in (CHAIR, MEMBER, SECRETARY)}
    assert len(seated & {account(stage.db, key).id for key in LISTED}) == 1
    moments = [step.at for step in one.steps]
    assert moments == sorted(moments)
    assert moments[-1] <= stage.now


def an_essay_can_be_written(stage: Stage, one: Course) -> None:
    """Others wait for the proctor, and for the scores of the commission."""
    assert states(stage.db, one) == {
        "gaukhar": "essay",
        "alisher": "essay-review",
        "meruert": "essay-scoring",
    }
    desk = Desk(stage.house.parts["calendar"], stage.house.parts["essay_topics"])
    writer = UUID(key_of(stage.db, one, "gaukhar"))
    begun = begin_essay(stage.db, writer, "kk", desk=desk, now=stage.now)
    assert isinstance(begun, Essay), begun


def interviews_are_today(stage: Stage, one: Course) -> None:
    """A candidate can enter the waiting room."""
    assert states(stage.db, one) == {"alisher": "interview", "gaukhar": "interview"}
    held = scoring.interview(stage.db, one.announcement.id)
    assert held is not None
    assert held.held_on == local_day(stage.now)
    hall = Hall(one.announcement.id, stage.house.parts["calendar"])
    first = UUID(key_of(stage.db, one, "alisher"))
    turn = enter_waiting_room(stage.db, hall, first, now=stage.now)
    assert isinstance(turn, InterviewTurn), turn


def key_of(db: Session, one: Course, who: str) -> str:
    """The application of a person, as the law names it."""
    found = competitions.candidacies(db, one.announcement.id)
    wanted = account(db, who).id
    return str(next(each.application_id for each in found if each.account_id == wanted))
