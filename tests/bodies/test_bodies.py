"""Bodies: how they hang together, who works for them, who agrees to their competitions."""

import pytest
from sqlmodel import Session

from service.bodies import actions, queries
from service.bodies.actions import BodyFacts
from service.bodies.models import Office, Place, Wave, Work
from service.journal.queries import entries_before
from service.settings import ROOT
from tests import make, make_bodies
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY


@pytest.fixture(autouse=True)
def bodies(db: Session):
    make_bodies.shipped(db)


def facts(**more: object) -> BodyFacts:
    known: dict[str, object] = {
        "name": {"kk": "Бір", "ru": "Один", "en": "One"},
        "office": Office.LOCAL,
        "wave": None,
        "parent": None,
        "served_by": None,
        "is_new": False,
        "place": Place.ABAI,
        "site": "",
        "contacts": {},
    }
    return BodyFacts(**(known | more))  # type: ignore[arg-type]


def test_the_shipped_register_is_loaded_once(db: Session):
    assert actions.load_shipped_bodies(db, ROOT / "registers", now=START) == 0
    agency = queries.authorised_body(db)
    assert agency is not None
    assert (agency.code, agency.wave, agency.place) == (AGENCY, Wave.FIRST, Place.ASTANA)


def test_a_body_is_found_by_the_name_that_a_register_of_posts_prints(db: Session):
    found = queries.body_named(db, "Қазақстан Республикасы Әділет министрлігі")
    assert found is not None
    assert found.code == MINISTRY
    assert queries.body_named(db, "Қазақстан Республикасы Теңіз министрлігі") is None


def test_a_unit_is_of_its_bodys_tree_and_wave(db: Session):
    make_bodies.body(db, "justice-abai", office=Office.TERRITORIAL, parent=MINISTRY)
    make_bodies.body(db, "justice-semey", office=Office.TERRITORIAL, parent="justice-abai")
    tree = ["justice-abai", "justice-semey", MINISTRY]
    assert [one.code for one in queries.tree_of(db, MINISTRY)] == tree
    assert [one.code for one in queries.line_of(db, "justice-semey")] == [
        "justice-semey", "justice-abai", MINISTRY,
    ]  # fmt: skip
    assert queries.wave_of(db, "justice-semey") is Wave.REST
    assert queries.circle_of(db, "justice-semey") == frozenset(tree)


def test_lw_4_who_agrees_follows_the_office_and_the_region(db: Session):
    abai = make_bodies.body(db, "akimat-abai", office=Office.LOCAL, place=Place.ABAI)
    ministry = queries.body(db, MINISTRY)
    assert ministry is not None
    for asking in (abai, ministry):
        found = queries.agreeing_body(db, asking)
        assert found is not None
        assert found.code == AGENCY
    make_bodies.body(db, "agency-abai", parent=AGENCY, place=Place.ABAI)
    unit, central = queries.agreeing_body(db, abai), queries.agreeing_body(db, ministry)
    assert unit is not None
    assert central is not None
    assert (unit.code, central.code) == ("agency-abai", AGENCY)


def test_who_serves_a_body_with_its_hr_elsewhere_works_for_it_too(db: Session):
    served = make_bodies.body(db, "served", served_by=MINISTRY)
    person, stranger = make_bodies.member(db), make.account(db)
    assert [one.code for one in queries.served_by(db, person.id, Work.HR)] == [MINISTRY, "served"]
    assert queries.may_work_for(db, person.id, served, Work.HR)
    assert not queries.may_work_for(db, stranger.id, served, Work.HR)
    assert not queries.may_work_for(db, person.id, served, Work.AGREEMENT)


def test_a_membership_is_given_once_and_ends_once(db: Session):
    by, person = make.account(db), make.account(db)
    first = actions.add_member(db, MINISTRY, person.id, Work.HR, by=by.id, now=START)
    assert actions.add_member(db, MINISTRY, person.id, Work.HR, by=by.id, now=START) is first
    assert queries.people_of(db, MINISTRY, Work.HR) == [person.id]
    for _ in range(2):
        actions.end_member(db, first, by=by.id, now=START)
    assert queries.people_of(db, MINISTRY, Work.HR) == []
    verbs = [one.verb for one in entries_before(db, subject_id=str(person.id), limit=9)]
    assert verbs == ["body member ended", "body member added"]


def test_a_change_of_a_body_says_what_was_changed(db: Session):
    by = make.account(db)
    actions.save_body(db, "akimat", facts(), by=by.id, now=START)
    actions.save_body(db, "akimat", facts(is_new=True), by=by.id, now=START)
    db.flush()
    newest, made = entries_before(db, subject_id="akimat", limit=9)
    assert (made.verb, newest.verb, newest.facts) == ("body made", "body changed", {"is_new": True})
