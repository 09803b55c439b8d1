"""The people, the words and the walls of the demo."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from service.demo.people import History, demo_people
from service.law.identity import birth_date, iin_fault

DEMO = Path(__file__).parents[2] / "service" / "demo"
# the two programs, and what they are made of
PROGRAMS = (
    "identity_provider.py",
    "grants.py",
    "own_person.py",
    "people.py",
    "sms_receiver.py",
    "frame.py",
)


def test_every_iin_is_sound_and_tells_the_day_of_birth():
    people = demo_people()
    assert [person.key for person in people if iin_fault(person.iin)] == []
    assert [p.key for p in people if birth_date(p.iin) != p.birth_on] == []


def test_key_iin_and_phone_belong_to_one_person():
    for name in ("key", "iin", "phone"):
        counted = Counter(getattr(person, name) for person in demo_people())
        assert counted.most_common(1)[0][1] == 1


def test_every_role_is_there():
    roles = Counter(role for person in demo_people() for role in person.roles)
    assert roles == {
        "candidate": 15,
        "administrator": 2,
        "proctor": 2,
        "operator": 1,
        "hr": 1,
        "authority": 1,
        "author": 1,
        "reviewer": 1,
    }


def test_the_special_candidates_are_there():
    people = {person.key: person for person in demo_people()}
    assert people["daniyar"].extra_time == 50
    assert people["madina"].history == History("below-threshold", "LE-3", 10)
    assert people["yerlan"].history == History("certificate", "LE-1", 60)
    assert people["aruzhan"].history is None


def test_every_story_is_told_in_three_languages():
    for person in demo_people():
        assert [name for name, text in person.story if text] == ["kk", "ru", "en"]


@pytest.mark.parametrize("program", ["frame", "identity_provider", "sms_receiver"])
def test_every_word_stands_in_three_languages_and_is_used(program: str):
    words = yaml.safe_load((DEMO / "words" / f"{program}.yaml").read_text())
    used = "".join(file.read_text() for file in DEMO.rglob("*.html"))
    made = re.compile(r"fault_\w+|role_\w+|own_\w+|wrong_\w+")
    for name, texts in words.items():
        assert list(texts) == ["kk", "ru", "en"], name
        fields = {tuple(sorted(re.findall(r"{\w+}", text))) for text in texts.values()}
        assert len(fields) == 1, name
        assert f"w.{name}" in used or made.fullmatch(name), name


@pytest.mark.parametrize("file", PROGRAMS)
def test_the_programs_know_nothing_of_the_product_but_the_iin(file: str):
    parsed = ast.parse((DEMO / file).read_text())
    imported = {
        node.module
        for node in ast.walk(parsed)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("service.")
    }
    parts = {f"service.demo.{name.removesuffix('.py')}" for name in PROGRAMS}
    assert imported - parts <= {"service.law.identity"}
    assert not any(
        alias.name.startswith("service")
        for node in ast.walk(parsed)
        if isinstance(node, ast.Import)
        for alias in node.names
    )
