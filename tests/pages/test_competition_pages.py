"""HR leads a competition and its candidates follow it; complaints go to the authorised body."""

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from service.admissions.queries import application
from service.competitions import protocol, queries
from service.core.wiring import Wiring
from service.demo.authority import make_demo_authority
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.people.models import Account
from tests import make_vacancies, staff
from tests.clock import FixedClock
from tests.make_bodies import AGENCY, MINISTRY
from tests.make_competitions import CALENDAR, Play
from tests.make_signatures import Authority, verifier_of
from tests.visitor import Visitor

NAMES = ("Бекова", "Сапарова", "Тлеуова")
REASON = "The diploma is not of the field that the post asks for."
COMPLAINT = "My interview was cut short by eight minutes."


class Scene:
    """A play and the browser that looks at it."""

    def __init__(self, db: Session, client: Visitor, clock: FixedClock) -> None:
        self.play = Play(db)
        self.db, self.client, self.clock = db, client, clock
        for person, name in zip(self.play.people, NAMES, strict=True):
            person.family_name = name
            db.add(person)
        self.play.close()
        self.now()

    def now(self) -> None:
        """Let the house's clock show the moment of the play."""
        self.clock.set(self.play.now)
        self.db.commit()

    def as_(self, person: Account) -> Visitor:
        self.now()
        self.client.sign_in_as(person)
        return self.client

    def as_hr(self) -> Visitor:
        return self.as_(self.play.hr)

    def as_candidate(self, place: int) -> Visitor:
        return self.as_(self.play.people[place])

    @property
    def hr_url(self) -> str:
        return f"/hr/competitions/{self.play.round.number}"

    def candidate_url(self, place: int) -> str:
        return f"/me/competitions/{self.number(place)}"

    def number(self, place: int) -> str:
        filed = application(self.db, self.play.applications[place])
        assert filed is not None
        return filed.number

    def code(self, place: int) -> str:
        row = queries.candidacy(self.db, self.play.applications[place])
        assert row is not None
        return row.code

    def state(self, place: int) -> str:
        self.db.expire_all()
        row = queries.candidacy(self.db, self.play.applications[place])
        assert row is not None
        return row.state

    def to_recheck(self) -> None:
        first, second, third = self.play.applications
        self.play.tests({first: 40, second: 30, third: 20})
        self.play.form()
        self.play.go_on()
        self.now()

    def to_results(self) -> None:
        first, second, third = self.play.applications
        self.play.tests({first: 40, second: 30, third: 20})
        self.play.form()
        self.play.interviews(dict.fromkeys((first, second, third), "4"))
        self.now()

    def asked_and_done(self, url: str, fields: dict[str, Any]) -> Any:
        """Send a form, and what its confirmation page sends."""
        asked = self.client.submit(url, fields)
        return self.client.submit(url, staff.confirmed(asked, fields))


@pytest.fixture
def scene(db: Session, client: Visitor, clock: FixedClock) -> Scene:
    return Scene(db, client, clock)


@pytest.fixture
def press(house: Wiring, scene: Scene, tmp_path: Path) -> Press:
    made = make_demo_authority(tmp_path / "keys", now=scene.play.now)
    signer = load_signer(made.key, made.chain)
    press = Press(signer, Storage.in_folder(tmp_path / "papers"), "https://synaq.test")
    house.parts["press"] = press
    return press


def test_hr_sees_its_competitions_with_what_is_next_and_what_is_late(scene: Scene):
    client = scene.as_hr()
    shown = staff.words(client.get("/hr/competitions"))
    assert scene.play.round.number in shown
    assert "Candidate: Take the stage – by" in shown
    assert "overdue" not in shown
    scene.play.now += timedelta(days=60)
    assert "overdue since" in staff.words(scene.as_hr().get("/hr/competitions"))
    assert "No competition here" in staff.words(client.get("/hr/competitions?over=yes"))


