"""The shipped situations, and faults that a file of them may have."""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from service.items.bank import BankFaults, load_bank
from service.law.programme import LANGUAGES
from service.law.qualities import CODES, COURSES, QUALITIES, judge
from service.qualities.situations import Situation, load_situations
from service.settings import ROOT
from tests.make_bank import change

FOLDER = ROOT / "question_bank" / "qualities"
BANK = load_situations(FOLDER)
OPTION_LANGUAGES = ("kk", "ru")

each_situation = pytest.mark.parametrize("found", BANK.situations, ids=lambda one: one.ref)


def test_the_shipped_situations_are_sound_and_enough():
    assert [str(warning) for warning in BANK.warnings] == []
    assert len(BANK.situations) >= 72
    assert tuple(sorted(BANK.files)) == tuple(sorted(CODES))
    assert min(BANK.counts().values()) >= 6
    of_quality = Counter(each.quality for each in BANK.situations)
    assert min(of_quality[code] for code in CODES) >= 6


def test_every_quality_says_what_it_means_in_three_languages_and_to_authors_what_counts():
    for quality in QUALITIES:
        head = BANK.files[quality.code]
        assert all(head.meaning[language].strip() for language in LANGUAGES)
        assert len(head.note) > 80


@each_situation
def test_a_situation_is_told_in_both_languages_with_a_reason_for_each_course(found: Situation):
    assert set(found.texts) == set(OPTION_LANGUAGES)
    assert set(found.why) == set(COURSES)
    for text in found.texts.values():
        assert 40 <= len(text.text) <= 260
        assert all(30 <= len(course) <= 130 for course in text.options.values())
        lengths = [len(course) for course in text.options.values()]
        assert max(lengths) <= 1.5 * min(lengths), "courses of like length"


@pytest.mark.parametrize("language", OPTION_LANGUAGES)
def test_the_best_course_is_not_known_by_its_length(language: str):
    longest = sum(
        max(each.texts[language].options, key=lambda x: len(each.texts[language].options[x]))
        == each.order[0]
        for each in BANK.situations
    )
    assert longest / len(BANK.situations) < 0.3


def by_length(lengths: Mapping[str, int], most: int, least: int) -> tuple[str, str]:
    row = sorted(lengths, key=lambda letter: -lengths[letter])
    return row[most], row[least]


@pytest.mark.parametrize("language", OPTION_LANGUAGES)
@pytest.mark.parametrize("most", range(4))
@pytest.mark.parametrize("least", range(4))
def test_nobody_gets_far_by_counting_letters(language: str, most: int, least: int):
    """Chance gives half of the points; no rule of length gives seven tenths."""
    if most == least:
        return
    points = 0
    for each in BANK.situations:
        lengths = {letter: len(text) for letter, text in each.texts[language].options.items()}
        marks = by_length(lengths, most, least)
        points += judge(each.quality, each.order, *marks).points
    assert 0.3 < points / (6 * len(BANK.situations)) < 0.7


def test_the_places_of_the_best_course_are_spread():
    places = Counter(each.order[0] for each in BANK.situations)
    assert all(0.15 <= places[letter] / len(BANK.situations) <= 0.35 for letter in COURSES)


def test_no_id_is_an_item_s_too():
    items = {item.id for item in load_bank(ROOT / "question_bank" / "items").items()}
    assert items.isdisjoint(each.id for each in BANK.situations)


def faulty(tmp_path: Path, name: str, damage: Callable[[Path], object]) -> list[str]:
    folder = tmp_path / "qualities"
    shutil.copytree(FOLDER, folder)
    damage(folder / f"{name}.yaml")
    with pytest.raises(BankFaults) as refusal:
        load_situations(folder)
    return [line.removeprefix(f"{folder}/") for line in str(refusal.value).splitlines()]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("order: cbda", "order: cbdd", "'cbdd' is no order: write a, b, c and d once each"),
        ("id: INTEG-0001", "id: integ-1", "'integ-1' is no item id"),
        ("id: INTEG-0001", "id: INTEG-0002", "the id is taken at integrity.yaml:"),
        ("id: INTEG-0001", "id: STRESS-0001", "ids with STRESS belong to"),
        ("topic: gift", "topic: Big gift", "'Big gift' is no tag"),
        (
            "levels: [manager, specialist]\n    topic: gift",
            "levels: []\n    topic: gift",
            "the levels are wrong: write manager, specialist, or one of them",
        ),
        (
            "levels: [manager, specialist]\n    topic: gift",
            "levels: [head]\n    topic: gift",
            "levels.0 - input should be 'manager' or 'specialist'",
        ),
        ("Открыто, документально и сразу.", "", "the text is empty: write it"),
        ("Подарок фактически принят.", "Подаpок принят.", "Latin p within the word"),
    ],
)
def test_a_fault_of_a_situation_names_file_line_and_id(
    tmp_path: Path, old: str, new: str, sentence: str
):
    lines = faulty(tmp_path, "integrity", lambda path: change(path, old, new))
    assert any(sentence in line for line in lines), lines
    assert all(line.startswith(("integrity.yaml:", "stress-resistance.yaml:")) for line in lines)


def test_two_courses_that_say_the_same_are_a_fault(tmp_path: Path):
    text = (FOLDER / "integrity.yaml").read_text(encoding="utf-8")
    one, other, *_ = BANK.situations_of("integrity")[0].texts["ru"].options.values()
    alike = text.replace(other, one)
    lines = faulty(tmp_path, "integrity", lambda path: path.write_text(alike, encoding="utf-8"))
    assert any("option b says the same as a: change one" in line for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("# Synaq – open", "# Synaq - open", "integrity.yaml:1: the first line does not warn"),
        ("quality: integrity", "quality: honesty", "integrity.yaml:2: honesty is not the file's"),
        ("quality: integrity", "quality: honesty", "honesty is none of: stress-resistance"),
        ('  en: "Discloses', '  de: "Discloses', "meaning.en is missing"),
    ],
)
def test_a_fault_of_the_head_names_its_line(tmp_path: Path, old: str, new: str, sentence: str):
    lines = faulty(tmp_path, "integrity", lambda path: change(path, old, new))
    assert any(sentence in line for line in lines), lines


def test_a_quality_without_file_and_one_with_too_few_are_faults(tmp_path: Path):
    lines = faulty(tmp_path, "leadership", lambda path: path.unlink())
    assert lines == [f"{tmp_path}/qualities:1: holds no file for leadership: write leadership.yaml"]


def test_too_few_situations_are_a_fault(tmp_path: Path):
    lines = faulty(
        tmp_path,
        "leadership",
        lambda path: change(
            path,
            "LEAD-0006\n    version: 1\n    status: approved",
            "LEAD-0006\n    version: 1\n    status: draft",
        ),
    )
    assert lines == [
        "leadership.yaml:1: has 5 approved situations for the level manager, 6 are needed: add some"
    ]


def test_a_bank_without_the_folder_has_none(tmp_path: Path):
    assert load_situations(tmp_path / "nothing").situations == ()
