"""The paper of an attempt: drawn verifiably before the start, shown one section at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlmodel import Session

from service.attempts import queries
from service.attempts.asked import Asked, asked, each_question, key_of
from service.attempts.models import Attempt
from service.booking import queries as bookings
from service.booking.models import Application
from service.items.actions import count_papers
from service.items.bank import Bank
from service.journal.actions import record
from service.law.application import ApplicationState
from service.law.paper_draw import draw_paper
from service.law.paper_draw import record as record_of_draw
from service.law.programme import PLACES_A_QUESTION, Programme, Section
from service.people.queries import accommodation_in_force
from service.programmes import queries as programmes
from service.programmes.blueprints import blueprint_for, drawable, keep_blueprint
from service.qualities import queries as situations

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
    if not programme.is_profile and not programme.is_ability:
        count_papers(db, [drawn.item for section in paper.sections for drawn in section], now=now)
    kept = record_of_draw(application.draw_seed, paper, **inputs)
    return kept | {"asks": programme.asks} if programme.asks else kept


def section_items(attempt: Attempt, section: int) -> list[Mapping[str, str]]:
    """Return the questions of a section: item reference, part, act, order of the options.

    The questions about a text that was drawn stand there one by one, `question` is their number.
    """
    asks = attempt.paper.get("asks", {})
    items: list[Mapping[str, str]] = attempt.paper["paper"][section]["items"]
    return [one for drawn in items for one in each_question(drawn, asks)]


def places_of(section: Section, number: int) -> list[int]:
    """Return the places of the answer sheet that the section's question of this number takes."""
    many = PLACES_A_QUESTION[section.kind]
    return list(range((number - 1) * many + 1, number * many + 1))


def shown_section(
    db: Session, attempt: Attempt, index: int, section: Section, bank: Bank
) -> list[dict[str, Any]]:
    """Return what the candidate sees of a section: texts as displayed, no key, no item id.

    `position` is a question's number; `places`, where it takes several, are those of its choices
    on the answer sheet.
    """
    part_titles = {part.code: dict(part.title) for part in section.parts}
    shown = []
    for position, drawn in enumerate(section_items(attempt, index), start=1):
        entry: dict[str, Any] = {"position": position, "part": part_titles[drawn["part"]]}
        if section.positions > section.questions:
            entry["places"] = places_of(section, position)
        question = _asked(db, attempt, drawn, section, bank)
        if question.material is not None:
            entry["material"] = question.material
        for language, texts in question.texts.items():
            options = [texts.options[letter] for letter in question.order]
            entry[language] = {"text": texts.text, "options": options}
        shown.append(entry)
    return shown


def _asked(
    db: Session, attempt: Attempt, drawn: Mapping[str, str], section: Section, bank: Bank
) -> Asked:
    if section.kind == "qualities":
        return Asked(situations.situation(db, drawn["item"]).texts, drawn["order"])
    return asked(db, bank, attempt.paper, drawn)


def own_letter(drawn: Mapping[str, str], choice: str | None) -> str | None:
    """Return the item's own letter of the choice as displayed."""
    return None if choice is None else drawn["order"][DISPLAYED.index(choice)]


def is_right(db: Session, drawn: Mapping[str, str], choice: str | None, bank: Bank) -> bool:
    """Whether the choice as displayed is the key of the question."""
    return choice is not None and choice == right_choice(db, drawn, bank)


def right_choice(db: Session, drawn: Mapping[str, str], bank: Bank) -> str:
    """Return the choice, as displayed, that is the key of the question."""
    key, order = key_of(db, bank, drawn)
    return DISPLAYED[order.index(key)]
