"""A candidate chooses a time for a stage within its days, moves it, and sees why another is not."""

import re
from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session

from service.booking.queries import open_application
from service.core.wiring import Wiring
from service.law.calendar import at
from tests import make_booking
from tests.clock import FixedClock
from tests.make_competitions import Play
from tests.make_stages import Stages
from tests.visitor import Visitor


class Scene:
    """Two candidates at the assessment of personal qualities, and the browser of the first."""

    def __init__(self, db: Session, client: Visitor, house: Wiring, clock: FixedClock) -> None:
        self.play = Play(db, candidates=2)
        self.db, self.client, self.clock = db, client, clock
        self.stages = Stages(db, self.play)
        course = self.play.close()
        self.days = course.state.windows["personal-qualities"]
        for person in self.play.people:
            make_booking.consents(db, house, person)
        self.url = f"/me/stages/{self.play.applications[0]}"
        self.look()
        client.sign_in_as(self.play.people[0])

    @property
    def first(self) -> datetime:
        return at(self.days.opens_on, time(10))

    @property
    def after(self) -> datetime:
        """Ten in the morning of the day after the last one."""
        return at(self.days.closes_on + timedelta(days=1), time(10))

    def look(self) -> None:
        """Let the house's clock show the moment of the play."""
        self.clock.set(self.play.now)
        self.db.commit()

    def text(self, url: str = "") -> str:
        reply = self.client.get(url or self.url, follow_redirects=True)
        assert reply.status_code == 200, reply.text
        return " ".join(reply.text.split())


@pytest.fixture
def scene(db: Session, client: Visitor, house: Wiring, clock: FixedClock) -> Scene:
    client.get("/language/en")
    return Scene(db, client, house, clock)


def test_st_1_from_the_days_of_a_stage_to_a_seat_that_is_moved(scene: Scene):
    stages, client = scene.stages, scene.client
    inside, later, outside = (
        stages.slot(one) for one in (scene.first, scene.first + timedelta(hours=5), scene.after)
    )
    scene.look()
    shown = scene.text()
    assert "Days of the stage:" in shown
    assert f"{scene.url}/{inside.id}" in shown
    assert str(outside.id) not in shown
    assert "not within the days of the stage" in scene.text(f"{scene.url}/{outside.id}")
    last_look = scene.text(f"{scene.url}/{inside.id}")
    assert "A stage of competition" in last_look
    promise = re.search(r'name="promise" value="([^"]+)"', last_look)
    assert promise is not None
    sent = {"promise": promise.group(1), "word": ""}
    reply = client.submit(f"{scene.url}/{inside.id}", sent)
    person = scene.play.people[0]
    filed = open_application(scene.db, person.id, "PQ")
    assert filed is not None
    assert reply.headers["location"] == f"/cabinet/applications/{filed.id}/confirm"
    assert "Your seat waits for the code" in scene.text()
    assert filed.programme_code == "PQ-2"
    # confirmed; then moved within the days, and not out of them
    filed.state, filed.confirmed_at = type(filed.state).BOOKED, scene.play.now
    scene.db.add(filed)
    scene.look()
    move = f"/cabinet/applications/{filed.id}/move"
    assert f"{move}/{later.id}" in scene.text(move)  # it leads back to the stage
    assert (
        "not within the days" in client.submit(f"{move}/{outside.id}", follow_redirects=True).text
    )
    assert "The test is moved" in client.submit(f"{move}/{later.id}", follow_redirects=True).text
    scene.db.expire_all()
    assert stages.one(0).slot_at == later.starts_at


def test_st_9_while_the_competition_is_suspended_no_time_is_offered(scene: Scene):
    slot = scene.stages.slot(scene.first)
    scene.play.do("complaint-filed", "candidate", complaint="C-1")
    scene.look()
    shown = scene.text()
    assert "You lose no day" in shown
    assert str(slot.id) not in shown


def test_another_s_stage_and_one_without_a_test_are_no_pages(scene: Scene):
    scene.client.sign_in_as(scene.play.people[1])
    assert scene.client.get(scene.url).status_code == 404
    assert scene.client.get(f"{scene.url}/{scene.play.hr.id}").status_code == 404
    scene.client.sign_in_as(scene.play.people[0])
    scene.play.do("withdrew", "candidate", scene.play.applications[0])
    scene.look()
    assert "No test is to be taken" in scene.text()
