import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.draw import canonical
from service.law.lot import (
    MOST_ENTRIES,
    draw_lot,
    lot,
    lot_commitment,
    lot_record,
    verify_lot,
    verify_record,
)
from tests.make_records import FOLDER, assessors_lot, draw_record

SEED = bytes(range(32))
NONCE = bytes(range(16))
MORNING = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAMES = st.text("abcdefghij-:0123456789", min_size=1, max_size=12)


def by_the_book(record: dict[str, Any]) -> list[str]:
    """The algorithm as the module's text describes it, written a second time."""
    seed, nonce = bytes.fromhex(record["seed"]), bytes.fromhex(record["nonce"])
    names = ("entries", "picks", "public", "purpose", "subject", "version")
    inputs = {name: record[name] for name in names}
    inputs["commitment"] = hashlib.sha256(nonce + seed).hexdigest()
    prefix = seed + hashlib.sha256(canonical(inputs).encode()).digest()
    blocks = (hashlib.sha256(prefix + i.to_bytes(8, "big")).digest() for i in range(1000))
    numbers = (int.from_bytes(one[at : at + 8], "big") for one in blocks for at in (0, 8, 16, 24))
    left, order = list(record["entries"]), []
    for place in range(len(left)):
        n = len(left) - place
        number = next(each for each in numbers if each < 2**64 - 2**64 % n)
        other = place + number % n
        left[place], left[other] = left[other], left[place]
        order.append(left[place])
    return order


def test_the_record_for_the_browsers_tests_is_the_one_made_here():
    kept = json.loads((FOLDER / "lot.json").read_text())
    assert kept == assessors_lot(), "run `python -m tests.make_records`"


def test_the_order_is_the_one_described():
    record = assessors_lot()
    assert record["order"] == by_the_book(record)
    assert verify_lot(record) == []


def test_the_commitment_is_the_hash_of_nonce_and_seed():
    assert lot_commitment(SEED, NONCE) == hashlib.sha256(NONCE + SEED).hexdigest()


@given(names=st.sets(NAMES, min_size=1, max_size=30), picks=st.integers(1, 30))
def test_nobody_is_lost_and_the_order_given_does_not_matter(names, picks):
    picks = min(picks, len(names))
    forwards, backwards = sorted(names), sorted(names, reverse=True)
    order = draw_lot(SEED, NONCE, lot("tie", "c", forwards, picks))
    assert sorted(order) == forwards
    assert draw_lot(SEED, NONCE, lot("tie", "c", backwards, picks)) == order


CHANGES = [
    ({"purpose": "tie"}, "another purpose"),
    ({"subject": "competition:2"}, "another subject"),
    ({"entries": [f"a{n:02}" for n in range(40)]}, "other entries"),
    ({"picks": 4}, "another number of picks"),
    ({"public": {"word": "b"}}, "another public word"),
]


@pytest.mark.parametrize("change", [pytest.param(*row[:1], id=row[1]) for row in CHANGES])
def test_everything_that_is_shown_has_its_part_in_the_order(change):
    asked: dict[str, Any] = {
        "purpose": "assessors",
        "subject": "competition:1",
        "entries": [f"e{n:02}" for n in range(40)],
        "picks": 3,
        "public": {"word": "a"},
    }
    places = []
    for values in (asked, asked | change):
        drawn = lot(**values)
        places.append([drawn.entries.index(name) for name in draw_lot(SEED, NONCE, drawn)])
    assert places[0] != places[1]


def test_another_nonce_gives_another_order_and_another_commitment():
    drawn = lot("tie", "c", [f"e{n:02}" for n in range(40)], 1)
    assert draw_lot(SEED, bytes(16), drawn) != draw_lot(SEED, NONCE, drawn)
    assert lot_commitment(SEED, bytes(16)) != lot_commitment(SEED, NONCE)


def test_each_of_five_wins_equally_often():
    drawn = lot("tie", "c", "abcde", 1)
    seeds = (hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(5000))
    times = Counter(draw_lot(seed, NONCE, drawn)[0] for seed in seeds)
    # 1000 expected each; chi-squared with 4 degrees of freedom, p = 0.001 at 18.5
    assert sum((n - 1000) ** 2 / 1000 for n in times.values()) < 18.5


