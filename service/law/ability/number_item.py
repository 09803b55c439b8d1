"""A number question made from its generator and a seed: the same bytes for everyone, always."""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from service.law.ability.catalogue import template_of
from service.law.ability.exhibit import Exhibit, Text, capital
from service.law.ability.numerals import is_exact, rounding_hint
from service.law.ability.options import Option, options_of
from service.law.ability.template import Amount, Case, Dice, NumbersDoNotFit, Template
from service.law.draw import Draw, canonical

ALGORITHM: Final = "synaq-number/1"
KEY: Final = "a"
LETTERS: Final = "abcd"
TRIES: Final = 500
KEPT: Final = 4096  # questions in memory: each is looked at many times while a test runs


@dataclass(frozen=True)
class NumberItem:
    """A question; option a is the key, the paper's own order mixes the options."""

    ref: str
    seed: str
    family: str
    difficulty: int
    exhibits: tuple[Exhibit, ...]
    question: Text
    options: tuple[Option, ...]
    solution: Text

    def body(self) -> dict[str, Any]:
        """The question as JSON-able data."""
        return {
            "item": self.ref,
            "seed": self.seed,
            "exhibits": [each.body() for each in self.exhibits],
            "question": dict(self.question),
            "options": [[dict(each.text), each.mistake] for each in self.options],
            "solution": dict(self.solution),
        }

    @cached_property
    def sha256(self) -> str:
        """The hash of the question's canonical text."""
        return hashlib.sha256(canonical(self.body()).encode()).hexdigest()


@lru_cache(maxsize=KEPT)
def number_item(ref: str, seed: bytes) -> NumberItem:
    """The question that this generator makes of this seed.

    Algorithm ``synaq-number/1``: the generator takes its numbers from the stream of
    `service.law.draw` of the seed and the canonical text of algorithm and ref. Numbers that make
    no good question are left behind, and the next ones are taken, up to 500 times.

    Args:
        ref: a generator with its version, such as ``NUM-SHARE@1``.
        seed: 32 bytes; see `service.law.ability.number_draw.item_seed`.

    Raises:
        KeyError: there is no such generator.
        ValueError: the seed is not 32 bytes long.
    """
    template = template_of(ref)
    dice = Dice(Draw(seed, canonical({"algorithm": ALGORITHM, "item": ref})))
    for _ in range(TRIES):
        made = _made(template, dice)
        if made is not None:
            case, options = made
            break
    else:
        message = f"{ref} makes no question of this seed"
        raise AssertionError(message)  # a test draws thousands: it does not come about
    return NumberItem(
        ref=ref,
        seed=seed.hex(),
        family=template.family,
        difficulty=template.difficulty,
        exhibits=case.exhibits,
        question=capital(_asked(case)),
        options=options,
        solution=case.solution,
    )


def _made(template: Template, dice: Dice) -> tuple[Case, tuple[Option, ...]] | None:
    try:
        case = template.make(dice)
        return case, options_of(case, dice)
    except NumbersDoNotFit:
        return None


def _asked(case: Case) -> Text:
    """The question, with the rounding asked for where the right answer needs it."""
    right = case.answer
    if not isinstance(right, Amount) or is_exact(right.value, right.decimals):
        return case.question
    hint = rounding_hint(right.decimals)
    return {language: f"{words} {hint[language]}" for language, words in case.question.items()}
