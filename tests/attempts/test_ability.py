"""The ability test from its paper to its points: texts are taken whole, numbers are made."""

from typing import Any

import pytest

from service.attempts import queries
from service.attempts.models import Attempt, Outcome
from service.attempts.paper import is_right, right_choice, section_items
from service.booking.history import history_of
from service.documents.queries import documents_about
from service.item_statistics import queries as statistics
from service.items.in_memory import bank_of
from service.law.ability.number_draw import item_on_paper
from service.law.application import ApplicationState
from service.law.paper_draw import verify
from service.notices import queries as notices
from service.programmes import queries as programmes
from tests import make_attempts
from tests.make_attempts import Player

TEXTS, NUMBERS = 0, 1


@pytest.fixture
def attempt(db, house) -> Attempt:
    return make_attempts.prepared(db, house, code="ABILITY")


def take(db, house, client, attempt: Attempt, right: tuple[int, int]) -> Player:
    """Take both tests with so many right answers of each."""
    db.commit()
    player = Player(client, db, house, attempt.id)
    for section, many in enumerate(right):
        player.start(section)
        for position in range(1, 26):
            good = make_attempts.right_choice(db, house, attempt, section, position)
            wrong = "b" if good == "a" else "a"
            player.save(position, good if position <= many else wrong, section=section)
        player.finish(section)
    return player


def shown(db, house, client, attempt: Attempt, section: int) -> list[dict[str, Any]]:
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.start(TEXTS)
    if section == NUMBERS:
        player.finish(TEXTS)
        player.start(NUMBERS)
    paper: list[dict[str, Any]] = player.state["paper"]
    return paper


def test_a_text_stands_with_all_its_questions_one_after_another(db, house, attempt):
    items = section_items(attempt, TEXTS)
    assert len(items) == 25
    statements, conclusions = items[:20], items[20:]
    for first in range(0, 20, 4):
        four = statements[first : first + 4]
        assert len({each["item"] for each in four}) == 1
        assert [each["question"] for each in four] == ["1", "2", "3", "4"]
    assert len({each["item"] for each in statements}) == 5
    assert {each["question"] for each in conclusions} == {"1"}
    assert len(section_items(attempt, NUMBERS)) == 25


def test_the_candidate_sees_words_and_material_and_nothing_else(db, house, client, attempt):
    paper = shown(db, house, client, attempt, TEXTS)
    assert [len(each["kk"]["options"]) for each in paper] == [3] * 20 + [4] * 5
    assert paper[0]["ru"]["options"] == ["Верно", "Неверно", "По тексту нельзя сказать"]
    assert paper[0]["material"] == paper[3]["material"] != paper[4]["material"]
    for each in paper:
        assert set(each) == {"position", "part", "material", "kk", "ru"}
        assert set(each["kk"]) == {"text", "options"}


def test_number_questions_are_those_of_the_paper_s_record(db, house, client, attempt):
    paper = shown(db, house, client, attempt, NUMBERS)
    for each, drawn in zip(paper, section_items(attempt, NUMBERS), strict=True):
        made = item_on_paper(attempt.paper, drawn["item"])
        assert each["ru"]["text"] == made.question["ru"]
        by_letter = dict(zip("abcd", made.options, strict=True))
        expected = [by_letter[letter].text["ru"] for letter in drawn["order"]]
        assert each["ru"]["options"] == expected
        assert "<table" in each["material"]["kk"]
    blueprint = programmes.blueprint_body(db, attempt.paper["blueprint_sha256"])
    assert verify({**attempt.paper, "blueprint": blueprint}) == []


def test_every_question_has_one_right_choice(db, house, attempt):
    bank = bank_of(house)
    for section in (TEXTS, NUMBERS):
        for drawn in section_items(attempt, section):
            right = [letter for letter in "abcd" if is_right(db, drawn, letter, bank)]
            assert right == [right_choice(db, drawn, bank)]
            assert not is_right(db, drawn, None, bank)


@pytest.mark.parametrize(
    ("right", "outcome", "state"),
    [
        ((10, 0), Outcome.PASSED, ApplicationState.PASSED),
        ((4, 6), Outcome.PASSED, ApplicationState.PASSED),
        ((9, 0), Outcome.BELOW_THRESHOLD, ApplicationState.BELOW_THRESHOLD),
        ((0, 0), Outcome.BELOW_THRESHOLD, ApplicationState.BELOW_THRESHOLD),
    ],
    ids=["ten in one test", "ten in both", "nine", "none"],
)
def test_st_2_both_tests_are_counted_together(
    db, house, client, run_due, attempt, right, outcome, state
):
    take(db, house, client, attempt, right)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.is_final) == (outcome, True)
    scores = result.scores
    assert (scores["correct"], scores["questions"], scores["threshold"]) == (sum(right), 50, 10)
    assert [each["correct"] for each in scores["sections"]] == list(right)
    assert make_attempts.application_of(db, attempt).state is state


def test_the_result_is_told_and_there_is_no_paper(db, house, client, run_due, attempt):
    take(db, house, client, attempt, (3, 2))
    run_due()
    assert documents_about(db, "attempt", attempt.id) == []
    said = notices.notices_of(db, attempt.account_id)
    assert any(
        note.text["msgid"].startswith("The result of your ability test")
        and note.text["values"] == {"points": 5, "questions": 50}
        for note in said
    )


def test_rf_1_a_stage_of_a_competition_bars_from_no_test(db, house, client, run_due, attempt):
    take(db, house, client, attempt, (0, 0))
    run_due()
    history = history_of(db, attempt.account_id, consent_version="1")
    assert history.results == ()


def test_item_statistics_leave_it_out(db, house, client, run_due, attempt):
    take(db, house, client, attempt, (12, 12))
    run_due()
    assert statistics.count_results_without_sheet(db) == 0
    assert statistics.results_without_sheet(db, after=None, limit=10) == []
    assert statistics.programmes_with_results(db) == []


def test_a_fourth_choice_where_there_are_three_is_wrong_and_breaks_nothing(
    db, house, client, run_due, attempt
):
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.start(TEXTS)
    player.save(1, "d")
    player.finish(TEXTS)
    player.start(NUMBERS)
    player.finish(NUMBERS)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert result.scores["correct"] == 0
