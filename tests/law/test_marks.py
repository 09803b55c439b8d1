from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law import essay, interview
from service.law.marks import (
    MarkFault,
    Waiting,
    mark_faults,
    may_see,
    member_score,
    spread,
    stage_score,
)

METHODS = {"essay": essay.METHOD, "interview": interview.METHOD}


def sheet(method: str, *marks: int) -> dict[str, int]:
    return dict(zip(METHODS[method].criteria, marks, strict=True))


BOUNDS = [
    pytest.param("essay", 1, [], id="an essay's lowest mark"),
    pytest.param("essay", 0, ["too-low"], id="below an essay's lowest mark"),
    pytest.param("essay", 5, [], id="an essay's highest mark"),
    pytest.param("essay", 6, ["too-high"], id="above an essay's highest mark"),
    pytest.param("interview", 0, [], id="an interview's lowest mark"),
    pytest.param("interview", -1, ["too-low"], id="below an interview's lowest mark"),
    pytest.param("interview", 5, [], id="an interview's highest mark"),
    pytest.param("interview", 6, ["too-high"], id="above an interview's highest mark"),
    pytest.param("essay", 3.0, ["not-whole"], id="a mark that is no whole number"),
    pytest.param("essay", True, ["not-whole"], id="a mark that is no number"),
    pytest.param("essay", "3", ["not-whole"], id="a mark as text"),
    pytest.param("essay", None, ["missing"], id="no mark"),
]


@pytest.mark.parametrize(("method", "mark", "why"), BOUNDS)
def test_st_3_st_5_marks_are_whole_and_within_their_bounds(method, mark, why):
    marks = sheet(method, 3, 3, 3, 3, 3)
    second = METHODS[method].criteria[1]
    assert [each.why for each in mark_faults(METHODS[method], marks | {second: mark})] == why


def test_a_sheet_says_everything_that_is_wrong_with_it():
    marks = sheet("essay", 0, 3, 3, 3, 3) | {"beauty": 5}
    del marks["language"]
    assert mark_faults(essay.METHOD, marks) == [
        MarkFault("understanding", "too-low"),
        MarkFault("language", "missing"),
        MarkFault("beauty", "unknown"),
    ]
    with pytest.raises(ValueError, match="cannot be taken"):
        member_score(essay.METHOD, marks)


def test_st_3_st_5_scores_are_means_of_means():
    sheets = {
        "chair": sheet("essay", 5, 4, 4, 4, 4),
        "m1": sheet("essay", 3, 3, 3, 3, 3),
        "m2": sheet("essay", 1, 2, 2, 2, 2),
    }
    assert member_score(essay.METHOD, sheets["chair"]) == Fraction(21, 5)
    assert stage_score(essay.METHOD, sheets, ["chair", "m1", "m2"]) == Fraction(3)


def test_st_3_there_is_no_score_while_a_member_has_not_scored():
    sheets = {"m1": sheet("essay", 3, 3, 3, 3, 3)}
    found = stage_score(essay.METHOD, sheets, ["chair", "m2", "m1"])
    assert found == Waiting(("chair", "m2"))


def test_cm_4_a_conflicted_member_is_out_whether_scored_or_not():
    sheets = {"m1": sheet("interview", 5, 5, 5, 5, 5), "m2": sheet("interview", 0, 0, 0, 0, 0)}
    seats = ["m1", "m2", "m3"]
    assert stage_score(interview.METHOD, sheets, seats, {"m2", "m3"}) == 5
    assert stage_score(interview.METHOD, sheets, seats, {"m1", "m3"}) == 0
    with pytest.raises(ValueError, match="nothing"):
        stage_score(interview.METHOD, sheets, seats, seats)


def test_st_5_others_marks_are_seen_after_the_own_signature_only():
    assert not may_see("m1", signed=["m2", "m3"])
    assert may_see("m1", signed=["m1", "m2"])
    assert not may_see("m1", signed=["m1", "m2"], conflicted=["m1"])


@given(scores=st.lists(st.fractions(0, 5), max_size=9))
def test_the_spread_is_never_negative_and_never_more_than_the_scale(scores):
    assert 0 <= spread(scores) <= 5
    assert spread(scores[:1]) == 0


MARKS = st.lists(st.integers(1, 5), min_size=5, max_size=5)


@given(marks=st.lists(MARKS, min_size=1, max_size=7), better=st.integers(0, 34))
def test_a_higher_mark_never_lowers_a_score(marks, better):
    member, criterion = divmod(better % (5 * len(marks)), 5)
    seats = [f"m{n}" for n in range(len(marks))]
    before = {seat: sheet("essay", *each) for seat, each in zip(seats, marks, strict=True)}
    raised = [list(each) for each in marks]
    raised[member][criterion] = 5
    after = {seat: sheet("essay", *each) for seat, each in zip(seats, raised, strict=True)}
    old, new = (stage_score(essay.METHOD, each, seats) for each in (before, after))
    assert isinstance(old, Fraction)
    assert isinstance(new, Fraction)
    assert new >= old
