"""Saving answers over the API: receipts, exactly once, in time."""

from datetime import timedelta

import pytest

from service.attempts import actions, queries
from service.attempts.receipts import file_faults, receipts_file
from service.core.columns import milliseconds
from service.people.models import Account
from tests import make_attempts
from tests.make_attempts import Player


@pytest.fixture
def attempt(db, house):
    made = make_attempts.started(db, house)
    db.commit()
    return made


@pytest.fixture
def player(client, db, house, attempt):
    return Player(client, db, house, attempt.id)


def test_an_answer_is_stored_before_its_receipt_is_given(player, db, attempt):
    said = player.save(3, "b")
    (row,) = queries.answers_of(db, attempt.id)
    assert (row.seq, row.section, row.position, row.choice) == (1, 0, 3, "b")
    assert said["receipts"][0]["hash"] == row.hash.hex()


def test_the_newest_answer_of_a_question_counts_and_the_others_stay(player, db, attempt):
    for choice in ("a", "b", None, "d"):
        player.save(1, choice)
    assert len(queries.answers_of(db, attempt.id)) == 4
    assert queries.current_answers(db, attempt.id)[0, 1].choice == "d"


def test_the_same_answer_sent_again_gives_the_same_receipt_and_one_row(player, db, attempt):
    given, head = player.answer(1, "a"), player.head
    first = player.send(given).json()
    player.house.clock.move(seconds=7)
    player.head = head  # the reply was lost on its way
    again = player.send(given)
    assert again.status_code == 200
    assert again.json()["receipts"] == first["receipts"]
    assert queries.count_answers(db, attempt.id) == 1


def test_a_queue_whose_first_answers_were_saved_goes_on_from_there(player, db, attempt):
    head = player.head
    one, two = player.answer(1, "a"), player.answer(2, "b")
    two["seq"] += 1
    assert player.send(one).status_code == 200
    player.head = head  # the reply was lost; meanwhile the candidate answered another
    reply = player.send(one, two)
    assert [each["seq"] for each in reply.json()["receipts"]] == [1, 2]
    assert queries.count_answers(db, attempt.id) == 2


def test_a_whole_queue_is_saved_in_one_request_and_chains(player, db, house, attempt):
    answers = [player.answer(position, "c") | {"seq": position} for position in range(1, 21)]
    assert player.send(*answers).status_code == 200
    chain = receipts_file(db, house.keys, attempt)
    assert file_faults(chain, house.keys.receipt_public_key) == []
    assert len(chain["receipts"]) == 20


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"choice": "e"}, "unreadable", 422),
        ({"position": 0}, "unreadable", 422),
        ({"seq": 5}, "out-of-step", 409),
        ({"position": 21}, "closed", 409),
        ({"section": 1}, "closed", 409),
    ],
    ids=[
        "an option that does not exist",
        "no position",
        "a number that skips some",
        "a question that the section does not have",
        "a section that has not begun",
    ],
)
def test_a_faulty_answer_is_refused_with_a_code_and_nothing_is_saved(
    player, db, attempt, change, code, status
):
    reply = player.send(player.answer(1, "a") | change)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.headers["content-type"] == "application/problem+json"
    assert queries.count_answers(db, attempt.id) == 0


def test_a_head_that_was_not_given_out_is_refused(player):
    player.head = player.head | {"hash": "ab" * 32}
    reply = player.send(player.answer(1, "a"))
    assert (reply.status_code, reply.json()["code"]) == (409, "out-of-step")


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer nonsense", "Basic abc"])
def test_without_the_attempts_token_nothing_is_taken(client, player, token):
    body = {"head": player.head, "answers": [player.answer(1, "a")]}
    headers = {"authorization": token} if token else {}
    reply = client.post("/api/player/answers", json=body, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (401, "token")


def test_a_body_that_is_too_large_or_no_json_is_refused(client, player):
    for body in (b"x" * 70_000, b"{", b"[]", b""):
        reply = client.post("/api/player/answers", content=body, headers=player.bearer)
        assert (reply.status_code, reply.json()["code"]) == (422, "unreadable")


def test_the_last_moment_of_a_section_and_the_first_after_it(player, clock, db, attempt):
    player.stay(minutes=20)
    player.save(1, "a")
    clock.move(seconds=0.001)
    reply = player.send(player.answer(2, "b"))
    assert (reply.status_code, reply.json()["code"]) == (409, "closed")
    assert queries.count_answers(db, attempt.id) == 1


def test_an_answer_given_in_time_may_be_five_seconds_on_its_way(player, clock, db, attempt):
    in_time = clock.now() + timedelta(minutes=20)
    player.stay(minutes=20)
    clock.move(seconds=5)
    player.save(1, "a", at=in_time)
    clock.move(seconds=0.001)
    assert player.send(player.answer(2, "b", at=in_time)).json()["code"] == "closed"
    assert queries.count_answers(db, attempt.id) == 1


def test_an_answer_from_the_future_is_dated_when_it_came(player, clock, db, attempt):
    player.save(1, "a", at=clock.now() + timedelta(hours=1))
    (row,) = queries.answers_of(db, attempt.id)
    assert row.answered_ms == row.received_ms == milliseconds(clock.now())


def test_what_was_answered_away_is_taken_when_the_candidate_is_back_in_time(
    player, clock, db, attempt, run_due
):
    player.save(1, "a")
    player.stay(minutes=19)
    player.save(2, "b")
    while_away = clock.move(seconds=30)
    clock.move(seconds=31)  # the section ended while the line was down
    run_due()
    clock.move(seconds=60)
    player.save(3, "c", at=while_away)
    assert queries.current_answers(db, attempt.id)[0, 3].choice == "c"


def test_another_device_goes_on_and_the_first_is_refused(player, client, db, house, attempt):
    player.save(1, "a")
    late = player.answer(2, "b")
    actions.take_over(db, attempt.id, device="another", now=house.clock.now())
    db.commit()
    reply = player.send(late)
    assert (reply.status_code, reply.json()["code"]) == (409, "taken-over")
    assert player.get_state().json()["code"] == "taken-over"
    second = Player(client, db, house, attempt.id)
    assert second.state["answers"] == [{"position": 1, "choice": "a", "flagged": False}]
    assert second.state["sections"] == player.state["sections"]
    second.save(2, "c")
    assert queries.current_answers(db, attempt.id)[0, 2].choice == "c"


def test_the_state_shows_no_key_no_item_id_and_no_section_that_is_not_open(player):
    text = str(player.state["paper"])
    assert len(player.state["paper"]) == 20
    assert "LANG-" not in text
    assert "key" not in text
    assert {"position", "part", "kk"} == set(player.state["paper"][0])


def test_a_heartbeat_says_where_the_attempt_stands(player, clock):
    said = player.post("heartbeat", {}).json()
    assert (said["phase"], said["section"], said["generation"]) == ("open", 0, 0)
    assert said["deadline_ms"] == milliseconds(clock.now() + timedelta(minutes=20))


def test_who_answers_for_longer_than_the_idle_limit_stays_signed_in(client, db, house, attempt):
    client.sign_in_as(db.get(Account, attempt.account_id))
    player = Player(client, db, house, attempt.id)
    player.stay(minutes=20)
    player.start(1)
    player.stay(minutes=50)
    assert client.get("/me").status_code == 200
