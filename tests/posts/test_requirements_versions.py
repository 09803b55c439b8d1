"""Requirements of a body's posts: version 1 from the register, drafts, versions for good."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from service.bodies.models import Body
from service.bodies.queries import body
from service.core.db import Database
from service.core.i18n import Message
from service.core.ids import new_id
from service.journal.queries import entries_before
from service.law.experience import ExperienceNeed
from service.law.record import plain
from service.law.requirements import Alternative, Experience, LanguageNeed, Requirements
from service.people.models import Account
from service.posts import queries
from service.posts.actions import settle_value
from service.posts.models import RegisterName, RequirementDraft, RequirementSet
from service.posts.requirements_drafts import (
    Publishing,
    Stale,
    begin_draft,
    discard_draft,
    publish_draft,
    save_draft,
)
from service.posts.requirements_register import (
    PostOfBody,
    post_of_body,
    posts_of_body,
    take_over_register,
    take_over_registers,
    version_to_follow,
)
from service.posts.requirements_typical import (
    TypicalFacts,
    enter_typical,
    load_shipped_typical,
)
from service.posts.requirements_versions import (
    Version,
    resolved,
    typical_on,
    version_by_id,
    version_in_force,
    version_of,
)
from service.settings import ROOT
from tests import make_bodies
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY
from tests.shipped_registers import load_registers

KEY = "117-6"
TODAY = START.date()
ENGLISH = (LanguageNeed("english", "b2"),)
WAY = Alternative((ExperienceNeed(24, sectors=frozenset({"civil"})),))


@pytest.fixture
def ministry(db: Session) -> Body:
    """The ministry whose posts the register has, with version 1 of what each asks."""
    make_bodies.shipped(db)
    load_registers(db, now=START)
    assert len(queries.sets_of_body(db, MINISTRY)) == 136
    found = body(db, MINISTRY)
    assert found is not None
    return found


@pytest.fixture
def hr(db: Session, ministry: Body) -> Account:
    return make_bodies.member(db, ministry.code)


def post(db: Session, ministry: Body, key: str = KEY) -> PostOfBody:
    found = post_of_body(db, ministry, key)
    assert found is not None
    return found


def begun(db: Session, ministry: Body, hr: Account, *, afresh: bool = False) -> RequirementDraft:
    there = post(db, ministry)
    return begin_draft(
        db, ministry.code, there, from_register=afresh, actor_id=hr.id, now=START
    )  # fmt: skip


def in_force(db: Session, day: date = TODAY) -> Version:
    found = version_in_force(db, MINISTRY, KEY, day)
    assert found is not None
    return found


def save(db: Session, hr: Account, revision: int, **parts: Any) -> RequirementDraft | Stale:
    known = in_force(db)
    return save_draft(
        db,
        MINISTRY,
        KEY,
        revision=revision,
        asked=replace(known.requirements, **parts),
        texts=known.texts,
        actor_id=hr.id,
        now=START,
    )


def publish(
    db: Session, hr: Account, revision: int, from_day: date = TODAY
) -> RequirementSet | Stale | Message:
    sent = Publishing(revision, from_day, "Бұйрық № 5")
    return publish_draft(db, MINISTRY, KEY, sent, actor_id=hr.id, now=START)


def verbs(db: Session, verb: str) -> int:
    return len(entries_before(db, verb=verb))


def test_version_1_comes_from_the_register_for_the_body_that_it_names(db: Session, ministry: Body):
    assert len(posts_of_body(db, ministry)) == 136
    first = in_force(db, date(2014, 3, 20))
    assert (first.version, first.in_force_from) == (1, date(2014, 3, 20))
    assert first.requirements == post(db, ministry).converted.requirements
    assert version_in_force(db, MINISTRY, KEY, date(2014, 3, 19)) is None
    assert version_by_id(db, first.id) == first
    kept = queries.requirement_set(db, first.id)
    assert kept is not None
    assert (kept.lines["post"], kept.made_by) == ([316, 358], None)
    assert take_over_register(db, ministry, actor_id=None, now=START) == []
    assert verbs(db, "requirements taken from the register") == 1


def test_a_body_that_no_register_names_has_no_posts(db: Session, ministry: Body):
    agency = body(db, AGENCY)
    assert agency is not None
    assert posts_of_body(db, agency) == []
    assert post_of_body(db, agency, KEY) is None
    assert post_of_body(db, ministry, "117-999") is None
    assert version_in_force(db, AGENCY, KEY, TODAY) is None
    assert version_by_id(db, new_id()) is None


def test_a_draft_becomes_the_next_version(db: Session, ministry: Body, hr: Account):
    draft = begun(db, ministry, hr)
    assert begun(db, ministry, hr).id == draft.id
    saved = save(db, hr, 1, languages=ENGLISH)
    assert isinstance(saved, RequirementDraft)
    before = in_force(db)
    made = publish(db, hr, saved.revision, TODAY + timedelta(days=7))
    assert isinstance(made, RequirementSet)
    assert in_force(db) == before
    later = in_force(db, TODAY + timedelta(days=7))
    assert (later.version, later.requirements.version, later.id) == (2, 2, made.id)
    assert later.requirements.languages == ENGLISH
    assert queries.requirement_draft(db, MINISTRY, KEY) is None
    assert verbs(db, "requirements published") == 1
    assert verbs(db, "requirements draft begun") == 1


@pytest.mark.parametrize("column", [RequirementSet.requirements, RequirementSet.in_force_from])
def test_a_version_never_changes(db: Session, ministry: Body, column: Any):
    db.commit()
    value: Any = {} if column is RequirementSet.requirements else TODAY
    with pytest.raises(DatabaseError, match="append-only"):
        db.exec(update(RequirementSet).values({column: value}))


def test_a_draft_is_not_saved_over_another_hand(db: Session, ministry: Body, hr: Account):
    begun(db, ministry, hr)
    assert isinstance(save(db, hr, 1, health=True), RequirementDraft)
    refused = save(db, hr, 1, languages=ENGLISH)
    assert isinstance(refused, Stale)
    assert refused.draft is not None
    assert (refused.draft.revision, refused.draft.requirements["health"]) == (2, True)
    assert isinstance(publish(db, hr, 1), Stale)
    assert isinstance(
        discard_draft(db, MINISTRY, KEY, revision=1, actor_id=hr.id, now=START), Stale
    )


def test_a_discarded_draft_leaves_the_versions(db: Session, ministry: Body, hr: Account):
    begun(db, ministry, hr)
    save(db, hr, 1, health=True)
    assert discard_draft(db, MINISTRY, KEY, revision=2, actor_id=hr.id, now=START) is None
    assert queries.requirement_draft(db, MINISTRY, KEY) is None
    assert not in_force(db).requirements.health
    assert isinstance(save(db, hr, 2), Stale)
    assert verbs(db, "requirements draft discarded") == 1


REFUSED = [
    pytest.param({}, TODAY, "Nothing has been changed", id="nothing is changed"),
    pytest.param({"source": " "}, TODAY, "Name the order", id="no order"),
    pytest.param(
        {"languages": ENGLISH}, date(2014, 3, 19), "It cannot be in force before",
        id="before the version it follows",
    ),
    pytest.param(
        {"experience": Experience((Alternative(()),))}, TODAY, "An alternative of the experience",
        id="an alternative that asks nothing",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "day", "sentence"), REFUSED)
def test_a_draft_that_may_not_be_used_is_not_published(
    db: Session, ministry: Body, hr: Account, parts: dict[str, Any], day: date, sentence: str
):
    begun(db, ministry, hr)
    assert isinstance(save(db, hr, 1, **parts), RequirementDraft)
    refused = publish(db, hr, 2, day)
    assert isinstance(refused, Message)
    assert refused.msgid.startswith(sentence)
    assert in_force(db).version == 1


def test_a_draft_can_be_begun_from_the_register_as_it_is_now(
    db: Session, ministry: Body, hr: Account
):
    begun(db, ministry, hr)
    save(db, hr, 1, health=True)
    publish(db, hr, 2)
    done = settle_value(
        db, RegisterName.POSTS, KEY, "category_key", value="C-O-1", reason="Түзету",
        actor_id=hr.id, now=START,
    )  # fmt: skip
    assert not isinstance(done, Message)
    draft = begun(db, ministry, hr, afresh=True)
    assert draft.requirements["experience"]["typical"] == "C-O-1"
    assert not draft.requirements["health"]


Deed = Callable[[Session], Any]


@pytest.fixture
def at_once(database_url: str) -> Iterator[Callable[[Sequence[Deed]], list[Any]]]:
    """A function that does deeds at the same moment, each on a connection of its own."""
    database = Database(database_url, pool_size=4)

    def run(deeds: Sequence[Deed]) -> list[Any]:
        ready = Barrier(len(deeds))

        def one(deed: Deed) -> Any:
            ready.wait()
            with database.writing() as own:
                done = deed(own)
                return type(done)

        with ThreadPoolExecutor(len(deeds)) as threads:
            return list(threads.map(one, deeds))

    yield run
    database.dispose()


AtOnce = Callable[[Sequence[Deed]], list[Any]]


def test_of_two_editors_at_once_one_saves(
    db: Session, ministry: Body, hr: Account, at_once: AtOnce
):
    begun(db, ministry, hr)
    db.commit()
    deeds = [lambda own, on=on: save(own, hr, 1, health=on) for on in (True, False)]
    assert set(at_once(deeds)) == {RequirementDraft, Stale}
    db.expire_all()
    draft = queries.requirement_draft(db, MINISTRY, KEY)
    assert draft is not None
    assert draft.revision == 2


def test_of_two_publishers_at_once_one_publishes(
    db: Session, ministry: Body, hr: Account, at_once: AtOnce
):
    begun(db, ministry, hr)
    save(db, hr, 1, health=True)
    db.commit()
    assert set(at_once([lambda own: publish(own, hr, 2)] * 2)) == {RequirementSet, Stale}
    assert [one.version for one in queries.requirement_sets(db, MINISTRY, KEY)] == [2, 1]


def test_of_two_beginners_at_once_both_get_the_same_draft(
    db: Session, ministry: Body, hr: Account, at_once: AtOnce
):
    db.commit()
    at_once([lambda own: begun(own, ministry, hr)] * 2)
    assert len(queries.requirement_drafts(db, MINISTRY)) == 1
    assert verbs(db, "requirements draft begun") == 1


def test_the_register_is_taken_over_once(db: Session, ministry: Body, at_once: AtOnce):
    db.commit()
    at_once([lambda own: take_over_registers(own, now=START)] * 2)
    assert len(queries.sets_of_body(db, MINISTRY)) == 136


def typical(day: date, *ways: Alternative, until: date | None = None) -> TypicalFacts:
    return TypicalFacts("C-4", "№ 9", day, until, ways)


def test_vc_3_typical_requirements_count_from_their_day(db: Session, ministry: Body, hr: Account):
    assert [one.is_known for one in queries.typical_rows(db)] == [False] * 8
    assert load_shipped_typical(db, ROOT / "registers", now=START) == 0
    asked = in_force(db).requirements
    assert asked.experience.typical == "C-4"
    assert resolved(db, asked, TODAY) == asked
    later = TODAY + timedelta(days=10)
    enter_typical(db, typical(TODAY, WAY, until=later), actor_id=hr.id, now=START)
    assert resolved(db, asked, TODAY - timedelta(days=1)) == asked
    assert resolved(db, asked, TODAY).experience == Experience((WAY,))
    assert resolved(db, asked, later).experience == Experience((WAY,))
    assert resolved(db, asked, later + timedelta(days=1)) == asked
    assert verbs(db, "typical requirements entered") == 1


def test_vc_3_a_later_row_of_the_same_day_stands_in_the_place_of_the_older(
    db: Session, hr: Account
):
    three = Alternative((ExperienceNeed(36),))
    for ways in ((WAY,), (three,)):
        enter_typical(db, typical(TODAY, *ways), actor_id=hr.id, now=START)
    found = typical_on(db, "C-4", TODAY)
    assert found is not None
    assert found.alternatives == (three,)
    assert typical_on(db, "C-5", TODAY) is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (typical(TODAY, WAY, until=TODAY - timedelta(days=1)), "The last day lies before"),
        (typical(TODAY, Alternative(())), "An alternative asks nothing"),
    ],
    ids=["ends before it begins", "asks nothing"],
)
def test_vc_3_a_row_that_cannot_be_used_is_not_entered(
    db: Session, hr: Account, facts: TypicalFacts, sentence: str
):
    refused = enter_typical(db, facts, actor_id=hr.id, now=START)
    assert isinstance(refused, Message)
    assert refused.msgid.startswith(sentence)


def test_a_kept_version_is_read_as_the_law_has_it(db: Session, ministry: Body):
    for kept in queries.sets_of_body(db, MINISTRY).values():
        found = version_of(kept[0])
        assert isinstance(found.requirements, Requirements)
        assert plain(found.requirements) == kept[0].requirements
        assert found.requirements.source == kept[0].source


def test_a_unit_follows_what_it_belongs_to_until_it_says_something_itself(
    db: Session, ministry: Body, hr: Account
):
    unit = make_bodies.body(db, "justice-abai", parent=MINISTRY)
    assert len(posts_of_body(db, unit)) == 136
    assert take_over_register(db, unit, actor_id=None, now=START) == []
    found = version_to_follow(db, unit.code, KEY)
    assert found is not None
    assert (found.body_code, found.version) == (MINISTRY, 1)
    draft = begin_draft(
        db, unit.code, post(db, unit), from_register=False, actor_id=hr.id, now=START
    )
    assert draft.requirements == found.requirements
