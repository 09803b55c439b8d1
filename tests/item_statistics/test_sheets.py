"""From the paper and the answers of an attempt to the rows that are counted."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session, select

from service.attempts.models import Attempt, Outcome
from service.attempts.paper import section_items
from service.booking.models import Slot
from service.core.wiring import Wiring
from service.item_statistics import queries
from service.item_statistics.actions import keep_sheets
from service.item_statistics.models import AnswerSheet
from service.law.attempt import What
from service.people.models import Account
from tests import make_attempts
from tests.item_statistics import taken


@pytest.fixture
def slot(db: Session, house: Wiring) -> Slot:
    make_attempts.bank(db)
    return taken.hall(db, house)


def sheets(db: Session) -> Sequence[AnswerSheet]:
    return db.exec(select(AnswerSheet).order_by(AnswerSheet.attempt_id, AnswerSheet.section)).all()  # type: ignore[arg-type]  # columns


def passed(db: Session, house: Wiring, slot: Slot, letter: str = "a") -> Attempt:
    made = taken.attempt(db, house, slot)
    taken.answers(db, made, lambda *_: letter)
    taken.result(db, made)
    return made


def test_a_sheet_holds_the_paper_and_the_choices_in_the_items_own_letters(
    db: Session, house: Wiring, slot: Slot
):
    made = taken.attempt(db, house, slot)
    taken.answers(
        db,
        made,
        lambda section, position, _: None if position == 2 else "abcd"[(section + position) % 4],
    )
    taken.result(db, made)
    assert keep_sheets(db, limit=10) == (1, None)
    state, law = sheets(db)
    assert (state.section_code, law.section_code) == ("state-language", "legislation")
    assert (law.programme_code, law.section) == ("LE-3", 1)
    assert law.items.split(" ") == [drawn["item"] for drawn in section_items(made, 1)]
    assert state.choices == "b-" + "".join("abcd"[place % 4] for place in range(3, 21))
    assert law.choices[:5] == "c-abc"


def test_the_newest_answer_of_a_question_counts(db: Session, house: Wiring, slot: Slot):
    made = taken.attempt(db, house, slot)
    first, second = section_items(made, 0)[:2]
    for seq, position, choice in (
        (1, 1, taken.displayed(first, "a")),
        (2, 2, taken.displayed(second, "b")),
        (10, 1, taken.displayed(first, "c")),
        (11, 2, None),  # taken back
    ):
        taken.answer(db, made, seq, 0, position, choice)
    db.flush()
    taken.result(db, made)
    keep_sheets(db, limit=10)
    assert sheets(db)[0].choices == "c" + "-" * 19


@pytest.mark.parametrize(
    ("outcome", "is_final", "counts"),
    [
        pytest.param(Outcome.PASSED, True, True, id="passed"),
        pytest.param(Outcome.BELOW_THRESHOLD, True, True, id="below the threshold"),
        pytest.param(Outcome.PASSED, False, False, id="still under review"),
        pytest.param(Outcome.NOT_PASSED, True, False, id="broken off or annulled for breaches"),
        pytest.param(Outcome.VOID, True, False, id="a technical failure"),
    ],
)
def test_only_finished_tests_with_a_final_result_count(
    db: Session, house: Wiring, slot: Slot, *, outcome: Outcome, is_final: bool, counts: bool
):
    made = taken.attempt(db, house, slot)
    taken.answers(db, made, lambda *_: "a")
    taken.result(db, made, outcome, is_final=is_final)
    assert keep_sheets(db, limit=10) == (int(counts), None)
    assert len(sheets(db)) == 2 * counts


def test_a_review_that_annuls_takes_the_sheets_back(db: Session, house: Wiring, slot: Slot):
    made = passed(db, house, slot)
    keep_sheets(db, limit=10)
    taken.result(db, made, Outcome.NOT_PASSED)
    assert queries.outdated(db) == [made.id]
    assert keep_sheets(db, limit=10) == (0, None)
    assert sheets(db) == []


def test_a_corrected_result_makes_them_anew(db: Session, house: Wiring, slot: Slot):
    made = passed(db, house, slot)
    keep_sheets(db, limit=10)
    taken.answer(db, made, 500, 0, 1, taken.displayed(section_items(made, 0)[0], "d"))
    corrected = taken.result(db, made)
    assert keep_sheets(db, limit=10) == (1, None)
    again = sheets(db)[0]
    assert (again.choices[:2], again.result_id) == ("da", corrected.id)


def test_made_twice_nothing_changes(db: Session, house: Wiring, slot: Slot):
    passed(db, house, slot)
    assert queries.count_results_without_sheet(db) == 1
    keep_sheets(db, limit=10)
    assert queries.count_results_without_sheet(db) == 0
    assert keep_sheets(db, limit=10) == (0, None)
    assert len(sheets(db)) == 2


def test_many_are_made_in_turns(db: Session, house: Wiring, slot: Slot):
    for _ in range(3):
        passed(db, house, slot)
    kept, last = keep_sheets(db, limit=2)
    assert (kept, last is not None) == (2, True)
    assert keep_sheets(db, after=last, limit=2) == (1, None)
    assert queries.count_sheets(db, "LE-3") == (6, 3)
    assert queries.count_sheets(db, "LE-1") == (0, 0)


@pytest.mark.parametrize(
    ("said", "own", "found"),
    [
        pytest.param([], "ru", ["ru", "ru"], id="nothing said: the account's"),
        pytest.param([], "en", ["kk", "kk"], id="no question stands in English"),
        pytest.param(
            [("start", "ru"), ("end", "ru"), ("start", "kk"), ("end", "kk")],
            "kk",
            ["ru", "kk"],
            id="each section its own",
        ),
        pytest.param(
            [("start", "kk"), ("end", "ru"), ("start", ""), ("end", "")],
            "kk",
            ["ru", "ru"],
            id="the last one said holds",
        ),
        pytest.param(
            [("start", ""), ("end", ""), ("start", "ru"), ("end", "")],
            "kk",
            ["kk", "ru"],
            id="time was up before the end was said",
        ),
    ],
)
def test_the_language_is_the_one_in_which_the_questions_stood(
    db: Session,
    house: Wiring,
    slot: Slot,
    said: Sequence[tuple[str, str]],
    own: str,
    found: Sequence[str],
):
    made = passed(db, house, slot)
    account = db.get_one(Account, made.account_id)
    account.language = own
    db.add(account)
    for ordinal, (which, language) in enumerate(said, start=1):
        what = What.SECTION_STARTED if which == "start" else What.SECTION_ENDED
        taken.step(db, made, ordinal, what, **({"language": language} if language else {}))
    keep_sheets(db, limit=10)
    assert [sheet.language for sheet in sheets(db)] == list(found)