REFUSED = [
    pytest.param({"entries": ["a", "b", "a"]}, "stands twice", id="a name that stands twice"),
    pytest.param({"entries": ["a", "b c"]}, "no name", id="a name with a blank"),
    pytest.param({"entries": ["a", "ә"]}, "no name", id="a name with a Kazakh letter"),
    pytest.param({"entries": ["a", ""]}, "no name", id="an empty name"),
    pytest.param({"entries": ["a", "b" * 101]}, "no name", id="a name of 101 characters"),
    pytest.param({"entries": []}, "choose 1 of 0", id="nobody"),
    pytest.param({"picks": 0}, "choose 0 of 2", id="no pick"),
    pytest.param({"picks": 3}, "choose 3 of 2", id="more picks than entries"),
    pytest.param({"picks": True}, "choose True", id="a pick that is no number"),
    pytest.param({"subject": ""}, "no name", id="no subject"),
    pytest.param({"public": {"w": "x" * 1001}}, "public word", id="a word that is too long"),
    pytest.param({"public": {"w": "\ud800"}}, "surrogates", id="half of a character"),
    pytest.param(
        {"entries": [str(n) for n in range(MOST_ENTRIES + 1)]}, "at most", id="too many entries"
    ),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_what_cannot_be_drawn_is_refused(change, why):
    asked: dict[str, Any] = {"purpose": "tie", "subject": "c", "entries": ["a", "b"], "picks": 1}
    with pytest.raises(ValueError, match=why):
        lot(**asked | change)


def test_the_longest_name_the_longest_word_and_all_picks_are_drawn():
    drawn = lot("tie", "c", ["a", "b" * 100], 2, {"w": "x" * 1000})
    assert len(draw_lot(SEED, NONCE, drawn)) == 2


@pytest.mark.parametrize(("seed", "nonce"), [(bytes(31), NONCE), (SEED, bytes(17))])
def test_a_seed_or_nonce_of_another_length_is_refused(seed, nonce):
    with pytest.raises(ValueError, match="32 bytes and a nonce 16"):
        lot_commitment(seed, nonce)


def test_entries_that_were_fixed_before_the_commitment_make_no_lot():
    drawn = lot("tie", "c", "ab", 1)
    lot_record(SEED, NONCE, drawn, committed_at=MORNING, fixed_at=MORNING)
    with pytest.raises(ValueError, match="before the commitment"):
        lot_record(
            SEED, NONCE, drawn, committed_at=MORNING, fixed_at=MORNING - timedelta(seconds=1)
        )


FALSE = [
    pytest.param({"seed": "11" * 32}, ["commitment", "Place"], id="another seed"),
    pytest.param({"nonce": "11" * 16}, ["commitment", "Place"], id="another nonce"),
    pytest.param({"commitment": "00" * 32}, ["do not fit"], id="another commitment"),
    pytest.param({"picks": 4}, ["Place"], id="another number of picks"),
    pytest.param({"public": []}, ["Place"], id="no public words"),
    pytest.param(
        {"fixed_at": "2026-11-23T03:59:59+00:00"}, ["fixed before"], id="entries fixed before"
    ),
    pytest.param({"order": []}, ["0 places; 12"], id="no order"),
    pytest.param({"version": "synaq-lot/2"}, ["version is 'synaq-lot/2'"], id="another version"),
    pytest.param({"seed": "00"}, ["not 32 bytes"], id="a short seed"),
    pytest.param({"seed": "0 " * 32}, ["cannot be repeated"], id="a seed with blanks"),
    pytest.param({"entries": ["b", "a"], "picks": 1}, ["not in the order"], id="entries unsorted"),
    pytest.param({"entries": "abc"}, ["no list"], id="entries that are no list"),
    pytest.param({"entries": [1, 2]}, ["no name"], id="entries that are no names"),
    pytest.param({"public": [["a"]]}, ["cannot be repeated"], id="a word without text"),
    pytest.param({"fixed_at": "2026-11-25T13:30:00"}, ["no time zone"], id="no time zone"),
    pytest.param({"order": None}, ["cannot be repeated"], id="an order that is none"),
]


@pytest.mark.parametrize(("change", "found"), FALSE)
def test_a_record_that_is_not_true_is_told_why(change, found):
    faults = " ".join(verify_lot(assessors_lot() | change))
    for words in found:
        assert words in faults


@pytest.mark.parametrize("name", sorted(set(assessors_lot()) - {"version", "commitment"}))
def test_a_record_in_which_something_is_missing_is_told_so(name):
    record = assessors_lot()
    del record[name]
    assert verify_lot(record) == [f"The record is not complete: '{name}' is missing."]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(assessors_lot())), value=JSON)
def test_whatever_stands_in_a_record_it_is_answered_with_sentences(name, value):
    record = assessors_lot()
    expected = record[name] == value
    record[name] = value
    assert (verify_lot(record) == []) is expected


def test_swapping_two_places_is_found_at_both():
    record = assessors_lot()
    order = record["order"]
    order[0], order[5] = order[5], order[0]
    assert [fault[:8] for fault in verify_lot(record)] == ["Place 1:", "Place 6:"]


def test_one_command_repeats_lots_and_papers():
    assert verify_record(assessors_lot()) == []
    assert verify_record(draw_record()) == []
    assert verify_record([]) == ["This is no record of a draw."]
    assert "algorithm" in verify_record({})[0]
