"""The registers in the database: from the shipped facts and from the published texts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from service.core.i18n import Message
from service.core.wiring import Wiring
from service.journal.queries import entries_before
from service.posts import queries
from service.posts.actions import import_reading, load_shipped_registers, settle_value
from service.posts.civil_order import read_civil_order
from service.posts.inferred import settled
from service.posts.models import Decision, FacetKind, RegisterCorrection, RegisterName
from service.posts.political_decree import read_political_decree
from service.posts.political_file import FILE_NAME, load_political_posts
from service.posts.qualification_order import read_qualification_order
from service.posts.register_rows import Reading, rows_of
from service.posts.shipped_registers import CIVIL_SOURCE, POLITICAL_SOURCE, QUALIFICATION_SOURCE
from service.settings import ROOT
from tests import make
from tests.posts.published import published

SHIPPED = ROOT / "registers"
POSTS, POLITICAL, CIVILIAN = RegisterName
COUNTS = {POSTS: 136, POLITICAL: 121, CIVILIAN: 59}
TEXTS: dict[RegisterName, tuple[str, Callable[[Path], Reading]]] = {
    POSTS: (QUALIFICATION_SOURCE, read_qualification_order),
    POLITICAL: (POLITICAL_SOURCE, read_political_decree),
    CIVILIAN: (CIVIL_SOURCE, read_civil_order),
}


@pytest.fixture
def loaded(db: Session, house: Wiring) -> Session:
    """A database with the shipped registers."""
    assert load_shipped_registers(db, SHIPPED, now=house.clock.now()) == len(COUNTS)
    return db


def imports(db: Session) -> int:
    found = entries_before(
        db, None, verb="register imported", subject_kind="", subject_id="", actor_id=None, limit=9
    )
    return len(found)


def test_the_shipped_facts_are_loaded_once(loaded: Session, house: Wiring):
    assert load_shipped_registers(loaded, SHIPPED, now=house.clock.now()) == 0
    for register, count in COUNTS.items():
        assert len(queries.present_posts(loaded, register)) == count
        (act,) = queries.present_acts(loaded, register)
        assert (act.version, act.has_wording) == (1, False)
    assert imports(loaded) == len(COUNTS)


@pytest.mark.parametrize("register", COUNTS)
def test_the_published_text_brings_the_wording_once(
    loaded: Session, house: Wiring, register: RegisterName
):
    name, read = TEXTS[register]
    reading = read(published(name))
    first = import_reading(loaded, reading, now=house.clock.now())
    again = import_reading(loaded, reading, now=house.clock.now())
    assert (first.version, first.is_new) == (2, True)
    assert (again.version, again.is_new) == (2, False)
    (act,) = queries.present_acts(loaded, register)
    assert act.has_wording
    assert act.anomalies
    shipped = queries.versions(loaded, register, act.number, act.adopted_on)[0]
    assert shipped.facts_sha256 == act.facts_sha256
    assert load_shipped_registers(loaded, SHIPPED, now=house.clock.now()) == 0
    posts = queries.present_posts(loaded, register)
    assert len(posts) == COUNTS[register]
    assert all(post.source_text for post in posts)
    if register is POSTS:
        assert all(post.body["wording"]["duties"] for post in posts)


def test_another_text_of_the_act_is_another_version(loaded: Session, house: Wiring):
    reading = load_political_posts(SHIPPED / FILE_NAME)
    other = replace(reading, sha256="f" * 64, records=reading.records[:-1])
    assert import_reading(loaded, other, now=house.clock.now()).version == 2
    assert len(queries.present_posts(loaded, POLITICAL)) == COUNTS[POLITICAL] - 1
    # what was imported here is not undone by the facts that ship with the project
    assert load_shipped_registers(loaded, SHIPPED, now=house.clock.now()) == 0
    kept = queries.versions(loaded, POLITICAL, reading.act.number, reading.act.adopted_on)
    assert [one.version for one in kept] == [1, 2]


@pytest.mark.parametrize(
    ("text", "facets", "found"),
    [
        ("", {}, 136),
        ("ТАЛДАУ БАСҚАРМАСЫНЫҢ бас сарапшысы", {}, 15),
        ("", {FacetKind.CATEGORY: "C-1"}, 14),
        ("", {FacetKind.CATEGORY: "C-1", FacetKind.DEPARTMENT: "Заңнама департаменті"}, 1),
        ("", {FacetKind.CATEGORY: "C-7"}, 0),
        ("%", {}, 0),
        ("13-1-2", {}, 1),
    ],
    ids=["all", "capitals", "category", "two facets", "none such", "a sign of SQL", "staff number"],
)
def test_posts_are_found(loaded: Session, text: str, facets: dict[FacetKind, str], found: int):
    posts = queries.present_posts(loaded, POSTS, text=text, facets=facets)
    assert len(posts) == found
    assert queries.count_posts(loaded, POSTS, text=text, facets=facets) == found


def test_facets_count_the_posts_that_have_them(loaded: Session):
    categories = dict(queries.facet_values(loaded, POSTS, FacetKind.CATEGORY))
    assert categories == {
        "C-O-1": 1, "C-O-2": 1, "C-1": 14, "C-2": 10, "C-3": 35, "C-4": 35, "C-5": 40,
    }  # fmt: skip
    assert dict(queries.facet_values(loaded, CIVILIAN, FacetKind.BLOCK)) == {
        "A": 28, "B": 25, "C": 5, "D": 1,
    }  # fmt: skip


def _settle(db: Session, house: Wiring, field: str, value: str, reason: str = "") -> object:
    owner = make.account(db)
    return settle_value(
        db,
        POSTS,
        "117-6",
        field,
        value=value,
        reason=reason,
        actor_id=owner.id,
        now=house.clock.now(),
    )


def test_an_inferred_value_is_confirmed(loaded: Session, house: Wiring):
    done = _settle(loaded, house, "category_key", "C-4")
    assert isinstance(done, RegisterCorrection)
    assert done.decision is Decision.CONFIRMED


def test_a_corrected_value_is_found_and_the_reading_stays(loaded: Session, house: Wiring):
    done = _settle(loaded, house, "category_key", "C-9", "Printed so in the act itself.")
    assert isinstance(done, RegisterCorrection)
    (post,) = queries.present_posts(loaded, POSTS, facets={FacetKind.CATEGORY: "C-9"})
    assert post.body["category_key"] == "C-4"
    now_so = settled(post, queries.corrections(loaded, POSTS, [post.key]))
    assert now_so.body["category_key"] == "C-9"
    assert now_so.inferred["category_key"].said == done


def test_a_correction_outlives_the_next_text(loaded: Session, house: Wiring):
    _settle(loaded, house, "category_key", "C-9", "Printed so in the act itself.")
    name, read = TEXTS[POSTS]
    import_reading(loaded, read(published(name)), now=house.clock.now())
    (post,) = queries.present_posts(loaded, POSTS, facets={FacetKind.CATEGORY: "C-9"})
    assert post.key == "117-6"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "Another", "because"),
        ("category_key", "", "because"),
        ("category_key", "C-9", "  "),
    ],
    ids=["what is printed", "nothing", "without a reason"],
)
def test_a_value_is_refused(loaded: Session, house: Wiring, field: str, value: str, reason: str):
    assert isinstance(_settle(loaded, house, field, value, reason), Message)
    assert queries.corrections(loaded, POSTS) == []


def test_a_political_column_takes_those_who_appoint(loaded: Session, house: Wiring):
    owner = make.account(loaded)
    post = next(
        one
        for one in queries.present_posts(loaded, POLITICAL)
        if "agreed_with" in one.body["inferred"]
    )
    values = {"Премьер-Министр, Үкімет": RegisterCorrection, "Somebody": Message}
    for value, kind in values.items():
        done = settle_value(
            loaded,
            POLITICAL,
            post.key,
            "agreed_with",
            value=value,
            reason="Printed so.",
            actor_id=owner.id,
            now=house.clock.now(),
        )
        assert isinstance(done, kind)
    keys = {one.key for one in queries.present_posts(
        loaded, POLITICAL, facets={FacetKind.AGREES: "government"}
    )}  # fmt: skip
    assert post.key in keys


@pytest.mark.parametrize("register", COUNTS)
def test_the_rows_of_a_reading_are_the_same_each_time(register: RegisterName):
    name, read = TEXTS[register]
    path = published(name)
    assert rows_of(read(path)).sha256 == rows_of(read(path)).sha256
