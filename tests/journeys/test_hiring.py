"""From an announced vacancy to the end of probation, with what is missing added on the way."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from service.admissions import queries
from service.admissions.models import CompetitionApplication, Standing
from service.demo.people import demo_people
from service.hirings.actions import Invitation, start_hiring
from service.hirings.models import Entrant, Hiring, HiringState, What
from service.law.calendar import ASTANA, local_day
from service.law.requirements import Wording
from service.people.models import Account
from service.people.queries import account_by_iin
from service.personal_files.models import LanguageSkill
from service.vacancies.models import Announcement
from tests import make_admissions as builders
from tests.journeys.conftest import Arrive
from tests.journeys.polling import until
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def kind() -> str:
    return "later"


REASON = "Құжаттарды қарадым. Документы посмотрел."


def test_from_a_check_to_the_end_of_probation(theatre: Theatre, visit: Arrive):
    round_, person, hr = _announced(theatre)
    here, staff = visit("ru", "wide"), visit("ru", "wide")
    here.known_as(person)
    staff.known_as(hr)
    row = _applies(theatre, here, round_)
    _adds_what_is_missing(theatre, here, row)
    _answers_what_a_program_cannot(theatre, staff, row)
    here.goto(f"/me/applications/{row}")
    expect(here.text("All requirements are met")).to_be_visible()
    hiring = _is_invited(theatre, row)
    _accepts(theatre, here, hiring)
    _is_hired(theatre, staff, hiring)


def _announced(theatre: Theatre) -> tuple[Announcement, UUID, UUID]:
    """A round that asks English and something that only a person can judge; a candidate without."""
    now = theatre.clock.now()
    with theatre.house.database.writing() as db:
        hr_iin = next(one.iin for one in demo_people() if one.key == "kuanysh")
        hr = account_by_iin(db, hr_iin)
        assert hr is not None
        asked = {**builders.ASKED, "wordings": (Wording("degree-abroad"),)}
        round_ = builders.announced(db, hr, now=now, **asked)
        person = builders.candidate(db, without=frozenset({"language"}), family_name="Журналов")
        return round_, person.id, hr.id


def _applies(theatre: Theatre, here: Visit, round_: Announcement) -> UUID:
    """Check, see what is not met, apply all the same."""
    here.goto(f"/vacancies/{round_.number}")
    here.link("Check and apply").click()
    expect(here.heading("Check before you apply")).to_be_visible()
    expect(here.text("The language is not in the file.")).to_be_visible()
    todo = here.link("Add the language with your level.")
    assert todo.get_attribute("href") == "/me/file#language"
    here.link("Apply").click()
    expect(here.heading("Apply to this competition?")).to_be_visible()
    here.button("Apply").click()
    told = "You have applied. Some requirements are not met yet: see what can be added."
    expect(here.text(told)).to_be_visible()
    application = UUID(here.page.url.rpartition("/")[2])
    assert _standing(theatre, application) is Standing.REFUSED
    return application


def _adds_what_is_missing(theatre: Theatre, here: Visit, application: UUID) -> None:
    """The check is repeated by itself: nobody presses a button."""
    with theatre.house.database.writing() as db:
        row = db.get_one(CompetitionApplication, application)
        person = db.get_one(Account, row.account_id)
        builders.line(db, person, LanguageSkill, now=theatre.clock.now(), **builders.SPEAKS)
    until(
        lambda: _standing(theatre, application) is Standing.LOOK or None,
        "the worker checks the changed file",
    )
    here.page.reload()
    expect(here.text("Checked again after a change of the file")).to_be_visible()


def _answers_what_a_program_cannot(theatre: Theatre, staff: Visit, application: UUID) -> None:
    staff.goto("/hr/applications")
    staff.goto(f"/hr/applications/{application}")
    staff.page.locator("#line-wording-degree-abroad .line-look label").first.click()
    staff.page.locator("#field-line-wording-degree-abroad-reason").fill(REASON)
    staff.button("Keep the answer").click()
    expect(staff.text("Your answer is kept; the candidate is told.")).to_be_visible()
    assert _standing(theatre, application) is Standing.ADMITTED


def _is_invited(theatre: Theatre, application: UUID) -> Hiring:
    with theatre.house.database.reading() as db:
        filed = queries.filed(db, application)
    assert filed is not None
    assert filed.announcement.closes_on is not None
    _go_to(theatre, filed.announcement.closes_on + timedelta(days=1))
    until(lambda: _closed(theatre, application) or None, "the reception is closed")
    now = theatre.clock.now()
    with theatre.house.database.writing() as db:  # as the competition does when the winner is named
        said = Invitation("12", local_day(now), Entrant.FIRST_TIME)
        calendar = theatre.house.parts["calendar"]
        found = start_hiring(db, application, said, by=None, calendar=calendar, now=now)
    assert isinstance(found, Hiring), found
    return found


def _accepts(theatre: Theatre, here: Visit, hiring: Hiring) -> None:
    here.known_as(hiring.account_id)
    here.goto(f"/me/hirings/{hiring.id}")
    here.link("Hand in the hiring application").click()
    here.button("Hand it in").click()
    told = "Your hiring application is handed in; the HR service is told."
    expect(here.text(told)).to_be_visible()


def _is_hired(theatre: Theatre, staff: Visit, hiring: Hiring) -> None:
    """HR enters each step on its day, up to the last day of probation."""
    day = local_day(theatre.clock.now())
    steps = [
        (What.DECLARED, 1),
        (What.CHECK_SENT, 2),
        (What.ACTING, 3),
        (What.CHECK_PASSED, 20),
        (What.APPOINTED, 21),
        (What.RESTRICTIONS, 22),
        (What.MENTOR, 22),
    ]
    for what, days in steps:
        _enters(theatre, staff, hiring, what, day + timedelta(days=days))
    ends_on = _probation_end(day + timedelta(days=21))
    _enters(theatre, staff, hiring, What.PASSED, ends_on)
    expect(staff.text("Hired: the probation is passed")).to_be_visible()
    with theatre.house.database.reading() as db:
        found = db.get_one(Hiring, hiring.id)
    assert (found.state, found.ended_on) == (HiringState.ENDED, ends_on)


def _probation_end(appointed_on: date) -> date:
    """Three months from the appointment on; none of these days is missing in its month."""
    month = appointed_on.month + 3
    year, month = appointed_on.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, appointed_on.day) - timedelta(days=1)


def _enters(theatre: Theatre, staff: Visit, hiring: Hiring, what: What, on: date) -> None:
    _go_to(theatre, on)
    staff.known_as(_hr_of(theatre))
    staff.goto(f"/hr/hirings/{hiring.id}")
    staff.page.locator("#field-what").select_option(str(what))
    staff.page.locator("#field-on").fill(on.isoformat())
    staff.button("Enter").click()
    expect(staff.page.locator(".banner-good").first).to_be_visible()


def _go_to(theatre: Theatre, day: date) -> None:
    if day <= local_day(theatre.clock.now()):
        return
    theatre.clock.go_to(datetime.combine(day, time(10), ASTANA))


def _hr_of(theatre: Theatre) -> UUID:
    iin = next(one.iin for one in demo_people() if one.key == "kuanysh")
    with theatre.house.database.reading() as db:
        found = account_by_iin(db, iin)
    assert found is not None
    return found.id


def _standing(theatre: Theatre, application: UUID) -> Standing:
    with theatre.house.database.reading() as db:
        return db.get_one(CompetitionApplication, application).standing


def _closed(theatre: Theatre, application: UUID) -> bool:
    with theatre.house.database.reading() as db:
        return db.get_one(CompetitionApplication, application).closed_at is not None
