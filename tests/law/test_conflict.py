from datetime import UTC, datetime

import pytest

from service.law.conflict import (
    CM_4,
    TIES,
    Closed,
    Declared,
    closed,
    conflicted,
    standing,
    undeclared,
)

NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)


def said(person: str, candidate: str, *ties: str) -> Declared:
    return Declared(person, candidate, NOW, frozenset(ties))  # type: ignore[arg-type]  # of TIES


def test_cm_4_nothing_is_seen_before_all_candidates_are_declared_for():
    so_far = [said("m", "a"), said("m", "b")]
    found = closed(so_far, "m", "a", ["a", "b", "c", "d"])
    assert found == Closed(CM_4, "LAW 51(2)", "declare-first", ("c", "d"))
    assert closed([*so_far, said("m", "c"), said("m", "d")], "m", "a", list("abcd")) is None
    assert CM_4.default


def test_cm_4_one_who_is_not_on_the_list_is_declared_for_too():
    assert closed([said("m", "a")], "m", "b", ["a"]) == Closed(
        CM_4, "LAW 51(2)", "declare-first", ("b",)
    )


@pytest.mark.parametrize("tie", TIES)
def test_cm_4_a_member_with_a_tie_sees_nothing_of_that_candidate(tie):
    so_far = [said("m", "a", tie), said("m", "b")]
    assert closed(so_far, "m", "a", "ab") == Closed(CM_4, "LAW 51(1)", "conflicted")
    assert closed(so_far, "m", "b", "ab") is None


def test_cm_4_another_members_declaration_is_not_the_own():
    so_far = [said("m", "a", "in-law"), said("n", "a")]
    assert standing(so_far, "m", "a") == "conflicted"
    assert standing(so_far, "n", "a") == "clear"
    assert standing(so_far, "o", "a") == "undeclared"
    assert undeclared(so_far, "n", "ab") == ("b",)
    assert conflicted(so_far, "a") == {"m"}
    assert conflicted(so_far, "b") == frozenset()


@pytest.mark.parametrize("later_first", [False, True])
def test_cm_4_a_conflict_once_declared_stays(later_first):
    so_far = [said("m", "a"), said("m", "a", "property")]
    assert standing(reversed(so_far) if later_first else so_far, "m", "a") == "conflicted"
