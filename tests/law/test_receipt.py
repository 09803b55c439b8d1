"""The chain of answer receipts."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.receipt import Saved, chain_faults, first_hash, next_hash, read_saved, to_json

ATTEMPT, COMMITMENT = "0192-attempt", "ab" * 32


def chain(saved: list[Saved]) -> list[dict[str, object]]:
    receipts, previous = [], first_hash(ATTEMPT, COMMITMENT)
    for one in saved:
        own = next_hash(previous, ATTEMPT, one)
        receipts.append(to_json(one, previous, own, b""))
        previous = own
    return receipts


def some(count: int) -> list[Saved]:
    return [Saved(i, 0, i, "abcd"[i % 4], False, 1000 + i, 2000 + i) for i in range(1, count + 1)]


def test_a_whole_chain_has_no_fault():
    assert chain_faults(ATTEMPT, COMMITMENT, chain(some(30))) == []


@pytest.mark.parametrize(
    ("attempt", "commitment"),
    [("another", COMMITMENT), (ATTEMPT, "cd" * 32)],
    ids=["another attempt", "another draw"],
)
def test_a_chain_belongs_to_its_attempt_and_draw(attempt, commitment):
    assert chain_faults(attempt, commitment, chain(some(3)))[0].startswith("receipt 1:")


@given(st.integers(0, 9), st.sampled_from(["choice", "answered_ms", "received_ms", "position"]))
def test_a_changed_receipt_is_named(place, field):
    receipts = chain(some(10))
    changed = {"choice": "d" if receipts[place]["choice"] != "d" else "a"}.get(field, 7_777)
    receipts[place][field] = changed
    faults = chain_faults(ATTEMPT, COMMITMENT, receipts)
    assert faults == [f"receipt {place + 1}: its hash does not follow from the one before it"]


@given(st.integers(0, 8))
def test_a_receipt_taken_out_is_noticed(place):
    receipts = chain(some(10))
    del receipts[place]
    assert chain_faults(ATTEMPT, COMMITMENT, receipts)


def test_two_answers_that_differ_anywhere_have_different_hashes():
    one = Saved(1, 0, 1, "a", False, 5, 6)
    others = [
        replace(one, seq=2),
        replace(one, section=1),
        replace(one, position=2),
        replace(one, choice=None),
        replace(one, flagged=True),
        replace(one, answered_ms=6),
        replace(one, received_ms=7),
    ]
    previous = first_hash(ATTEMPT, COMMITMENT)
    hashes = {next_hash(previous, ATTEMPT, each) for each in [one, *others]}
    assert len(hashes) == len(others) + 1


@given(
    st.builds(
        Saved,
        st.integers(1, 10**6),
        st.integers(0, 5),
        st.integers(1, 200),
        st.sampled_from(["a", "b", "c", "d", None]),
        st.booleans(),
        st.integers(0, 2**52),
        st.integers(0, 2**52),
    )
)
def test_a_receipt_reads_back_as_it_was_written(saved):
    assert read_saved(to_json(saved, b"", b"", b"")) == saved


@pytest.mark.parametrize(
    "broken",
    [{"seq": "1"}, {"choice": "e"}, {"position": None}],
    ids=["a number as text", "an option that does not exist", "no position"],
)
def test_an_unreadable_receipt_is_a_fault_not_an_accident(broken):
    receipts = [*chain(some(1)), asdict(some(2)[1]) | {"hash": "00" * 32} | broken]
    (fault,) = chain_faults(ATTEMPT, COMMITMENT, receipts)
    assert fault.startswith("receipt 2: a field is missing or unreadable")
