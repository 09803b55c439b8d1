"""Attempts whose first section is running, for the benchmarks."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from service.app import close, make_wiring
from service.attempts import actions, view
from service.attempts.models import Attempt
from service.booking.models import Application, ApplicationState, Centre, Slot
from service.core.migrate import migrate
from service.items import queries as items
from service.law import draw, paper_draw
from service.people.models import Account
from service.programmes import queries as programmes
from service.programmes.actions import load_question_bank
from service.programmes.blueprints import blueprint_for
from service.settings import Settings

PROGRAMME = "LE-1"
_numbers = count(1)


def start_attempts(settings: Settings, how_many: int) -> list[dict[str, Any]]:
    """Migrate, load, and start so many attempts; return what each player is told."""
    return prepare_attempts(settings, how_many, start=True)


def prepare_attempts(
    settings: Settings, how_many: int, *, start: bool = False
) -> list[dict[str, Any]]:
    """The same, but started only where that is asked for."""
    house = make_wiring(settings)
    migrate(house.database)
    now = datetime.now(UTC)
    with house.database.writing() as db:
        load_question_bank(db, settings.question_bank, now=now)
    with house.database.writing() as db:
        centre = Centre(
            code=f"bench-{next(_numbers)}-{now.timestamp()}", name={}, city={}, address={},
            is_remote=True, seats=how_many,
        )  # fmt: skip
        db.add(centre)
        db.flush()
        slot = Slot(centre_id=centre.id, starts_at=now, capacity=how_many, taken=how_many)
        db.add(slot)
        db.flush()
        programme = programmes.programme(db, PROGRAMME, 1)
        blueprint = blueprint_for(programme, items.pools(db))
        told = []
        for _ in range(how_many):
            number = next(_numbers)
            account = Account(
                iin=f"{number:012d}", family_name="Bench", given_name=str(number),
                birth_on=date(1990, 1, 1), made_at=now,
            )  # fmt: skip
            db.add(account)
            db.flush()
            seed = number.to_bytes(32, "big")
            application = Application(
                number=f"B-{number}", account_id=account.id, kind="LE", programme_code=PROGRAMME,
                programme_version=1, rule_set_from=date(2024, 2, 1), slot_id=slot.id,
                state=ApplicationState.BOOKED, filed_at=now - timedelta(days=1),
                counted_on=now.date(), draw_seed=seed, draw_commitment=draw.commitment(seed),
            )  # fmt: skip
            db.add(application)
            db.flush()
            inputs: dict[str, Any] = {
                "candidate_word": "", "application_id": str(application.id),
                "blueprint": blueprint,
            }  # fmt: skip
            paper = paper_draw.draw_paper(seed, **inputs)
            attempt = Attempt(
                application_id=application.id, account_id=account.id, programme_code=PROGRAMME,
                programme_version=1, is_remote=True, paper=paper_draw.record(seed, paper, **inputs),
                made_at=now,
            )  # fmt: skip
            db.add(attempt)
            db.flush()
            actions.accept_terms(db, attempt.id, now=now)
            running = actions.seen(db, attempt.id)
            if start:
                running = actions.start_section(db, attempt.id, 0, device="", now=now)
            told.append(
                view.player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)
            )
    close(house)
    return told
