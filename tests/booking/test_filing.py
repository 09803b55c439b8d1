"""What stands against an application, and what filing one does."""

from datetime import time

import pytest
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import NotFiled, SlotFault
from service.booking.models import ApplicationState, Centre
from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.law.draw import commitment
from tests import make_booking as make


@pytest.fixture
def centre(db: Session) -> Centre:
    make.programmes(db)
    return make.centre(db)


def test_an_application_takes_a_seat_and_commits_to_its_draw(
    db: Session, house: Wiring, centre: Centre
) -> None:
    person, slot = make.candidate(db, house), make.slot(db, centre, capacity=2)
    application = make.filed(db, house, person, slot, draw_word="шаңырақ")
    seen = queries.slot(db, slot.id)
    assert seen is not None
    assert seen.taken == 1
    assert application.state is ApplicationState.FILED
    assert application.draw_commitment == commitment(application.draw_seed)
    steps = queries.steps_of(db, application.id)
    assert [(step.what, step.rule) for step in steps] == [("filed", "BK-1")]
    assert steps[0].facts["draw_commitment"] == application.draw_commitment
    assert steps[0].facts["draw_word"] == "шаңырақ"
