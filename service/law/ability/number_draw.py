"""The number questions of a paper: each from a seed of its own, which follows from the paper's.

``synaq-draw/2`` draws which generators stand on a paper and in which order their options. What a
generator asks follows from its seed: SHA-256 of the paper's seed and of the canonical text of
algorithm, application, candidate's word and the generator's ref. So nobody can choose the numbers,
and with the paper's seed anyone repeats them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.law.ability.catalogue import is_template
from service.law.ability.number_item import ALGORITHM, NumberItem, number_item
from service.law.draw import canonical


def item_seed(seed: bytes, *, candidate_word: str, application_id: str, ref: str) -> bytes:
    """The 32 bytes from which the paper of an application asks this generator's question."""
    inputs = {
        "algorithm": ALGORITHM,
        "application": application_id,
        "candidate_word": candidate_word,
        "item": ref,
    }
    return hashlib.sha256(seed + hashlib.sha256(canonical(inputs).encode()).digest()).digest()


def item_on_paper(record: Mapping[str, Any], ref: str) -> NumberItem:
    """The question that stands on a paper, from the paper's record and the generator's ref."""
    seed = item_seed(
        bytes.fromhex(record["seed"]),
        candidate_word=record["candidate_word"],
        application_id=record["application"],
        ref=ref,
    )
    return number_item(ref, seed)


def numbers_of(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a paper's record says of its number questions; None where it has none.

    Each with its seed and the hash of all that it asked: the words, the figures, the options.
    """
    made = [item_on_paper(record, ref) for ref in _refs(record)]
    if not made:
        return None
    return {
        "algorithm": ALGORITHM,
        "items": [{"item": each.ref, "seed": each.seed, "sha256": each.sha256} for each in made],
    }


def faults(record: Mapping[str, Any]) -> list[str]:
    """What does not agree in a record's number questions, a sentence each.

    The record's draw has been repeated before and agrees.
    """
    expected, said = numbers_of(record), record.get("numbers")
    if expected is None:
        return [] if said is None else ["The record names number questions; the paper has none."]
    if not isinstance(said, Mapping):
        return ["The record says nothing of its number questions."]
    if said.get("algorithm") != ALGORITHM:
        return [f"The numbers' algorithm is {said.get('algorithm')!r}, not {ALGORITHM!r}."]
    shown = said.get("items")
    if not isinstance(shown, list) or len(shown) != len(expected["items"]):
        return [f"The record must name {len(expected['items'])} number questions."]
    return list(_differences(shown, expected["items"]))


def _refs(record: Mapping[str, Any]) -> Iterator[str]:
    for section in record["paper"]:
        for drawn in section["items"]:
            if is_template(drawn["item"]):
                yield drawn["item"]


def _differences(shown: Sequence[object], expected: Sequence[object]) -> Iterator[str]:
    for place, (one, other) in enumerate(zip(shown, expected, strict=True), 1):
        if one != other:
            yield f"Number question {place}: the record says {one}, the generator makes {other}."
