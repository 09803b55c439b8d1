"""Moving a booked test to another time, until it begins."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.booking import queries
from service.booking.actions import Moved, SlotFault, move_application
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.competitions.stage_booking import NotOpen, stage_served
from service.core.db import Db
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.booking import earliest_test_day
from service.law.calendar import local_day
from service.pages import competition_links as links
from service.pages.candidate import ApplicationCard, card_of
from service.pages.candidate_choice import Choice
from service.pages.candidate_seats import Placed, seats
from service.pages.candidate_stages import WHY_NOT
from service.pages.candidate_words import SLOT_FAULTS
from service.pages.confirm import Asking, ask
from service.pages.doors import House, Now, application_for
from service.pages.gates import Candidate, behind, candidate_gate

TOO_LATE = say("This test can no longer be moved.")

router = APIRouter(prefix="/cabinet/applications", dependencies=behind(candidate_gate))


@router.get("/{application_id}/move")
def choose(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    placed: Placed,
) -> Response:
    card = card_of(db, application_for(db, person, application_id), now)
    if not _may_move(card):
        return redirect(request, card.url, said=TOO_LATE, kind="warning")
    served = stage_served(db, card.application, calendar=house.parts["calendar"], now=now)
    if served is not None:
        return RedirectResponse(f"{links.times(served[0])}#times", 303)
    if not placed.centre:
        placed = placed.model_copy(update={"centre": card.centre.code})

    def page_url(**more: object) -> str:
        return f"{Choice().url(f'{card.url}/move', **more)}#times"

    def slot_url(slot: Slot) -> str:
        return f"{card.url}/move/{slot.id}"

    # BK-1 counts from the day of filing, which a move does not change
    first = earliest_test_day(card.application.filed_at, house.parts["calendar"])
    earliest = max(first, local_day(now))
    shown = seats(db, placed, page_url=page_url, slot_url=slot_url, earliest_on=earliest, now=now)
    return page(request, "candidate/move.html", card=card, seats=shown)


@router.get("/{application_id}/move/{slot_id}")
def ask_to_move(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    slot_id: UUID,
) -> Response:
    card = card_of(db, application_for(db, person, application_id), now)
    slot = queries.slot(db, slot_id)
    if slot is None or not _may_move(card):
        return redirect(request, card.url, said=TOO_LATE, kind="warning")
    outside = _outside(request, db, house, card.application, slot, now)
    if outside is not None:
        return outside
    centre = queries.centre_of(db, slot)
    asking = Asking(
        title=say("Move the test to this time?"),
        happens=(
            say("Your present seat is given to somebody else at once."),
            say("The application and its number stay the same; no new code is needed."),
            *_about_place(card, is_remote=centre.is_remote),
        ),
        yes=say("Move the test"),
        no=say("Keep the present time"),
        url=f"{card.url}/move/{slot.id}",
        back=f"{card.url}/move",
        facts=(
            (say("Now"), _where(card.slot, card.centre)),
            (say("Afterwards"), _where(slot, centre)),
        ),
        kind="primary",
    )
    return ask(request, asking)


@router.post("/{application_id}/move/{slot_id}")
def move(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    slot_id: UUID,
) -> Response:
    application = application_for(db, person, application_id)
    url = f"/cabinet/applications/{application.id}"
    calendar, slot = house.parts["calendar"], queries.slot(db, slot_id)
    outside = None if slot is None else _outside(request, db, house, application, slot, now)
    if outside is not None:
        return outside
    answer = move_application(db, application.id, slot_id, calendar=calendar, now=now)
    if isinstance(answer, Moved):
        return redirect(request, url, said=say("The test is moved. We have sent you a message."))
    if answer.fault is None:
        return redirect(request, url, said=TOO_LATE, kind="warning")
    back = _same_day(db, url, slot_id, answer.fault)
    return redirect(request, back, said=SLOT_FAULTS[answer.fault], kind="refused")


def _outside(
    request: Request, db: Session, house: House, application: Application, slot: Slot, now: Now
) -> Response | None:
    """Refuse a time outside of the days of the competition's stage that the test serves."""
    served = stage_served(db, application, calendar=house.parts["calendar"], now=now)
    if served is None or served[1].holds(slot.starts_at):
        return None
    return redirect(
        request, links.times(served[0]), said=WHY_NOT[NotOpen.OTHER_DAYS], kind="refused"
    )


def _same_day(db: Session, url: str, slot_id: UUID, fault: SlotFault) -> str:
    """Return the page of the day that was wished for: another time may be free."""
    slot = queries.slot(db, slot_id)
    if slot is None or fault is SlotFault.STARTED:
        return f"{url}/move"
    centre = queries.centre_of(db, slot)
    return Choice().url(f"{url}/move", centre=centre.code, day=local_day(slot.starts_at))


def _may_move(card: ApplicationCard) -> bool:
    return card.may_change and card.application.state is ApplicationState.BOOKED


def _where(slot: Slot, centre: Centre) -> Message:
    if centre.is_remote:
        return say("%(at)s, %(centre)s", at=slot.starts_at, centre=centre.name)
    return say(
        "%(at)s, %(centre)s, %(address)s",
        at=slot.starts_at,
        centre=centre.name,
        address=centre.address,
    )


def _about_place(card: ApplicationCard, *, is_remote: bool) -> tuple[Message, ...]:
    if is_remote and not card.centre.is_remote:
        return (say("You will need a computer with camera and microphone of your own."),)
    return ()
