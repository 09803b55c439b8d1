"""A whole assessment: marks, profile, conclusion, and what it does to later applications."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from service.attempts import queries
from service.attempts.models import Outcome
from service.attempts.paper import section_items
from service.booking.history import grounds_against
from service.core.wiring import Wiring
from service.documents.actions import Press
from service.documents.facts import ConclusionFacts, from_json
from service.documents.models import Document
from service.documents.queries import documents_about
from service.items.models import ItemUse
from service.law.application import ApplicationState
from service.law.attempt import Phase
from service.law.calendar import local_day
from service.law.document import DocumentKind
from service.law.qualities import CODES
from service.notices.queries import notices_of
from service.proctoring import queries as reviews
from service.proctoring.actions import publish_review
from service.qualities import queries as situations
from tests import make, make_attempts, make_booking
from tests.make_assessment import walk
from tests.make_attempts import Player
from tests.visitor import Visitor

Due = Callable[[], int]


@pytest.mark.parametrize(
    ("code", "asked", "number"),
    [("PQ-1", CODES, 48), ("PQ-2", CODES[:9], 36), ("PQ-LE", CODES[:9], 40)],
)
def test_st_1_in_a_hall_the_profile_is_final_at_once(
    db: Session, house: Wiring, client: Visitor, run_due: Due, press: Press,
    code: str, asked: tuple[str, ...], number: int,
):  # fmt: skip
    attempt = make_attempts.prepared(db, house, code=code)
    player = walk(db, house, client, attempt, poor="initiative")
    assert player.state["phase"] == Phase.FINISHED
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.is_final, result.rule) == (Outcome.ASSESSED, True, None)
    assert make_attempts.application_of(db, attempt).state is ApplicationState.ASSESSED
    scores = {each["quality"]: each for each in result.scores["qualities"]}
    assert tuple(scores) == asked
    assert scores["initiative"]["tenths"] == 0
    assert scores["initiative"]["band"] == "risk-zone"
    assert all(scores[each]["tenths"] == 100 for each in asked if each != "initiative")
    assert (result.scores["situations"], result.scores["answered"]) == (number, number)
    assert (result.scores["consistency"], result.scores["is_steady"]) == (100, True)


def test_st_1_the_conclusion_is_issued_signed_and_told(
    db: Session, house: Wiring, client: Visitor, run_due: Due, press: Press
):
    attempt = make_attempts.prepared(db, house, code="PQ-1")
    walk(db, house, client, attempt)
    run_due()
    (document,) = documents_about(db, "attempt", attempt.id)
    assert (document.kind, document.number[:3]) == (DocumentKind.CONCLUSION, "PQ-")
    assert document.valid_until is None
    assert press.storage.get(document.file_name).startswith(b"%PDF")
    facts = from_json(document.kind, document.facts)
    assert isinstance(facts, ConclusionFacts)
    assert (facts.programme.code, facts.level) == ("PQ-1", "manager")
    assert [each["tenths"] for each in document.facts["qualities"]] == [100] * 12
    told = [each.text["msgid"] for each in notices_of(db, attempt.account_id)]
    assert "Your conclusion %(number)s on personal qualities is ready." in told
    run_due()
    assert len(documents_about(db, "attempt", attempt.id)) == 1


def test_what_the_player_is_shown_of_a_situation(
    db: Session, house: Wiring, client: Visitor, run_due: Due
):
    attempt = make_attempts.prepared(db, house, code="PQ-2")
    db.commit()
    player = Player(client, db, house, attempt.id)
    state = player.start(0)
    (section,) = state["sections"]
    assert (section["kind"], section["questions"], section["minutes"]) == ("qualities", 36, 60)
    assert [each["places"] for each in state["paper"][:3]] == [[1, 2], [3, 4], [5, 6]]
    first = state["paper"][0]
    drawn = section_items(attempt, 0)[0]
    found = situations.situation(db, drawn["item"])
    for language in ("kk", "ru"):
        assert first[language]["text"] == found.texts[language].text
        shown = [found.texts[language].options[letter] for letter in drawn["order"]]
        assert first[language]["options"] == shown
    assert set(first) == {"position", "places", "part", "kk", "ru"}, "no key, no quality, no id"
    text = str(state)
    assert found.id not in text
    assert not any(code in text for code in CODES), "the qualities are not named"
    assert not any(reason in text for reason in found.why.values())


def test_a_place_beyond_the_sheet_is_not_taken(db: Session, house: Wiring, client: Visitor):
    attempt = make_attempts.started(db, house, code="PQ-2")
    db.commit()
    player = Player(client, db, house, attempt.id)
    assert player.send(player.answer(72, "a")).status_code == 200
    player.open(db)
    assert player.send(player.answer(73, "a")).status_code == 409


def test_the_same_course_marked_twice_says_nothing(
    db: Session, house: Wiring, client: Visitor, run_due: Due
):
    attempt = make_attempts.started(db, house, code="PQ-2")
    db.commit()
    player = Player(client, db, house, attempt.id)
    for place in range(1, 73):
        player.save(place, "a")
    player.finish(0)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert result.scores["answered"] == 0
    assert {each["band"] for each in result.scores["qualities"]} == {None}
    assert {each["tenths"] for each in result.scores["qualities"]} == {0}
    assert result.scores["consistency"] is None


def test_remote_the_profile_waits_for_the_proctor(
    db: Session, house: Wiring, client: Visitor, run_due: Due, press: Press
):
    attempt = make_attempts.prepared(db, house, code="PQ-2", remote=True)
    walk(db, house, client, attempt)
    run_due()
    result = queries.result_of(db, attempt.id)
    assert result is not None
    assert (result.outcome, result.is_final) == (Outcome.ASSESSED, False)
    assert make_attempts.application_of(db, attempt).state is ApplicationState.UNDER_REVIEW
    assert documents_about(db, "attempt", attempt.id) == []
    review = reviews.review_of(db, attempt.id)
    assert review is not None
    publish_review(db, review.id, [], proctor_id=make.account(db).id, now=house.clock.now())
    assert make_attempts.application_of(db, attempt).state is ApplicationState.ASSESSED
    run_due()
    (document,) = documents_about(db, "attempt", attempt.id)
    assert document.kind is DocumentKind.CONCLUSION


def test_after_an_assessment_nothing_is_waited_for(
    db: Session, house: Wiring, client: Visitor, run_due: Due
):
    attempt = make_attempts.prepared(db, house, code="PQ-2")
    walk(db, house, client, attempt, skip=30)
    run_due()
    version = make_booking.consent_version(house)
    today = local_day(house.clock.now())
    for code in ("PQ-2", "PQ-1", "IS-1", "LE-3"):
        programme = make_booking.programme(code)
        found = grounds_against(db, attempt.account_id, programme, today, consent_version=version)
        assert found == [], code


def test_situations_are_not_counted_among_the_items(db: Session, house: Wiring, client: Visitor):
    make_attempts.prepared(db, house, code="PQ-2")
    assert db.exec(select(ItemUse)).all() == []
    assert db.exec(select(Document)).all() == []
