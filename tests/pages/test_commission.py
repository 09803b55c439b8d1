"""HR forms a commission: begins it, seats people, draws assessors, forms it, replaces a member."""

import re
from typing import Any

import pytest
from sqlmodel import Session

from service.commissions import queries
from service.commissions.models import Commission, CommissionState
from service.people.models import Account
from tests import make, make_vacancies, staff
from tests import make_commissions as making
from tests.clock import FixedClock
from tests.make_bodies import AGENCY
from tests.make_competitions import Play
from tests.visitor import Visitor


class Scene:
    """A competition under way, HR before the page of its commission."""

    def __init__(self, db: Session, client: Visitor, clock: FixedClock) -> None:
        self.play = Play(db)
        self.db, self.client, self.clock = db, client, clock
        self.play.close()
        self.url = f"/hr/announcements/{self.play.round.number}/commission"

    def as_(self, person: Account) -> Visitor:
        self.clock.set(self.play.now)
        self.db.commit()
        self.client.sign_in_as(person)
        return self.client

    @property
    def commission(self) -> Commission:
        self.db.expire_all()
        found = queries.commission_of(self.db, self.play.round.id)
        assert found is not None
        return found

    def seat(self, part: str, person: Account, **more: Any) -> Any:
        return self.client.submit(f"{self.url}/seats", {"part": part, "who": person.iin, **more})

    def asked_and_done(self, url: str, fields: dict[str, Any], **more: Any) -> Any:
        """Send a form, and what its confirmation page sends."""
        asked = self.client.submit(url, fields)
        return self.client.submit(url, staff.confirmed(asked, {**fields, **more}))


@pytest.fixture
def scene(db: Session, client: Visitor, clock: FixedClock) -> Scene:
    return Scene(db, client, clock)


def test_cm_1_hr_begins_seats_draws_forms_and_replaces(db: Session, scene: Scene):
    client, url = scene.as_(scene.play.hr), scene.url
    assert "The lot is promised now" in staff.words(client.get(url))
    assert "at least one field" in staff.errors(client.submit(url, {"head_of_hr": "no"}))["fields"]
    assert client.submit(url, {"head_of_hr": "no", "fields": ["law"]}).status_code == 303
    empty = staff.words(client.get(url))
    for words in ("The commission has 0 members", "There is no chair", "There is no secretary",
                  "promised", "Nobody yet"):  # fmt: skip
        assert words in empty

    people = [make.account(db, family_name=name) for name in ("Абаев", "Бабаев", "Дабаев", "Ерали")]
    assert scene.seat("chair", people[0]).status_code == 303
    assert "There is one already" in staff.errors(scene.seat("chair", people[1]))["who"]
    assert "is on the commission already" in staff.errors(scene.seat("member", people[0]))["who"]
    competes = scene.seat("member", scene.play.people[0])
    assert "competes for the post" in staff.errors(competes)["who"]
    assert "three letters" in staff.errors(
        client.submit(f"{url}/seats", {"part": "member", "who": "А"}))["who"]  # fmt: skip
    piece = {"part": "member", "who": people[1].iin[:8]}  # nobody finds an IIN out by pieces
    assert "Write the IIN" in staff.errors(client.submit(f"{url}/seats", piece))["who"]
    namesakes = [make.account(db, family_name="Омаров") for _ in range(2)]
    several = client.submit(f"{url}/seats", {"part": "member", "who": "Омаров"})
    assert "Choose one" in several.text
    assert str(namesakes[1].id) in several.text
    chosen = {"part": "member", "who": "Омаров", "account": namesakes[1].id}
    assert client.submit(f"{url}/seats", chosen).status_code == 303
    place = queries.holders(db, scene.commission.id)[1][0].id
    assert client.submit(f"{url}/seats/{place}/off").status_code == 303
    for part, person in zip(("member", "member", "secretary"), people[1:], strict=True):
        assert scene.seat(part, person).status_code == 303

    assert client.submit(f"{url}/form").status_code == 303
    assert "Something stands against" in client.said()
    assert client.submit(f"{url}/draw", {"sure": "true"}).status_code == 303
    assert "are needed. Publish a call" in client.said()
    making.listed(db, 4, now=scene.play.now)
    shown = staff.words(client.get(url))
    assert "3 ÷ 3, rounded up = 1" in shown
    assert "To be drawn to those who sit there 2" in shown
    assert scene.asked_and_done(f"{url}/draw", {}).status_code == 303
    shown = staff.words(client.get(url))
    assert "5 ÷ 3, rounded up = 2" in shown
    assert "at least 4 of 5" in shown
    assert "Nothing stands against the commission" in shown

    assert scene.asked_and_done(f"{url}/form", {}).status_code == 303
    assert scene.commission.state is CommissionState.FORMED
    assert scene.play.go_on().state.seats
    shown = client.get(url).text
    replaced = re.findall(rf'href="{url}/seats/([^"/]+)/replace"', shown)
    assert len(replaced) == 6
    assert "can only be replaced" in _said(client, f"{url}/seats/{replaced[0]}/off")
    _drawn_one_is_followed_by_the_reserve(scene, replaced[4])
    _own_one_is_followed_by_whom_hr_names(scene, replaced[1], namesakes[0])
    shown = staff.words(client.get(url))
    for words in ("Replaced members", "Бабаев", "Омаров", "Illness", "Lies in hospital"):
        assert words in shown


