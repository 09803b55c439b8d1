"""Interviews: HR sets the time, candidates wait, the secretary lets in, members sign (ST-5)."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from jose import jwt
from sqlmodel import Session, select

from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts
from service.commissions.models import Part
from service.competitions.queries import candidacy, competition
from service.core.wiring import Wiring
from service.gateways.video import VideoRooms
from service.journal.models import JournalEntry
from service.law.calendar import ASTANA
from service.law.conflict import Tie
from service.law.interview import METHOD
from service.people.models import Account
from service.scoring import queries
from tests import make_vacancies, staff
from tests.clock import FixedClock
from tests.demo.serving import served
from tests.make_bodies import AGENCY
from tests.make_competitions import Play
from tests.make_signatures import Authority, verifier_of
from tests.visitor import Visitor

NAMES = ("Бекова", "Сапарова", "Тлеуова")
JITSI = VideoRooms("https://meet.example.kz")
LIVEKIT = VideoRooms("https://meet.example.kz/custom", "wss://live.example.kz", "key", "secret")


class Scene:
    """A competition whose files are confirmed, and the browser in which everybody sits in turn."""

    def __init__(self, db: Session, client: Visitor, clock: FixedClock) -> None:
        self.db, self.client, self.clock = db, client, clock
        self.play = play = Play(db)
        for person, name in zip(play.people, NAMES, strict=True):
            person.family_name = name
            db.add(person)
        play.close()
        play.tests(dict.fromkeys(play.applications, 30))
        play.form()
        for one in play.go_on().state.at("recheck"):
            play.do("file-confirmed", "hr", UUID(one.key))
        seated = self._seated()
        self.secretary = next(who for place, _, who in seated if place.part is Part.SECRETARY)
        self.members = [who for place, _, who in seated if place.part is not Part.SECRETARY]
        self.at = (play.now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)

    def as_(self, person: Account) -> Visitor:
        self.clock.set(self.play.now)
        self.db.commit()
        self.client.sign_in_as(person)
        return self.client

    def sees(self, person: Account, url: str) -> str:
        answer = self.as_(person).get(url)
        assert answer.status_code == 200, answer.text
        return staff.words(answer)

    def declare(self, ties: dict[tuple[int, int], Tie] | None = None) -> None:
        """Everybody declares; `ties` are those of (member, candidate) with one."""
        people = {who.id: number for number, who in enumerate(self.members)}
        for _, holder, who in self._seated():
            if who.id in people:
                said: dict[UUID, tuple[frozenset[Tie], str]] = {}
                for number, one in enumerate(self.play.applications):
                    tie = (ties or {}).get((people[who.id], number))
                    said[one] = (frozenset([tie] if tie else []), "")
                declare_conflicts(self.db, holder, said, now=self.play.now)
        self.db.commit()

    def attend(self, count: int) -> None:
        """The secretary notes so many members by the buttons of the page."""
        client = self.as_(self.secretary)
        for url in re.findall(r'action="([^"]+/attendance/[^"]+)"', client.get(self.hall).text)[
            :count
        ]:
            assert client.submit(url).status_code == 303

    def state(self, place: int) -> str:
        self.db.expire_all()
        row = candidacy(self.db, self.play.applications[place])
        assert row is not None
        return row.state

    def set_time(self, link: str) -> None:
        begins = self.at.astimezone(ASTANA)
        fields = {"day": begins.date().isoformat(), "at": begins.strftime("%H:%M"), "link": link}
        answer = self.as_(self.play.hr).submit(self.hr, fields)
        assert answer.status_code == 303, answer.text

    def come(self) -> None:
        """The day has come and the interviews are open."""
        self.play.until(self.at)

    @property
    def hr(self) -> str:
        return f"/hr/competitions/{self.play.round.number}/interviews"

    @property
    def hall(self) -> str:
        return f"/commission/{self.play.round.number}/interviews"

    def own(self, place: int) -> str:
        return f"/me/interviews/{self.play.applications[place]}"

    def of(self, place: int) -> str:
        return f"{self.hall}/{self.play.applications[place]}"

    def _seated(self) -> list[commissions.Seated]:
        commission = commissions.commission_of(self.db, self.play.round.id)
        assert commission is not None
        return commissions.holders(self.db, commission.id)


@pytest.fixture
def scene(db: Session, client: Visitor, clock: FixedClock) -> Scene:
    return Scene(db, client, clock)


def test_is_128_hr_sets_the_time_with_a_room_nobody_can_guess_and_changes_it(
    scene: Scene, house: Wiring
):
    house.parts["video"] = JITSI
    client = scene.as_(scene.play.hr)
    shown = client.get(scene.hr)
    found = re.search(r'value="(https://meet\.example\.kz/[a-z2-9]{24})"', shown.text)
    assert found is not None
    assert client.get(scene.hr).text.count(found[1]) == 0  # each time another one
    bad = client.submit(scene.hr, {"day": "2020-01-01", "at": "10:00", "link": "javascript:alert"})
    assert "begins with https" in staff.errors(bad)["link"]
    past = client.submit(scene.hr, {"day": "2020-01-01", "at": "10:00", "link": found[1]})
    assert "lies ahead" in staff.errors(past)["day"]
    scene.set_time(found[1])
    said = scene.sees(scene.play.hr, scene.hr)
    for words in (found[1], *NAMES, "6 members have not declared yet"):
        assert words in said
    scene.at += timedelta(days=1)
    begins = scene.at.astimezone(ASTANA)
    fields = {"day": begins.date().isoformat(), "at": "15:30", "link": found[1]}
    asked = client.submit(scene.hr, fields)
    assert "by text message too" in staff.words(asked)
    assert client.submit(scene.hr, staff.confirmed(asked, fields)).status_code == 303
    held = queries.interview(scene.db, scene.play.round.id)
    assert held is not None
    assert held.begins_at.astimezone(ASTANA).strftime("%H:%M") == "15:30"
    assert scene.as_(make_vacancies.hr(scene.db, AGENCY)).get(scene.hr).status_code == 404


def test_st_5_from_the_waiting_room_to_signed_points(scene: Scene, house: Wiring, tmp_path: Path):
    house.parts["video"] = LIVEKIT
    scene.set_time(LIVEKIT.new_link())
    assert "opens on this page on the day" in scene.sees(scene.play.people[0], scene.own(0))
    assert "opens on the day" in _refusal(scene, scene.play.people[0], f"{scene.own(0)}/enter")
    assert scene.as_(scene.play.people[1]).get(scene.own(0)).status_code == 404
    assert scene.as_(scene.play.people[0]).get(scene.hall).status_code == 404
    scene.come()
    chair, second = scene.members[:2]
    hidden = scene.sees(chair, scene.hall)
    assert "First declare conflicts of interest" in hidden
    assert not any(name in hidden for name in NAMES)
    assert NAMES[0] not in scene.sees(chair, scene.of(0))
    assert scene.client.get(f"{scene.hall}/room").status_code == 409
    scene.declare({(1, 0): "dispute"})
    _waits_and_is_let_in(scene)
    _each_has_an_own_way_into_the_room(scene)
    shut = scene.sees(second, scene.of(0))
    assert "This candidate is closed to you" in shut
    assert "Education" not in shut
    opened = scene.sees(chair, scene.of(0))
    assert "Education" in opened
    assert scene.play.people[0].iin not in opened
    _members_sign(scene, house, tmp_path)


def _refusal(scene: Scene, person: Account, url: str) -> str:
    assert scene.as_(person).submit(url).status_code == 303
    return scene.client.said()


def _waits_and_is_let_in(scene: Scene) -> None:
    first = scene.play.people[0]
    order = [one for one, _ in _turns(scene)]
    assert scene.as_(first).submit(f"{scene.own(0)}/enter").status_code == 303
    waiting = scene.sees(first, scene.own(0))
    assert ("You are next." if order[:1] == [0] else "You are in the waiting room.") in waiting
    assert scene.client.submit(f"{scene.own(0)}/leave").status_code == 303
    assert "Enter the waiting room" in scene.sees(first, scene.own(0))
    assert scene.client.submit(f"{scene.own(0)}/enter").status_code == 303
    assert scene.client.get(f"{scene.own(0)}/room").status_code == 404  # not let in yet
    scene.attend(3)
    assert "Attend 2 of the 5 who may score" in scene.sees(scene.secretary, scene.hall)
    assert "Too few" in _refusal(scene, scene.secretary, f"{scene.of(0)}/let-in")
    scene.attend(3)
    assert "Attend 5 of the 5 who may score" in scene.sees(scene.secretary, scene.hall)
    assert "lets the candidates in" in _refusal(scene, scene.members[0], f"{scene.of(0)}/let-in")
    watched = [(first, scene.own(0)), (scene.members[0], scene.hall), (scene.secretary, scene.hall)]
    with served(lambda _: scene.client.app) as address, ExitStack() as open_:  # type: ignore[arg-type, return-value]  # ours
        streams = [open_.enter_context(stream(scene, address, *each)) for each in watched]
        assert not any("data-until" in next(each)["html"] for each in streams)
        assert scene.as_(scene.secretary).submit(f"{scene.of(0)}/let-in").status_code == 303
        assert all("data-until" in next(each)["html"] for each in streams)
    _fails_and_is_held_again(scene)
    assert scene.state(0) == "in-interview"
    turn = queries.turn(scene.db, scene.play.applications[0])
    assert turn is not None
    assert turn.ends_at is not None
    assert turn.ends_at - scene.clock.now() == timedelta(minutes=20)
    until = f'data-until="{turn.ends_at.isoformat()}"'
    for person, url in (
        (first, scene.own(0)),
        (scene.secretary, scene.hall),
        (scene.members[0], scene.hall),
        (scene.members[0], scene.of(0)),
    ):
        shown = scene.as_(person).get(f"{url}/screen").json()
        assert until in shown["html"]
        assert shown["now"] == scene.clock.now().isoformat()


def _fails_and_is_held_again(scene: Scene) -> None:
    """The line of the candidate breaks down, and the clock starts from the beginning."""
    page = f"{scene.of(0)}/failure"
    assert scene.as_(scene.members[0]).get(page).status_code == 404
    client = scene.as_(scene.secretary)
    assert "told, enters the waiting room again" in staff.words(client.get(page))
    assert "reason" in staff.errors(client.submit(page, {"reason": "?"}))
    said = {"reason": "The candidate's line broke down after a minute."}
    assert client.submit(page, said).status_code == 303
    assert scene.state(0) == "interview"
    assert client.get(page).status_code == 404  # it has not begun
    scene.play.now += timedelta(minutes=5)
    assert scene.as_(scene.play.people[0]).submit(f"{scene.own(0)}/enter").status_code == 303
    assert scene.as_(scene.secretary).submit(f"{scene.of(0)}/let-in").status_code == 303


@contextmanager
def stream(
    scene: Scene, address: str, person: Account, url: str
) -> Iterator[Iterator[dict[str, str]]]:
    """The screens that a real server sends to this person, one after another."""
    scene.as_(person)
    cookies = {one.name: one.value or "" for one in scene.client.cookies.jar}
    with httpx.stream("GET", f"{address}{url}/events", cookies=cookies, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _screens(answer)


def _screens(answer: httpx.Response) -> Iterator[dict[str, str]]:
    kind = ""
    for line in answer.iter_lines():
        kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
        if line.startswith("data: ") and kind == "screen":
            yield json.loads(line.removeprefix("data: "))


def _turns(scene: Scene) -> list[tuple[int, int]]:
    places = {one: number for number, one in enumerate(scene.play.applications)}
    scene.db.expire_all()
    return [
        (places[one.application_id], one.ordinal)
        for one, _ in queries.turns(scene.db, scene.play.round.id)
    ]


def _each_has_an_own_way_into_the_room(scene: Scene) -> None:
    rooms = set()
    for person, url, is_host in (
        (scene.play.people[0], scene.own(0), False),
        (scene.members[0], scene.hall, False),
        (scene.secretary, scene.hall, True),
    ):
        way = scene.as_(person).get(f"{url}/room").headers["location"]
        sent = parse_qs(urlsplit(way).query)
        assert way.startswith("https://meet.example.kz/custom?")
        assert sent["liveKitUrl"] == ["wss://live.example.kz"]
        claims = jwt.decode(
            sent["token"][0], "secret", algorithms=["HS256"], options={"verify_exp": False,
            "verify_nbf": False, "verify_aud": False},
        )  # fmt: skip
        assert (claims["iss"], claims["name"]) == ("key", person.name)
        assert claims["video"]["roomAdmin"] == is_host
        # the next candidate is talked to in the same room
        lasts = claims["exp"] - scene.clock.now().timestamp()
        assert lasts == (300 if person is scene.play.people[0] else 4 * 3600)
        rooms.add(claims["video"]["room"])
    assert len(rooms) == 1
    assert scene.as_(scene.members[1]).get(f"{scene.hall}/room").status_code == 409


def _members_sign(scene: Scene, house: Wiring, tmp_path: Path) -> None:
    authority = Authority(now=scene.play.now)
    house.parts["esign"] = verifier_of(tmp_path, authority)
    chair, others = scene.members[0], scene.members[2:]
    client = scene.as_(chair)
    read = _readings(scene, chair)
    assert "competencies" in staff.errors(client.submit(scene.of(0), {"motivation": "4"}))
    assert _readings(scene, chair) == read + 1  # the page that comes back shows the file too
    assert "motivation" in staff.errors(client.submit(scene.of(0), dict.fromkeys(CRITERIA, "6")))
    page = _begin(scene, chair, 4)
    assert "Бекова" in staff.words(client.get(page))
    assert client.submit(page, {"cms": "AAAA"}).status_code == 422
    assert scene.as_(others[0]).get(page).status_code == 404  # it asks another person
    # who goes back without signing finds the marks again
    assert scene.as_(chair).get(scene.of(0)).text.count('value="4" checked') == len(CRITERIA)
    _sign(scene, authority, chair, page)
    said = scene.sees(chair, scene.of(0))
    assert "You have signed" in said
    assert "4 members have still to sign." in said
    assert "You have signed" not in scene.sees(others[0], scene.of(0))
    assert chair.name not in scene.sees(others[0], scene.of(0)).partition("Your points")[2]
    assert "signed your points" in _refusal_of_points(scene, chair)
    assert scene.as_(scene.secretary).submit(f"{scene.of(0)}/end").status_code == 303
    scene.play.now += timedelta(days=1)
    assert "overdue since" in scene.sees(others[0], scene.of(0))
    assert others[0].name in scene.sees(scene.secretary, scene.hall)
    for person in others:
        _sign(scene, authority, person, _begin(scene, person, 5))
    assert scene.state(0) == "interviewed"
    said = scene.sees(others[0], scene.of(0))
    assert "Everybody has signed." in said
    assert chair.name in said
    assert "The interview is over" in scene.sees(scene.play.people[0], scene.own(0))
    _file_is_read_by_name_and_no_more_when_all_is_over(scene, others[0])
    client = scene.as_(scene.secretary)
    asked = client.submit(f"{scene.of(1)}/absent")
    assert "This cannot be undone" in staff.words(asked)
    done = client.submit(f"{scene.of(1)}/absent", staff.confirmed(asked, {}))
    assert done.status_code == 303
    assert scene.state(1) == "missed"
    assert "noted that you did not come" in scene.sees(scene.play.people[1], scene.own(1))


def _file_is_read_by_name_and_no_more_when_all_is_over(scene: Scene, person: Account) -> None:
    row = competition(scene.db, scene.play.round.id)
    assert row is not None
    for closed_at, is_there in ((None, True), (scene.play.now, False)):
        row.closed_at = closed_at
        before = _readings(scene, person)
        assert ("Education" in scene.sees(person, scene.of(0))) == is_there
        assert _readings(scene, person) - before == is_there
    row.closed_at = None


def _readings(scene: Scene, person: Account) -> int:
    found = select(JournalEntry).where(
        JournalEntry.verb == "personal file read", JournalEntry.actor_id == person.id
    )
    return len(scene.db.exec(found).all())


CRITERIA = METHOD.criteria


def _begin(scene: Scene, person: Account, mark: int) -> str:
    answer = scene.as_(person).submit(scene.of(0), dict.fromkeys(CRITERIA, str(mark)))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _refusal_of_points(scene: Scene, person: Account) -> str:
    scene.as_(person).submit(scene.of(0), dict.fromkeys(CRITERIA, "5"))
    return scene.client.said()


def _sign(scene: Scene, authority: Authority, person: Account, page: str) -> None:
    client = scene.as_(person)
    found = re.search(r'data-document="([^"]+)"', client.get(page).text)
    assert found is not None
    cms = authority.issue(person.iin).sign(base64.b64decode(found[1]), at=scene.play.now)
    sent = {"cms": base64.b64encode(cms).decode()}
    for _ in range(2):  # a double click harms nobody
        answer = client.submit(page, sent)
        assert answer.status_code == 303, answer.text
