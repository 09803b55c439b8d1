from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.programme import (
    Found,
    LegalEducation,
    NeedLegalEducation,
    NotFound,
    Part,
    Programme,
    Section,
    find_programme,
    in_force,
    needed_items,
    normalise_category,
    shortages,
    unlike_texts,
)
from service.law.programme_faults import (
    ProgrammeFault,
    faults,
    faults_together,
    located_faults,
)

TITLE = {"kk": "Тест", "ru": "Тест", "en": "Test"}
PART = Part("constitution", TITLE, {"constitution": 15})
PAIR = Part("service", TITLE, {"service": 8, "ethics": 7})
SECTION = Section("legislation", TITLE, 60, 20, 5, (PART, PAIR))


def programme(
    code: str = "LE-1",
    categories: Sequence[str] = ("C-GP-2",),
    education: LegalEducation | None = "required",
    **changed: Any,
) -> Programme:
    whole = Programme(
        code=code,
        version=1,
        kind="LE",
        title=TITLE,
        valid_from=date(2024, 2, 1),
        valid_to=None,
        source="O26 annex 3",
        note=None,
        unconfirmed=False,
        categories=tuple(categories),
        legal_education=education,
        sections=(SECTION,),
    )
    return replace(whole, **changed)


# The first characters below are Cyrillic where the comment says so.
@pytest.mark.parametrize(
    ("typed", "looked_up"),
    [
        pytest.param("C-GP-2", "C-GP-2", id="Latin"),
        pytest.param("С-SVО-8", "C-SVO-8", id="Cyrillic С and О"),
        pytest.param("В-РКО-3", "B-PKO-3", id="all Cyrillic"),
        pytest.param("В-РК\n-8", "B-PK-8", id="broken over two lines"),
        pytest.param("С-SVО-\n9", "C-SVO-9", id="broken before the number"),
        pytest.param(" c-gp-2 ", "C-GP-2", id="small letters and blanks"),
        pytest.param("с – fm – 4", "C-FM-4", id="dashes with blanks"),
        pytest.param("C GP 2", "C-GP-2", id="blanks for hyphens"),
        pytest.param("COKSGP10", "C-OKSGP-10", id="no hyphens"),
        pytest.param("director", "DIRECTOR", id="no category at all"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_letters_of_a_category_are_normalised(typed, looked_up):
    assert normalise_category(typed) == looked_up


@given(text=st.text(max_size=20))
def test_normalising_twice_changes_nothing(text):
    assert normalise_category(normalise_category(text)) == normalise_category(text)


FIRST = programme("LE-1", ["C-GP-2", "В-PK-3"])
SECOND = programme("LE-2", ["С-SVО-9"])
THIRD = programme("LE-3", ["В-РК-3", "C-SVO-9", "C-SN-5"], "not-required")
OTHER = programme("AD-1", [], None)
ALL = [FIRST, SECOND, THIRD, OTHER]


@pytest.mark.parametrize(
    ("category", "education", "answer"),
    [
        pytest.param("c-gp-2", None, Found(FIRST, "only-programme"), id="in one only"),
        pytest.param("C-GP-2", False, Found(FIRST, "only-programme"), id="the category decides"),
        pytest.param("C-SN-5", True, Found(THIRD, "only-programme"), id="only in the third"),
        pytest.param("B-PK-3", None, NeedLegalEducation((FIRST, THIRD)), id="in two: ask"),
        pytest.param("B-PK-3", True, Found(FIRST, "legal-education-required"), id="required"),
        pytest.param(
            "B-PK-3", False, Found(THIRD, "legal-education-not-required"), id="not required"
        ),
        pytest.param("С-SVО-9", True, Found(SECOND, "legal-education-required"), id="the second"),
        pytest.param("C-GP-9", None, NotFound(("C-GP-2",)), id="nearest, as printed"),
        pytest.param("В-РК-4", None, NotFound(("В-PK-3",)), id="nearest, as printed first"),
        pytest.param("zzz", None, NotFound(()), id="nothing near"),
    ],
)
def test_the_programme_of_a_category(category, education, answer):
    assert find_programme(category, education, ALL) == answer


def test_sums():
    whole = programme(sections=(SECTION, replace(SECTION, code="second", minutes=20)))
    assert (SECTION.questions, whole.questions, whole.minutes) == (30, 60, 80)
    assert whole.section("second").minutes == 20
    with pytest.raises(KeyError):
        whole.section("third")
    assert needed_items(whole) == {"constitution": 30, "service": 16, "ethics": 14}


def test_a_bank_that_cannot_fill_the_programme():
    assert shortages(programme(), {"constitution": 15, "service": 8, "ethics": 7}) == []
    assert shortages(programme(), {"constitution": 15, "service": 7}) == [
        "LE-1 draws 8 items of service, the bank has 7 approved ones: add items or lower the count",
        "LE-1 draws 7 items of ethics, the bank has 0 approved ones: add items or lower the count",
    ]


def test_a_sound_programme_has_no_fault():
    assert faults(programme()) == []


def with_section(**changed: Any) -> Programme:
    return programme(sections=(replace(SECTION, **changed),))


NO_RUSSIAN = {"kk": "Тест", "ru": " ", "en": "Test"}


def profile(**changed: Any) -> Programme:
    """A programme of personal qualities."""
    parts = (Part("situations", TITLE, {"integrity": 4, "initiative": 4}),)
    bare = Section("qualities", TITLE, 60, None, None, parts, "qualities", "manager")
    return programme("PQ-1", (), None, sections=(replace(bare, **changed),))


TEXTS = Section(
    "texts",
    TITLE,
    25,
    None,
    None,
    (Part("statements", TITLE, {"statements": 5}, asks=4), Part("rest", TITLE, {"rest": 5})),
    "ability-text",
)
NUMBERS = Section(
    "numbers", TITLE, 25, None, None, (Part("numbers", TITLE, {"numbers": 25}),), "ability-number"
)


def ability(**changed: Any) -> Programme:
    """The test of text and number ability."""
    sound: dict[str, Any] = {"sections": (TEXTS, NUMBERS), "pass_together": 10}
    return replace(programme("ABILITY", (), None), **(sound | changed))


@pytest.mark.parametrize(
    ("faulty", "where", "sentence"),
    [
        (programme(version=0), ("version",), "0 is no version"),
        (programme(valid_to=date(2024, 1, 31)), ("valid_to",), "lies before"),
        (programme(source=" "), ("source",), "empty"),
        (programme(title=NO_RUSSIAN), ("title",), "missing in ru"),
        (programme(note={}), ("note",), "missing in kk, ru, en"),
        (programme(unconfirmed=True), ("unconfirmed",), "needs a note"),
        (programme(sections=()), ("sections",), "there is none"),
        (programme(sections=(SECTION, SECTION)), ("sections",), "legislation stands there 2 times"),
        (programme(categories=("C-GP-2", "С-GP-2")), ("categories",), "C-GP-2 stands there 2"),
        (programme(education=None), ("categories",), "write legal_education"),
        (with_section(title={}), ("sections", 0, "title"), "missing in kk, ru, en"),
        (with_section(minutes=0), ("sections", 0, "minutes"), "too short"),
        (with_section(parts=()), ("sections", 0, "parts"), "there is none"),
        (with_section(parts=(PART, PART)), ("sections", 0, "parts"), "constitution stands there"),
        (with_section(pass_total=31), ("sections", 0, "pass_total"), "not within 1 and 30"),
        (with_section(pass_total=0), ("sections", 0, "pass_total"), "not within 1 and 30"),
        (with_section(pass_per_act=16), ("sections", 0, "parts", 1, "counts"), "1 and 15"),
        (
            with_section(
                parts=(replace(PART, counts={"constitution": 0}),),
                pass_total=None,
                pass_per_act=None,
            ),
            ("sections", 0, "parts", 0, "counts"),
            "at least one question",
        ),
        (
            with_section(parts=(replace(PART, title=NO_RUSSIAN), PAIR)),
            ("sections", 0, "parts", 0, "title"),
            "missing in ru",
        ),
        (with_section(level="manager"), ("sections", 0, "level"), "only personal qualities"),
        (profile(level=None), ("sections", 0, "kind"), "need a level"),
        (profile(pass_total=1), ("sections", 0, "pass_total"), "know no threshold"),
        (profile(pass_per_act=1), ("sections", 0, "pass_per_act"), "know no threshold"),
        (
            programme(sections=(SECTION, *profile().sections)),
            ("sections",),
            "a programme of their own",
        ),
        (ability(sections=(TEXTS,)), ("sections",), "a part on texts and one on numbers"),
        (ability(sections=(SECTION, NUMBERS)), ("sections",), "nothing else"),
        (ability(pass_together=None), ("sections",), "write pass_together"),
        (ability(pass_together=51), ("pass_together",), "51 is not within 1 and 50"),
        (ability(pass_together=0), ("pass_together",), "0 is not within 1 and 50"),
        (replace(programme(), pass_together=5), ("pass_together",), "only the ability test"),
        (
            ability(sections=(replace(TEXTS, pass_total=5), NUMBERS)),
            ("sections", 0, "pass_total"),
            "one threshold for both sections",
        ),
        (
            with_section(parts=(replace(PART, asks=2), PAIR)),
            ("sections", 0, "parts", 0, "asks"),
            "only a text asks several",
        ),
    ],
)
def test_a_fault_says_where_and_what(faulty, where, sentence):
    found = located_faults(faulty)
    assert [each for each in found if each.where == where and sentence in each.sentence], found
    assert len(faults(faulty)) == len(found)


def test_a_situation_takes_two_places_of_the_answer_sheet_and_a_question_one():
    assert faults(profile()) == []
    assert profile().is_profile
    assert not programme().is_profile
    assert (profile().sections[0].questions, profile().sections[0].positions) == (8, 16)
    assert (SECTION.questions, SECTION.positions) == (30, 30)
    assert needed_items(profile()) == {}, "situations come from a bank of their own"


def test_a_text_asks_several_questions_and_both_sections_are_counted_together():
    assert faults(ability()) == []
    assert (TEXTS.questions, NUMBERS.questions, ability().questions) == (25, 25, 50)
    assert ability().asks == {"statements": 4, "rest": 1}
    assert ability().is_ability
    assert not programme().is_ability
    assert needed_items(ability()) == {}, "texts and numbers are no questions of the bank"


def test_a_programme_and_the_bank_agree_on_how_much_a_text_asks():
    assert unlike_texts(ability(), {"statements": 4, "rest": 1}) == []
    assert unlike_texts(ability(), {"statements": 3}) == [
        "a text of statements asks 3 questions, ABILITY says 4: write asks: 3"
    ]


@pytest.mark.parametrize("threshold", [1, 30])
def test_the_bounds_of_a_total_threshold_are_allowed(threshold):
    assert faults(with_section(pass_total=threshold)) == []


def test_a_fault_reads_as_a_sentence():
    assert faults(with_section(pass_total=31)) == [
        "sections.0.pass_total: 31 is not within 1 and 30 questions"
    ]
    assert located_faults(with_section(pass_total=31)) == [
        ProgrammeFault(("sections", 0, "pass_total"), "31 is not within 1 and 30 questions")
    ]


@pytest.mark.parametrize(
    ("programmes", "fault"),
    [
        pytest.param([FIRST, FIRST], "LE-1 version 1 stands there 2 times", id="a version twice"),
        pytest.param(
            [FIRST, replace(FIRST, code="LE-9")],
            "C-GP-2 stands in LE-1 and LE-9",
            id="a category with two homes",
        ),
    ],
)
def test_programmes_that_do_not_stand_beside_one_another(programmes, fault):
    assert any(fault in each for each in faults_together(programmes))


def test_programmes_and_their_versions_stand_beside_one_another():
    assert faults_together([*ALL, replace(FIRST, version=2)]) == []


@pytest.mark.parametrize(
    ("day", "versions"),
    [
        (date(2024, 1, 31), []),
        (date(2024, 2, 1), [("LE-1", 1), ("LE-2", 1)]),
        (date(2025, 12, 31), [("LE-1", 1), ("LE-2", 1)]),
        (date(2026, 1, 1), [("LE-1", 2), ("LE-2", 1)]),
        (date(2026, 6, 30), [("LE-1", 2), ("LE-2", 1)]),
        (date(2026, 7, 1), [("LE-1", 2)]),
    ],
    ids=str,
)
def test_a_later_version_supersedes_from_its_day_on(day, versions):
    later = replace(FIRST, version=2, valid_from=date(2026, 1, 1))
    ended = replace(SECOND, valid_to=date(2026, 6, 30))
    assert [(each.code, each.version) for each in in_force([later, ended, FIRST], day)] == versions
