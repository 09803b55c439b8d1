import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.draw import (
    WORDS,
    Draw,
    DrawnItem,
    PaperDraw,
    PoolKey,
    commitment,
    draw_paper,
    pick,
    record,
    shuffle,
    verify,
)

SEED = bytes(range(32))
POOLS: dict[PoolKey, list[str]] = {
    ("state-language", "state-language", "state-language"): ["LANG-1", "LANG-2", "LANG-3"],
    ("legislation", "constitution", "constitution"): ["CONST-1", "CONST-2", "CONST-3", "CONST-4"],
    ("legislation", "service", "law"): ["LAW-1", "LAW-2", "LAW-3"],
    ("legislation", "service", "ethics"): ["ETH-1", "ETH-2", "ETH-3"],
}
COUNTS: dict[PoolKey, int] = dict(zip(POOLS, (2, 3, 2, 1), strict=True))


def drawn(seed: bytes = SEED, word: str = "алма", application: str = "1") -> PaperDraw:
    return draw_paper(
        seed, candidate_word=word, application_id=application, pools=POOLS, counts=COUNTS
    )


def recorded() -> dict[str, Any]:
    facts = record(
        SEED, drawn(), candidate_word="алма", application_id="1", pools=POOLS, counts=COUNTS
    )
    return dict(json.loads(json.dumps(facts)))


def stream_by_the_book(seed: bytes, inputs: str, blocks: int = 64) -> list[int]:
    """The stream as the module's text describes it, written a second time."""
    digest = hashlib.sha256(inputs.encode("utf-8")).digest()
    raw = b"".join(
        hashlib.sha256(seed + digest + i.to_bytes(8, "big")).digest() for i in range(blocks)
    )
    return [int.from_bytes(raw[i : i + 8], "big") for i in range(0, len(raw), 8)]


def test_the_stream_is_the_one_described():
    stream = Draw(SEED, "any text, even Қазақша")
    expected = [n % 7 for n in stream_by_the_book(SEED, "any text, even Қазақша")[:100]]
    assert [stream.below(7) for _ in range(100)] == expected


def test_numbers_that_would_favour_some_answers_are_thrown_away():
    n = WORDS // 2 + 1  # every number from n on is thrown away: almost half of them
    numbers = stream_by_the_book(SEED, "x")
    stream = Draw(SEED, "x")
    kept = [number for number in numbers if number < n]
    assert len(kept) < len(numbers)
    assert [stream.below(n) for _ in kept] == kept


def test_picking_swaps_forward_as_described():
    numbers = iter(stream_by_the_book(SEED, "y"))
    pool = list("abcdefgh")
    for place in range(3):
        other = place + next(numbers) % (8 - place)
        pool[place], pool[other] = pool[other], pool[place]
    assert pick(Draw(SEED, "y"), "abcdefgh", 3) == pool[:3]


def test_a_paper_that_was_drawn_once_is_drawn_the_same_for_ever():
    """A change of this vector is a change of the algorithm: give it another name then."""
    assert commitment(SEED) == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    assert [[(item.item, item.order) for item in section] for section in drawn().sections] == [
        [("LANG-1", "cbda"), ("LANG-2", "acbd")],
        [
            ("CONST-1", "cabd"),
            ("CONST-3", "bdca"),
            ("CONST-4", "cdab"),
            ("LAW-2", "dcab"),
            ("ETH-1", "cbad"),
            ("LAW-3", "acbd"),
        ],
    ]


def paper_by_the_book() -> list[list[tuple[str, str]]]:
    """The paper of the tests as the module's text describes it, written a second time."""
    inputs = {
        "algorithm": "synaq-draw/1",
        "application": "1",
        "candidate_word": "алма",
        "options": "abcd",
        "pools": [[*key, COUNTS[key], POOLS[key]] for key in COUNTS],
    }
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    numbers = iter(stream_by_the_book(SEED, text))

    def swap(pool: Sequence[str], n: int) -> list[str]:
        places = list(pool)
        for i in range(n):
            j = i + next(numbers) % (len(places) - i)  # so small a pool throws nothing away
            places[i], places[j] = places[j], places[i]
        return places[:n]

    keys = list(COUNTS)
    language = swap(swap(POOLS[keys[0]], 2), 2)
    constitution = swap(swap(POOLS[keys[1]], 3), 3)
    service = swap(POOLS[keys[2]], 2) + swap(POOLS[keys[3]], 1)
    legislation = constitution + swap(service, 3)
    return [[(item, "".join(swap("abcd", 4))) for item in part] for part in (language, legislation)]


def test_anyone_can_repeat_a_paper():
    paper = [[(item.item, item.order) for item in section] for section in drawn().sections]
    assert paper == paper_by_the_book()


def test_the_commitment_is_the_hash_of_the_seed():
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()


def test_a_paper_has_what_the_programme_counts_in_its_order():
    paper = drawn()
    assert paper.codes == ("state-language", "legislation")
    language, legislation = paper.sections
    assert [item.part for item in language] == ["state-language"] * 2
    assert [item.part for item in legislation] == ["constitution"] * 3 + ["service"] * 3
    assert Counter(item.act for item in legislation) == {"constitution": 3, "law": 2, "ethics": 1}


