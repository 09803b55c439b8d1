"""A stage that is taken with a test: its days, the time that was chosen, the times to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.booking import queries
from service.booking.actions import Filed, Obstacles, door_closes
from service.booking.models import ApplicationState, Centre, Slot
from service.booking.promise import new_promise, promised_seed
from service.booking.schedule import slots_on
from service.competitions import queries as competitions
from service.competitions.course import Course, course_of
from service.competitions.stage_booking import (
    Booking,
    NotOpen,
    StageTest,
    book_stage,
    obstacles_to,
    reason_for,
    stage_test,
)
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.pages import competition_links as links
from service.pages.candidate_choice import LONGEST, consent_version
from service.pages.candidate_review import to_code
from service.pages.candidate_words import SLOT_FAULTS, ground
from service.pages.competition_words import STAGES
from service.pages.doors import House, Now, form_of
from service.pages.gates import Candidate, behind, candidate_gate
from service.people.contact import show_phone
from service.people.models import Account
from service.people.person import Person

router = APIRouter(prefix="/me/stages", dependencies=behind(candidate_gate))

WHY_NOT: Final[Mapping[NotOpen, Message]] = {
    NotOpen.NO_TEST: say("No test is to be taken in this competition now."),
    NotOpen.SUSPENDED: say(
        "The competition is suspended: a time can be chosen when it goes on. You lose no day."
    ),
    NotOpen.BEGUN: say("You have begun this stage already."),
    NotOpen.OTHER_DAYS: say("This time is not within the days of the stage. Choose another one."),
}
# what became of a test that was booked for the stage and was not taken
GONE: Final[Mapping[ApplicationState, Message]] = {
    ApplicationState.NO_SHOW: say("You did not come on %(at)s. You can choose another time."),
    ApplicationState.CANCELLED: say("The time on %(at)s was cancelled."),
    ApplicationState.TECHNICAL_FAILURE: say(
        "The test on %(at)s was ended by a failure of the service. It does not count against you: "
        "choose another time."
    ),
}


class SeatForm(BaseModel):
    """The draw's promise, and the candidate's own word for it."""

    promise: str = ""
    word: Annotated[str, Field(max_length=LONGEST)] = ""


SeatSent = Annotated[Form[SeatForm], form_of(SeatForm)]


@dataclass(frozen=True)
class Times:
    """A place with its days within the stage; each time with its free seats and where it leads."""

    centre: Centre
    url: str
    free: int
    days: Sequence[tuple[date, Sequence[tuple[Slot, int, str | None]]]]


@dataclass(frozen=True)
class Own:
    """The person's own application, its competition, and the test of its stage if there is one."""

    filed: CompetitionApplication
    course: Course
    test: StageTest | None

    @property
    def back(self) -> str:
        return links.candidate_competition(self.filed.number)


@router.get("/{application_id}")
def show(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    centre: str = "",
) -> Response:
    own = own_stage(db, house, person, application_id, now)
    test = own.test
    if test is None:
        return redirect(request, own.back, said=WHY_NOT[NotOpen.NO_TEST], kind="warning")
    against = _against(db, house, person, test, now)
    is_own = against.standing is not None and test.current is not None
    may_choose = test.closed_by is None and not against.grounds
    may_choose = may_choose and (against.standing is None or is_own)
    times = _times(db, own, test, against, now) if may_choose else []
    return page(
        request,
        "candidate_stages/one.html",
        own=own,
        test=test,
        title=STAGES[test.stage],
        current_centre=test.current and queries.centre_of(db, test.current.slot),
        door_closes_at=test.current and door_closes(test.current.slot),
        gone=[_gone(each.application.state, each.slot) for each in test.before],
        why_not=None if test.closed_by is None else WHY_NOT[test.closed_by],
        grounds=[ground(each) for each in against.grounds],
        standing=None if is_own else against.standing,
        first_day=test.first_day(against.earliest_on),
        may_choose=may_choose,
        times=times,
        chosen=_chosen(times, centre, test),
        links=links,
    )


@router.get("/{application_id}/{slot_id}")
def review(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    slot_id: UUID,
) -> Response:
    own = own_stage(db, house, person, application_id, now)
    slot, here = queries.slot(db, slot_id), links.times(application_id)
    if own.test is None or own.test.closed_by is not None or slot is None:
        return RedirectResponse(here, 303)
    if not own.test.days.holds(slot.starts_at):
        return redirect(request, here, said=WHY_NOT[NotOpen.OTHER_DAYS], kind="refused")
    against = _against(db, house, person, own.test, now, slot)
    if against:
        return _back(request, here, against)
    return _review_page(request, db, house, person, own, own.test, slot, empty_form())


