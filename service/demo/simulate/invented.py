"""Invented people: names, numbers, what stands in their files, how they write and score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from service.demo.simulate.dice import Dice
from service.gateways.egov import Records
from service.law.essay import ESSAY
from service.law.identity import check_digit
from service.law.words import count_words

MOST: Final = ESSAY[-1].value.most_words
FILE: Final = Path(__file__).with_name("words.yaml")


@cache
def words() -> Mapping[str, Any]:
    """Return what the invented people are called, write and give as reasons."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


def reason(name: str) -> str:
    """Return a reason that somebody gives in the play."""
    return str(words()["reasons"][name])


@dataclass(frozen=True)
class Invented:
    """Somebody made up; `skill` lies between 0 and 1 and is known to nobody but the dice."""

    iin: str
    family_name: str
    given_name: str
    patronymic: str
    skill: float

    @property
    def name(self) -> str:
        """Return family and given name."""
        return f"{self.family_name} {self.given_name}"


@dataclass(frozen=True)
class Past:
    """What stands in a file: studies and work."""

    level: str = "bachelor"
    field: str = "law"
    works_since: date = date(2019, 9, 2)
    is_foreign: bool = False


def invent(dice: Dice, number: int) -> Invented:
    """Make up a person; another IIN for each number."""
    known, is_woman = words(), dice.among(0, 1) == 1
    family, father = dice.one_of(known["families"]), dice.one_of(known["fathers"])
    born_on = date(1985, 1, 1) + timedelta(days=dice.among(0, 13 * 365))
    return Invented(
        iin=_iin(born_on, number, is_woman=is_woman),
        family_name=_of_a_woman(family) if is_woman else family,
        given_name=dice.one_of(known["women" if is_woman else "men"]),
        patronymic=f"{father}қызы" if is_woman else f"{father}ұлы",
        skill=min(max(dice.near(0.55, 0.2), 0.05), 0.98),
    )


def records_of(person: Invented, past: Past, dice: Dice) -> Records:
    """Return what the state knows of the person."""
    tail, known = person.iin[-6:], words()
    education: list[dict[str, Any]] = [
        {
            "id": f"E-{tail}",
            "level": past.level,
            "field": known["fields"][past.field],
            "institution": dice.one_of(known["universities"]),
            "began_in": 2011,
            "ended_in": 2015,
            "completed_on": "2015-06-30",
            "diploma_number": f"ЖБ-Б {tail}",
            "fields": [past.field],
            "is_foreign": past.is_foreign,
        }
    ]
    employment = [
        {
            "id": f"W-{tail}",
            "organisation": dice.one_of(known["firms"]),
            "post": known["post"],
            "field": known["fields"]["law"],
            "level": "specialist",
            "service": "other",
            "began_on": past.works_since.isoformat(),
            "fields": ["law"],
        }
    ]
    identity = {
        "iin": person.iin,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "patronymic": person.patronymic,
        "birth_on": _born_on(person.iin).isoformat(),
        "citizenship": "KAZ",
    }
    told = {"identity": identity, "education": education, "employment": employment}
    return Records.model_validate(told)


def essay_text(dice: Dice, language: str, topic: str, wanted: int) -> str:
    """Write about a topic, with about so many words and never more than may be handed in."""
    text = topic
    while count_words(text) < wanted:
        longer = f"{text} {dice.one_of(words()['essay'][language])}"
        if count_words(longer) > MOST:
            break
        text = longer
    return text


def too_long(text: str) -> str:
    """Return the text so often repeated that it cannot be handed in."""
    longer = text
    while count_words(longer) <= MOST:
        longer = f"{longer} {text}"
    return longer


def _of_a_woman(family: str) -> str:
    return f"{family}\u0430" if family.endswith(("ов", "ев", "ин")) else family


def _iin(born_on: date, number: int, *, is_woman: bool) -> str:
    century = 4 if is_woman else 3
    while True:
        eleven = f"{born_on:%y%m%d}{century}{number % 10_000:04d}"
        last = check_digit([int(digit) for digit in eleven])
        if last is not None:
            return f"{eleven}{last}"
        number += 5000  # never given out: no twelfth digit fits


def _born_on(iin: str) -> date:
    return date(1900 + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
