"""What pages show of an assessment of personal qualities: programme, cabinet, staff, check page."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import Session

from service.attempts.models import Attempt
from service.core.wiring import Wiring
from service.documents.queries import documents_about
from service.law.qualities import QUALITIES
from service.people.models import Account, Role
from tests import make, make_assessment, make_attempts, make_booking
from tests.visitor import Visitor

WORDS_OF_PASSING = re.compile(r"\b(passed|failed|not passed|below the threshold)\b", re.IGNORECASE)


def text(visitor: Visitor, path: str) -> str:
    """The page's words, its tags gone and its blanks made one."""
    visitor.headers["accept-language"] = "en"
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text[:300]
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


@pytest.fixture
def assessed(
    db: Session, house: Wiring, client: Visitor, run_due: Callable[[], int], tmp_path: Path
) -> Attempt:
    """An assessment of a manager that is over, with its conclusion."""
    make_assessment.press(house, tmp_path)
    attempt = make_attempts.prepared(db, house, code="PQ-1")
    make_assessment.walk(db, house, client, attempt, poor="initiative")
    run_due()
    return attempt


def owner(db: Session, attempt: Attempt) -> Account:
    found = db.get(Account, attempt.account_id)
    assert found is not None
    return found


def test_the_programme_says_what_is_asked_and_that_there_is_no_mark(db: Session, client: Visitor):
    make_attempts.bank(db)
    db.commit()
    said = text(client, "/programmes/PQ-1")
    assert "48 situations 60 minutes" in said
    assert "No pass mark: the result is a profile of personal qualities." in said
    assert "Certificate is valid no certificate: a conclusion with a profile" in said
    for quality in QUALITIES:
        assert f"{quality.title['en']}: 4" in said


@pytest.mark.parametrize("code", ["PQ-1", "PQ-2", "PQ-LE"])
def test_st_1_the_candidate_can_book_it_as_any_test(
    db: Session, house: Wiring, client: Visitor, code: str
):
    make_attempts.bank(db)
    client.sign_in_as(make_booking.candidate(db, house))
    said = text(client, f"/book/check?how=name&programme={code}")
    assert "No pass mark" in said
    assert "situations" in said
    assert f'value="{code}"' in client.get("/book").text


def test_the_cabinet_shows_the_profile_with_a_chart_and_a_table(
    db: Session, client: Visitor, assessed: Attempt
):
    client.sign_in_as(owner(db, assessed))
    path = f"/cabinet/applications/{assessed.application_id}"
    said = text(client, path)
    assert "Profile of personal qualities" in said
    assert "There is no pass mark" in said
    assert re.search(r"Initiative .{0,120} 0\.0 Risk zone 4 of 4", said)
    assert re.search(r"Integrity .{0,120} 10\.0 Strong 4 of 4", said)
    assert "Consistency of the answers: 10.0 of 10." in said
    assert "Conclusion on personal qualities PQ-" in said
    assert not WORDS_OF_PASSING.search(said.partition("Documents")[0])
    chart = client.get(path).text
    assert chart.count('class="chart-bar"') == 12
    assert 'role="img"' in chart


def test_the_check_page_shows_what_the_paper_shows(db: Session, client: Visitor, assessed: Attempt):
    (document,) = documents_about(db, "attempt", assessed.id)
    said = text(client, f"/check/{document.check_code}")
    assert document.number in said
    assert "Стреске төзімділік 10.0 Strong 4 of 4" in said
    assert "Бастамашылдық 0.0 Risk zone 4 of 4" in said
    assert owner(db, assessed).name in said
    meaning = "Keeps calm"
    assert meaning not in said, "what a quality means does not stand on the paper"


def test_an_administrator_sees_the_profile_and_an_operator_does_not(
    db: Session, client: Visitor, assessed: Attempt
):
    for role, is_shown in ((Role.ADMINISTRATOR, True), (Role.OPERATOR, False)):
        client.sign_in_as(make.account(db, roles=(role,)))
        said = text(client, f"/administrator/attempts/{assessed.id}")
        assert "Assessed" in said
        assert ("Risk zone" in said) == is_shown


def test_another_candidate_sees_nothing_of_it(
    db: Session, house: Wiring, client: Visitor, assessed: Attempt
):
    client.sign_in_as(make_booking.candidate(db, house))
    assert client.get(f"/cabinet/applications/{assessed.application_id}").status_code == 404


def test_the_terms_say_how_it_is_assessed(db: Session, house: Wiring, client: Visitor):
    attempt = make_attempts.prepared(db, house, code="PQ-2")
    client.sign_in_as(owner(db, attempt))
    said = text(client, f"/test/{attempt.id}/terms")
    assert "How personal qualities are assessed" in said
    assert "one left open brings no points" in said


def test_the_settings_show_where_the_levels_begin(db: Session, client: Visitor):
    client.sign_in_as(make.account(db, roles=(Role.ADMINISTRATOR,)))
    said = text(client, "/administrator/settings")
    assert "From which score of a personal quality on the level is strong. 8.0" in said
