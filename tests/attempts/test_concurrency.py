"""Many at once: real threads and processes, on both databases."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from subprocess import PIPE
from typing import Any
from uuid import UUID

import httpx
import pytest
from jinja2 import Environment

from service.api.answers import save_answers
from service.api.problems import Problem
from service.attempts import actions, outage, queries
from service.attempts.models import ServiceBeat
from service.attempts.receipts import file_faults, receipts_file
from service.attempts.view import player_state
from service.attempts.writer import Writer
from service.core.columns import milliseconds
from service.core.db import Database
from service.core.errors import Refused
from service.core.security import Keys
from service.core.wiring import Wiring
from service.items.in_memory import bank_of
from service.law.attempt import Phase, What
from service.people import queries as people
from service.people.sign_in import COOKIE
from service.proctoring import queries as reviews
from service.proctoring.actions import publish_review
from service.settings import ROOT, Settings
from tests import make, make_attempts
from tests.clock import FixedClock

AT_ONCE = 60  # more than the threads of a process
SECONDS = 120  # a test that hangs should say so


@pytest.fixture
def attempt(db, house):
    made = make_attempts.started(db, house)
    db.commit()
    return made


def state_of(db, house, attempt) -> dict[str, Any]:
    running = actions.seen(db, attempt.id)
    return player_state(db, running, keys=house.keys, bank=bank_of(house), now=house.clock.now())


def bearer(state: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {state['token']}"}


def signed_in(db, house, attempt) -> tuple[dict[str, str], str]:
    """The cookie of the candidate's session, and the token of its forms."""
    owner = people.account(db, attempt.account_id)
    assert owner is not None
    opened = make.session_of(db, owner, now=house.clock.now())
    db.commit()
    token = make.session_token(house.keys, opened, hours=house.session_hours)
    return {"cookie": f"{COOKIE}={token}"}, house.keys.mac("csrf", str(opened.id).encode())


def one_answer(house, state: dict[str, Any], choice: str = "a") -> dict[str, Any]:
    """The body that saves the answer to the first question after the state's last receipt."""
    given = {
        "seq": state["head"]["seq"] + 1, "section": 0, "position": 1, "choice": choice,
        "flagged": False, "answered_ms": milliseconds(house.clock.now()),
    }  # fmt: skip
    return {"head": state["head"], "answers": [given]}


def ask_all(
    app,
    asked: Sequence[dict[str, Any]],
    *,
    beside: Callable[[httpx.AsyncClient], Any] | None = None,
) -> list[httpx.Response]:
    """Send these requests at the same moment to the running application."""

    async def run() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=transport, base_url="https://testserver", timeout=SECONDS
            ) as client,
        ):
            others = beside(client) if beside else []
            try:
                return await asyncio.gather(*(client.request(**one) for one in asked))
            finally:
                for other in others:
                    other.cancel()

    return asyncio.run(asyncio.wait_for(run(), SECONDS))


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, begun together; return what each gave or raised."""
    gate = threading.Barrier(len(work))

    def one(function: Callable[[], Any]) -> Any:
        gate.wait(timeout=SECONDS)
        try:
            return function()
        except Exception as fault:  # noqa: BLE001  # what it raised is the finding
            return fault

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def test_more_writes_at_once_than_threads_are_all_answered(app, db, house, attempt):
    headers = bearer(state_of(db, house, attempt))
    db.close()
    one = {"method": "POST", "url": "/api/player/section", "json": {"start": 0}, "headers": headers}
    replies = ask_all(app, [one] * AT_ONCE)
    assert {reply.status_code for reply in replies} == {200}


def test_bodies_that_are_long_on_their_way_hold_nobody_up(app, db, house, attempt):
    cookie, csrf = signed_in(db, house, attempt)
    headers = bearer(state_of(db, house, attempt))
    db.close()

    async def never() -> AsyncIterator[bytes]:
        yield b"camera="
        await asyncio.Event().wait()

    def beside(http: httpx.AsyncClient) -> list[asyncio.Task[Any]]:
        kind = "application/x-www-form-urlencoded"
        slow = {**cookie, "x-csrf-token": csrf, "content-type": kind}
        url = f"/test/{attempt.id}/checked"
        return [
            asyncio.ensure_future(http.post(url, content=never(), headers=slow))
            for _ in range(AT_ONCE)
        ]

    one = {"method": "POST", "url": "/api/player/section", "json": {"start": 0}, "headers": headers}
    replies = ask_all(app, [one] * 3, beside=beside)
    assert {reply.status_code for reply in replies} == {200}


def test_the_page_of_the_test_asked_for_by_many_at_once(app, db, house, attempt):
    cookie, _ = signed_in(db, house, attempt)
    db.close()
    one = {"method": "GET", "url": f"/test/{attempt.id}", "headers": cookie}
    replies = ask_all(app, [one] * AT_ONCE)
    assert {reply.status_code for reply in replies} == {200}


def test_the_same_answer_sent_many_times_at_once_is_one_row_and_one_receipt(
    app, db, house, attempt
):
    state = state_of(db, house, attempt)
    one = {
        "method": "POST", "url": "/api/player/answers", "json": one_answer(house, state),
        "headers": bearer(state),
    }  # fmt: skip
    db.close()
    replies = ask_all(app, [one] * AT_ONCE)
    assert {reply.status_code for reply in replies} == {200}
    (receipt,) = {reply.json()["receipts"][0]["signature"] for reply in replies}
    assert receipt
    assert queries.count_answers(db, attempt.id) == 1


def hot_house(url: str, secret: str, moment: datetime) -> Wiring:
    """What the hot path needs of a house: made in no time."""
    return Wiring(
        environment="test",
        public_url="https://testserver",
        database=Database(url),
        clock=FixedClock(moment),
        keys=Keys(secret),
        templates=Environment(autoescape=True),
    )


SAVES = """
import asyncio, json, sys
from datetime import datetime
from service.api.answers import save_answers
from service.attempts.writer import Writer
from tests.attempts.test_concurrency import hot_house

