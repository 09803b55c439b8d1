"""A whole competition in a real browser, with several people signed in at once."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Locator, expect

from service.law.calendar import ASTANA, local_day
from service.law.interview import METHOD as INTERVIEW
from service.vacancies.models import Announcement
from tests.journeys.conftest import Arrive
from tests.journeys.polling import until
from tests.journeys.selection_cast import (
    CHAIR,
    FIELD,
    LISTED,
    NAMES,
    OTHERS,
    PEOPLE,
    SECRETARY,
    Round,
    announced,
    declare_for,
    members,
    person,
    score_for,
    sign_points_for,
    take_test,
)
from tests.journeys.test_signature import Program
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture
def kind() -> str:
    return "later"


TEXT = "Мемлекеттік қызмет халыққа арналған. Сондықтан әр өтініш уақытында қаралуы керек."
COMPLAINT = "Әңгімелесу жарияланған уақыттан бұрын аяқталды деп есептеймін."
ANSWER = "Хаттама мен жазбалар қаралды: әңгімелесу толық өткізілген."


def test_a_competition_from_the_commission_to_the_next_one_invited(theatre: Theatre, visit: Arrive):
    round_ = announced(theatre)
    first, second = visit("kk", "phone"), visit("ru", "wide")
    hr, chair, secretary = visit("ru", "wide"), visit("kk", "wide"), visit("ru", "wide")
    program = Program(theatre.signer)
    everybody = {"hr": hr, "chair": chair, "secretary": secretary}
    people = {"hr": "kuanysh", "chair": CHAIR, "secretary": SECRETARY}

    def on(day: datetime) -> None:
        """Go to this moment, and let everybody sign in anew: sessions end overnight."""
        if day > theatre.clock.now():
            theatre.clock.go_to(day)
        with theatre.house.database.reading() as db:
            known = {part: person(db, key).id for part, key in people.items()}
        for part, here in everybody.items():
            here.known_as(known[part])
        for here, who in zip((first, second), round_.people, strict=False):
            here.known_as(who)

    on(_after_reception(round_))
    until(round_.began, "the competition begins by itself")
    _hr_forms_the_commission(hr, round_)
    _members_declare(theatre, chair, round_)
    for stage, review in (("personal-qualities", {}), ("ability", {"correct": 40})):
        on(_opening(round_, stage))
        for place in range(3):
            take_test(round_, place, **review)
    on(_opening(round_, "essay"))
    _two_write_at_once(round_, first, second)
    _a_proctor_publishes(theatre, visit("kk", "wide"), round_)
    _members_score(theatre, chair, round_)
    on(_closing(round_, "essay"))
    until(lambda: round_.state(2) == "missed", "who stayed away is out")
    until(lambda: round_.state(0) == "recheck", "the files go to HR")
    begins = _hr_confirms_and_sets_the_time(theatre, hr, round_)
    on(begins)
    until(lambda: round_.state(0) == "interview", "the interviews are open")
    _interviews(theatre, round_, (first, second), chair, secretary, program)
    _hr_signs_the_protocol(hr, round_, program)
    _a_complaint_suspends(theatre, second, visit("ru", "wide"), round_)
    _the_next_one_is_invited(hr, first, second, round_)


def _until_not(round_: Round, place: int, state: str) -> None:
    until(lambda: round_.state(place) != state, f"the candidate goes on from {state}")


def _after_reception(round_: Round) -> datetime:
    with round_.theatre.house.database.reading() as db:
        closes_on = db.get_one(Announcement, round_.id).closes_on
    assert closes_on is not None
    return datetime.combine(closes_on + timedelta(days=1), time(9), ASTANA)


def _opening(round_: Round, stage: str) -> datetime:
    until(lambda: round_.course.state.state == stage, f"{stage} is open")
    return round_.course.state.windows[stage].opens_at + timedelta(minutes=5)


def _closing(round_: Round, stage: str) -> datetime:
    return round_.course.state.windows[stage].closes_at + timedelta(minutes=5)


def _hr_forms_the_commission(hr: Visit, round_: Round) -> None:
    hr.goto(f"/hr/announcements/{round_.number}/commission")
    hr.page.locator("label[for*='head_of_hr']").first.click()
    hr.page.locator(f"input[name=fields][value={FIELD}]").check(force=True)
    hr.button("Begin the commission").click()
    expect(
        hr.text("The commission is begun and the lot for its assessors is promised.")
    ).to_be_visible()
    seats = [("chair", CHAIR), *(("member", one) for one in OTHERS), ("secretary", SECRETARY)]
    for part, key in seats:
        hr.page.locator(f"input[name=part][value={part}]").check(force=True)
        hr.page.locator("#field-who").fill(PEOPLE[key].iin)
        hr.button("Seat").click()
        expect(hr.page.get_by_role("rowheader", name=PEOPLE[key].full_name)).to_be_visible()
    hr.button("Draw the assessors").click()
    hr.button("Draw the assessors").click()
    expect(hr.text("The assessors are drawn and seated.")).to_be_visible()
    hr.button("Form the commission").click()
    hr.button("Form the commission").click()
    expect(hr.text("The commission is formed. Its members are told.")).to_be_visible()
    assert set(members(round_.theatre, round_)) == {CHAIR, *OTHERS, *LISTED}


def _members_declare(theatre: Theatre, chair: Visit, round_: Round) -> None:
    """The chair on the page, the others as well."""
    chair.goto("/commission")
    chair.link("Declare").click()
    for one in chair.page.locator("select[name=said]").all():
        one.select_option(index=1)
    chair.page.locator("label[for=field-truth]").click()
    chair.button("Send the declaration").click()
    expect(chair.heading("My commissions")).to_be_visible()
    for key in members(theatre, round_):
        if key != CHAIR:
            declare_for(theatre, round_, key)


def _two_write_at_once(round_: Round, first: Visit, second: Visit) -> None:
    both = list(zip((first, second), round_.applications, ("Kazakh", "Russian"), strict=False))
    for here, application, language in both:
        here.goto(f"/me/essays/{application}")
        here.tick(language, "radio")
        here.button("Go on").click()
        here.button("Begin to write").click()
    for here, _, _ in both:
        here.page.get_by_role("textbox").fill(TEXT)
    for here, _, _ in both:
        expect(here.page.locator("[data-part=state][data-kind=good]")).to_be_visible()
        here.button("Save and go on to hand in").click()
        here.button("Hand in").click()
        expect(here.text("Your essay is handed in.")).to_be_visible()
    assert [round_.state(place) for place in range(3)] == ["essay-review", "essay-review", "essay"]


def _a_proctor_publishes(theatre: Theatre, proctor: Visit, round_: Round) -> None:
    with theatre.house.database.reading() as db:
        proctor.known_as(person(db, "nurlan").id)
    for place in range(2):
        proctor.goto("/proctor/essays")
        proctor.page.get_by_role("link", name=round_.code(place)).click()
        proctor.button("No breaches found").click()
        proctor.page.locator("main form button[type=submit]").first.click()
        _until_not(round_, place, "essay-review")


def _members_score(theatre: Theatre, chair: Visit, round_: Round) -> None:
    chair.goto(f"/commission/{round_.number}/essays")
    assert not any(name in chair.page.content() for name in NAMES), "essays have no names"
    chair.page.get_by_role("link", name=round_.code(0)).click()
    for group in chair.page.locator(".essay-marks fieldset").all():
        group.locator("label").last.click()
    chair.button("Go on").click()
    chair.page.locator("main form button[type=submit]").first.click()
    expect(chair.text("Your marks are given. They cannot be changed.")).to_be_visible()
    score_for(theatre, round_, CHAIR, 1, 4)
    for key in members(theatre, round_):
        if key != CHAIR:
            score_for(theatre, round_, key, 0, 5)
            score_for(theatre, round_, key, 1, 4)


def _hr_confirms_and_sets_the_time(theatre: Theatre, hr: Visit, round_: Round) -> datetime:
    for place in range(2):
        hr.goto(f"/hr/competitions/{round_.number}")
        hr.page.get_by_role("link", name=NAMES[place]).first.click()
        hr.page.locator("input[name=answer][value=confirm]").check(force=True)
        hr.button("Answer").click()
        _until_not(round_, place, "recheck")
    begins = datetime.combine(local_day(theatre.clock.now()) + timedelta(days=1), time(15), ASTANA)
    hr.goto(f"/hr/competitions/{round_.number}/interviews")
    hr.page.locator("#field-day").fill(begins.date().isoformat())
    hr.page.locator("#field-at").fill("15:00")
    hr.page.locator("#field-link").fill("https://meet.example.kz/a-room")
    hr.button("Set the time and tell everybody").click()
    expect(hr.text("The time is set. Everybody is told.")).to_be_visible()
    return begins


def _interviews(
    theatre: Theatre,
    round_: Round,
    candidates: tuple[Visit, Visit],
    chair: Visit,
    secretary: Visit,
    program: Program,
) -> None:
    hall = f"/commission/{round_.number}/interviews"
    for here in (chair, secretary):
        here.goto(hall)
    for here, application in zip(candidates, round_.applications, strict=False):
        here.goto(f"/me/interviews/{application}")
        here.button("Enter the waiting room").click()
        expect(here.button("Leave the waiting room")).to_be_visible()
    for _ in members(theatre, round_):
        secretary.button("Note attendance").first.click()
        secretary.is_at(hall)
    for place in range(2):
        _is_interviewed(round_, place, candidates[place], chair, secretary)
        chair.page.locator(f"main a[href='{hall}/{round_.applications[place]}']").first.click()
        _signs_points(chair, program, 5 - place)
        for key in members(theatre, round_):
            if key != CHAIR:
                sign_points_for(theatre, round_, key, place, 5 - place)
        over = candidates[place].page.locator(".banner-title")
        expect(over).to_have_text(candidates[place].says("The interview is over"))
        for here in (chair, secretary):
            here.goto(hall)


def _is_interviewed(
    round_: Round, place: int, candidate: Visit, chair: Visit, secretary: Visit
) -> None:
    """The secretary lets in; the clock runs on the screens of all three without a click."""
    card = secretary.page.locator("li.card").filter(has_text=NAMES[place])
    card.get_by_role("button", name=secretary.says("Let in")).click()
    for here in (candidate, chair, secretary):
        expect(_clock(here)).to_be_visible()
    assert round_.state(place) == "in-interview"


def _clock(here: Visit) -> Locator:
    return here.page.locator(".live-stage [data-until]")


def _signs_points(chair: Visit, program: Program, mark: int) -> None:
    for name in INTERVIEW.criteria:
        chair.page.locator(f"input[name={name}][value='{mark}']").check(force=True)
    chair.button("Go on to the signature").click()
    chair.button("Sign").click()
    program.sign_with(f"{CHAIR}-good")
    expect(chair.text("You have signed").first).to_be_visible()


def _hr_signs_the_protocol(hr: Visit, round_: Round, program: Program) -> None:
    def is_made() -> bool:
        hr.goto(f"/hr/competitions/{round_.number}/protocol")
        return hr.button("Sign by e-signature").is_visible()

    until(is_made, "the protocol is made")
    hr.button("Sign by e-signature").click()
    hr.button("Sign").click()
    program.sign_with("kuanysh-good")
    until(lambda: round_.state(0) == "named", "the winner is named")


def _a_complaint_suspends(theatre: Theatre, second: Visit, authority: Visit, round_: Round) -> None:
    second.goto("/me/competitions")
    second.page.locator("main a[href*='/me/competitions/']").first.click()
    own = second.page.url
    second.link("File a complaint").click()
    second.page.locator("input[name=against][value=hr]").check(force=True)
    second.page.locator("#field-text").fill(COMPLAINT)
    second.page.locator("main form button[type=submit]").first.click()
    second.page.locator("main form button[type=submit]").first.click()
    until(lambda: round_.course.state.is_suspended, "the complaint suspends")
    with theatre.house.database.reading() as db:
        authority.known_as(person(db, "raushan").id)
    authority.goto("/authority/complaints")
    authority.page.get_by_role("link", name=round_.number, exact=True).click()
    authority.page.locator("input[name=answer][value=resume]").check(force=True)
    authority.page.locator("#field-reason").fill(ANSWER)
    authority.button("Go on").click()
    authority.page.locator("main form button[type=submit]").first.click()
    until(lambda: not round_.course.state.is_suspended, "it goes on")
    second.page.goto(own)
    expect(second.page.get_by_text(ANSWER)).to_be_visible()


def _the_next_one_is_invited(hr: Visit, first: Visit, second: Visit, round_: Round) -> None:
    first.goto("/me/competitions")
    first.page.locator("main a[href*='/me/competitions/']").first.click()
    first.button("Decline the post").click()
    first.button("Decline the post").click()
    until(lambda: round_.state(0) == "declined", "the winner has declined")
    hr.goto(f"/hr/competitions/{round_.number}")
    if hr.button("Invite").is_visible():
        hr.button("Invite").click()
        hr.page.locator("main form button[type=submit]").first.click()
    until(lambda: round_.state(1) == "invited", "the next one is invited")
    second.goto("/me/competitions")
    second.page.locator("main a[href*='/me/competitions/']").first.click()
    second.button("Accept the invitation").click()
    second.page.locator("main form button[type=submit]").first.click()
    until(lambda: round_.state(1) != "invited", "the next one has accepted")