def test_hr_sees_the_course_and_another_bodys_hr_sees_nothing(db: Session, scene: Scene):
    shown = scene.as_hr().get(scene.hr_url)
    said = staff.words(shown)
    for words in ("The reception of documents has ended", "Бекова", "Form the commission",
                  "Personal qualities are assessed", scene.code(0)):  # fmt: skip
        assert words in said
    other = make_vacancies.hr(db, AGENCY)
    client = scene.as_(other)
    person = f"{scene.hr_url}/candidates/{scene.number(0)}"
    for url in (scene.hr_url, person, f"{scene.hr_url}/protocol"):
        assert client.get(url).status_code == 404
    assert client.submit(f"{scene.hr_url}/invite").status_code == 404
    assert client.submit(person, {"answer": "confirm"}).status_code == 404
    assert client.get("/hr/competitions/V-2026-999999/1").status_code == 404


def test_st_4_hr_refuses_a_file_with_a_reason_that_the_candidate_reads(scene: Scene):
    scene.to_recheck()
    client = scene.as_hr()
    url = f"{scene.hr_url}/candidates/{scene.number(0)}"
    assert "Check the file again" in staff.words(client.get(url))
    short = client.submit(url, {"answer": "refuse", "reason": "no"})
    assert "Write the reason in words" in staff.errors(short)["reason"]
    assert scene.state(0) == "recheck"
    done = scene.asked_and_done(url, {"answer": "refuse", "reason": REASON})
    assert done.status_code == 303
    assert scene.state(0) == "not-confirmed"
    assert client.submit(f"{scene.hr_url}/candidates/{scene.number(1)}",
                         {"answer": "confirm"}).status_code == 303  # fmt: skip
    assert scene.state(1) == "confirmed"
    again = client.submit(url, {"answer": "confirm"})
    assert again.status_code == 303
    assert "%(why)s" in client.said()
    said = staff.words(scene.as_candidate(0).get(scene.candidate_url(0)))
    assert REASON in said


def test_a_candidate_sees_the_own_course_and_no_name_of_another(scene: Scene):
    scene.play.first_day()
    scene.now()
    client = scene.as_candidate(0)
    said = staff.words(client.get(scene.candidate_url(0)))
    for words in ("Take the stage", "Choose a time for the assessment", "The application was filed",
                  "Admitted to the competition"):  # fmt: skip
        assert words in said
    assert not any(name in said for name in NAMES[1:])
    assert scene.play.round.number in staff.words(client.get("/me/competitions"))
    assert client.get(scene.candidate_url(1)).status_code == 404
    assert client.get(f"{scene.candidate_url(1)}/complaint").status_code == 404
    assert client.submit(f"{scene.candidate_url(1)}/do/withdraw").status_code == 404


def test_a_candidate_withdraws_after_being_asked(scene: Scene):
    scene.as_candidate(0)
    done = scene.asked_and_done(f"{scene.candidate_url(0)}/do/withdraw", {})
    assert done.status_code == 303
    assert scene.state(0) == "withdrawn"
    filed = application(scene.db, scene.play.applications[0])
    assert filed is not None
    assert filed.standing == "withdrawn"
    assert scene.play.go_on().state.candidacy(str(filed.id)).state == "withdrawn"


def signed(scene: Scene, house: Wiring, tmp_path: Path) -> str:
    """Let HR sign the protocol; return the address that took the signature."""
    authority = Authority(now=scene.play.now)
    house.parts["esign"] = verifier_of(tmp_path, authority)
    client = scene.as_hr()
    url = str(client.submit(f"{scene.hr_url}/protocol").headers["location"])
    found = re.search(r'data-document="([^"]+)"', client.get(url).text)
    assert found is not None
    content = base64.b64decode(found[1])
    cms = authority.issue(scene.play.hr.iin).sign(content, at=scene.play.now)
    assert client.submit(url, {"cms": "AAAA"}).status_code == 422
    answer = client.submit(url, {"cms": base64.b64encode(cms).decode()})
    assert answer.status_code == 303, answer.text
    return url


def issue(scene: Scene, press: Press) -> str:
    made = protocol.issue_protocol(
        scene.db, scene.play.round.id, press=press, calendar=CALENDAR, is_demo=False,
        now=scene.play.now,
    )  # fmt: skip
    assert made is not None
    scene.db.commit()
    return made.check_code


