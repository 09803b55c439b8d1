import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.words import count_words, kinds
from tests.make_records import FOLDER

TABLE = json.loads((FOLDER / "words.json").read_text())  # tests/js/words.test.js reads it too
WORDS = st.sampled_from(["сөз", "бала-шаға", "O'Neil", "3,5", "Ғалым", "1941"])
BLANKS = st.sampled_from([" ", "\u00a0", "\n", " \u2014 ", ", ", " / ", "; ", " 😀 "])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(row["text"] * row.get("times", 1), row["words"], id=row["case"])
        for row in TABLE["cases"]
    ],
)
def test_st_3_what_a_word_is(text, words):
    assert count_words(text) == words


def test_st_3_characters_are_of_the_kinds_that_the_browser_knows():
    for (first, last), expected in zip(TABLE["ranges"], TABLE["kinds"], strict=True):
        found = "".join(kinds(chr(point)) or "-" for point in range(first, last + 1))
        assert hashlib.sha256(found.encode()).hexdigest() == expected


@given(pairs=st.lists(st.tuples(WORDS, BLANKS), max_size=30))
def test_words_between_blanks_are_counted_one_by_one(pairs):
    assert count_words("".join(word + blank for word, blank in pairs)) == len(pairs)


@given(one=st.text(max_size=40), other=st.text(max_size=40))
def test_what_is_added_after_a_blank_never_takes_a_word_away(one, other):
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


@given(text=st.text(max_size=60), place=st.integers(0, 60))
def test_what_nobody_sees_changes_nothing(text, place):
    hidden = text[:place] + "\u200b\u00ad\ufeff" + text[place:]
    assert count_words(hidden) == count_words(text)