@pytest.mark.parametrize(
    "other",
    [drawn(word="алмұрт"), drawn(application="2"), drawn(seed=bytes(32))],
    ids=["the candidate's word", "the application", "the seed"],
)
def test_everything_that_goes_in_changes_the_paper(other):
    assert other != drawn()


SIZES = st.lists(st.integers(1, 12), min_size=1, max_size=6)


@given(seed=st.binary(min_size=32, max_size=32), sizes=SIZES, word=st.text(max_size=20))
def test_every_paper_is_whole_and_verifies(seed, sizes, word):
    pools = {
        ("one", f"part-{i % 2}", f"act-{i}"): [f"{i}-{n:02}" for n in range(size)]
        for i, size in enumerate(sizes)
    }
    counts = {key: (len(pool) + 1) // 2 for key, pool in pools.items()}
    paper = draw_paper(seed, candidate_word=word, application_id="x", pools=pools, counts=counts)
    items = [item for section in paper.sections for item in section]
    assert len({item.item for item in items}) == len(items) == sum(counts.values())
    assert Counter(("one", item.part, item.act) for item in items) == counts
    assert all(item.item in pools["one", item.part, item.act] for item in items)
    assert all(sorted(item.order) == list("abcd") for item in items)
    facts = record(seed, paper, candidate_word=word, application_id="x", pools=pools, counts=counts)
    assert verify(json.loads(json.dumps(facts))) == []


@given(items=st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(items):
    assert sorted(shuffle(Draw(SEED, "z"), items)) == sorted(items)


def test_each_order_of_three_comes_equally_often():
    stream = Draw(SEED, "fair")
    times = Counter("".join(shuffle(stream, "abc")) for _ in range(6000))
    # Six orders, 1000 expected each; chi-squared with 5 degrees of freedom, p = 0.001 at 20.5.
    assert sum((n - 1000) ** 2 / 1000 for n in times.values()) < 20.5
    assert len(times) == 6


@pytest.mark.parametrize("n", [0, -1, WORDS + 1])
def test_there_is_no_number_below_nothing(n):
    with pytest.raises(ValueError, match="no number below"):
        Draw(SEED, "").below(n)


def test_the_whole_range_of_a_number_can_be_drawn():
    assert Draw(SEED, "x").below(WORDS) == stream_by_the_book(SEED, "x")[0]


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)], ids=len)
def test_a_seed_of_another_length_is_refused(seed):
    with pytest.raises(ValueError, match="32 bytes"):
        drawn(seed=seed)


@pytest.mark.parametrize(
    ("pool", "fault"),
    [
        pytest.param(["B", "A"], "not sorted", id="not sorted"),
        pytest.param(["A", "A", "B"], "twice", id="an item twice"),
        pytest.param(["A"], "cannot draw 2 of 1", id="too small"),
        pytest.param([], "cannot draw 2 of 0", id="empty"),
    ],
)
def test_a_pool_that_does_not_serve_is_refused(pool, fault):
    key = ("s", "p", "a")
    with pytest.raises(ValueError, match=fault):
        draw_paper(SEED, candidate_word="", application_id="", pools={key: pool}, counts={key: 2})


def test_an_honest_record_has_no_fault():
    assert verify(recorded()) == []


def change(path: list[Any], value: object) -> dict[str, Any]:
    """Return the record with one value changed."""
    facts = recorded()
    place: Any = facts
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return facts


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["commitment"], "00" * 32, "does not fit the commitment"),
        (["seed"], "00" * 32, "does not fit the commitment"),
        (["seed"], "00", "cannot be repeated"),
        (["seed"], "no hex", "cannot be repeated"),
        (["candidate_word"], "алмұрт", "the draw gives"),
        (["application"], "2", "the draw gives"),
        (["algorithm"], "dice", "'dice', not 'synaq-draw/1'"),
        (["pools", 0, "items", 0], "LANG-0", "the draw gives"),
        (["pools", 0, "count"], 3, "the draw gives"),
        (["pools", 0], {}, "'section' is missing"),
        (["paper", 1, "items", 0, "order"], "aaaa", "Section legislation, question 1"),
        (["paper", 1, "items"], [], "has 0 questions; 6 were drawn"),
        (["paper", 0, "section"], "essay", "sections are not those of the draw"),
        (["paper"], [], "sections are not those of the draw"),
        (["paper"], None, "cannot be repeated"),
        (["paper", 0, "items"], None, "cannot be repeated"),
        (["paper", 0, "items", 0], None, "Section state-language, question 1"),
        (["pools", 0, "items", 0], None, "cannot be repeated"),
        (["pools", 0, "count"], 2.5, "cannot be repeated"),
    ],
)
def test_a_record_that_was_changed_is_found_out(path, value, fault):
    faults = verify(change(path, value))
    assert any(fault in each for each in faults), faults


def test_a_record_that_lacks_something_says_what():
    facts = recorded()
    del facts["options"]
    assert verify(facts) == ["The record is not complete: 'options' is missing."]


def test_a_drawn_item_shows_its_options_in_the_order_of_its_letters():
    item = DrawnItem("CONST-1", "constitution", "constitution", "cadb")
    assert [{"a": 1, "b": 2, "c": 3, "d": 4}[letter] for letter in item.order] == [3, 1, 4, 2]
