from collections.abc import Callable

import pytest
from sqlmodel import Session, col, func, select

from service.booking.models import Application, ApplicationState, Centre, Slot, WaitingEntry
from tests import make_booking as make

WITHOUT_SEAT = (ApplicationState.CANCELLED, ApplicationState.LAPSED, ApplicationState.NO_SHOW)


@pytest.fixture
def centre(db: Session) -> Centre:
    """A hall, with every programme published."""
    make.programmes(db)
    return make.centre(db)


@pytest.fixture
def taken(db: Session) -> Callable[[Slot], int]:
    """How many seats of a slot are taken; each must be somebody's."""

    def count(slot: Slot) -> int:
        db.expire_all()
        applied = (
            select(func.count())
            .select_from(Application)
            .where(Application.slot_id == slot.id, col(Application.state).not_in(WITHOUT_SEAT))
        )
        offered = (
            select(func.count())
            .select_from(WaitingEntry)
            .where(WaitingEntry.offered_slot_id == slot.id, col(WaitingEntry.closed_at).is_(None))
        )
        seats = db.get_one(Slot, slot.id).taken
        assert seats == db.exec(applied).one() + db.exec(offered).one()
        return seats

    return count
