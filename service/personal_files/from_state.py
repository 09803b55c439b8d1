"""What the state knows comes into the file (ID-4): fetched, compared, never retyped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlmodel import Session

from service.gateways.egov import Diploma, NoRecords, Records, Work, as_json
from service.journal.actions import record
from service.people.queries import account_for_update
from service.personal_files import queries
from service.personal_files.actions import FileRefusal, Keeper, may_keep
from service.personal_files.models import (
    Education,
    EducationLevel,
    Employment,
    Outcome,
    PostLevel,
    ServiceKind,
    Source,
    StateAnswer,
)

AnEntry = TypeVar("AnEntry", Education, Employment)
OWN: Final = {"id", "account_id", "source", "state_id", "replaces", "made_at", "ended_at"}


def take_from_state(
    db: Session,
    keeper: Keeper,
    answer: Records | NoRecords,
    *,
    request_id: UUID,
    now: datetime,
) -> StateAnswer | FileRefusal:
    """Keep how the state gateway answered, and bring the file's lines up to it.

    A line that the state has changed is ended and written anew; one that it no longer has is
    ended; what the person had typed and the state now says itself is ended too. An answer without
    records changes no line.
    """
    account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    kept = _kept(keeper.account_id, answer, request_id, now)
    db.add(kept)
    facts: dict[str, Any] = {"request": str(request_id), "outcome": kept.outcome}
    if isinstance(answer, Records):
        facts["education"] = _bring_up(
            db, keeper.account_id, Education, dict(_education(answer.education)), now
        )
        facts["employment"] = _bring_up(
            db, keeper.account_id, Employment, dict(_employment(answer.employment)), now
        )
    else:
        facts["detail"] = answer.detail
    record(
        db,
        "state records fetched",
        subject=("account", keeper.account_id),
        now=now,
        actor_id=keeper.account_id,
        rule="ID-4",
        facts=facts,
    )
    return kept


def _kept(
    account_id: UUID, answer: Records | NoRecords, request_id: UUID, now: datetime
) -> StateAnswer:
    kept = StateAnswer(id=request_id, account_id=account_id, asked_at=now, outcome=Outcome.FOUND)
    if isinstance(answer, Records):
        kept.records = dict(as_json(answer))
    else:
        kept.outcome, kept.detail = Outcome(answer.ground), answer.detail
    return kept


def _education(diplomas: Sequence[Diploma]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in diplomas:
        facts = one.model_dump(exclude={"id"})
        own = {"level": EducationLevel(one.level), "diploma_number": one.diploma_number or None}
        yield one.id, facts | own


def _employment(works: Sequence[Work]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in works:
        facts = one.model_dump(exclude={"id"})
        own = {"level": PostLevel(one.level), "service": ServiceKind(one.service)}
        yield one.id, facts | own


def _bring_up(
    db: Session,
    account_id: UUID,
    kind: type[AnEntry],
    told: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> dict[str, int]:
    """Make the file's lines say what the state says; return how many were written and ended."""
    there = queries.entries_of(db, account_id, kind)
    known = {one.state_id: one for one in there if one.source is Source.STATE}
    fresh = {
        state_id: kind(
            account_id=account_id, source=Source.STATE, state_id=state_id, made_at=now, **facts
        )
        for state_id, facts in told.items()
    }
    same = {
        state_id
        for state_id, line in fresh.items()
        if state_id in known and _facts(known[state_id]) == _facts(line)
    }
    ended = [line for state_id, line in known.items() if state_id not in same]
    said = {_what(line) for line in fresh.values()}
    ended += [one for one in there if one.source is Source.PERSON and _what(one) in said]
    for line in ended:
        line.ended_at = now
    db.add_all(ended)
    written = [line for state_id, line in fresh.items() if state_id not in same]
    db.add_all(written)
    return {"written": len(written), "ended": len(ended)}


def _facts(line: Education | Employment) -> dict[str, Any]:
    return line.model_dump(exclude=OWN)


def _what(line: Education | Employment) -> tuple[object, ...]:
    """Return by what two lines are known to be about the same thing."""
    if isinstance(line, Employment):
        return _plain(line.organisation), line.began_on
    if line.diploma_number:
        return (_plain(line.diploma_number),)
    return _plain(line.institution), str(line.level), line.ended_in


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
