"""The ability test on pages: terms, programme, booking, the result in the cabinet."""

import re
from html import unescape

import pytest

from service.attempts.models import Attempt
from service.people.models import Account
from tests import make_attempts
from tests.attempts.test_ability import take
from tests.visitor import Visitor


@pytest.fixture
def attempt(db, house) -> Attempt:
    return make_attempts.prepared(db, house, code="ABILITY")


def text(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def test_tt_2_the_terms_allow_paper_a_calculator_pencil_and_pen(db, client, attempt):
    client.sign_in_as(db.get_one(Account, attempt.account_id))
    said = text(client, f"/test/{attempt.id}/terms")
    assert "Apart from blank paper, a calculator, a pencil and a pen you use no" in said
    assert "at least 10 correct answers of 50" in said
    assert "You use no other electronic, printed" not in said


def test_tt_2_no_other_test_allows_them(db, house, client):
    other = make_attempts.prepared(db, house, code="AD-1")
    client.sign_in_as(db.get_one(Account, other.account_id))
    said = text(client, f"/test/{other.id}/terms")
    assert "You use no other electronic, printed, handwritten or other aids." in said
    assert "calculator" not in said
    page = client.get(f"/test/{other.id}").text
    assert 'id="calculator"' not in page
    assert 'id="material"' not in page


def test_the_player_has_its_desk(db, client, attempt):
    client.sign_in_as(db.get_one(Account, attempt.account_id))
    page = client.get(f"/test/{attempt.id}").text
    for part in ("calculator", "notes", "material"):
        assert f'id="{part}"' in page


def test_nobody_books_a_stage_of_a_competition(db, client, attempt):
    client.sign_in_as(db.get_one(Account, attempt.account_id))
    assert "ABILITY" not in text(client, "/book")
    answer = client.get("/book/check?programme=ABILITY")
    assert answer.status_code == 422


def test_the_programme_says_how_it_is_counted(db, client, attempt):
    said = text(client, "/programmes/ability")
    assert "At least 10 correct answers of 50, all tests counted together." in said
    assert said.count("Counted together with the other test.") == 2
    assert "no certificate: a stage of a competition" in said
    assert "After a result below the threshold" not in said


def test_the_cabinet_shows_the_points_with_their_threshold(db, house, client, run_due, attempt):
    take(db, house, client, attempt, (8, 5))
    run_due()
    client.sign_in_as(db.get_one(Account, attempt.account_id))
    said = text(client, f"/cabinet/applications/{attempt.application_id}")
    assert "13 correct answers of 50. Both tests are counted together; at least 10" in said
    assert "there is no certificate" in said
    assert "Certificate, or statement of the result" not in said
