"""The end of the ability stage (ST-2): ten of the fifty, and what happens where nobody has them."""

from uuid import UUID

import pytest

from service.law.ability.ending import (
    AbilityResult,
    NobodyPassed,
    NotDecidedYet,
    StageGoesOn,
    Standing,
    ability_ending,
    has_passed,
)

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def taken(candidate: UUID, points: int) -> AbilityResult:
    return AbilityResult(candidate, "taken", points)


@pytest.mark.parametrize(
    ("points", "passed"),
    [(0, False), (9, False), (10, True), (50, True)],
    ids=["nothing right", "one too few", "the threshold", "everything right"],
)
def test_st_2_ten_of_the_fifty_pass(points, passed):
    assert has_passed(points) is passed


@pytest.mark.parametrize("points", [-1, 51])
def test_st_2_there_are_fifty_points(points):
    with pytest.raises(ValueError, match="not within 0 and 50"):
        has_passed(points)


def test_st_2_who_passed_goes_on_the_best_first():
    results = [taken(ONE, 10), taken(TWO, 9), taken(THREE, 31)]
    assert ability_ending(results) == StageGoesOn(
        passed=(taken(THREE, 31), taken(ONE, 10)), not_passed=(taken(TWO, 9),)
    )


def test_st_2_equal_points_stand_in_one_order_whoever_asks():
    results = [taken(TWO, 20), taken(ONE, 20)]
    ending = ability_ending(results)
    assert ending == ability_ending(results[::-1])
    assert isinstance(ending, StageGoesOn)
    assert [each.candidate for each in ending.passed] == [ONE, TWO]


def test_st_2_nobody_passes_and_the_competition_ends():
    results = [taken(ONE, 9), taken(TWO, 0), AbilityResult(THREE, "not-taken")]
    ending = ability_ending(results)
    assert isinstance(ending, NobodyPassed)
    assert (ending.rule_id, len(ending.results)) == ("ST-2", 3)


def test_st_2_nobody_admitted_is_nobody_passed():
    assert ability_ending([]) == NobodyPassed(())


@pytest.mark.parametrize("standing", ["not-taken", "broken-off", "breach"])
def test_st_2_points_of_a_test_not_taken_to_its_end_do_not_count(standing: Standing):
    ending = ability_ending([AbilityResult(ONE, standing, 40)])
    assert isinstance(ending, NobodyPassed)


@pytest.mark.parametrize("standing", ["under-review", "void"])
def test_st_2_open_results_hold_the_ending_back(standing: Standing):
    results = [taken(ONE, 30), AbilityResult(TWO, standing, 40)]
    assert ability_ending(results) == NotDecidedYet((TWO,))


def test_st_2_a_candidate_stands_there_once():
    with pytest.raises(ValueError, match="twice"):
        ability_ending([taken(ONE, 10), taken(ONE, 11)])


def test_st_2_impossible_points_are_an_accident():
    with pytest.raises(ValueError, match="51"):
        ability_ending([taken(ONE, 51)])
