"""A member's own page: the declaration comes first, then what is to be done and by when (CM-4)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from service.commissions import queries
from service.commissions.models import Part
from service.people.models import Account
from service.people.queries import account
from tests import make, staff
from tests.clock import FixedClock
from tests.make_competitions import Play
from tests.visitor import Visitor

NAMES = ("Бекова", "Сапарова", "Тлеуова")


class Scene:
    """A competition with a formed commission, on the first day of its first stage."""

    def __init__(self, db: Session, client: Visitor, clock: FixedClock) -> None:
        self.play = Play(db)
        self.db, self.client, self.clock = db, client, clock
        for person, name in zip(self.play.people, NAMES, strict=True):
            person.family_name = name
            db.add(person)
        self.play.close()
        self.play.form()
        self.url = f"/commission/{self.play.round.number}"

    def as_(self, person: Account) -> Visitor:
        self.clock.set(self.play.now)
        self.db.commit()
        self.client.sign_in_as(person)
        return self.client

    def people(self, part: Part) -> list[Account]:
        """Who sits there in this part, in the order of the seats."""
        found = queries.commission_of(self.db, self.play.round.id)
        assert found is not None
        held = queries.holders(self.db, found.id)
        seated = [account(self.db, one.account_id) for place, one, _ in held if place.part is part]
        return [one for one in seated if one is not None]

    def said(self, *answers: str, ties: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
        """The form: one answer for each candidate, in the order of the names."""
        asked = [str(one) for one in self.play.applications]
        marked = [f"{asked[int(one[0])]}:{one[2:]}" for one in ties]
        words = more.pop("words", ["", "", ""])
        return {"asked": asked, "said": list(answers), "words": words, "ties": marked, **more}


@pytest.fixture
def scene(db: Session, client: Visitor, clock: FixedClock) -> Scene:
    return Scene(db, client, clock)


def test_cm_4_a_member_declares_before_anything_is_shown(scene: Scene):
    play = scene.play
    member, other = scene.people(Part.MEMBER)[:2]
    first, second, third = play.applications
    play.tests({first: 40, second: 30, third: 20})
    play.go_on()
    client = scene.as_(member)
    shown = staff.words(client.get("/commission"))
    assert "candidates for whom you have not declared yet: 3" in shown
    assert not any(name in shown for name in NAMES)
    assert "You sit on a competition commission" in client.get("/me").text

    page = staff.words(client.get(f"{scene.url}/conflicts"))
    assert all(name in page for name in NAMES)
    url = f"{scene.url}/conflicts"
    errors = staff.errors(client.submit(url, scene.said("clear", "", "conflict")))
    assert "is true and complete" in errors["truth"]
    assert "say whether there is" in errors[f"said-{second}"]
    assert "mark what ties you" in errors[f"said-{third}"]
    wrong = scene.said("clear", "clear", "conflict", ties=("0:dispute", "2:other"), truth="true")
    errors = staff.errors(client.submit(url, wrong))
    assert "and yet no conflict" in errors[f"said-{first}"]
    assert "write in words" in errors[f"said-{third}"]
    sent = scene.said("clear", "clear", "conflict", ties=("2:other",), truth="true",
                      words=["", "", "We were at school together"])  # fmt: skip
    assert client.submit(url, sent).status_code == 303

    shown = staff.words(client.get("/commission"))
    assert "because you declared a conflict of interest: Тлеуова" in shown
    assert "Nothing is to be done now" in shown
    page = staff.words(client.get(url))
    assert "you neither see nor score" in page
    assert "You declared no conflict: 2" in page
    unchanged = scene.said("", "", "", truth="true")
    assert client.submit(url, unchanged).status_code == 303
    found = queries.commission_of(scene.db, play.round.id)
    assert found is not None
    assert len(queries.declarations(scene.db, found.id)) == 3
    assert play.go_on().state.candidacy(str(third)).conflicted

    board = f"/hr/announcements/{play.round.number}/commission"
    shown = staff.words(scene.as_(play.hr).get(board))
    for words in ("Declared conflicts of interest", "We were at school together", "Тлеуова",
                  "1 conflict", "not yet: 3"):  # fmt: skip
        assert words in shown
    assert "not declared yet: 3" in staff.words(scene.as_(other).get("/commission"))


def test_who_holds_no_seat_with_a_vote_is_asked_nothing(db: Session, scene: Scene):
    stranger, url = make.account(db), f"{scene.url}/conflicts"
    client = scene.as_(stranger)
    assert "You sit on no commission now" in staff.words(client.get("/commission"))
    assert "You sit on a competition commission" not in client.get("/me").text
    assert client.get(url).status_code == 404
    assert client.submit(url, scene.said("clear", "clear", "clear")).status_code == 404
    (secretary,) = scene.people(Part.SECRETARY)
    client = scene.as_(secretary)
    assert "Secretary" in staff.words(client.get("/commission"))
    assert client.get(url).status_code == 404


def test_st_5_a_member_sees_what_is_to_be_done_and_by_when(scene: Scene):
    play = scene.play
    first, second, third = play.applications
    play.tests({first: 40, second: 30, third: 20})
    course = play.go_on()
    for each in course.state.at("recheck"):
        play.do("file-confirmed", "hr", UUID(each.key))
    at = play.now + timedelta(days=1)
    play.do("interview-scheduled", "hr", starts_at=at.isoformat())
    course = play.until(at)
    (chair,) = scene.people(Part.CHAIR)
    (secretary,) = scene.people(Part.SECRETARY)
    shown = scene.as_(secretary).get("/commission")
    assert "Let the candidate in to the interview (3)" in staff.words(shown)
    client = scene.as_(chair)
    sent = scene.said("clear", "clear", "clear", truth="true")
    assert client.submit(f"{scene.url}/conflicts", sent).status_code == 303
    assert "Nothing is to be done now" in staff.words(client.get("/commission"))
    play.do("let-in", "secretary", first, present=list(course.state.seats))
    client = scene.as_(chair)
    shown = client.get("/commission")
    assert "Score the interview and sign by" in staff.words(shown)
    assert f'href="{scene.url}/interviews"' in shown.text
    play.now += timedelta(days=3)
    assert "overdue since" in staff.words(scene.as_(chair).get("/commission"))
