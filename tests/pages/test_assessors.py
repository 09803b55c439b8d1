"""Calls for assessors: published, read by everybody, applied to, answered, the list kept (CM-2)."""

import re
from datetime import date
from typing import Any

from sqlmodel import Session

from service.commissions import queries
from service.commissions.models import Match
from service.people.models import Account
from service.personal_files.models import Employment, PostLevel, ServiceKind
from tests import make, make_vacancies, staff
from tests import make_admissions as admissions
from tests.clock import FixedClock
from tests.make_bodies import AGENCY
from tests.visitor import Visitor

CALL = {
    "body": "ministry-of-justice",
    "fields": ["law", "lawmaking"],
    "closes_on": "2026-12-20",
    "text_kk": "Бағалаушылар іріктеледі.",
    "text_ru": "Отбираются оценщики в комиссии.",
}
NEW = "/hr/assessors/new"


def _as(client: Visitor, db: Session, person: Account) -> Visitor:
    db.commit()
    client.sign_in_as(person)
    return client


def _published(client: Visitor) -> str:
    fields: dict[str, Any] = dict(CALL)
    asked = client.submit(NEW, fields)
    assert "Publish this call?" in asked.text
    assert re.findall(r'name="fields" value="([^"]+)"', asked.text) == CALL["fields"]
    done = client.submit(NEW, staff.confirmed(asked, fields))
    assert done.status_code == 303
    return str(done.headers["location"]).rpartition("/")[2]


def _worked(db: Session, person: Account, began: date, ended: date | None, field: str) -> None:
    admissions.line(
        db, person, Employment, organisation="Заң орталығы", post="Заңгер", field="Құқық",
        level=PostLevel.SPECIALIST, service=ServiceKind.OTHER, began_on=began, ended_on=ended,
        fields=[field],
    )  # fmt: skip


def test_cm_2_a_call_from_its_notice_to_the_list(db: Session, client: Visitor, clock: FixedClock):
    make_vacancies.register(db)
    hr, other = make_vacancies.hr(db), make_vacancies.hr(db, AGENCY)
    _as(client, db, hr)
    wrong = client.submit(NEW, {**CALL, "fields": [], "text_kk": ""})
    assert set(staff.errors(wrong)) == {"text_kk"}
    assert "fields" in staff.errors(client.submit(NEW, {**CALL, "fields": ["witchcraft"]}))
    assert "closes_on" in staff.errors(client.submit(NEW, {**CALL, "closes_on": "2026-11-01"}))
    assert "body" in staff.errors(client.submit(NEW, {**CALL, "body": "agency"}))
    number = _published(client)
    url, board = f"/assessors/{number}", f"/hr/assessors/{number}"
    assert "Nobody has applied yet" in staff.words(client.get(board))

    client.cookies.clear()
    assert number in client.get("/assessors").text
    shown = staff.words(client.get(url))
    assert "Applications are received until 20 December 2026" in shown
    assert "Sign in and see" in shown
    assert client.submit(f"{url}/apply").status_code == 303  # to sign in
    assert client.get("/assessors/C-2026-999999").status_code == 404

    lawyer = admissions.newcomer(db)
    _worked(db, lawyer, date(2022, 1, 1), date(2023, 12, 31), "law")
    _worked(db, lawyer, date(2024, 1, 1), None, "press")
    _as(client, db, lawyer)
    shown = staff.words(client.get(url))
    for words in ("Not enough", "2 y. 0 m. 0 d.", "counts", "another field"):
        assert words in shown
    assert client.submit(f"{url}/apply").status_code == 303
    shown = staff.words(client.get(url))
    assert "Does not fit" in shown
    assert "Apply once more" in shown
    _worked(db, lawyer, date(2020, 1, 1), date(2021, 12, 31), "lawmaking")
    db.commit()
    assert client.submit(f"{url}/apply").status_code == 303
    assert "You are on the list of assessors as A-00001" in staff.words(client.get(url))

    first_way = _what_is_only_said_is_answered(db, client, hr, number)
    _as(client, db, other)
    assert client.get(board).status_code == 404
    assert client.submit(first_way, {"answer": "accept"}).status_code == 404
    _taken_off(db, client, hr, lawyer)


def _what_is_only_said_is_answered(db: Session, client: Visitor, hr: Account, number: str) -> str:
    """Two say to be specialists in personnel: HR accepts one, refuses the other with a reason."""
    url, board = f"/assessors/{number}", f"/hr/assessors/{number}"
    specialist, second = make.account(db), make.account(db)
    for one in (specialist, second):
        _as(client, db, one)
        assert client.submit(f"{url}/apply", {"is_hr": "true"}).status_code == 303
        assert "Waits for an answer" in staff.words(client.get(url))
    _as(client, db, hr)
    shown = client.get(board).text
    assert staff.words(client.get("/hr/assessors")).count("wait for an answer: 2") == 1
    first_way, second_way = re.findall(rf'action="({board}/applications/[^"]+)" novalidate', shown)
    assert client.submit(first_way, {"answer": "accept"}).status_code == 303
    short = client.submit(second_way, {"answer": "refuse", "reason": "no"})
    assert "the applicant reads it" in staff.errors(short)["reason"]
    refused = {"answer": "refuse", "reason": "Works in procurement, not in personnel."}
    asked = client.submit(second_way, refused)
    assert client.submit(second_way, staff.confirmed(asked, refused)).status_code == 303
    assert client.submit(second_way, {"answer": "accept"}).status_code == 303
    assert "answered already" in client.said()
    _as(client, db, second)
    shown = staff.words(client.get(url))
    assert "Works in procurement" in shown
    assert "Apply" not in shown.replace("Applications", "").replace("Your application", "")

    return str(first_way)


def _taken_off(db: Session, client: Visitor, hr: Account, lawyer: Account) -> None:
    """HR takes off whom its own call has brought, with the reason; the authority anybody."""
    one = queries.assessor_of(db, lawyer.id)
    assert one is not None
    url = f"/hr/assessors/list/{one.id}"
    assert client.get(url).status_code == 404  # of another body
    _as(client, db, make_vacancies.authority(db))
    assert client.get(url).status_code == 200
    _as(client, db, hr)
    sent = {"reason": "Has asked for it in writing."}
    assert "reason" in staff.errors(client.submit(url, {"reason": "no"}))
    asked = client.submit(url, sent)
    assert client.submit(url, staff.confirmed(asked, sent)).status_code == 303
    assert queries.assessor_of(db, lawyer.id) is None
    shown = staff.words(client.get("/hr/assessors"))
    assert "A-00002" in shown
    assert "A-00001" not in shown
    found = queries.calls_of(db, "ministry-of-justice")[0]
    rows = [row.match for row, _ in queries.applications_to(db, found.id)]
    assert sorted(rows) == [Match.MATCHED, Match.MATCHED, Match.MISMATCHED]
