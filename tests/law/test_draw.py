import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.draw import WORDS, Draw, commitment, pick, shuffle

SEED = bytes(range(32))


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


def test_the_commitment_is_the_hash_of_the_seed():
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()


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
        Draw(seed, "")


def test_a_stream_gives_no_more_than_it_may():
    stream = Draw(SEED, "", most=2)
    stream.below(7)
    stream.below(7)
    with pytest.raises(ValueError, match="more numbers than are repeated here"):
        stream.below(7)
