"""The programmes of the product against the order they are taken from."""

import re
from datetime import date
from pathlib import Path

import pytest

from service.law.programme import (
    Found,
    NeedLegalEducation,
    Programme,
    find_programme,
    in_force,
    normalise_category,
)
from service.law.programme_faults import faults_together
from service.law.qualities import ASKED, CODES, LEAST_IN_A_FORM
from service.law.rule_set import rule_set
from service.programmes.programme_files import load_programmes
from service.settings import ROOT

PROGRAMMES = {each.code: each for each in load_programmes(ROOT / "question_bank" / "programmes")}
LE = ("LE-1", "LE-2", "LE-3")
PROFILES = ("PQ-1", "PQ-2", "PQ-LE")
ANNEX = (Path(__file__).parent / "annex-3-categories.txt").read_text(encoding="utf-8")


def looked_up(code: str) -> set[str]:
    return {normalise_category(each) for each in PROGRAMMES[code].categories}


def test_there_are_five_programmes_of_knowledge_three_of_qualities_and_one_of_ability():
    assert sorted(PROGRAMMES) == ["ABILITY", "AD-1", "IS-1", *LE, *PROFILES]
    assert [code for code in PROGRAMMES if PROGRAMMES[code].is_profile] == list(PROFILES)
    assert [code for code in PROGRAMMES if PROGRAMMES[code].is_ability] == ["ABILITY"]
    assert faults_together(list(PROGRAMMES.values())) == []


@pytest.mark.parametrize(("code", "item"), [("LE-1", 1), ("LE-2", 2), ("LE-3", 3)])
def test_the_categories_are_those_of_the_order_letter_by_letter(code, item):
    """The order as printed; a line break may split a category."""
    text = ANNEX.split(f"{item}) ")[1].split("санаттағы")[0]
    printed = re.findall(r"\w\s*-\s*\w+\s*-\s*\d+", text)
    assert PROGRAMMES[code].categories == tuple(re.sub(r"\s", "", each) for each in printed)


def test_the_numbers_of_categories():
    first, second, third = map(looked_up, LE)
    assert (len(first), len(second), len(third)) == (74, 28, 65)
    assert len(first | second | third) == 109
    assert (len(first & third), len(second & third), len(first & second)) == (41, 17, 0)
    assert len(third - first - second) == 7


@pytest.mark.parametrize(
    ("code", "questions", "minutes", "pass_total", "counts"),
    [
        ("LE-1", 135, 110, 95, [15] * 9),
        ("LE-2", 105, 90, 63, [15] * 7),
        ("LE-3", 75, 60, 35, [15] * 5),
        ("AD-1", 55, 55, 30, [15, 15, 15, 10]),
        ("IS-1", 55, 55, 30, [15, 15, 15, 10]),
    ],
)
def test_the_numbers_of_the_legislation_test(code, questions, minutes, pass_total, counts):
    section = PROGRAMMES[code].section("legislation")
    assert (section.questions, section.minutes) == (questions, minutes)
    assert (section.pass_total, section.pass_per_act) == (pass_total, 5)
    assert [part.questions for part in section.parts] == counts


@pytest.mark.parametrize("code", ["AD-1", "IS-1", *LE])
def test_every_programme_of_knowledge_begins_with_the_state_language_and_no_threshold(code):
    language, legislation = PROGRAMMES[code].sections
    assert (language.code, legislation.code) == ("state-language", "legislation")
    assert (language.questions, language.minutes) == (20, 20)
    assert (language.pass_total, language.pass_per_act) == (None, None)


