"""The number questions of a paper follow from its seed; a record of them can be repeated."""

import hashlib
from typing import Any

import pytest

from service.law.ability.catalogue import ACT, IN_USE
from service.law.ability.number_draw import faults, item_on_paper, item_seed, numbers_of
from service.law.blueprint import Blueprint, Pool, PoolItem
from service.law.paper_draw import draw_paper, record, verify

SEED = hashlib.sha256(b"ability").digest()
POOL = Pool(
    section="numbers",
    part="numbers",
    act=ACT,
    count=25,
    items=tuple(
        sorted(
            (PoolItem(each.ref, each.family, each.difficulty) for each in IN_USE),
            key=lambda item: item.ref,
        )
    ),
)
BLUEPRINT = Blueprint((POOL,), act_band=50, section_band=15)


def made(word: str = "арман") -> dict[str, Any]:
    inputs: dict[str, Any] = {
        "candidate_word": word,
        "application_id": "application-1",
        "blueprint": BLUEPRINT,
    }
    paper = draw_paper(SEED, **inputs)
    return record(SEED, paper, **inputs) | {"blueprint": BLUEPRINT.body()}


def test_the_record_names_every_number_question_with_its_seed_and_hash():
    found = made()
    refs = [drawn["item"] for drawn in found["paper"][0]["items"]]
    assert len(set(refs)) == 25
    assert [each["item"] for each in found["numbers"]["items"]] == refs
    for each in found["numbers"]["items"]:
        question = item_on_paper(found, each["item"])
        assert (question.seed, question.sha256) == (each["seed"], each["sha256"])
    assert verify(found) == []


def test_a_paper_asks_of_at_least_ten_families():
    refs = {drawn["item"] for drawn in made()["paper"][0]["items"]}
    assert len({each.family for each in IN_USE if each.ref in refs}) >= 10


@pytest.mark.parametrize(
    "other",
    [
        {"seed": hashlib.sha256(b"other").digest()},
        {"candidate_word": "word"},
        {"application_id": "application-2"},
        {"ref": "NUM-PART@1"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_question_s_seed_depends_on_everything(other):
    inputs: dict[str, Any] = {
        "seed": SEED,
        "candidate_word": "",
        "application_id": "application-1",
        "ref": "NUM-SHARE@1",
    }

    def seeded(seed: bytes, **rest: Any) -> bytes:
        return item_seed(seed, **rest)

    assert seeded(**inputs) != seeded(**(inputs | other))


def test_another_word_of_the_candidate_makes_other_questions():
    one, other = made("арман")["numbers"]["items"], made("дала")["numbers"]["items"]
    assert not {each["sha256"] for each in one} & {each["sha256"] for each in other}


def test_a_changed_hash_is_found():
    found = made()
    found["numbers"]["items"][3]["sha256"] = "0" * 64
    (sentence,) = verify(found)
    assert sentence.startswith("Number question 4: the record says")


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (None, "The record says nothing of its number questions."),
        ({"algorithm": "other/1", "items": []}, "The numbers' algorithm is 'other/1'"),
        ({"algorithm": "synaq-number/1", "items": []}, "The record must name 25 number questions."),
    ],
)
def test_a_record_that_hides_its_questions_is_found(numbers, sentence):
    assert verify(made() | {"numbers": numbers})[0].startswith(sentence)


def test_a_paper_without_number_questions_says_nothing_of_them():
    plain: dict[str, Any] = {"paper": [{"section": "one", "items": [{"item": "CONST-0001@1"}]}]}
    assert numbers_of(plain) is None
    assert faults(plain) == []
    assert faults(plain | {"numbers": {}}) == [
        "The record names number questions; the paper has none."
    ]
