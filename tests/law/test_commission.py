from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.commission import (
    CM_1,
    CM_3,
    Commission,
    CommissionFault,
    Member,
    Setting,
    assessors_needed,
    assessors_to_draw,
    commission_faults,
    has_quorum,
    must_replace,
    next_reserve,
    replaced,
)
from service.law.defaults import Defaults

CHAIR = Member("1", "chair", chair=True)
OWN = Member("2", "own")
DRAWN = Member("3", "drawn", assessor=True)
SENT = Member("4", "sent", assessor=True, of_authorised=True)
THREE = Commission((CHAIR, OWN, DRAWN), "secretary")
ASKED = Setting(drawn=frozenset({"drawn", "reserve"}))


def codes(made: Commission, asked: Setting = ASKED) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in commission_faults(made, asked)]


@pytest.mark.parametrize(
    ("members", "needed"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2), (7, 3), (9, 3), (10, 4)]
)
def test_cm_1_a_third_rounded_up(members, needed):
    assert assessors_needed(members) == needed


@given(others=st.integers(1, 60))
def test_cm_1_as_many_are_drawn_as_make_a_third_and_no_more(others):
    drawn = assessors_to_draw(others)
    assert drawn >= assessors_needed(others + drawn)
    assert drawn - 1 < assessors_needed(others + drawn - 1)


def test_cm_1_a_commission_that_can_work():
    assert commission_faults(THREE, ASKED) == []
    assert CM_1.default


def test_cm_1_two_of_seven_are_too_few_and_three_are_enough():
    own = [Member(f"o{n}", f"own{n}", chair=n == 0) for n in range(5)]
    drawn = [Member(f"d{n}", f"drawn{n}", assessor=True) for n in range(3)]
    asked = Setting(drawn=frozenset({"drawn0", "drawn1", "drawn2"}))
    seven = Commission((*own, *drawn[:2]), "secretary")
    assert commission_faults(seven, asked) == [
        CommissionFault(CM_1, "O26 IS 13", "too-few-assessors", found=2, needed=3)
    ]
    assert commission_faults(Commission((*own[:4], *drawn), "secretary"), asked) == []
    assert commission_faults(Commission((*own, *drawn), "secretary"), asked) == []


FAULTS = [
    pytest.param(Commission((CHAIR, DRAWN), "s"), [("too-few-members", "")], id="two members"),
    pytest.param(
        Commission((CHAIR, OWN, replace(DRAWN, person="friend")), "s"),
        [("too-few-assessors", ""), ("assessor-not-drawn", "friend")],
        id="an assessor whom nobody drew",
    ),
    pytest.param(
        Commission((replace(CHAIR, chair=False), OWN, DRAWN), "s"),
        [("no-chair", "")],
        id="no chair",
    ),
    pytest.param(
        Commission((CHAIR, replace(OWN, chair=True), DRAWN), "s"),
        [("several-chairs", "")],
        id="two chairs",
    ),
    pytest.param(Commission(THREE.members), [("no-secretary", "")], id="no secretary"),
    pytest.param(
        Commission(THREE.members, "own"),
        [("secretary-is-member", "own")],
        id="a member as secretary",
    ),
    pytest.param(
        Commission((CHAIR, replace(OWN, person="chair"), DRAWN), "s"),
        [("person-twice", "chair")],
        id="one person on two seats",
    ),
    pytest.param(
        Commission((CHAIR, replace(OWN, seat="1"), DRAWN), "s"),
        [("seat-twice", "1")],
        id="two on one seat",
    ),
    pytest.param(
        Commission(()),
        [("too-few-members", ""), ("no-chair", ""), ("no-secretary", "")],
        id="everything at once",
    ),
]


@pytest.mark.parametrize(("made", "found"), FAULTS)
def test_cm_1_what_stands_against_a_commission(made, found):
    assert codes(made) == found


@pytest.mark.parametrize("person", ["own", "secretary"])
def test_cm_1_nobody_judges_a_competition_of_the_own(person):
    asked = replace(ASKED, candidates=frozenset({person, "somebody"}))
    assert codes(THREE, asked) == [("member-is-candidate", person)]


def test_cm_1_the_least_size_is_a_setting():
    (fault,) = commission_faults(THREE, ASKED, Defaults(commission_members=5))
    assert (fault.code, fault.found, fault.needed) == ("too-few-members", 3, 5)


def test_cm_3_for_the_head_of_hr_the_authorised_body_sends_an_assessor():
    asked = replace(ASKED, head_of_hr=True)
    assert commission_faults(THREE, asked) == [
        CommissionFault(CM_3, "O26 IS 26", "authorised-body-missing")
    ]
    assert codes(Commission((CHAIR, SENT, DRAWN), "s"), asked) == []


def test_cm_3_who_is_sent_is_no_part_of_the_third_that_is_drawn():
    asked = replace(ASKED, head_of_hr=True)
    assert codes(Commission((CHAIR, OWN, SENT), "s"), asked) == [("too-few-assessors", "")]
    assert codes(Commission((CHAIR, OWN, SENT, DRAWN), "s"), asked) == [("too-few-assessors", "")]


def test_cm_3_for_another_post_nobody_is_sent():
    assert codes(Commission((CHAIR, SENT, DRAWN), "s")) == [("assessor-not-drawn", "sent")]


QUORUM = [
    pytest.param(3, 2, 0, True, id="two of three"),
    pytest.param(3, 1, 0, False, id="one of three"),
    pytest.param(4, 2, 0, False, id="two of four"),
    pytest.param(4, 3, 0, True, id="three of four"),
    pytest.param(7, 4, 0, False, id="four of seven"),
    pytest.param(7, 5, 0, True, id="five of seven"),
    pytest.param(7, 4, 1, True, id="four of the six who may"),
    pytest.param(3, 0, 3, False, id="nobody may"),
]


@pytest.mark.parametrize(("members", "present", "conflicts", "may"), QUORUM)
def test_cm_1_two_thirds_of_those_who_may_score_attend(members, present, conflicts, may):
    seats = [f"s{n}" for n in range(members)]
    out = seats[members - conflicts :]
    assert has_quorum(seats, [*seats[:present], *out, "guest"], out) is may


@pytest.mark.parametrize(
    ("members", "conflicts", "must"), [(3, 1, False), (3, 2, True), (7, 2, False), (7, 3, True)]
)
def test_cm_4_too_many_conflicts_need_others(members, conflicts, must):
    seats = [f"s{n}" for n in range(members)]
    assert must_replace(seats, seats[:conflicts]) is must


@pytest.mark.parametrize(
    ("gone", "comes"), [("", "a"), ("a", "b"), ("ac", "b"), ("ab", "c"), ("abc", None)]
)
def test_cm_1_an_assessor_is_replaced_by_the_next_one_drawn(gone, comes):
    assert next_reserve("abc", set(gone)) == comes


def test_cm_1_a_successor_takes_the_seat_as_it_is():
    after = replaced(THREE, "3", "reserve")
    assert after.members[2] == Member("3", "reserve", assessor=True)
    assert commission_faults(after, ASKED) == []
    assert replaced(THREE, "1", "deputy").members[0].chair
    assert codes(replaced(THREE, "3", "friend")) == [
        ("too-few-assessors", ""),
        ("assessor-not-drawn", "friend"),
    ]
    with pytest.raises(ValueError, match="no seat 9"):
        replaced(THREE, "9", "reserve")
