"""From the files of passages into the database: new versions, and which may be drawn."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from service.ability import queries
from service.ability.models import PassageVersion
from service.ability.passages import Passage, Passages
from service.core.db import insert_missing
from service.core.yaml_file import FileFault
from service.items.actions import what_may_be_drawn_changed
from service.law.blueprint import PER_MILLE


def new_passages(db: Session, bank: Passages, faults: list[FileFault]) -> list[Passage]:
    """Return the approved passages that the database does not know yet.

    What a file says otherwise than the version in use does is added to `faults`.
    """
    known = queries.known_passages(db)
    newest: dict[str, int] = {}
    for passage_id, version in known:
        newest[passage_id] = max(version, newest.get(passage_id, 0))
    new: list[Passage] = []
    for each in bank.passages:
        path, line = bank.places[each.ref]
        row, last = known.get((each.id, each.version)), newest.get(each.id, 0)
        way_out = f"Raise its version to {last + 1}."
        if row is not None and row.sha256 != each.sha256:
            sentence = f"{each.id}: version {each.version} is in use with other words or keys"
            faults.append(FileFault(path, line, sentence, way_out))
        elif row is None and each.version < last:
            sentence = f"{each.id}: version {each.version} lies before {last}, which is in use"
            faults.append(FileFault(path, line, sentence, way_out))
        elif row is None and each.status == "approved":
            new.append(each)
    return new


def keep_passages(db: Session, bank: Passages, new: Iterable[Passage], *, now: datetime) -> bool:
    """Keep the new versions for ever; draw from what the files approve and nothing else.

    Returns whether what may be drawn has changed.
    """
    rows = [_row(each, now) for each in new]
    if rows:
        db.execute(insert_missing(db, PassageVersion), rows)
    approved = {(one.id, one.version): one for one in bank.passages if one.status == "approved"}
    has_changed = bool(rows)
    for key, row in queries.known_passages(db).items():
        stands = approved.get(key)
        expected = _expected(stands) if stands else {}
        is_same = expected.items() <= row.model_dump().items()
        if row.is_drawn == (stands is not None) and is_same:
            continue
        row.is_drawn = stands is not None
        for name, value in expected.items():
            setattr(row, name, value)
        db.add(row)
        has_changed = True
    db.flush()
    if has_changed:
        what_may_be_drawn_changed(db)
    return has_changed


def _expected(found: Passage) -> dict[str, object]:
    """Return what a file may put right without a new version."""
    return {"topic": found.topic, "difficulty": round(found.difficulty * PER_MILLE)}


def _row(found: Passage, now: datetime) -> dict[str, object]:
    return {
        "passage_id": found.id,
        "version": found.version,
        "act": found.act,
        "body": found.body(),
        "asks": len(found.questions),
        "sha256": found.sha256,
        "is_drawn": True,
        "first_seen_at": now,
        **_expected(found),
    }
