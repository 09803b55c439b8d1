"""From the files of situations into the database: new versions, and which may be drawn."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from service.core.db import insert_missing
from service.core.yaml_file import FileFault
from service.items.actions import what_may_be_drawn_changed
from service.qualities import queries
from service.qualities.models import SituationVersion
from service.qualities.situations import Situation, Situations


def new_situations(db: Session, bank: Situations, faults: list[FileFault]) -> list[Situation]:
    """Return the approved situations that the database does not know yet.

    What a file says otherwise than the version in use does is added to `faults`.
    """
    known = queries.known_situations(db)
    newest: dict[str, int] = {}
    for item_id, version in known:
        newest[item_id] = max(version, newest.get(item_id, 0))
    new: list[Situation] = []
    for each in bank.situations:
        path, line = bank.places[each.ref]
        row, last = known.get((each.id, each.version)), newest.get(each.id, 0)
        way_out = f"Raise its version to {last + 1}."
        if row is not None and row.sha256 != each.sha256:
            sentence = f"{each.id}: version {each.version} is in use with other words or key"
            faults.append(FileFault(path, line, sentence, way_out))
        elif row is None and each.version < last:
            sentence = f"{each.id}: version {each.version} lies before {last}, which is in use"
            faults.append(FileFault(path, line, sentence, way_out))
        elif row is None and each.status == "approved":
            new.append(each)
    return new


def keep_situations(
    db: Session, bank: Situations, new: Iterable[Situation], *, now: datetime
) -> bool:
    """Keep the new versions for ever; draw from what the files approve and nothing else.

    Returns whether what may be drawn has changed.
    """
    rows = [_row(each, now) for each in new]
    if rows:
        db.execute(insert_missing(db, SituationVersion), rows)
    approved = {(one.id, one.version): one for one in bank.situations if one.status == "approved"}
    has_changed = bool(rows)
    for key, row in queries.known_situations(db).items():
        stands = approved.get(key)
        is_same = stands is None or _bound(stands).items() <= row.model_dump().items()
        if row.is_drawn == (stands is not None) and is_same:
            continue
        row.is_drawn = stands is not None
        for name, value in (_bound(stands) if stands else {}).items():
            setattr(row, name, value)
        db.add(row)
        has_changed = True
    db.flush()
    if has_changed:
        what_may_be_drawn_changed(db)
    return has_changed


def _bound(found: Situation) -> dict[str, object]:
    """Return what a file may put right without a new version."""
    return {
        "topic": found.topic,
        "for_managers": "manager" in found.levels,
        "for_specialists": "specialist" in found.levels,
    }


def _row(found: Situation, now: datetime) -> dict[str, object]:
    return {
        "item_id": found.id,
        "version": found.version,
        "quality": found.quality,
        "body": found.body(),
        "sha256": found.sha256,
        "is_drawn": True,
        "first_seen_at": now,
        **_bound(found),
    }
