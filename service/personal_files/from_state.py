"""What the state knows comes into the file (ID-4): fetched, compared, never retyped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from service.gateways.egov import NoRecords, Records, as_json
from service.journal.actions import record
from service.people.file_changes import note_change
from service.people.queries import account_for_update
from service.personal_files import queries
from service.personal_files.actions import FileRefusal, Keeper, may_keep
from service.personal_files.codes import CodeList, codes, plain_name
from service.personal_files.indexing import index_file
from service.personal_files.models import (
    Clearance,
    Education,
    EducationLevel,
    Employment,
    Entry,
    Gravity,
    Outcome,
    PenaltyKind,
    PostLevel,
    ProvedCondition,
    ServiceKind,
    Source,
    StateAnswer,
    StateFinding,
    StatePenalty,
)
from service.personal_files.scans import move_scans

AnEntry = TypeVar("AnEntry", bound=Entry)
Told = Mapping[str, Mapping[str, Any]]
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
    ended; what the person had typed and the state now says itself is ended too. Scans stay with
    what they prove. An answer without records changes no line.
    """
    account_for_update(db, keeper.account_id)
    if not may_keep(db, keeper):
        return FileRefusal.NO_CONSENT
    kept = _kept(keeper.account_id, answer, request_id, now)
    db.add(kept)
    facts: dict[str, Any] = {"request": str(request_id), "outcome": kept.outcome}
    if isinstance(answer, Records):
        for kind, told in _lines(answer):
            name = str(kind.__tablename__)
            facts[name] = _bring_up(db, keeper.account_id, kind, told, now)
        index_file(db, keeper.account_id, now=now)
    else:
        facts["detail"] = answer.detail
    note_change(db, keeper.account_id, now=now)
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


def _lines(answer: Records) -> Iterator[tuple[type[Entry], Told]]:
    """Yield each kind of line with what the state tells of it, by the state's own ids."""
    known = codes()
    education = {
        one.id: _told(
            one,
            level=EducationLevel(one.level),
            diploma_number=one.diploma_number or None,
            fields=_codes(one.fields, one.field, known.education),
        )
        for one in answer.education
    }
    employment = {
        one.id: _told(
            one,
            level=PostLevel(one.level),
            service=ServiceKind(one.service),
            fields=_codes(one.fields, one.field, known.work),
        )
        for one in answer.employment
    }
    findings = {
        one.id: _told(one, gravity=Gravity(one.gravity) if one.gravity else None)
        for one in answer.findings
    }
    yield Education, education
    yield Employment, employment
    yield StateFinding, findings
    yield StatePenalty, {one.id: _told(one, kind=PenaltyKind(one.kind)) for one in answer.penalties}
    yield Clearance, {one.id: _told(one) for one in answer.clearances}
    yield ProvedCondition, {one.id: _told(one) for one in answer.conditions}


def _told(one: BaseModel, **better: object) -> dict[str, object]:
    """Return the columns that a record makes, some of them put into our own terms."""
    return {**one.model_dump(exclude={"id"}), **better}


def _codes(told: Sequence[str], text: str, known: CodeList) -> list[str]:
    """Return the codes that the state gives, or else the one whose name its text is."""
    named = known.named(text)
    return sorted(told) or ([named] if named else [])


def _bring_up(
    db: Session, account_id: UUID, kind: type[AnEntry], told: Told, now: datetime
) -> dict[str, int]:
    """Make the file's lines say what the state says; return how many were written and ended."""
    there = queries.entries_of(db, account_id, kind)
    known = {one.state_id: one for one in there if one.source is Source.STATE}
    own: dict[str, Any] = {"account_id": account_id, "source": Source.STATE, "made_at": now}
    fresh = {key: kind(state_id=key, **own, **facts) for key, facts in told.items()}
    standing = {
        key: known[key] if key in known and _facts(known[key]) == _facts(line) else line
        for key, line in fresh.items()
    }
    over = _over(there, known, standing)
    for line, _ in over:
        line.ended_at = now
    db.add_all([line for line, _ in over])
    written = [line for key, line in standing.items() if line is fresh[key]]
    for line, after in reversed(over):
        if after in written:
            after.replaces = line.id
    db.add_all(written)
    move_scans(db, account_id, {line.id: after.id for line, after in over if after is not None})
    return {"written": len(written), "ended": len(over)}


def _over(
    there: Sequence[AnEntry],
    known: Mapping[str | None, AnEntry],
    standing: Mapping[str, AnEntry],
) -> list[tuple[AnEntry, AnEntry | None]]:
    """Return the lines that give way, each with the line that takes its place, if one does."""
    after = {key: standing.get(str(key)) for key in known}
    said = {_what(line): line for line in standing.values()}
    changed = [(line, after[key]) for key, line in known.items() if after[key] is not line]
    typed = [one for one in there if one.source is Source.PERSON]
    return [*changed, *((one, said[_what(one)]) for one in typed if _what(one) in said)]


def _facts(line: Entry) -> dict[str, Any]:
    return line.model_dump(exclude=OWN)


def _what(line: Entry) -> tuple[object, ...]:
    """Return by what two lines are known to be about the same thing."""
    match line:
        case Employment():
            return plain_name(line.organisation), line.began_on
        case Education(diploma_number=str(number)) if number:
            return (plain_name(number),)
        case Education():
            return plain_name(line.institution), str(line.level), line.ended_in
        case Clearance():
            return (line.form,)
        case ProvedCondition():
            return (line.code,)
    return (line.state_id,)