@pytest.mark.parametrize(
    ("code", "level", "situations"),
    [
        ("PQ-1", "manager", dict.fromkeys(CODES, 4)),
        ("PQ-2", "specialist", dict.fromkeys(CODES[:9], 4)),
        (
            "PQ-LE",
            "specialist",
            dict.fromkeys(CODES[:9], 4) | {"integrity": 6, "stress-resistance": 6},
        ),
    ],
)
def test_personal_qualities_are_asked_about_in_an_hour_by_four_situations_each(
    code, level, situations
):
    programme = PROGRAMMES[code]
    (section,) = programme.sections
    assert (programme.kind, section.kind, section.level) == ("PQ", "qualities", level)
    assert (section.minutes, section.pass_total, section.pass_per_act) == (60, None, None)
    (part,) = section.parts  # one part: situations of all qualities are mixed
    assert part.counts == situations
    assert tuple(part.counts) == ASKED[level]
    assert min(part.counts.values()) >= LEAST_IN_A_FORM


ACTS = {
    "LE-1": [
        "constitution",
        "criminal-code",
        "criminal-procedure",
        "administrative-offences",
        "administrative-procedure",
        "anti-corruption",
        "law-enforcement-service",
        "civil-service",
        "ethics-law-enforcement",
    ],
    "LE-2": [
        "constitution",
        "criminal-code",
        "criminal-procedure",
        "administrative-offences",
        "anti-corruption",
        "civil-service",
        "law-enforcement-service",
        "ethics-law-enforcement",
    ],
    "LE-3": [
        "constitution",
        "president",
        "anti-corruption",
        "law-enforcement-service",
        "ethics-law-enforcement",
    ],
    "AD-1": ["constitution", "civil-service", "anti-corruption", "ethics-civil-service"],
    "IS-1": ["constitution", "civil-service", "anti-corruption", "ethics-civil-service"],
}


@pytest.mark.parametrize(("code", "acts"), ACTS.items())
def test_the_acts_of_a_programme(code, acts):
    parts = PROGRAMMES[code].section("legislation").parts
    assert [act for part in parts for act in part.counts] == acts


def test_the_contradiction_of_the_second_programme_is_said():
    programme = PROGRAMMES["LE-2"]
    last = programme.section("legislation").parts[-1]
    assert last.counts == {"law-enforcement-service": 8, "ethics-law-enforcement": 7}
    assert programme.unconfirmed
    assert programme.note is not None
    assert all("105" in programme.note[language] for language in ("kk", "ru", "en"))
    assert [each.code for each in PROGRAMMES.values() if each.unconfirmed] == ["LE-2"]


@pytest.mark.parametrize("code", ["AD-1", "IS-1"])
def test_values_of_our_own_are_marked(code):
    programme = PROGRAMMES[code]
    assert programme.source.startswith("DEFAULT")
    assert programme.note is not None
    assert all("DEFAULT" in text for text in programme.note.values())


@pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=lambda each: each.code)
def test_a_programme_is_in_force_with_its_rule_set(programme: Programme):
    assert programme.version == 1
    assert programme.valid_from == rule_set(programme.kind, programme.valid_from).valid_from
    assert programme in in_force(list(PROGRAMMES.values()), date(2024, 2, 1))


@pytest.mark.parametrize(
    ("typed", "legal_education", "code"),
    [
        ("C-GP-2", None, "LE-1"),
        ("C-SV-8", None, "LE-2"),
        ("С-СН-5", None, None),
        ("C-SN-5", None, "LE-3"),
        ("B-PK-8", True, "LE-2"),
        ("В-РК-8", False, "LE-3"),
        ("b-pko-3", True, "LE-1"),
    ],
)
def test_a_category_finds_its_programme(typed, legal_education, code):
    answer = find_programme(typed, legal_education, list(PROGRAMMES.values()))
    assert (answer.programme.code if isinstance(answer, Found) else None) == code


def test_every_category_finds_a_programme_at_the_latest_after_one_question():
    programmes = list(PROGRAMMES.values())
    asked = 0
    for category in set().union(*map(looked_up, LE)):
        if isinstance(find_programme(category, None, programmes), NeedLegalEducation):
            asked += 1
        for answer in (True, False):
            found = find_programme(category, answer, programmes)
            assert isinstance(found, Found), category
            assert category in looked_up(found.programme.code)
    assert asked == 58
