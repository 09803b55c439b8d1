"""The posts of the register as structured requirements: nothing printed is lost."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from service.core.yaml_file import MalformedFileError
from service.law.experience import ExperienceNeed
from service.law.record import plain, rebuild
from service.law.requirements import (
    Alternative,
    ComputerNeed,
    EducationNeed,
    Level,
    Requirements,
    SecretsNeed,
    Wording,
    faults,
)
from service.posts.qualification_file import FILE_NAME, load_qualification_posts
from service.posts.register_rows import PostRow, rows_of
from service.posts.requirements_codes import (
    ACTS_FILE,
    TEXTS_FILE,
    read_requirement_codes,
    requirement_codes,
)
from service.posts.requirements_differences import differences
from service.posts.requirements_reading import Converted, requirements_of, text_code
from service.programmes.programme_files import load_programmes
from service.settings import ROOT
from tests.posts.any_requirements import REQUIREMENTS

ROWS = rows_of(load_qualification_posts(ROOT / "registers" / FILE_NAME)).posts
SERVICE = frozenset({"civil", "law-enforcement"})
AUDIT = frozenset({"audit-control"})
HEADS = frozenset({"unit-head", "organisation-head"})


def row(number: int) -> PostRow:
    (found,) = [one for one in ROWS if one.number == number]
    return found


def read(body: dict[str, Any]) -> Converted:
    return requirements_of(body, "№ 117, 2014-03-20")


def changed(number: int, **parts: Any) -> dict[str, Any]:
    """The body of a post with other values in it."""
    body = deepcopy(row(number).body)
    for name, value in parts.items():
        body[name] = body[name] | value if isinstance(value, dict) else value
    return body


def test_every_post_of_the_register_becomes_requirements():
    found = [read(one.body) for one in ROWS]
    assert len(found) == 136
    assert [faults(one.requirements) for one in found] == [[]] * 136
    assert sum(one.structured for one in found) == 523
    assert sum(one.worded for one in found) == 252
    assert all(one.requirements.education and one.requirements.acts for one in found)
    assert all(one.texts.keys() == {w.code for w in one.requirements.wordings} for one in found)
    assert {code for one in found for code in one.texts} <= requirement_codes().wordings.keys()
    assert {one.requirements.experience.typical for one in found} == {
        "C-1", "C-2", "C-3", "C-4", "C-5", "C-O-1", "C-O-2", "internal-control",
    }  # fmt: skip


def test_each_part_knows_its_lines():
    found = read(row(6).body)
    assert found.requirements.source == "№ 117, 2014-03-20, 117/6"
    assert found.lines["post"] == (316, 358)
    first, last = found.lines["education"]
    assert 316 <= first <= last <= 358
    assert set(found.lines) == {"post", "education", "knowledge", "experience", "duties"}


def test_an_or_list_of_fields_is_one_education():
    assert read(row(66).body).requirements.education == (
        EducationNeed(Level.BACHELOR, frozenset({"law", "international-law", "economics"})),
    )


def test_work_in_a_field_for_so_many_years_is_asked_besides_the_typical():
    found = read(row(125).body).requirements
    need = ExperienceNeed(36, fields=frozenset({"state-secrets"}))
    assert found.experience.alternatives == (Alternative((need,)),)
    assert found.experience.typical == "C-3"
    assert found.secrets == SecretsNeed(1)


def test_ways_to_the_experience_are_alternatives():
    found = read(row(122).body).requirements.experience
    year, two = ExperienceNeed(12, sectors=SERVICE), ExperienceNeed(24, sectors=SERVICE)
    three = ExperienceNeed(36, fields=AUDIT)
    assert found.alternatives == (
        Alternative((two,)),
        Alternative((year,), frozenset({"studied-by-state-order"})),
        Alternative((year,), frozenset({"studied-abroad-by-commission"})),
        Alternative((year,)),
        Alternative((ExperienceNeed(12),), frozenset({"posts-in-state-bodies"})),
        Alternative((three, ExperienceNeed(12, fields=AUDIT, levels=HEADS))),
    )
    assert found.typical == "internal-control"


def test_the_field_of_another_departments_post_is_for_a_person_to_judge():
    found = read(changed(122, department="Заңнама департаменті")).requirements.experience
    last = found.alternatives[-1]
    assert last.conditions == {"field-of-the-post"}
    assert [need.fields for need in last.needs] == [frozenset(), frozenset()]


def test_programs_of_a_computer_have_codes():
    programs = [one for one in ROWS if one.body["skills"]["programs"]]
    codes = frozenset({"documents", "spreadsheets", "internet-mail"})
    assert {read(one.body).requirements.computer for one in programs} == {ComputerNeed(codes)}


def test_what_is_preferred_does_not_decide():
    wishes = [
        (one, law["text"])
        for one in ROWS
        for law in one.body["legislation"]
        if law["wish"] == "preferred"
    ]
    assert len(wishes) == 22
    for one, text in wishes:
        code = requirement_codes().wording_of(text)
        assert Wording(code or "", decides=False) in read(one.body).requirements.wordings


def test_an_act_in_whose_place_another_stands_is_read_as_that_and_said():
    found = read(row(1).body)
    assert ("Сыбайлас жемқорлыққа қарсы күрес туралы", "anti-corruption") in found.replaced
    (need,) = found.requirements.acts
    assert {"constitution", "president", "anti-corruption", "civil-service"} <= need.acts


def test_what_no_register_knows_becomes_a_wording():
    act = {"kind": "law", "title": "Теңіз туралы", "adopted_on": None, "number": ""}
    body = changed(
        1,
        acts=[act],
        legislation=[{"text": "Теңіз заңнамасын білу", "wish": "required"}],
        education={"fields": ["құқықтану", "теңіз ісі"]},
        skills={"programs": ["Word", "Теңізші"]},
    )
    found = read(body)
    texts = ["құқықтану, теңіз ісі", "Теңіз туралы", "Теңіз заңнамасын білу", "Теңізші"]
    assert {found.texts[text_code(one)]["kk"] for one in texts} == set(texts)
    assert found.requirements.education == (EducationNeed(Level.BACHELOR),)
    assert found.requirements.acts == ()
    assert found.requirements.computer == ComputerNeed(frozenset({"documents"}))
    assert faults(found.requirements) == []


def test_an_education_that_was_not_understood_refuses_nobody():
    body = changed(1, education={"level": "unknown", "fields": [], "wished": "Орта білім"})
    found = read(body)
    assert found.requirements.education == ()
    assert Wording(text_code("Орта білім")) in found.requirements.wordings


def test_what_is_asked_and_wished_is_asked():
    text = "Зияткерлік меншік саласындағы заңнаманы білу"
    laws = [{"text": text, "wish": wish} for wish in ("required", "preferred")]
    wordings = read(changed(1, legislation=laws)).requirements.wordings
    assert Wording("legislation-of-intellectual-property") in wordings
    assert len(wordings) == 2


def test_acts_of_the_programmes_have_their_codes():
    files = load_programmes(ROOT / "question_bank" / "programmes")
    asked = {
        act
        for one in files
        for section in one.sections
        if section.kind == "knowledge"
        for part in section.parts
        for act in part.counts
    }
    assert asked - {"state-language"} <= requirement_codes().acts.keys()


@given(REQUIREMENTS)
def test_requirements_come_back_from_their_record(asked: Requirements):
    back = rebuild(Requirements, plain(asked))
    assert back == asked
    assert differences(asked, back) == []
    assert faults(asked) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (ACTS_FILE, "acts:\n", "acts:\n- {code: tax-code, kind: code, kk: Аа, ru: Бб, en: Cc}\n",
         "tax-code stands there twice"),
        (ACTS_FILE, "replaced: [Мемлекеттік қызмет туралы]", "replaced: [Салық кодексі]",
         "Салық кодексі names another code too"),
        (TEXTS_FILE, "field: audit-control", "field: sea", "sea is no field of work"),
    ],
)  # fmt: skip
def test_what_stands_twice_or_nowhere_is_refused(
    tmp_path: Path, file: Path, old: str, new: str, sentence: str
):
    text = file.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    files = [tmp_path / one.name if one == file else one for one in (ACTS_FILE, TEXTS_FILE)]
    with pytest.raises(MalformedFileError) as refused:
        read_requirement_codes(*files)
    assert sentence in str(refused.value)
