"""HR makes vacancies, writes and publishes announcements, asks for agreement, ends rounds."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from service.journal.queries import entries_before
from service.law.announcement import PARTS
from service.people.models import Account, Role
from service.posts.models import RegisterName
from service.vacancies import queries
from service.vacancies.models import AnnouncementState, Vacancy, VacancyState
from tests import make_bodies, staff
from tests import make_vacancies as make
from tests.clock import START, FixedClock
from tests.make_bodies import MINISTRY
from tests.staff import confirmed, errors, words
from tests.visitor import Visitor

NEW = f"/hr/vacancies/new/posts/{make.ANALYST}"
FIELDS = {
    "body": MINISTRY,
    "kind": "corps-b",
    "is_lowest": "false",
    "title_ru": "Главный эксперт",
    "place": "astana",
}
TEXTS = {f"{part}_{language}": "x" for part in PARTS for language in ("kk", "ru")}


@pytest.fixture
def posts(db: Session) -> dict[RegisterName, str]:
    return make.register(db)


@pytest.fixture
def hr(client: Visitor, db: Session, posts: dict[RegisterName, str]) -> Account:
    """Somebody of the ministry's HR who is signed in."""
    person = make.hr(db)
    client.sign_in_as(person)
    return person


@pytest.fixture
def row(db: Session, hr: Account) -> Vacancy:
    return make.vacancy(db, hr)


def test_who_works_for_no_body_is_told_so(client: Visitor, db: Session):
    staff.sign_in(client, db, Role.HR)
    for path in ("/hr", "/hr/vacancies/new"):
        assert "not registered in any body's HR service" in words(client.get(path))


def test_hr_chooses_a_post_of_its_own_body(client: Visitor, hr: Account):
    shown = client.get("/hr/vacancies/new")
    assert len(re.findall(r'href="/hr/vacancies/new/posts/', shown.text)) == 4
    assert "Never put to competition" in words(shown)  # the minister's assistant
    found = client.get("/hr/vacancies/new?q=сарапшысы")
    assert len(re.findall(r'href="/hr/vacancies/new/posts/', found.text)) == 2
    political = client.get("/hr/vacancies/new?register=political")
    assert "Never put to competition" in words(political)


def test_a_vacancy_is_made_with_little_typing(client: Visitor, db: Session, hr: Account):
    form = client.get(f"{NEW}?body={MINISTRY}")
    assert "a lower category than C-4" in words(form)
    answer = client.submit(NEW, FIELDS)
    assert answer.headers["location"] == "/hr/vacancies/V-2026-000001"
    shown = words(client.get(answer.headers["location"]))
    for said in (
        "Announce the next round",
        "Internal competition in the body",
        "The law begins with a competition in the body itself. Law on the civil service, 29(1)",
        "No round has been announced yet.",
        "vacancy made",
    ):
        assert said in shown
    again = client.get(f"{NEW}?body={MINISTRY}").text
    assert 'value="Главный эксперт"' in again
    assert "The register has 1 unit of this post" in again


def test_the_lowest_category_is_proposed_as_such(client: Visitor, hr: Account):
    shown = client.get(f"/hr/vacancies/new/posts/{make.EXPERT}?body={MINISTRY}")
    assert "By the register C-5 is the lowest category of the body." in words(shown)
    assert re.search(r'name="is_lowest" value="true" checked', shown.text)