def test_st_7_hr_signs_the_protocol_and_candidates_see_results_without_names(
    scene: Scene, press: Press, house: Wiring, tmp_path: Path
):
    scene.to_results()
    file = f"/competitions/{scene.play.round.number}/protocol.pdf"
    hidden = staff.words(scene.as_candidate(1).get(scene.candidate_url(1)))
    assert "Your points" not in hidden
    assert "not made yet" in staff.words(scene.as_hr().get(f"{scene.hr_url}/protocol"))
    code = issue(scene, press)
    unsigned = "HR has not signed this protocol"
    assert unsigned in staff.words(scene.client.get(f"/check/{code}"))
    assert scene.as_candidate(1).get(file).status_code == 404
    signed(scene, house, tmp_path)
    assert "Signed" in staff.words(scene.as_hr().get(f"{scene.hr_url}/protocol"))
    assert scene.state(0) == "named"
    client = scene.as_candidate(1)
    paper = client.get(file)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    said = staff.words(client.get(scene.candidate_url(1)))
    for words in ("30 × 10 ÷ 50 = 6.00", "6.00 + 4.00 = 10.00", scene.code(0), scene.code(2),
                  f"Yours is {scene.code(1)}"):  # fmt: skip
        assert words in said
    assert not any(name in said for name in (NAMES[0], NAMES[2]))
    check = staff.words(client.get(f"/check/{code}"))
    assert "40 × 10 ÷ 50 = 8.00" in check
    assert NAMES[0] in check
    assert unsigned not in check
    assert not any(name in check for name in NAMES[1:])
    stranger = make_vacancies.hr(scene.db, AGENCY)
    assert scene.as_(stranger).get(file).status_code == 404


def test_st_8_the_winner_declines_and_the_next_one_is_invited_and_accepts(scene: Scene):
    scene.to_results()
    scene.play.do("protocol-signed", "hr")
    scene.as_candidate(0)
    scene.asked_and_done(f"{scene.candidate_url(0)}/do/decline", {})
    assert scene.state(0) == "declined"
    scene.as_hr()
    assert NAMES[1] in staff.words(scene.client.get(scene.hr_url))
    scene.asked_and_done(f"{scene.hr_url}/invite", {})
    assert scene.state(1) == "invited"
    client = scene.as_candidate(1)
    assert "Accept the invitation" in staff.words(client.get(scene.candidate_url(1)))
    scene.asked_and_done(f"{scene.candidate_url(1)}/do/accept", {})
    assert scene.state(1) == "named"


def test_st_9_a_complaint_suspends_and_the_authorised_body_answers(db: Session, scene: Scene):
    scene.as_candidate(2)
    url = f"{scene.candidate_url(2)}/complaint"
    assert "text" in staff.errors(scene.client.submit(url, {"against": "hr", "text": "bad"}))
    scene.asked_and_done(url, {"against": "hr", "text": COMPLAINT})
    said = staff.words(scene.client.get(scene.candidate_url(2)))
    assert "The competition is suspended" in said
    assert "The competition is suspended" in staff.words(scene.as_hr().get(scene.hr_url))
    (row,) = queries.open_complaints(db)
    page = f"/authority/complaints/{row.id}"
    # who answers for another body than the authorised one has no part in it
    outsider = scene.as_(make_vacancies.authority(db, MINISTRY))
    assert outsider.get(page).status_code == 404
    assert outsider.get("/authority/complaints").status_code == 404
    client = scene.as_(make_vacancies.authority(db))
    assert scene.play.round.number in staff.words(client.get("/authority/complaints"))
    assert COMPLAINT in staff.words(client.get(page))
    assert "reason" in staff.errors(client.submit(page, {"answer": "resume", "reason": ""}))
    scene.asked_and_done(page, {"answer": "resume", "reason": "The recording shows 20 minutes."})
    db.expire_all()
    kept = queries.complaint(db, UUID(str(row.id)))
    assert kept is not None
    assert kept.answer == "resume"
    said = staff.words(scene.as_candidate(2).get(scene.candidate_url(2)))
    assert "The recording shows 20 minutes." in said
    assert "The competition is suspended" not in said
    assert not scene.play.go_on().state.is_suspended
