"""A question as it stands on a paper: an item of the bank, of a text, or made from a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from service.ability import queries as ability
from service.ability.material import of_numbers, of_passage
from service.ability.passages import Question
from service.items.bank import Bank, ItemText
from service.items.in_memory import find_item
from service.law.ability.catalogue import is_template
from service.law.ability.number_draw import item_on_paper
from service.law.ability.number_item import KEY, LETTERS

Drawn = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question; `order` are the letters of its options as they are shown.

    `material` is what it is asked about, as HTML by language; None where the words say it all.
    """

    texts: Mapping[str, ItemText]
    order: str
    material: Mapping[str, str] | None = None


def asked(db: Session, bank: Bank, paper: Mapping[str, Any], drawn: Drawn) -> Asked:
    """Return what a question of this paper asks.

    Args:
        db: the database.
        bank: the questions that this process holds.
        paper: the record of the paper's draw.
        drawn: one of its questions, as `attempts.paper.section_items` has it.

    Raises:
        KeyError: nothing of this name has ever been in use here.
    """
    if "question" in drawn:
        passage = ability.passage(db, drawn["item"])
        question = _of_text(db, drawn)
        return Asked(question.texts, question.order(drawn["order"]), of_passage(passage))
    if is_template(drawn["item"]):
        made = item_on_paper(paper, drawn["item"])
        texts = {
            language: ItemText(words, _letters(made.options, language))
            for language, words in made.question.items()
        }
        material = of_numbers(made.ref, bytes.fromhex(made.seed))
        return Asked(texts, drawn["order"], material)
    return Asked(find_item(db, bank, drawn["item"]).texts, drawn["order"])


def _letters(options: Any, language: str) -> dict[str, str]:
    return {letter: option.text[language] for letter, option in zip(LETTERS, options, strict=True)}


def key_of(db: Session, bank: Bank, drawn: Drawn) -> tuple[str, str]:
    """Return the key of a question, and the letters of its options as they are shown."""
    if "question" in drawn:
        question = _of_text(db, drawn)
        return question.key, question.order(drawn["order"])
    if is_template(drawn["item"]):
        return KEY, drawn["order"]
    return find_item(db, bank, drawn["item"]).key, drawn["order"]


def _of_text(db: Session, drawn: Drawn) -> Question:
    return ability.passage(db, drawn["item"]).questions[int(drawn["question"]) - 1]


def each_question(drawn: Drawn, asks: Mapping[str, int]) -> list[Drawn]:
    """Return the questions of what was drawn: a text asks several, each is a place of its own."""
    if drawn["act"] not in asks:
        return [drawn]
    return [{**drawn, "question": str(number)} for number in range(1, asks[drawn["act"]] + 1)]
