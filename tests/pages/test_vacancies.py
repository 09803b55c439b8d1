"""Public vacancies: found by everyone, read without signing in, kept by calendars and readers."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from icalendar import Calendar
from lxml import etree
from sqlmodel import Session

from service.core.i18n import Language
from service.people.models import Account, Role
from service.vacancies.cancelling import ChangeSaid, change_body
from service.vacancies.models import Announcement
from tests import make_vacancies as make
from tests import staff
from tests.clock import START, FixedClock
from tests.make_bodies import MINISTRY
from tests.visitor import Visitor

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.fixture
def hr(db: Session) -> Account:
    make.register(db)
    return make.hr(db)


@pytest.fixture
def one(db: Session, hr: Account) -> Announcement:
    """An announced round in the body, open until 26 November."""
    return make.published(db, make.vacancy(db, hr), hr)


def test_without_a_vacancy_the_list_says_so(client: Visitor):
    assert "No vacancy is like this" in staff.words(client.get("/vacancies"))


def test_an_announced_vacancy_is_in_the_list_and_a_draft_is_not(
    client: Visitor, db: Session, hr: Account, one: Announcement
):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    shown = client.get("/vacancies")
    said = staff.words(shown)
    assert "1 vacancy" in said
    assert "3 days left" in said
    assert "Ministry of Justice" in said
    assert f'href="/vacancies/{one.number}"' in shown.text
    assert draft.number not in shown.text
    assert client.get(f"/vacancies/{draft.number}").status_code == 404


FOUND = [
    ("q=сарапшысы", 1),
    ("q=ministry+of+justice", 1),
    (f"body={MINISTRY}", 1),
    ("category=C-4&round=internal-body&office=central&place=astana", 1),
    ("field=law", 1),
    ("soon=yes", 1),
    ("q=nothing", 0),
    ("temporary=yes", 0),
    ("essay=yes", 0),
    ("category=C-5", 0),
    ("stand=running", 0),
    ("stand=over", 0),
    ("stand=any", 1),
    ("stand=%00&q=%00&category=%00&page=-1", 1),
    ("q=%25", 0),
]


@pytest.mark.parametrize(("asked", "found"), FOUND)
def test_the_list_is_narrowed(client: Visitor, one: Announcement, asked: str, found: int):
    shown = client.get(f"/vacancies?{asked}")
    assert shown.status_code == 200
    assert len(re.findall(r'href="/vacancies/V-', shown.text)) == found


def test_the_filters_offer_what_there_is_in_words(client: Visitor, one: Announcement):
    said = staff.words(client.get("/vacancies"))
    for words in ("City of Astana (1)", "Central body (1)", "C-4 (1)", "Law (1)"):
        assert words in said


def test_a_long_list_has_pages_that_keep_the_search(client: Visitor, db: Session, hr: Account):
    for _ in range(21):
        make.published(db, make.vacancy(db, hr), hr)
    shown = client.get("/vacancies?category=C-4")
    assert "21 vacancies" in staff.words(shown)
    assert 'href="/vacancies?category=C-4&amp;page=2"' in shown.text
    last = client.get("/vacancies?category=C-4&page=99")
    assert len(re.findall(r'href="/vacancies/V-', last.text)) == 1


def test_vc_1_the_page_says_everything_without_signing_in(client: Visitor, one: Announcement):
    said = staff.words(client.get(f"/vacancies/{one.number}"))
    for words in (
        "3 days left",
        "Documents are received up to and with 26 November 2026.",
        "Day of the interview 10 December 2026",
        "Civil servants of this body",
        "The law begins with a competition in the body itself. Law on the civil service, 29(1)",
        "Education Higher education, bachelor: Law",
        "nobody is appointed to this post past it",
        "salary қазақша",
        "contacts қазақша",
        f"https://testserver/vacancies/{one.number}",
    ):
        assert words in said


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_speaks_the_readers_language(
    client: Visitor, one: Announcement, language: Language
):
    client.headers["accept-language"] = language
    shown = client.get(f"/vacancies/{one.number}")
    assert f'<html lang="{language}"' in shown.text
    text = {"kk": "salary қазақша", "ru": "salary по-русски", "en": "salary қазақша"}[language]
    assert text in shown.text
    assert ('<span lang="kk">salary' in shown.text) is (language == "en")


def test_a_vacancys_number_leads_to_its_newest_round(client: Visitor, one: Announcement):
    number = one.number.split("/")[0]
    assert client.get(f"/vacancies/{number}").headers["location"] == f"/vacancies/{one.number}"
    for nothing in ("V-2026-999999", "%00", f"{number}/7", f"{number}/x"):
        assert client.get(f"/vacancies/{nothing}").status_code in (404, 422)


def test_after_its_last_day_it_is_under_way(client: Visitor, clock: FixedClock, one: Announcement):
    clock.set(datetime(2026, 11, 26, 18, 59, tzinfo=UTC))  # 23:59 in Astana
    assert "Last day today" in staff.words(client.get(f"/vacancies/{one.number}"))
    clock.move(minutes=1)
    said = staff.words(client.get(f"/vacancies/{one.number}"))
    assert "The reception ended on 26 November 2026; the competition goes on." in said
    assert "How to apply" not in said


def test_vc_2_a_cancelled_one_stays_readable_with_what_happened(
    client: Visitor, db: Session, hr: Account, one: Announcement
):
    said = ChangeSaid(MINISTRY, "reorganised", "Resolution № 77", make.day(23, 11))
    change_body(db, said, seen=[one.number], by=hr.id, now=START)
    shown = staff.words(client.get(f"/vacancies/{one.number}"))
    assert "This competition is cancelled" in shown
    assert "Cancelled on 23 November 2026: Resolution № 77." in shown
    assert "What is asked, line by line" in shown
    assert "Cancelled" in staff.words(client.get("/vacancies?stand=over"))
    events = calendar(client, one).walk("VEVENT")
    assert {str(each["status"]) for each in events} == {"CANCELLED"}


def test_an_ended_round_links_to_the_next_one(
    client: Visitor, db: Session, hr: Account, clock: FixedClock, one: Announcement
):
    now = clock.set(START + timedelta(days=4))
    make.ended(db, one, now=now)
    from service.vacancies import queries

    second = make.published(db, queries.vacancy(db, one.vacancy_id), hr, now=now)
    first = client.get(f"/vacancies/{one.number}")
    assert "nobody was chosen" in staff.words(first)
    assert f'href="/vacancies/{second.number}"' in first.text
    assert "Civil servants of all state bodies" in staff.words(
        client.get(f"/vacancies/{second.number}")
    )


def test_pages_may_be_kept_for_a_minute_by_who_is_not_signed_in(
    client: Visitor, db: Session, one: Announcement
):
    for path in ("/vacancies", f"/vacancies/{one.number}"):
        answer = client.get(path)
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert "Cookie" in answer.headers["vary"]
    staff.sign_in(client, db, Role.CANDIDATE)
    assert client.get("/vacancies").headers["cache-control"] == "no-store"


def calendar(client: Visitor, one: Announcement, asked: str = "") -> Calendar:
    answer = client.get(f"/vacancies/{one.number}/calendar.ics{asked}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def test_the_calendar_has_the_last_day_and_the_interview(client: Visitor, one: Announcement):
    closing, interview = calendar(client, one).walk("VEVENT")
    assert closing.decoded("dtstart") == make.day(26, 11)
    assert interview.decoded("dtstart") == make.day(10)
    assert str(closing["summary"]).startswith("Last day to apply:")
    assert str(closing["url"]) == f"https://testserver/vacancies/{one.number}"
    assert len(closing.walk("VALARM")) == 1
    russian = calendar(client, one, "?lang=ru").walk("VEVENT")[0]
    assert str(russian["summary"]).startswith("Последний день подачи: Главный эксперт")


def test_a_calendar_is_not_sent_again_to_who_has_it(client: Visitor, one: Announcement):
    url = f"/vacancies/{one.number}/calendar.ics"
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def feed(client: Visitor, asked: str = "") -> etree._Element:
    answer = client.get(f"/vacancies.atom{asked}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    SCHEMA.assertValid(root)
    return root


def test_the_feed_is_sound_even_without_entries(client: Visitor):
    assert feed(client).findall("a:entry", ATOM) == []


def test_the_feed_tells_of_announcements(client: Visitor, one: Announcement):
    root = feed(client, "?lang=ru&category=C-4")
    (entry,) = root.findall("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{one.id}"
    title = entry.findtext("a:title", namespaces=ATOM)
    assert title == f"Главный эксперт управления аналитической работы ({one.number})"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    link = entry.find("a:link[@rel='alternate']", ATOM)
    assert link is not None
    assert link.get("href") == f"https://testserver/vacancies/{one.number}"
    assert feed(client, "?category=C-5").findall("a:entry", ATOM) == []
    assert feed(client, f"?q={quote('сарапшысы')}").findall("a:entry", ATOM)


def test_the_feed_holds_whatever_stands_in_a_title(client: Visitor, db: Session, hr: Account):
    title = 'A <b> & "c" \x0b \ufffe ]]>'
    make.published(db, make.vacancy(db, hr, title_ru=title), hr)
    root = feed(client, "?lang=ru")
    found = root.findtext("a:entry/a:title", namespaces=ATOM)
    assert found is not None
    assert found.startswith('A <b> & "c"   ]]>')


def test_the_feed_is_not_sent_again_to_who_has_it(
    client: Visitor, db: Session, hr: Account, clock: FixedClock, one: Announcement
):
    first = client.get("/vacancies.atom")
    assert first.headers["cache-control"] == "public, max-age=300"
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    assert changed == "Mon, 23 Nov 2026 05:00:00 GMT"
    for known in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'},
                  {"if-modified-since": changed}):  # fmt: skip
        assert client.get("/vacancies.atom", headers=known).status_code == 304
    for other in ({"if-none-match": '"x"'}, {"if-modified-since": "yesterday"},
                  {"if-modified-since": "Mon, 23 Nov 2026 04:59:59 GMT"},
                  {"if-none-match": '"x"', "if-modified-since": changed}):  # fmt: skip
        assert client.get("/vacancies.atom", headers=other).status_code == 200
    later = clock.move(hours=1)
    make.published(db, make.vacancy(db, hr), hr, now=later)
    again = client.get("/vacancies.atom", headers={"if-none-match": tag})
    assert (again.status_code, again.headers["last-modified"]) == (
        200, "Mon, 23 Nov 2026 06:00:00 GMT",
    )  # fmt: skip
