from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.programme import Part, Programme, Section
from service.law.result import PartResult, SectionResult, Shortfall, result_due, score

TITLE = {"kk": "Т", "ru": "Т", "en": "T"}


def part(code: str, **counts: int) -> Part:
    return Part(code, TITLE, {act.replace("_", "-"): n for act, n in counts.items()})


LE_2 = Programme(
    code="LE-2",
    version=1,
    kind="LE",
    title=TITLE,
    valid_from=date(2024, 2, 1),
    valid_to=None,
    source="a programme with two acts in one part",
    note=None,
    unconfirmed=False,
    categories=(),
    legal_education=None,
    sections=(
        Section("state-language", TITLE, 20, None, None, (part("language", language=20),)),
        Section(
            "legislation",
            TITLE,
            60,
            20,
            5,
            (part("constitution", constitution=15), part("service", service=8, ethics=7)),
        ),
    ),
)


def answers(
    language: int = 0, constitution: int = 0, service: int = 0
) -> dict[str, list[tuple[str, bool]]]:
    """That many right answers, the other questions answered wrong."""
    return {
        "state-language": [("language", i < language) for i in range(20)],
        "legislation": [
            *(("constitution", i < constitution) for i in range(15)),
            *(("service", i < service) for i in range(15)),
        ],
    }


@pytest.mark.parametrize(
    ("constitution", "service", "shortfalls"),
    [
        pytest.param(10, 10, (), id="exactly the total"),
        pytest.param(10, 9, (Shortfall("legislation", None, 19, 20),), id="one below the total"),
        pytest.param(15, 5, (), id="exactly five of the weaker part"),
        pytest.param(
            15,
            4,
            (Shortfall("legislation", None, 19, 20), Shortfall("legislation", "service", 4, 5)),
            id="four of a part and one below the total",
        ),
        pytest.param(
            4,
            15,
            (
                Shortfall("legislation", None, 19, 20),
                Shortfall("legislation", "constitution", 4, 5),
            ),
            id="four of the other part",
        ),
        pytest.param(15, 15, (), id="everything right"),
    ],
)
def test_thresholds_to_the_last_answer(constitution, service, shortfalls):
    result = score(LE_2, answers(0, constitution, service))
    assert (result.passed, result.shortfalls) == (not shortfalls, shortfalls)


def test_the_threshold_of_an_act_holds_beside_a_reached_total():
    high = Section("legislation", TITLE, 60, 15, 5, LE_2.sections[1].parts)
    programme = Programme(
        **{**{name: getattr(LE_2, name) for name in LE_2.__slots__}, "sections": (high,)}
    )
    result = score(programme, {"legislation": answers(0, 15, 4)["legislation"]})
    assert (result.passed, result.shortfalls) == (
        False,
        (Shortfall("legislation", "service", 4, 5),),
    )


def test_a_section_without_threshold_never_fails():
    language = score(LE_2, answers(0, 15, 15)).sections[0]
    assert language == SectionResult(
        "state-language", 20, 0, None, True, (PartResult("language", 20, 0, None, True),)
    )


def test_what_a_certificate_says():
    result = score(LE_2, answers(12, 10, 11))
    assert (result.questions, result.correct) == (50, 33)
    assert result.sections[1] == SectionResult(
        "legislation",
        30,
        21,
        20,
        True,
        (PartResult("constitution", 15, 10, 5, True), PartResult("service", 15, 11, 5, True)),
    )


def test_questions_without_an_answer_count_as_wrong():
    few = {"legislation": [("constitution", True)] * 10 + [("service", True)] * 9}
    result = score(LE_2, few)
    assert [(each.questions, each.correct) for each in result.sections] == [(20, 0), (30, 19)]
    assert not result.passed


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        pytest.param({"essay": []}, "no section essay", id="an unknown section"),
        pytest.param({"legislation": [("penal", True)]}, "too many", id="an unknown part"),
        pytest.param({"legislation": [("service", True)] * 16}, "too many", id="sixteen of 15"),
    ],
)
def test_answers_that_do_not_fit_the_programme_are_refused(faulty, fault):
    with pytest.raises(ValueError, match=fault):
        score(LE_2, faulty)


RIGHT = st.fixed_dictionaries(
    {
        "language": st.integers(0, 20),
        "constitution": st.integers(0, 15),
        "service": st.integers(0, 15),
    }
)


@given(fewer=RIGHT, more=RIGHT)
def test_more_right_answers_never_turn_passed_into_not_passed(fewer, more):
    united = {code: max(fewer[code], more[code]) for code in fewer}
    if score(LE_2, answers(**fewer)).passed:
        assert score(LE_2, answers(**united)).passed


@given(right=RIGHT)
def test_passed_means_no_shortfall(right):
    result = score(LE_2, answers(**right))
    assert result.passed == (not result.shortfalls) == all(each.passed for each in result.sections)
    assert result.correct == sum(right.values())


@given(right=RIGHT, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(right, seed):
    given_ = answers(**right)
    mixed = {code: seed.sample(pairs, len(pairs)) for code, pairs in given_.items()}
    assert score(LE_2, mixed) == score(LE_2, given_)


def test_tt_6_the_result_is_due_within_twenty_minutes():
    ended = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
    assert result_due(ended) == ended + timedelta(minutes=20)
