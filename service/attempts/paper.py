"""The paper of an attempt: drawn verifiably before the start, shown one section at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import Session

from service.attempts import queries
from service.attempts.models import Attempt
from service.booking import queries as bookings
from service.booking.models import Application
from service.items import queries as items
from service.items.actions import count_papers
from service.items.bank import Bank
from service.items.in_memory import find_item
from service.journal.actions import record
from service.law.application import ApplicationState
from service.law.paper_draw import draw_paper
from service.law.paper_draw import record as record_of_draw
from service.law.programme import Programme
from service.people.queries import accommodation_in_force
from service.programmes import queries as programmes
from service.programmes.blueprints import blueprint_for, drawable, keep_blueprint

DISPLAYED = "abcd"

log = structlog.get_logger()


def prepare_attempt(db: Session, application_id: UUID, *, now: datetime) -> Attempt | None:
    """Draw the paper of a booked application; asked for again it changes nothing.

    The seed was committed to when the application was filed, before the candidate's word and the
    pools were known (rules.md after ST-9). Returns None where the application is not booked.
    """
    application = bookings.locked_application(db, application_id)
    if application is None or application.state is not ApplicationState.BOOKED:
        return None
    slot = bookings.slot_of(db, application)
    is_remote = bookings.centre_of(db, slot).is_remote
    made = queries.attempt_of_application(db, application_id)
    if made is not None:
        made.is_remote = is_remote  # the booking may have been moved since
        db.add(made)
        return made
    programme = programmes.programme(db, application.programme_code, application.programme_version)
    need = accommodation_in_force(db, application.account_id)
    row = Attempt(
        application_id=application.id,
        account_id=application.account_id,
        programme_code=programme.code,
        programme_version=programme.version,
        is_remote=is_remote,
        paper=_draw(db, application, programme, now),
        extra_percent=need.extra_percent if need is not None else 0,
        made_at=now,
    )
    db.add(row)
    record(db, "paper drawn", subject=("attempt", row.id), now=now, facts={
        "application": str(application.id),
        "commitment": row.paper["commitment"],
        "blueprint": row.paper["blueprint_sha256"],
    })  # fmt: skip
    db.flush()
    return row


def _draw(
    db: Session, application: Application, programme: Programme, now: datetime
) -> dict[str, Any]:
    blueprint = blueprint_for(programme, drawable(db))
    inputs: dict[str, Any] = {
        "candidate_word": application.draw_word,
        "application_id": str(application.id),
        "blueprint": blueprint,
    }
    paper = draw_paper(application.draw_seed, **inputs)
    if paper.strained:
        log.warning("paper_strained", application=str(application.id), sections=paper.strained)
    keep_blueprint(db, programme, blueprint, now=now)
    count_papers(db, [drawn.item for section in paper.sections for drawn in section], now=now)
    return record_of_draw(application.draw_seed, paper, **inputs)


def section_items(attempt: Attempt, section: int) -> list[Mapping[str, str]]:
    """Return the drawn items of a section: item reference, part, act, order of the options."""
    items: list[Mapping[str, str]] = attempt.paper["paper"][section]["items"]
    return items


def shown_section(
    db: Session, attempt: Attempt, section: int, bank: Bank, part_titles: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return what the candidate sees of a section: texts as displayed, no key, no item id."""
    shown = []
    for position, drawn in enumerate(section_items(attempt, section), start=1):
        item = find_item(db, bank, drawn["item"])
        entry: dict[str, Any] = {"position": position, "part": part_titles[drawn["part"]]}
        for language, texts in item.texts.items():
            options = [texts.options[letter] for letter in drawn["order"]]
            entry[language] = {"text": texts.text, "options": options}
        shown.append(entry)
    return shown


def is_right(db: Session, drawn: Mapping[str, str], choice: str | None, bank: Bank) -> bool:
    """Whether the choice as displayed is the key of the item."""
    if choice is None:
        return False
    return drawn["order"][DISPLAYED.index(choice)] == find_item(db, bank, drawn["item"]).key
