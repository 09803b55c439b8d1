"""Essays on their pages: written, handed in, reviewed, scored alone, looked at by the chair."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.commissions.actions import declare_conflicts
from service.competitions.queries import candidacy
from service.law.essay import METHOD
from service.lots.queries import lot
from service.notices.queries import notices_of
from service.people.models import Account, Role, RoleGrant
from service.scoring import queries
from tests import make, staff
from tests.clock import FixedClock
from tests.make_essays import TEXT, at_essay, declared, handed_in, members, reviewed
from tests.outbox import Outbox
from tests.visitor import Visitor

MARKS = dict.fromkeys(METHOD.criteria, "4")
NAME = "Бекболатова"
SEEN = "At 10:31 another person read over the shoulder."


class Scene:
    """A competition at the essay, and the browser that looks at it."""

    def __init__(self, db: Session, client: Visitor, clock: FixedClock) -> None:
        self.db, self.client, self.clock = db, client, clock
        self.play = at_essay(db)
        self.number = self.play.round.number
        self.list = f"/commission/{self.number}/essays"

    def as_(self, person: Account) -> Visitor:
        self.clock.set(self.play.now)
        self.db.commit()
        self.client.sign_in_as(person)
        return self.client

    def url(self, place: int) -> str:
        return f"/me/essays/{self.play.applications[place]}"

    def sent(self, url: str, fields: dict[str, Any] | None = None) -> Any:
        """Send a form, and what its confirmation page sends."""
        asked = self.client.submit(url, fields or {})
        return self.client.submit(url, staff.confirmed(asked, fields or {}))

    def keep(self, place: int, text: str, after: int, **headers: str) -> Any:
        """Save as the page does."""
        url = f"/api/essays/{self.play.applications[place]}/text"
        head = {"x-csrf-token": self.client.csrf, **headers}
        return self.client.post(url, json={"text": text, "after": after}, headers=head)

    def row(self, place: int) -> Any:
        self.db.expire_all()
        found = candidacy(self.db, self.play.applications[place])
        assert found is not None
        return found

    def essay_url(self, place: int) -> str:
        return f"{self.list}/{self.row(place).code}"


@pytest.fixture
def scene(db: Session, client: Visitor, clock: FixedClock) -> Scene:
    return Scene(db, client, clock)


def test_st_3_a_candidate_writes_and_hands_in(scene: Scene):
    play, url = scene.play, scene.url(0)
    client = scene.as_(play.people[0])
    assert "45 minutes" in staff.words(client.get(url))
    assert "language" in staff.errors(client.submit(f"{url}/begin"))
    assert client.get(scene.url(1)).status_code == 404
    scene.sent(f"{url}/begin", {"language": "kk"})
    topic = next(
        one.kk
        for one in client.house.parts["essay_topics"].values()
        if one.kk in client.get(url).text
    )

    assert scene.keep(0, "Бір", 0, **{"x-csrf-token": "0"}).status_code == 403
    assert scene.keep(1, "Бір", 0).status_code == 404
    saved = scene.keep(0, "Бір \0екі", 0).json()
    assert (saved["code"], saved["ordinal"], saved["words"]) == ("saved", 1, 2)
    newer = scene.keep(0, "Басқа терезе", 0)
    assert (newer.status_code, newer.json()["code"], newer.json()["text"]) == (
        409,
        "newer",
        "Бір екі",
    )
    assert scene.keep(0, "х" * 10_001, 1).json()["code"] == "too-long"
    # without JavaScript: the other window's text is shown, ours stays in the field
    shown = client.submit(f"{url}/save", {"text": "Менің мәтінім", "after": "0"})
    assert shown.status_code == 409
    assert "Бір екі" in staff.words(shown)
    assert "Менің мәтінім</textarea>" in shown.text
    assert client.submit(f"{url}/save", {"text": "сөз " * 251, "after": "1"}).status_code == 303
    said = staff.words(client.get(f"{url}/hand-in"))
    assert "The essay has 251 words, 250 are allowed" in said
    assert "251 words" in staff.words(client.submit(f"{url}/hand-in", {"seen": "2"}))
    scene.keep(0, "Қысқа мәтін.", 2)
    client.submit(f"{url}/hand-in", {"seen": "2"})
    assert "Another window has saved a newer text" in client.said()
    client.submit(f"{url}/hand-in", {"seen": "3"})
    said = staff.words(client.get(url))
    assert "Қысқа мәтін." in said
    assert topic in said
    assert "A proctor reviews how it was written no later than" in said
    assert "Бір екі" in staff.words(client.get(f"{url}/versions"))
    assert scene.keep(0, "Кеш", 3).json()["code"] == "handed-in"


def test_pr_3_a_proctor_publishes_or_finds_a_breach(db: Session, scene: Scene):
    play, client = scene.play, scene.client
    for place in range(3):
        handed_in(play, place)
    review = f"/proctor/essays/{play.applications[0]}"
    scene.as_(make.account(db, roles=[Role.PROCTOR]))
    assert scene.row(0).code in staff.words(client.get("/proctor/essays"))
    said = staff.words(client.get(review))
    assert "1 version" in said
    assert TEXT in said
    scene.sent(f"{review}/publish")
    assert scene.row(0).state == "essay-scoring"
    other = f"/proctor/essays/{play.applications[1]}"
    faults = staff.errors(client.submit(f"{other}/breach", {"code": "joke", "seen": SEEN}))
    assert "code" in faults
    scene.sent(f"{other}/breach", {"code": "not-alone", "seen": SEEN})
    assert scene.row(1).state == "breach"
    assert "Ended with a breach" in staff.words(client.get(other))
    said = staff.words(scene.as_(play.people[1]).get(scene.url(1)))
    assert "The essay is not scored" in said
    # a proctor who sits on the commission would know whose essay it is
    _, _, member = members(play)[1]
    db.add(RoleGrant(account_id=member.id, role=Role.PROCTOR, granted_at=play.now))
    scene.as_(member)
    assert "another proctor reviews it" in staff.words(client.get("/proctor/essays"))
    assert client.get(f"/proctor/essays/{play.applications[2]}").status_code == 403


def test_st_3_who_has_still_to_write_reads_no_topic_in_the_lot(db: Session, scene: Scene):
    play, client = scene.play, scene.client
    handed_in(play)
    task = queries.essay_task(db, play.round.id)
    assert task is not None
    url = f"/draws/{lot(db, task.lot_id).number}"
    for place in (1, 2):
        scene.as_(play.people[2])
        held = client.get(url)
        assert "Drawn, and shown later" in staff.words(held)
        assert not any(topic in held.text for topic in task.topics.values())
        assert client.get(f"{url}.json").status_code == 404
        handed_in(play, place)
    scene.as_(play.people[2])
    assert "The draw repeats exactly" in staff.words(client.get(url))
    assert set(task.topics.values()) <= set(client.get(f"{url}.json").json()["order"])


def test_nobody_judges_a_competition_in_which_they_take_part(db: Session, scene: Scene):
    play, client = scene.play, scene.client
    handed_in(play)
    review = f"/proctor/essays/{play.applications[0]}"
    rival, hr_list = play.people[1], f"/hr/competitions/{scene.number}/essays"
    db.add(RoleGrant(account_id=rival.id, role=Role.PROCTOR, granted_at=play.now))
    scene.as_(rival)
    assert "another proctor reviews it" in staff.words(client.get("/proctor/essays"))
    assert client.get(review).status_code == 403
    assert client.submit(f"{review}/breach", {"code": "not-alone", "seen": SEEN}).status_code == 403
    assert scene.row(0).state == "essay-review"
    # who applies after having been seated, and somebody of HR who applies in the own body
    _, _, member = members(play)[1]
    filed = db.get_one(CompetitionApplication, play.applications[2])
    rooms = (f"/commission/{scene.number}/{one}" for one in ("essays", "interviews", "conflicts"))
    for person, urls in (
        (member, [*rooms]),
        (play.hr, [hr_list, f"/hr/announcements/{scene.number}/commission"]),
    ):
        assert {scene.as_(person).get(url).status_code for url in urls} == {200}
        filed.account_id = person.id
        assert {scene.as_(person).get(url).status_code for url in urls} == {403}


def test_what_was_saved_in_time_counts(scene: Scene, outbox: Outbox):
    play, url = scene.play, scene.url(0)
    client = scene.as_(play.people[0])
    scene.sent(f"{url}/begin", {"language": "ru"})
    scene.keep(0, "Вовремя", 0)
    play.now += timedelta(minutes=45, seconds=20)
    scene.as_(play.people[0])
    assert "Your essay is being handed in" in staff.words(client.get(url))
    assert scene.keep(0, "Вовремя отправлено", 1).json()["code"] == "saved"
    play.now += timedelta(seconds=20)
    scene.as_(play.people[0])
    assert scene.keep(0, "Опоздало", 2).json()["code"] == "over"
    outbox.run_due()
    said = staff.words(client.get(url))
    assert "Вовремя отправлено" in said
    assert "The time was over" in said
    play.now += timedelta(days=9)
    assert "The days of the essay are over" in staff.words(
        scene.as_(play.people[1]).get(scene.url(1))
    )


def test_st_3_members_score_alone_and_without_names_and_the_chair_looks(
    db: Session, scene: Scene, outbox: Outbox
):
    play, url = scene.play, scene.essay_url(0)
    for person in play.people:
        person.family_name = NAME
    for place in range(2):
        reviewed(play, handed_in(play, place).application_id)
    (_, _, chair), (_, _, second), (_, last, third), *others = members(play)
    second.family_name, third.family_name = "Сейітова", "Төлеуов"
    client = scene.as_(second)
    assert "First declare conflicts" in staff.words(client.get(scene.list))
    assert client.get(url).headers["location"] == f"/commission/{scene.number}/conflicts"
    declared(play)
    tie = {play.applications[1]: (frozenset({"in-law"}), "")}
    declare_conflicts(db, last, tie, now=play.now)  # type: ignore[arg-type]  # as the law names it
    client = scene.as_(third)
    listed = client.get(scene.list)
    assert "1 essay is not shown" in staff.words(listed)
    assert scene.row(1).code not in listed.text
    assert client.get(scene.essay_url(1)).status_code == 404

    client = scene.as_(second)
    shown = client.get(url)
    assert NAME not in shown.text
    assert "Азамат мемлекетке" in shown.text
    faults = staff.errors(client.submit(f"{url}/marks", MARKS | {"language": "6", "argument": ""}))
    assert set(faults) == {"language", "argument"}
    scene.sent(f"{url}/marks", MARKS | {"comment": "Дәлелді."})
    said = staff.words(client.get(url))
    assert "Mean of your marks 4.00" in said
    assert "Scores of the members" not in said
    assert client.submit(f"{url}/spread", {"decision": "stand", "reason": SEEN}).status_code == 404

    for one in (chair, third, *(person for _, _, person in others)):
        scene.as_(one)
        assert "They are shown when every member" in staff.words(scene.as_(chair).get(url))
        scene.as_(one)
        scene.sent(f"{url}/marks", dict.fromkeys(METHOD.criteria, "1" if one is third else "5"))
    client = scene.as_(chair)
    said = staff.words(client.get(url))
    assert "Between the highest and the lowest lie 4.00" in said
    scene.sent(f"{url}/spread", {"decision": "again", "reason": SEEN})
    assert "You have asked for a second look" in staff.words(client.get(url))
    assert "Score it once more" in staff.words(scene.as_(second).get(scene.list))
    assert [one.turn for one in queries.essay_scores_ever(db, play.applications[0])] == [1] * 6
    for _, _, one in members(play):
        scene.as_(one)
        scene.sent(f"{url}/marks", MARKS)
    assert scene.row(0).points["essay"] == "4"
    assert "Second look" in staff.words(scene.as_(chair).get(url))
    scene.as_(second)
    scene.sent(f"{scene.essay_url(1)}/marks", MARKS)
    _, _, late = others[0]
    who_is_late_is_reminded_and_named(scene, outbox, late, second)
    # neither the secretary nor a stranger
    assert scene.as_(make.account(db)).get(scene.list).status_code == 404


def who_is_late_is_reminded_and_named(
    scene: Scene, outbox: Outbox, late: Account, early: Account
) -> None:
    """Look a day after the term: the chair and HR see who is missing, who was reminded."""
    play, client = scene.play, scene.client
    (_, _, chair), *_ = members(play)
    play.now += timedelta(days=2)
    scene.as_(chair)
    listed = staff.words(client.get(scene.list)).split("Who is missing")[-1]
    assert late.name in listed
    assert early.name not in listed
    page = f"/hr/competitions/{scene.number}/essays"
    assert late.name in staff.words(scene.as_(play.hr).get(page))
    assert scene.as_(early).get(page).status_code == 403
    told = len(notices_of(scene.db, late.id))
    outbox.run_due()
    assert len(notices_of(scene.db, late.id)) > told
    newest, *_ = notices_of(scene.db, late.id)
    assert newest.url == scene.list
