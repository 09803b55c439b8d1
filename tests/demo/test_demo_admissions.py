"""The demo's applications: one admitted, one refused with reasons, one to look at, one hired."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from service.admissions import queries
from service.admissions.judging import kept_answer
from service.admissions.models import Standing
from service.core.wiring import Wiring
from service.demo.admissions import set_admissions
from service.demo.authority import make_demo_authority
from service.demo.people import demo_people
from service.demo.stage import Stage, set_stage
from service.demo.vacancies import load_registers, set_vacancies
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.hirings import queries as hirings
from service.hirings.fold import case_of
from service.hirings.models import HiringState, What
from service.people.queries import account_by_iin
from service.settings import ROOT
from tests import make_attempts
from tests.clock import FixedClock

# one database will do: the actions are tested on both in their own rooms
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def application(db: Session, key: str) -> queries.Filed:
    iin = next(one.iin for one in demo_people() if one.key == key)
    account = account_by_iin(db, iin)
    assert account is not None
    (filed,) = queries.filed_by(db, account.id)
    return filed


def test_the_demo_shows_every_answer_and_a_hiring_under_way(
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
    set_admissions(stage)
    set_admissions(stage)  # asked for again it changes nothing
    assert {
        key: application(db, key).application.standing for key in ("zarina", "timur", "ainur")
    } == {
        "zarina": Standing.ADMITTED,
        "timur": Standing.REFUSED,
        "ainur": Standing.LOOK,
    }
    refused = application(db, "timur").application
    shown = kept_answer(queries.newest_decision(db, refused)).shown
    assert {"certificate", "education", "education-document"} <= {each.code for each in shown.unmet}
    won = application(db, "adilet").application
    hiring = hirings.hiring_of(db, won.id)
    assert hiring is not None
    assert hiring.state is HiringState.OPEN
    made = [one.what for one in case_of(db, hiring).steps]
    assert made[:2] == [What.INVITED, What.APPLIED]
