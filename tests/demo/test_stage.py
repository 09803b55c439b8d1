"""What the demo holds when its stage is set."""

from datetime import UTC, datetime, timedelta

import pytest

from service.attempts import queries as attempts
from service.booking import queries as bookings
from service.demo.authority import make_demo_authority
from service.demo.people import demo_people
from service.demo.stage import READY, Stage, set_stage
from service.documents.actions import Press
from service.documents.queries import documents_of
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.law.application import ApplicationState
from service.people.models import Account
from service.people.queries import account_by_iin
from service.proctoring.queries import open_reviews
from tests import make_attempts

EXPECTED = {
    "madina": [ApplicationState.BELOW_THRESHOLD],
    "yerlan": [ApplicationState.PASSED],
    "sanzhar": [ApplicationState.UNDER_REVIEW],
    "aruzhan": [ApplicationState.BOOKED],
    "daniyar": [ApplicationState.BOOKED],
    "togzhan": [],
}


@pytest.fixture
def stage(db, house, clock, tmp_path):
    authority = make_demo_authority(tmp_path, now=clock.now() - timedelta(days=120))
    signer = load_signer(authority.key, authority.chain)
    house.parts["press"] = Press(signer, Storage.in_folder(tmp_path / "papers"), "https://test")
    make_attempts.bank(db)
    made = Stage(house, db, clock.now())
    set_stage(made)
    db.flush()
    return made


def states(stage: Stage, key: str) -> tuple[Account, list[ApplicationState]]:
    iin = next(one.iin for one in demo_people() if one.key == key)
    account = account_by_iin(stage.db, iin)
    assert account is not None
    return account, [one.state for one in bookings.applications_of(stage.db, account.id)]


def test_everybodys_past_is_as_their_story_says(stage):
    assert {key: states(stage, key)[1] for key in EXPECTED} == EXPECTED


def test_a_past_certificate_and_a_past_statement_are_real_papers(stage):
    for key in ("yerlan", "madina"):
        account, _ = states(stage, key)
        (paper,) = documents_of(stage.db, account.id)
        assert paper.issued_at < datetime.now(UTC) + timedelta(days=1)
        assert stage.house.parts["press"].storage.get(paper.file_name).startswith(b"%PDF")


def test_one_review_waits_for_the_proctor_and_the_ready_ones_have_papers(stage):
    assert len(open_reviews(stage.db)) == 1
    for key, code in READY:
        account, _ = states(stage, key)
        booked = [
            one
            for one in bookings.applications_of(stage.db, account.id)
            if one.programme_code == code and one.state is ApplicationState.BOOKED
        ]
        assert len(booked) == 1
        assert attempts.attempt_of_application(stage.db, booked[0].id) is not None


def test_setting_the_stage_again_changes_nothing(stage):
    before = {key: states(stage, key)[1] for key in EXPECTED}
    set_stage(stage)
    assert {key: states(stage, key)[1] for key in EXPECTED} == before
