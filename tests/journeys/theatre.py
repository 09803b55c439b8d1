"""Everything a story needs around the browser: the service, its database, provider, SMS, time."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlmodel import Session

from service.app import close, make_wiring
from service.attempts import queries as attempts
from service.attempts.models import Attempt
from service.booking import queries as bookings
from service.booking.models import Application
from service.core.migrate import migrate
from service.core.wiring import Wiring
from service.demo import identity_provider, signer, sms_receiver, state_gateway
from service.demo.admissions import set_admissions
from service.demo.authority import make_demo_authority
from service.demo.identity_provider import Client
from service.demo.stage import Stage, set_stage
from service.demo.vacancies import load_registers, set_vacancies
from service.programmes.actions import load_question_bank
from service.settings import Settings
from tests.demo.serving import served
from tests.journeys.moved_clock import MovedClock
from tests.journeys.polling import apart, until
from tests.journeys.running import Running, free_port

SECRET = "a secret of the journeys, long enough for them"
KEYS_SINCE = timedelta(days=120)  # the past of the stage's people is signed too
CODE = re.compile(r"\b\d{6}\b")


@dataclass
class Theatre:
    """A running service with the people and places of the demo, and a view into its database."""

    house: Wiring  # the test's own, on the same database
    settings: Settings
    clock: MovedClock
    running: Running
    receiver: str
    signer: str

    @property
    def address(self) -> str:
        return self.running.address

    def stage(self, db: Session) -> Stage:
        """What the demo's builders take."""
        return Stage(self.house, db, self.clock.now())

    def attempt(self, attempt_id: UUID) -> Attempt:
        """The attempt as it stands."""
        with self.house.database.reading() as db:
            found = attempts.attempt(db, attempt_id)
        assert found is not None
        return found

    def application(self, application_id: UUID) -> Application:
        """The application as it stands."""
        with self.house.database.reading() as db:
            found = bookings.application(db, application_id)
        assert found is not None
        return found

    def attempt_of(self, application_id: UUID) -> Attempt:
        """The attempt that the worker prepares for an application."""

        def found() -> Attempt | None:
            with self.house.database.reading() as db:
                return attempts.attempt_of_application(db, application_id)

        return until(found, "the paper is drawn")

    def newest_code(self, phone: str) -> str:
        """The six digits of the newest password that came to this phone."""

        def found() -> str | None:
            answer = httpx.get(f"{self.receiver}/messages.json", params={"to": phone})
            for message in answer.json()["messages"]:
                digits = CODE.search(message["text"])
                if digits:
                    return digits.group()
            return None

        return until(found, f"a one-time password for {phone}")


@contextmanager
def opened(folder: Path, database_url: str) -> Iterator[Theatre]:
    """Set the stage in an empty database and serve it while the block runs."""
    clock = MovedClock(folder / "clock")
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        provider = stack.enter_context(served(_provider(own, clock)))
        receiver = stack.enter_context(served(lambda _: sms_receiver.create_app(now=clock.now)))
        state = stack.enter_context(served(lambda _: state_gateway.create_app(now=clock.now)))
        environment = _environment(folder, database_url, own, provider, receiver, clock)
        environment["SYNAQ_STATE_GATEWAY_URL"] = f"{state}/records"
        keys = partial(signer.create_app, folder / "keys", now=clock.now)
        signing = stack.enter_context(served(lambda _: keys(), ws="auto"))
        environment["SYNAQ_ESIGN_OCSP"] = f"{signing}/ocsp"
        environment["SYNAQ_SIGNER_URL"] = signing.replace("http", "ws")
        settings = Settings.model_validate(_named(environment))
        house = make_wiring(settings)
        stack.callback(close, house)
        apart(_set, house, settings, clock)
        running = Running(port, environment, folder / "service.log")
        stack.callback(running.stop)
        running.start()
        yield Theatre(house, settings, clock, running, receiver, signing)


def _provider(own: str, clock: MovedClock) -> Callable[[str], FastAPI]:
    client = Client("synaq", (f"{own}/sign-in/callback",), (f"{own}/",))
    return lambda at: identity_provider.create_app(at, [client], now=clock.now)


def _environment(
    folder: Path, database_url: str, own: str, provider: str, receiver: str, clock: MovedClock
) -> dict[str, str]:
    authority = make_demo_authority(folder / "keys", now=clock.now() - KEYS_SINCE)
    return {
        "SYNAQ_ENVIRONMENT": "test",
        "SYNAQ_DATA_FOLDER": str(folder),
        "SYNAQ_DATABASE_URL": database_url,
        "SYNAQ_SECRET": SECRET,
        "SYNAQ_PUBLIC_URL": own,
        "SYNAQ_SSO_ISSUER": provider,
        "SYNAQ_SMS_URL": f"{receiver}/messages",
        "SYNAQ_SIGNING_KEY": str(authority.key),
        "SYNAQ_SIGNING_CHAIN": str(authority.chain),
        "SYNAQ_TRUSTED_ROOTS": str(authority.root),
        "SYNAQ_ESIGN_ROOTS": str(authority.root),
        "SYNAQ_SHIFTED_CLOCK": str(clock.file),
    }


def _named(environment: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("SYNAQ_").lower(): value for name, value in environment.items()}


def _set(house: Wiring, settings: Settings, clock: MovedClock) -> None:
    migrate(house.database)
    with house.database.writing() as db:
        load_question_bank(db, settings.question_bank, now=clock.now())
        load_registers(Stage(house, db, clock.now()), settings.registers)
    with house.database.writing() as db:
        set_stage(Stage(house, db, clock.now()))
        set_vacancies(Stage(house, db, clock.now()))
        set_admissions(Stage(house, db, clock.now()))
