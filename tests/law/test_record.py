import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import pytest
from hypothesis import given

from service.law.record import plain, rebuild
from service.law.rule import Rule
from tests.law.files import FILES, OPENINGS


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    name: str
    count: int = 0
    sure: bool = False
    on: date | None = None
    colour: Colour = Colour.RED
    size: Literal["s", "l"] = "s"
    parts: tuple["Thing", ...] = ()
    words: frozenset[str] = frozenset()


WHOLE = Thing("a", 2, on=date(2024, 2, 29), parts=(Thing("b"),), words=frozenset({"y", "x"}))


def test_facts_become_plain_values_in_a_fixed_order():
    assert plain(WHOLE) == {
        "name": "a",
        "count": 2,
        "sure": False,
        "on": "2024-02-29",
        "colour": "red",
        "size": "s",
        "parts": [plain(Thing("b"))],
        "words": ["x", "y"],
    }
    assert plain(Rule("LW-1", "LAW 16(1)")) == "LW-1"


def test_plain_values_become_the_same_facts():
    assert rebuild(Thing, json.loads(json.dumps(plain(WHOLE)))) == WHOLE


REFUSED = [
    pytest.param({}, TypeError, id="a field is missing"),
    pytest.param({"name": "a", "weight": 1}, TypeError, id="an unknown field"),
    pytest.param({"name": 1}, TypeError, id="a number for a text"),
    pytest.param({"name": "a", "count": True}, TypeError, id="yes for a number"),
    pytest.param({"name": "a", "sure": 1}, TypeError, id="a number for yes"),
    pytest.param({"name": "a", "on": 20240229}, TypeError, id="a number for a day"),
    pytest.param({"name": "a", "on": "2026-02-29"}, ValueError, id="a day that is none"),
    pytest.param({"name": "a", "colour": "blue"}, ValueError, id="a word of no list"),
    pytest.param({"name": "a", "size": "m"}, TypeError, id="a word that is none of these"),
    pytest.param({"name": "a", "words": "xy"}, TypeError, id="a text for a list"),
    pytest.param({"name": "a", "parts": [None]}, TypeError, id="nothing for a thing"),
    pytest.param({"name": None}, TypeError, id="nothing for a text"),
]


@pytest.mark.parametrize(("data", "error"), REFUSED)
def test_what_does_not_fit_is_refused(data, error):
    with pytest.raises(error):
        rebuild(Thing, data)


def test_what_is_no_fact_is_refused():
    with pytest.raises(TypeError, match="object is no fact"):
        plain({"x": object()})


@given(file=FILES, opening=OPENINGS)
def test_every_file_and_opening_comes_back_as_it_was(file, opening):
    for each in (file, opening):
        assert rebuild(type(each), json.loads(json.dumps(plain(each)))) == each
