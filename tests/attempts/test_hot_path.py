"""The hot path when the database refuses, hangs or is late: nothing is said to be saved wrongly."""

import socket
import threading
from uuid import UUID

import pytest
from sqlalchemy import text

from service.attempts import actions, queries, tokens
from service.attempts.models import AttemptResult
from service.attempts.writer import Row, Saving, Writer
from service.core.columns import milliseconds
from service.core.db import Database
from service.core.ids import new_id
from service.core.security import Keys
from service.law.receipt import Saved
from tests import make_attempts
from tests.make_attempts import Player

FLAW_SQLITE = """
CREATE TRIGGER flaw BEFORE INSERT ON answer WHEN new.attempt_id = '{id}'
BEGIN SELECT RAISE(ABORT, 'a flaw of one row'); END
"""
FLAW_POSTGRES = """
CREATE FUNCTION flaw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF new.attempt_id = '{id}' THEN RAISE EXCEPTION 'a flaw of one row'; END IF;
RETURN new; END $$;
CREATE CONSTRAINT TRIGGER flaw AFTER INSERT ON answer DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION flaw()
"""


@pytest.fixture
def attempts(db, house):
    made = [make_attempts.started(db, house) for _ in range(3)]
    db.commit()
    return made


@pytest.fixture
def flaw(db, database, attempts):
    """The first attempt's answers cannot be kept; on PostgreSQL it is the commit that fails."""
    made = FLAW_SQLITE if database.is_sqlite else FLAW_POSTGRES
    key = attempts[0].id.hex if database.is_sqlite else attempts[0].id
    with database.engine.begin() as connection:
        connection.execute(text(made.format(id=key)))
    yield
    db.close()
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER flaw"))
        else:
            connection.execute(text("DROP FUNCTION flaw CASCADE"))


class Waiting:
    """Stands for the future of a request: keeps what it was told."""

    def __init__(self) -> None:
        self.said: object = None

    def cancelled(self) -> bool:
        return False

    set_result = set_exception = lambda self, said: setattr(self, "said", said)


def saving(attempt_id: UUID, seq: int, at_ms: int) -> Saving:
    saved = Saved(seq, 0, 1, "a", False, at_ms, at_ms)
    return Saving([Row(attempt_id, 0, saved, b"p" * 32, b"h" * 32)], Waiting())  # type: ignore[arg-type]  # see Waiting


def write(database: Database, *savings: Saving) -> list[object]:
    """Write these as one group; return what each request is told."""
    outcome = dict(Writer(database, lambda *_: None)._work(savings))
    return [outcome[one.done] for one in savings]


def test_a_commit_that_fails_answers_500_and_shows_nothing_as_saved(
    client, db, house, attempts, flaw
):
    player = Player(client, db, house, attempts[0].id)
    reply = player.send(player.answer(1, "a"))
    assert (reply.status_code, reply.json()["code"]) == (500, "accident")
    assert "receipts" not in reply.json()
    assert player.get_state().json()["answers"] == []
    assert queries.count_answers(db, attempts[0].id) == 0


def test_a_row_that_fails_does_no_harm_to_its_neighbours(db, house, attempts, flaw):
    now = milliseconds(house.clock.now())
    db.close()
    said = write(house.database, *(saving(attempt.id, 1, now) for attempt in attempts))
    assert isinstance(said[0], Exception)
    assert said[1:] == [True, True]
    assert [queries.count_answers(db, attempt.id) for attempt in attempts] == [0, 1, 1]


def test_a_queue_of_which_one_answer_is_too_late_goes_in_not_at_all(db, house, attempts):
    attempt_id, now = attempts[0].id, milliseconds(house.clock.now())
    rows = [saving(attempt_id, seq, now + late).rows[0] for seq, late in ((1, 0), (2, 3_600_000))]
    db.close()
    assert write(house.database, Saving(rows, Waiting())) == [False]  # type: ignore[arg-type]  # see Waiting
    assert queries.count_answers(db, attempt_id) == 0


def test_the_service_takes_the_answer_again_after_a_failure(client, db, house, attempts):
    player = Player(client, db, house, attempts[0].id)
    db.close()
    with house.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer RENAME TO away"))
    try:
        assert player.send(player.answer(1, "a")).status_code == 500
    finally:
        with house.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO answer"))
    player.save(1, "a")


def test_a_database_that_does_not_answer_is_asked_once_for_the_whole_group(house):
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                asked.append(line.recv(8))
                line.close()

        threading.Thread(target=refuse, daemon=True).start()
        port = server.getsockname()[1]
        gone = Database(f"postgresql+psycopg://nobody@127.0.0.1:{port}/none?sslmode=disable")
        now = milliseconds(house.clock.now())
        said = write(gone, *(saving(new_id(), 1, now) for _ in range(20)))
        server.shutdown(socket.SHUT_RDWR)
    assert all(isinstance(one, Exception) for one in said)
    assert len(asked) == 1


def test_one_candidates_long_transaction_holds_nobodys_answers_up(db, house, attempts):
    if house.database.is_sqlite:
        pytest.skip("SQLite has one writer")
    now = milliseconds(house.clock.now())
    db.close()
    with house.database.writing() as slow:
        actions.held(slow, attempts[0].id, now=house.clock.now())
        said = write(house.database, *(saving(attempt.id, 1, now) for attempt in attempts))
    assert said == [True, True, True]


def test_an_answer_that_is_written_after_the_result_is_refused_not_lost(
    client, db, house, run_due, attempts
):
    attempt = attempts[0]
    came_in_time = milliseconds(house.clock.now())
    for section in (0, 1):
        actions.start_section(db, attempt.id, section, device="", now=house.clock.now())
        actions.finish_section(db, attempt.id, section, now=house.clock.now())
    run_due()
    assert isinstance(queries.result_of(db, attempt.id), AttemptResult)
    db.close()
    # it waited in this process while the result was made in another
    assert write(house.database, saving(attempt.id, 1, came_in_time)) == [False]
    assert queries.count_answers(db, attempt.id) == 0
    player = Player(client, db, house, attempt.id)
    assert player.send(player.answer(1, "a")).json()["code"] == "closed"


def test_the_result_waits_for_answers_on_their_way(db, house, attempts):
    if house.database.is_sqlite:
        pytest.skip("SQLite has one writer")
    attempt_id = attempts[0].id
    row = saving(attempt_id, 1, milliseconds(house.clock.now())).rows
    db.close()
    with house.database.connected() as connection:
        assert Writer(house.database, lambda *_: None)._insert(connection, row)
        with house.database.writing() as other:
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                queries.locked_windows(other, attempt_id)


def test_a_head_with_strange_letters_is_refused(client, db, house, attempts):
    player = Player(client, db, house, attempts[0].id)
    player.head = player.head | {"mac": "ә" * 20}
    reply = player.send(player.answer(1, "a"))
    assert (reply.status_code, reply.json()["code"]) == (409, "out-of-step")


def test_a_token_proved_under_one_secret_is_worth_nothing_under_another(house, attempts):
    now = house.clock.now()
    header = "Bearer " + tokens.issue(house.keys, attempts[0], now=now)
    assert tokens.read(house.keys, header, now=now) is not None
    for number in range(50):
        # a new object may get the address of one that is gone
        assert tokens.read(Keys(f"another secret, long enough {number}"), header, now=now) is None