@router.post("/{application_id}/{slot_id}")
def file(
    request: Request,
    db: Db,
    house: House,
    person: Candidate,
    now: Now,
    application_id: UUID,
    slot_id: UUID,
    form: SeatSent,
) -> Response:
    """File the application; it is confirmed by the code that is sent to the phone."""
    own = own_stage(db, house, person, application_id, now)
    slot, here = queries.slot(db, slot_id), links.times(application_id)
    if own.test is None or slot is None:
        return RedirectResponse(here, 303)
    seed = promised_seed(house.keys, person.account_id, str(form.values.get("promise", "")))
    if form.data is None or seed is None:
        return _review_page(request, db, house, person, own, own.test, slot, form)
    answer = book_stage(
        db,
        application_id,
        Booking(slot_id, form.data.word, seed),
        calendar=house.parts["calendar"],
        consent_version=consent_version(house, now),
        now=now,
    )
    if isinstance(answer, Filed):
        return to_code(db, house, answer, now)
    if isinstance(answer, NotOpen):
        return redirect(request, here, said=WHY_NOT[answer], kind="refused")
    if answer.obstacles.is_seed_used:
        return _review_page(request, db, house, person, own, own.test, slot, form)
    return _back(request, here, answer.obstacles)


def own_stage(db: Session, house: House, person: Person, application_id: UUID, now: Now) -> Own:
    """Return the person's own application with the stage at which it stands; 404 for another's."""
    row = competitions.candidacy(db, application_id)
    if row is None or row.account_id != person.account_id:
        raise NotFound
    course = course_of(db, row.announcement_id, house.parts["calendar"])
    assert course is not None
    test = stage_test(db, course, str(application_id), now=now)
    return Own(db.get_one(CompetitionApplication, application_id), course, test)


def _against(
    db: Session, house: House, person: Person, test: StageTest, now: Now, slot: Slot | None = None
) -> Obstacles:
    version = consent_version(house, now)
    return obstacles_to(db, test, person.account_id, consent_version=version, now=now, slot=slot)


def _back(request: Request, here: str, against: Obstacles) -> Response:
    """Lead to the stage's page, where every ground and another application is shown."""
    fault = against.slot_fault
    if fault is None or against.grounds or against.standing:
        return RedirectResponse(here, 303)
    return redirect(request, here, said=SLOT_FAULTS[fault], kind="refused")


def _gone(state: ApplicationState, slot: Slot) -> Message | None:
    said = GONE.get(state)
    return None if said is None else Message(said.msgid, {"at": slot.starts_at})


def _times(db: Session, own: Own, test: StageTest, against: Obstacles, now: Now) -> Sequence[Times]:
    """Every place with its times within the days that are left of the stage."""
    first, last = test.first_day(against.earliest_on), test.days.closes_on
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    here, made = links.times(own.filed.id), []
    for centre in queries.open_centres(db):
        shown = []
        for day in days:
            slots = slots_on(db, centre, day, now=now)
            if slots:
                shown.append((day, [_time(own, test, each) for each in slots]))
        free = sum(number for _, each in shown for _, number, _ in each)
        made.append(Times(centre, f"{here}?centre={centre.code}#times", free, shown))
    return made


def _time(own: Own, test: StageTest, slot: Slot) -> tuple[Slot, int, str | None]:
    """A time; it leads to the last look, or to moving what is booked already."""
    free, current = slot.capacity - slot.taken, test.current
    if free <= 0 or (current is not None and current.slot.id == slot.id):
        return slot, max(free, 0), None
    if current is not None and current.is_booked:
        return slot, free, f"/cabinet/applications/{current.application.id}/move/{slot.id}"
    return slot, free, f"{links.times(own.filed.id)}/{slot.id}"


def _chosen(times: Sequence[Times], code: str, test: StageTest) -> Times | None:
    """The place whose times are shown: the one asked for, of the seat kept, or one with seats."""
    kept = None if test.current is None else test.current.slot.centre_id
    by_wish = [each for each in times if each.centre.code == code]
    by_seat = [each for each in times if each.centre.id == kept]
    free = [each for each in times if each.free]
    return next(iter([*by_wish, *by_seat, *free, *times]), None)


def _review_page(
    request: Request,
    db: Session,
    house: House,
    person: Person,
    own: Own,
    test: StageTest,
    slot: Slot,
    form: Form[Any],
) -> Response:
    account, was_sent = db.get_one(Account, person.account_id), "promise" in form.values
    if was_sent and not form.errors:
        form = form.with_error("", say("The page had been open for long. Please check it again."))
    centre = queries.centre_of(db, slot)
    return page(
        request,
        "candidate_stages/review.html",
        422 if was_sent else 200,
        own=own,
        test=test,
        title=STAGES[test.stage],
        reason=reason_for(test),
        form=form,
        account=account,
        phone=account.phone and show_phone(account.phone),
        slot=slot,
        centre=centre,
        door_closes_at=door_closes(slot),
        promise=new_promise(house.keys, person.account_id),
        back=f"{links.times(own.filed.id)}?centre={centre.code}",
    )
