"""The demo's competitions: an essay to write, review and score, interviews today, a protocol."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from service.commissions import queries as commissions
from service.competitions import queries as competitions
from service.competitions.course import Course, course_of
from service.competitions.protocol import protocol_of
from service.core.wiring import Wiring
from service.demo.authority import make_demo_authority
from service.demo.competitions import CHAIR, LISTED, MEMBER, SECRETARY, set_competitions
from service.demo.people import demo_people
from service.demo.stage import Stage, set_stage
from service.demo.vacancies import BODY, load_registers, set_vacancies
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage
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


def course(stage: Stage, post: str) -> Course:
    row = vacancies.last_vacancy_of_post(stage.db, BODY, post)
    assert row is not None
    (one,) = vacancies.rounds_of(stage.db, row.id)  # set up once, however often asked for
    found = course_of(stage.db, one.id, stage.house.parts["calendar"])
    assert found is not None
    return found


def states(stage: Stage, of: Course) -> dict[str, str]:
    """The state of each candidate by the key of the person."""
    keys = {account(stage.db, one).id: one for one in ("gaukhar", "alisher", "meruert")}
    found = competitions.candidacies(stage.db, of.announcement.id)
    return {keys[one.account_id]: one.state for one in found}


def test_an_essay_an_interview_and_a_protocol_can_be_tried(
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
    set_competitions(stage, authority)
    set_competitions(stage, authority)  # asked for again it changes nothing

    essay, interview, protocol = (course(stage, post) for post in ("117-33", "117-38", "117-62"))
    for each in (essay, interview, protocol):
        made = commissions.commission_of(db, each.announcement.id)
        assert made is not None
        seated = {who.id for _, _, who in commissions.holders(db, made.id)}
        assert seated >= {account(db, key).id for key in (CHAIR, MEMBER, SECRETARY)}
        assert len(seated & {account(db, key).id for key in LISTED}) == 1
        moments = [step.at for step in each.steps]
        assert moments == sorted(moments)
        assert moments[-1] <= stage.now

    assert states(stage, essay) == {
        "gaukhar": "essay",
        "alisher": "essay-review",
        "meruert": "essay-scoring",
    }
    writer = competitions.candidacies(db, essay.announcement.id, "essay")[0]
    desk = Desk(house.parts["calendar"], house.parts["essay_topics"])
    begun = begin_essay(db, writer.application_id, "kk", desk=desk, now=stage.now)
    assert isinstance(begun, Essay), begun

    assert states(stage, interview) == {"alisher": "interview", "gaukhar": "interview"}
    held = scoring.interview(db, interview.announcement.id)
    assert held is not None
    assert held.held_on == local_day(stage.now)
    hall = Hall(interview.announcement.id, house.parts["calendar"])
    first = competitions.candidacies(db, interview.announcement.id)[0]
    turn = enter_waiting_room(db, hall, first.application_id, now=stage.now)
    assert isinstance(turn, InterviewTurn), turn

    assert protocol.state.state == "protocol"
    assert protocol_of(db, protocol.announcement.id) is not None
    winner = next(
        one for one in competitions.candidacies(db, protocol.announcement.id)
        if str(one.application_id) == protocol.state.winner
    )  # fmt: skip
    assert winner.account_id == account(db, "meruert").id