def _said(client: Visitor, url: str) -> str:
    assert client.submit(url).status_code == 303
    return client.said()


def _form_of(scene: Scene, seat: str) -> tuple[str, str]:
    url = f"{scene.url}/seats/{seat}/replace"
    shown = scene.client.get(url)
    found = re.search(r'name="was" value="([^"]+)"', shown.text)
    assert found is not None
    return url, found[1]


def _drawn_one_is_followed_by_the_reserve(scene: Scene, seat: str) -> None:
    url, was = _form_of(scene, seat)
    assert "Nobody else can be chosen" in staff.words(scene.client.get(url))
    sent = {"reason": "illness", "words": "Lies in hospital", "was": was}
    asked = scene.client.submit(url, sent)
    follows = re.search(r'name="account" value="([^"]+)"', asked.text)
    assert follows is not None
    done = staff.confirmed(asked, {**sent, "account": follows[1]})
    assert scene.client.submit(url, done).status_code == 303
    again = scene.client.submit(url, {**done, "ticket": ""})
    assert again.status_code == 422
    assert "has moved on" in staff.words(again)


def _own_one_is_followed_by_whom_hr_names(scene: Scene, seat: str, person: Account) -> None:
    url, was = _form_of(scene, seat)
    sent = {"reason": "conflict", "words": "Married to a candidate", "was": was, "who": person.iin}
    assert (
        "Please fill in" in staff.errors(scene.client.submit(url, {**sent, "words": ""}))["words"]
    )
    sent["account"] = str(person.id)
    assert scene.asked_and_done(url, sent).status_code == 303
    again = scene.client.submit(url, {**sent, "sure": "true"})
    assert "Somebody else has replaced" in staff.words(again)


def test_another_bodys_hr_finds_no_commission(db: Session, scene: Scene):
    scene.play.form()
    other = make_vacancies.hr(db, AGENCY)
    client, url = scene.as_(other), scene.url
    place = queries.holders(db, scene.commission.id)[0][0].id
    assert client.get(url).status_code == 404
    assert client.get(f"{url}/seats/{place}/replace").status_code == 404
    for deed in ("seats", f"seats/{place}/off", "draw", "form"):
        assert client.submit(f"{url}/{deed}", {"part": "chair"}).status_code == 404


def test_cm_3_for_a_head_of_hr_a_representative_of_the_authorised_body_is_seated(
    db: Session, scene: Scene
):
    client, url = scene.as_(scene.play.hr), scene.url
    client.submit(url, {"head_of_hr": "yes", "fields": ["human-resources"]})
    raushan = make_vacancies.authority(db)
    db.commit()
    shown = staff.words(client.get(url))
    assert "seat a representative of the authorised body" in shown
    assert raushan.name in shown
    stranger = make.account(db)
    sent = {"part": "member", "account": stranger.id, "representative": "true"}
    refused = client.submit(f"{url}/seats", sent)
    assert "does not answer for the authorised body" in staff.words(refused)
    sent["account"] = raushan.id
    assert client.submit(f"{url}/seats", sent).status_code == 303
    shown = staff.words(client.get(url))
    assert "seat a representative of the authorised body" not in shown
    assert "representative of the authorised body" in shown