given = json.load(sys.stdin)
house = hot_house(given["url"], given["secret"], datetime.fromisoformat(given["now"]))

async def run():
    writer = house.parts["writer"] = Writer(house.database, lambda *_: None)
    writer.start(asyncio.get_running_loop())
    token, body = given["token"].encode(), given["body"].encode()
    return await asyncio.gather(*(save_answers(house, token, body) for _ in range(given["times"])))

print(json.dumps([one["receipts"] for one in asyncio.run(run())]))
"""


def test_the_same_answers_sent_to_several_processes_are_saved_once(db, house, settings, attempt):
    state = state_of(db, house, attempt)
    body = one_answer(house, state)
    first = body["answers"][0]
    body["answers"] = [first | {"seq": seq, "position": seq} for seq in range(1, 6)]
    db.close()
    given = {
        "url": settings.database_url,
        "secret": settings.secret.get_secret_value(),
        "now": house.clock.now().isoformat(),
        "token": bearer(state)["authorization"],
        "body": json.dumps(body),
        "times": 5,
    }
    command = [sys.executable, "-c", SAVES]
    started = [
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT) for _ in range(3)
    ]
    replies = at_once(*(partial(each.communicate, json.dumps(given)) for each in started))
    receipts = [one for out, _ in replies for chain in json.loads(out) for one in chain]
    assert len(receipts) == 3 * 5 * 5
    assert len({receipt["signature"] for receipt in receipts}) == 5
    assert file_faults(receipts_file(db, house.keys, attempt), house.keys.receipt_public_key) == []


class Hands:
    """A writer with a house of its own, as another process of the service has it."""

    def __init__(self, settings: Settings, moment: datetime) -> None:
        secret = settings.secret.get_secret_value()
        self.house = hot_house(settings.database_url, secret, moment)

    def save(self, token: str, body: dict[str, Any]) -> Any:
        async def run() -> Any:
            writer = Writer(self.house.database, lambda *_: None)
            self.house.parts["writer"] = writer
            writer.start(asyncio.get_running_loop())
            content = httpx.Request("POST", "https://testserver", json=body).content
            try:
                return await save_answers(self.house, token.encode(), content)
            finally:
                await asyncio.to_thread(writer.stop)

        return asyncio.run(run())


@pytest.fixture
def hands(settings, house):
    made = [Hands(settings, house.clock.now()) for _ in range(2)]
    yield made
    for one in made:
        one.house.database.dispose()


def test_two_generations_at_once_make_one_chain(db, house, attempt, hands):
    first = state_of(db, house, attempt)
    actions.take_over(db, attempt.id, device="another", now=house.clock.now())
    db.commit()
    second = state_of(db, house, attempt)
    db.close()
    old, new = at_once(
        partial(hands[0].save, bearer(first)["authorization"], one_answer(house, first, "a")),
        partial(hands[1].save, bearer(second)["authorization"], one_answer(house, second, "b")),
    )
    assert isinstance(old, Problem)
    assert old.code in {"taken-over", "out-of-step"}
    assert new["receipts"][0]["choice"] == "b"
    assert [row.choice for row in queries.answers_of(db, attempt.id)] == ["b"]


@pytest.mark.parametrize("turn", range(5))
def test_an_answer_and_the_take_over_at_once_leave_one_chain(db, house, attempt, hands, turn):
    state = state_of(db, house, attempt)
    db.close()

    def take_over() -> None:
        with house.database.writing() as own:
            actions.take_over(own, attempt.id, device=f"another {turn}", now=house.clock.now())

    said, _ = at_once(
        partial(hands[0].save, bearer(state)["authorization"], one_answer(house, state)), take_over
    )
    rows = queries.answers_of(db, attempt.id)
    # either it was saved and has its receipt, or it was refused and is not there
    if isinstance(said, Problem):
        assert (said.code, rows) == ("taken-over", [])
    else:
        assert [row.hash.hex() for row in rows] == [said["receipts"][0]["hash"]]
    fresh = state_of(db, house, attempt)
    db.close()
    hands[1].save(bearer(fresh)["authorization"], one_answer(house, fresh, "c"))
    assert file_faults(receipts_file(db, house.keys, attempt), house.keys.receipt_public_key) == []


@pytest.mark.parametrize("turn", range(5))
def test_an_answer_and_the_end_of_the_section_at_once(db, house, attempt, hands, turn):
    state = state_of(db, house, attempt)
    body = one_answer(house, state, "abcda"[turn])
    db.close()

    def finish() -> Phase:
        with house.database.writing() as own:
            running = actions.finish_section(own, attempt.id, 0, now=house.clock.now())
            return running.state.phase

    said, phase = at_once(partial(hands[0].save, bearer(state)["authorization"], body), finish)
    assert phase is Phase.BETWEEN
    # the same millisecond is in time
    assert said["receipts"][0]["choice"] == "abcda"[turn]
    assert queries.current_answers(db, attempt.id)[0, 1].choice == "abcda"[turn]


def test_a_review_published_twice_at_once_is_published_once(db, house, run_due):
    attempt = make_attempts.started(db, house, remote=True)
    actions.finish_section(db, attempt.id, 0, now=house.clock.now())
    actions.start_section(db, attempt.id, 1, device="", now=house.clock.now())
    actions.finish_section(db, attempt.id, 1, now=house.clock.now())
    proctor = make.account(db)
    run_due()
    review = reviews.review_of(db, attempt.id)
    assert review is not None
    review_id, proctor_id = review.id, proctor.id
    db.close()

    def publish() -> UUID:
        now = house.clock.now()
        with house.database.writing() as own:
            return publish_review(own, review_id, [], proctor_id=proctor_id, now=now).id

    said = at_once(publish, publish, publish)
    assert sorted(type(each).__name__ for each in said) == ["Refused", "Refused", "UUID"]
    assert sum(isinstance(each, Refused) for each in said) == 2


def test_a_return_seen_by_two_processes_is_one_loss(db, house, attempt, clock):
    db.close()
    now = clock.move(seconds=100)

    def note() -> None:
        with house.database.writing() as own:
            actions.note_return(own, attempt.id, generation=0, now=now)

    assert at_once(note, note) == [None, None]
    lost = [s for s in queries.steps_of(db, attempt.id) if s.what is What.CONNECTION_LOST]
    assert [step.seconds() for step in lost] == [100]


def test_two_processes_that_start_a_new_service_at_once_both_start(house, database_url, db):
    def beat() -> None:
        mine = Database(database_url)
        with mine.writing() as own:
            outage.beat(own, now=house.clock.now())
        mine.dispose()

    assert at_once(beat, beat, beat) == [None, None, None]
    assert db.get(ServiceBeat, 1) is not None
