"""From an announced vacancy to an application: checked before, asked, sent, seen, taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from service.admissions.models import CompetitionApplication, Standing
from service.core.wiring import Wiring
from service.law.calendar import end_of_day
from service.law.requirements import Wording
from service.people.models import Account
from service.personal_files.models import LanguageSkill
from service.vacancies.models import Announcement, AnnouncementState
from tests import make, make_vacancies
from tests import make_admissions as builders
from tests.admissions.test_applying import CLOSES
from tests.clock import FixedClock
from tests.staff import words
from tests.visitor import Visitor

CHECK = "/me/vacancies/V-2026-000001/1/check"
APPLY = "/me/vacancies/V-2026-000001/1/apply"


@pytest.fixture
def hr(db: Session) -> Account:
    make_vacancies.register(db)
    return make_vacancies.hr(db)


@pytest.fixture
def competition(db: Session, hr: Account) -> Announcement:
    return builders.announced(db, hr)


def come(client: Visitor, person: Account) -> Account:
    client.sign_in_as(person)
    client.headers["accept-language"] = "en"
    return person


def only(db: Session) -> CompetitionApplication:
    (row,) = db.exec(select(CompetitionApplication)).all()
    return row


def test_who_is_not_signed_in_is_led_there_and_back(client: Visitor, competition: Announcement):
    page = client.get(f"/vacancies/{competition.number}").text
    assert f'href="{CHECK}"' in page
    answer = client.get(CHECK, headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def test_the_check_shows_each_line_with_its_data_origin_paragraph_and_what_to_do(
    client: Visitor, db: Session, competition: Announcement
):
    come(client, builders.candidate(db, without=frozenset({"language", "certificate"})))
    answer = client.get(CHECK)
    said = words(answer)
    assert answer.status_code == 200
    for shown in (
        "2 requirements are not met",
        "There is no certificate of the test.",
        "The language is not in the file.",
        "Add the language with your level.",
        "Higher education, bachelor: Law",
        "заңгер · Заң кеңесі · From 1 January 2020 to now · field: Law",
        "(written by the candidate)",
        "Counted: 6 y. 10 m. 24 d. of 3 y. 0 m. asked",
        "Law on the civil service, 28(3)",
        "(declared by the candidate)",
        "13 bars to entry of which none stands in the way",
        "Nothing has been sent yet.",
    ):
        assert shown in said, shown
    for place in ("/me/file#language", "/book/check?programme=IS-1"):
        assert f'href="{place}"' in answer.text
    assert db.exec(select(CompetitionApplication)).all() == []


def test_who_meets_everything_applies_after_being_told_what_is_sent(
    client: Visitor, db: Session, competition: Announcement
):
    come(client, builders.candidate(db))
    assert "All requirements are met" in words(client.get(CHECK))
    asked = words(client.get(APPLY))
    assert "your name, your contact data and your electronic personal file" in asked
    assert "nothing of your origin, sex, nationality, religion" in asked
    assert "You meet all requirements: you will be admitted at once." in asked
    answer = client.submit(APPLY)
    row = only(db)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/me/applications/{row.id}")
    assert client.said() == "You have applied, and you are admitted."
    assert row.standing is Standing.ADMITTED
    assert client.submit(APPLY).headers["location"] == f"/me/applications/{row.id}"
    assert client.said() == "You have applied to this competition."
    assert "You have applied to this competition." in words(client.get(CHECK))
    assert client.get(APPLY).headers["location"] == CHECK


def test_what_is_added_changes_the_answer_and_both_stay_to_be_seen(
    client: Visitor,
    db: Session,
    competition: Announcement,
    clock: FixedClock,
    run_due: Callable[[], int],
):
    person = come(client, builders.candidate(db, without=frozenset({"language"})))
    client.submit(APPLY)
    row = only(db)
    url = f"/me/applications/{row.id}"
    before = words(client.get(url))
    assert "1 requirement is not met" in before
    assert "What is missing can be added up to and with 2 December 2026." in before
    client.submit(f"{url}/check")
    assert client.said() == "Checked again: the answer is the same."
    builders.line(db, person, LanguageSkill, now=clock.move(minutes=5), **builders.SPEAKS)
    client.submit(f"{url}/check")
    assert client.said() == "Checked again: the answer has changed."
    after = words(client.get(url))
    assert "All requirements are met" in after
    assert "Checked again after a change of the file: Admitted" in after
    first = words(client.get(f"{url}/decisions/1"))
    assert "The language is not in the file." in first
    assert "Checked with the application" in first
    assert client.get(f"{url}/decisions/3").status_code == 404
    assert "My applications to vacancies" in words(client.get("/me/applications"))
    assert row.number in client.get(url).text
    run_due()
    assert only(db).decisions == 2


def test_it_is_taken_back_after_a_question_and_may_be_sent_again(
    client: Visitor, db: Session, competition: Announcement
):
    come(client, builders.candidate(db))
    client.submit(APPLY)
    url = f"/me/applications/{only(db).id}"
    assert "you can apply again under the same number" in words(client.get(f"{url}/withdraw"))
    client.submit(f"{url}/withdraw")
    assert only(db).standing is Standing.WITHDRAWN
    assert "Check and apply again" in words(client.get(url))
    assert client.get(f"{url}/withdraw").status_code == 303
    client.submit(APPLY)
    assert only(db).standing is Standing.ADMITTED


def test_id_2_without_consent_the_file_is_not_looked_at(
    client: Visitor, db: Session, competition: Announcement
):
    come(client, make.account(db))
    said = words(client.get(CHECK))
    assert "Your consent is missing" in said
    assert "Data used" not in said
    assert client.submit(APPLY).headers["location"] == CHECK
    assert client.said().startswith("Without your consent")


def test_after_the_last_day_nothing_is_received(
    client: Visitor, db: Session, competition: Announcement, clock: FixedClock
):
    person = builders.candidate(db)
    late = builders.candidate(db)
    come(client, person)
    client.submit(APPLY)
    clock.set(end_of_day(CLOSES) + timedelta(minutes=1))
    url = f"/me/applications/{only(db).id}"
    come(client, person)
    client.submit(f"{url}/check")
    assert client.said().startswith("The reception of documents is over")
    assert "you cannot apply to this round again" in words(client.get(f"{url}/withdraw"))
    come(client, late)
    assert "The reception of documents is over." in words(client.get(CHECK))
    client.submit(APPLY)
    assert client.said() == "The reception of documents is over."


def test_vc_2_a_cancelled_competition_says_so(
    client: Visitor, db: Session, competition: Announcement
):
    come(client, builders.candidate(db))
    client.submit(APPLY)
    competition.state, competition.end_reason = AnnouncementState.CANCELLED, "Decree № 1"
    db.add(competition)
    url = f"/me/applications/{only(db).id}"
    said = words(client.get(url))
    assert "This competition is cancelled" in said
    assert "Decree № 1" in said
    assert client.get(f"{url}/withdraw").status_code == 303
    client.submit(f"{url}/withdraw")
    assert client.said().startswith("This competition is over")
    assert "Competition cancelled" in words(client.get("/me/applications"))


def test_a_question_shows_by_when_it_is_answered(client: Visitor, db: Session, hr: Account):
    builders.announced(db, hr, wordings=(Wording("degree-abroad"),))
    come(client, builders.candidate(db))
    assert "A person must look at 1 requirement" in words(client.get(CHECK))
    client.submit(APPLY)
    said = words(client.get(f"/me/applications/{only(db).id}"))
    assert "The HR service answers by 25 November 2026 at the latest." in said


def test_nobody_sees_anothers_application(
    client: Visitor, db: Session, house: Wiring, competition: Announcement
):
    row = builders.applied(db, house, competition, builders.candidate(db)).application
    come(client, builders.candidate(db))
    url = f"/me/applications/{row.id}"
    for path in (url, f"{url}/decisions/1", f"{url}/withdraw"):
        assert client.get(path).status_code == 404
    for path in (f"{url}/withdraw", f"{url}/check"):
        assert client.submit(path).status_code == 404
    assert only(db).standing is Standing.ADMITTED


def test_a_vacancy_that_is_not_published_is_not_there(client: Visitor, db: Session, hr: Account):
    row = make_vacancies.vacancy(db, hr)
    draft = make_vacancies.draft(db, row, hr)
    come(client, builders.candidate(db))
    for number in (draft.number, "V-2026-999999/1", "V/1"):
        for page in ("check", "apply"):
            assert client.get(f"/me/vacancies/{number}/{page}").status_code == 404