@pytest.mark.parametrize(
    ("changed", "field", "fault"),
    [
        ({"title_ru": ""}, "title_ru", "Please fill in this field."),
        ({"is_lowest": ""}, "is_lowest", "Please fill in this field."),
        ({"absence": "studies"}, "until_on", "Say until when the post is vacant."),
        ({"place": "moon"}, "place", "Please choose one of the answers."),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    client: Visitor, hr: Account, changed: dict[str, str], field: str, fault: str
):
    assert errors(client.submit(NEW, {**FIELDS, **changed})) == {field: fault}


@pytest.mark.parametrize("register", [RegisterName.POLITICAL, RegisterName.CIVILIAN])
def test_lw_6_an_excluded_register_is_refused_with_the_article_and_how_it_is_filled(
    client: Visitor, hr: Account, posts: dict[RegisterName, str], register: RegisterName
):
    answer = client.get(f"/hr/vacancies/new/{register}/{posts[register]}?body={MINISTRY}")
    assert answer.status_code == 409
    said = {"political": "By appointment or election", "civilian": "By a labour contract"}
    for expected in ("This post is not put to competition", said[register], "LW-6"):
        assert expected in words(answer)


def test_lw_6_what_hr_says_of_the_post_is_refused_and_kept(
    client: Visitor, db: Session, hr: Account
):
    answer = client.submit(NEW, {**FIELDS, "kind": "of-first-head"})
    assert answer.status_code == 409
    assert "Law on the civil service, 29(4)" in words(answer)
    assert "The attempt stands in the journal." in words(answer)
    (entry,) = entries_before(db, verb="vacancy refused", limit=9)
    assert (entry.actor_id, entry.rule) == (hr.id, "LW-6")


def another_bodys(client: Visitor, db: Session) -> None:
    client.sign_in_as(make_bodies.member(db, "ministry-of-trade"))


def test_what_is_another_bodys_is_not_there(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    draft = make.draft(db, row, hr)
    another_bodys(client, db)
    url, announcement = f"/hr/vacancies/{row.number}", f"/hr/announcements/{draft.number}"
    for path in (
        url, f"{url}/edit", f"{url}/withdraw", f"{url}/outside", f"{url}/agreement", announcement,
        f"{announcement}/preview", f"{announcement}/publish", f"{announcement}/withdraw",
        f"{announcement}/end", f"{NEW}?body={MINISTRY}", "/hr/vacancies/V-2026-000099",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    for path in (
        NEW, f"{url}/announce", f"{url}/edit", f"{url}/withdraw", f"{url}/outside",
        f"{url}/agreement", f"{url}/agreement/back", announcement, f"{announcement}/publish",
        f"{announcement}/withdraw", f"{announcement}/end",
    ):  # fmt: skip
        assert client.submit(path, FIELDS).status_code == 404, path
    assert row.number not in client.get("/hr").text


def test_the_hr_service_of_another_body_works_for_those_it_serves(
    client: Visitor, db: Session, hr: Account
):
    made = make_bodies.body(db, "served", served_by=MINISTRY, parent=MINISTRY)
    row = make.vacancy(db, hr, code=made.code)
    assert client.get(f"/hr/vacancies/{row.number}").status_code == 200
    assert "served en" in words(client.get("/hr"))


def test_an_announcement_is_written_checked_and_published(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    begun = client.submit(f"/hr/vacancies/{row.number}/announce")
    url = begun.headers["location"]
    assert url == f"/hr/announcements/{row.number}/1"
    assert client.submit(f"/hr/vacancies/{row.number}/announce").headers["location"] == url
    faulty = errors(client.get(f"{url}/publish"))
    assert set(faulty) == {
        "functions_kk", "functions_ru", "salary_kk", "salary_ru", "contacts_kk", "contacts_ru",
        "sites",
    }  # fmt: skip
    assert faulty["salary_kk"] == "Please fill in this field."
    assert faulty["sites"] == (
        "The law asks for it: The body's own web site. "
        "The law asks for it: The web site of the authorised body."
    )
    fields = {**TEXTS, "version": "1", "stages": ["interview"], "deed": "publish",
              "sites": ["body", "authorised-body"], "closes_on": "2026-11-26",
              "interview_on": "2026-11-27"}  # fmt: skip
    assert client.submit(url, fields).headers["location"] == f"{url}/publish"
    question = client.get(f"{url}/publish")
    for said in ("Publish this announcement?", "is frozen", "nobody is appointed to this post"):
        assert said in words(question)
    done = client.submit(f"{url}/publish", confirmed(question, {"version": "2"}))
    assert done.headers["location"] == f"/hr/vacancies/{row.number}"
    assert client.get(f"/vacancies/{row.number}/1").status_code == 200
    assert client.get(url).headers["location"] == f"/vacancies/{row.number}/1"
    shown = words(client.get(f"/hr/vacancies/{row.number}"))
    assert "Documents are received" in shown
    assert "announcement published" in shown
    twice = client.submit(f"{url}/publish", confirmed(question, {"version": "2"}))
    assert twice.status_code == 303


def test_a_day_that_does_not_fit_is_said_with_the_first_that_does(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    draft = make.draft(db, row, hr, closes_on=make.day(25, 11), interview_on=make.day(25, 11))
    found = errors(client.get(f"/hr/announcements/{draft.number}/publish"))
    assert found == {
        "closes_on": "Documents are received until 26 November 2026 at the least.",
        "interview_on": "The interview comes after the reception: 27 November 2026 or later.",
    }


def test_of_two_who_write_nobody_loses_anything(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    other, draft = make.hr(db), make.draft(db, row, hr)
    url, version = f"/hr/announcements/{draft.number}", draft.version
    fields = {**TEXTS, "version": str(version), "stages": ["interview"], "salary_ru": "от 200",
              "closes_on": "2026-11-26", "interview_on": "2026-12-10"}  # fmt: skip
    client.sign_in_as(other)
    theirs = {"salary_ru": "от 300", "stages": ["essay", "interview"]}
    assert client.submit(url, {**fields, **theirs}).status_code == 303
    client.sign_in_as(hr)
    answer = client.submit(url, fields)
    assert answer.status_code == 409
    said = words(answer)
    assert f"{other.name} has saved this draft meanwhile" in said
    assert "от 300" in said
    assert ">\nот 200</textarea>" in answer.text
    assert f"Saved by {other.name}: Essay; Interview" in said
    assert said.count("Saved by") == 2
    newer = re.search(r'name="version" value="(\d+)"', answer.text)
    assert newer
    again = client.submit(url, {**fields, "version": newer[1]})
    assert again.status_code == 303
    db.expire_all()
    kept = queries.announcement(db, draft.id)
    assert kept.texts["salary"]["ru"] == "от 200"


def test_what_was_changed_between_the_question_and_the_yes_is_not_published(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    draft = make.draft(db, row, hr)
    url, seen = f"/hr/announcements/{draft.number}", draft.version
    question = client.get(f"{url}/publish")
    make.draft(db, row, hr, closes_on=make.day(27, 11))
    answer = client.submit(f"{url}/publish", confirmed(question, {"version": str(seen)}))
    assert (answer.headers["location"], client.said()) == (
        url, "Meanwhile somebody else has changed the draft. Look at it, then publish it.",
    )  # fmt: skip


def test_a_draft_is_previewed_counted_and_withdrawn(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    draft = make.draft(db, row, hr)
    url = f"/hr/announcements/{draft.number}"
    assert "Preview: nobody but you sees this yet." in words(client.get(f"{url}/preview"))
    assert "0 people meet everything that is asked" in words(client.get(f"{url}?count=yes"))
    question = client.get(f"{url}/withdraw")
    assert client.submit(f"{url}/withdraw", confirmed(question, {})).status_code == 303
    db.refresh(draft)
    assert draft.state is AnnouncementState.CANCELLED
    assert client.get(f"/vacancies/{draft.number}").status_code == 404
    for path in (url, f"{url}/preview", f"{url}/publish", f"{url}/withdraw", f"{url}/end"):
        assert client.get(path).headers["location"] == f"/hr/vacancies/{row.number}"


def test_requirements_are_taken_over_anew(client: Visitor, db: Session, hr: Account, row: Vacancy):
    draft = make.draft(db, row, hr)
    fields = {**TEXTS, "version": str(draft.version), "deed": "requirements"}
    client.submit(f"/hr/announcements/{draft.number}", fields)
    db.refresh(draft)
    assert "Юриспруденция" in draft.texts["requirements"]["ru"]
    assert draft.texts["salary"]["ru"] == "x"


def test_a_round_is_ended_with_a_reason_and_the_next_one_is_due(
    client: Visitor, db: Session, hr: Account, row: Vacancy, clock: FixedClock
):
    one = make.published(db, row, hr)
    url = f"/hr/announcements/{one.number}/end"
    assert errors(client.submit(url, {"reason": ""})) == {"reason": "Please fill in this field."}
    fields = {"reason": "Nobody has applied."}
    early = client.submit(url, confirmed(client.submit(url, fields), fields))
    assert early.status_code == 303
    assert client.said() == "Documents are received up to and with %(day)s."
    clock.set(START + timedelta(days=4))
    client.sign_in_as(hr)
    client.submit(url, confirmed(client.submit(url, fields), fields))
    shown = words(client.get(f"/hr/vacancies/{row.number}"))
    assert "Internal competition among all bodies" in shown
    assert "Nobody was chosen" in shown


def test_lw_7_an_appointment_past_the_competition_is_refused_on_the_page(
    client: Visitor, db: Session, hr: Account, row: Vacancy
):
    make.published(db, row, hr)
    url = f"/hr/vacancies/{row.number}/outside"
    assert set(errors(client.submit(url))) == {"path", "act", "act_on"}
    fields = {"path": "transfer", "act": "№ 15", "act_on": "2026-11-24"}
    answer = client.submit(url, fields)
    assert answer.status_code == 409
    for said in ("The law forbids this appointment", "was announced on 23 November 2026", "69"):
        assert said in words(answer)
    assert "Refused: LW-7" in words(client.get(f"/hr/vacancies/{row.number}"))


def test_an_appointment_without_an_announcement_fills_the_vacancy(
    client: Visitor, db: Session, row: Vacancy
):
    fields = {"path": "transfer", "act": "№ 15", "act_on": "2026-11-23"}
    client.submit(f"/hr/vacancies/{row.number}/outside", fields)
    db.refresh(row)
    assert row.state is VacancyState.FILLED
    assert "№ 15" in words(client.get("/hr?state=filled"))


def test_a_vacancy_is_changed_and_closed(client: Visitor, db: Session, row: Vacancy):
    url = f"/hr/vacancies/{row.number}"
    sent = {"version": "1", "is_lowest": "true", "title_ru": "Эксперт", "absence": "illness",
            "until_on": "2027-03-01", "ill_since": "2026-08-01",
            "listed_illness": "true"}  # fmt: skip
    assert client.submit(f"{url}/edit", sent).status_code == 303
    assert "Illness of more than two months" in words(client.get(url))
    assert re.search(r'value="2026-08-01"', client.get(f"{url}/edit").text)
    stale = client.submit(f"{url}/edit", sent)
    assert stale.status_code == 422
    assert "Meanwhile somebody else has changed this vacancy." in words(stale)
    fields = {"reason": "The unit is cut."}
    question = client.submit(f"{url}/withdraw", fields)
    client.submit(f"{url}/withdraw", confirmed(question, fields))
    db.refresh(row)
    assert row.state is VacancyState.WITHDRAWN
    assert "The unit is cut." in words(client.get("/hr?state=withdrawn"))


def test_the_cabinet_shows_what_waits_and_by_when(
    client: Visitor, db: Session, hr: Account, clock: FixedClock
):
    make.published(db, make.vacancy(db, hr), hr)
    make.draft(db, make.vacancy(db, hr, make.DEPUTY), hr)
    make.vacancy(db, hr, make.EXPERT)
    shown = words(client.get("/hr"))
    for said in ("2 for you to do", "0 past their day", "1 receive documents", "0 competitions",
                 "By 26 November 2026", "Finish the draft and publish it"):  # fmt: skip
        assert said in shown
    clock.set(START + timedelta(days=30))
    client.sign_in_as(hr)
    assert "Past its day: 10 December 2026" in words(client.get("/hr"))
