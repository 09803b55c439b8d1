"""From the bank's files into the database: new versions, their stages, enemies; all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from service.core.db import insert_missing
from service.core.yaml_file import FileFault
from service.items import queries
from service.items.actions import replace_earlier, retire, what_may_be_drawn_changed
from service.items.bank import Bank, Item
from service.items.models import FACTS, ItemEnemy, ItemVersion, ItemWork, Origin, Stage
from service.journal.actions import record

BY_THE_FILES: Final = "retired in the bank's files"


def newest_of(known: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the newest version of each name."""
    newest: dict[str, int] = {}
    for name, version in known:
        newest[name] = max(version, newest.get(name, 0))
    return newest


def new_items(db: Session, bank: Bank, faults: list[FileFault]) -> list[Item]:
    """Return the approved items that the database does not know yet.

    What a file says otherwise than the version in use does is added to `faults`.
    """
    known, of_people = queries.known_items(db), queries.versions_of_people(db)
    newest, written = newest_of(known), newest_of((*known, *of_people))
    new: list[Item] = []
    for item in bank.items():
        path, line = bank.place(item.ref)
        last = newest.get(item.id, 0)
        way_out = f"Raise its version to {written.get(item.id, 0) + 1}."
        sha256 = known.get((item.id, item.version))
        if sha256 is not None and sha256 != item.sha256:
            sentence = f"{item.id}: version {item.version} is in use with other words or key"
            faults.append(FileFault(path, line, sentence, way_out))
        elif sha256 is None and (item.id, item.version) in of_people:
            sentence = f"{item.id}: version {item.version} is being written in the service"
            faults.append(FileFault(path, line, sentence, way_out))
        elif sha256 is None and item.version < last:
            sentence = f"{item.id}: version {item.version} lies before {last}, which is in use"
            faults.append(FileFault(path, line, sentence, way_out))
        elif sha256 is None and item.status == Stage.APPROVED:
            new.append(item)
    return new


def keep_items(db: Session, bank: Bank, items: Sequence[Item], *, now: datetime) -> bool:
    """Keep the new versions for ever and bring the stages up to the files.

    What people have decided here stays: an item retired in the service is not brought back by its
    file. Returns whether what may be drawn has changed.
    """
    if items:
        db.execute(insert_missing(db, ItemVersion), [_version(item, now) for item in items])
    known = queries.stages(db)
    fresh = [item for item in bank.items() if (item.id, item.version) not in known]
    if fresh:
        db.execute(insert_missing(db, ItemWork), [_work(item, now) for item in fresh])
    kept = queries.facts_of_files(db)
    moved = [item for item in bank.items() if _follow(db, item, known, now)]
    corrected = [item for item in bank.items() if _correct(db, item, kept, now)]
    for item in (*fresh, *moved):
        if item.status == Stage.APPROVED and item.version > 1:
            replace_earlier(db, item.id, item.version, now=now)
    added = _keep_enemies(db, bank, now)
    changed = bool(fresh or moved or corrected or added)
    if changed:
        what_may_be_drawn_changed(db)
    return changed


def _follow(db: Session, item: Item, known: Mapping[tuple[str, int], Stage], now: datetime) -> bool:
    """Bring a version that is known already up to its file; return whether its stage has moved."""
    stood, stands = known.get((item.id, item.version)), Stage(item.status)
    if stood is None or stood is Stage.RETIRED or stood is stands is Stage.APPROVED:
        return False
    work = queries.work(db, item.id, item.version)
    if stands is Stage.RETIRED:
        retire(db, work, why=BY_THE_FILES, now=now)
        return True
    body = item.body()
    if stood is Stage.APPROVED or work.origin is not Origin.FILE or work.body == body:
        return False
    work.body, work.stage = body, stands
    work.approved_at = now if stands is Stage.APPROVED else None
    work.turn, work.changed_at = work.turn + 1, now
    db.add(work)
    db.flush()
    return stood is not stands


def _correct(
    db: Session, item: Item, kept: Mapping[tuple[str, int], Mapping[str, object]], now: datetime
) -> bool:
    """Put right what a file now says of an approved version's topic, difficulty or article."""
    before, after = kept.get((item.id, item.version)), item.body()
    if before is None or all(before.get(name) == after[name] for name in FACTS):
        return False
    work = queries.work(db, item.id, item.version)
    work.body, work.turn, work.changed_at = after, work.turn + 1, now
    db.add(work)
    facts = {name: [before.get(name), after[name]] for name in FACTS}
    changes = {name: pair for name, pair in facts.items() if pair[0] != pair[1]}
    record(db, "item corrected", subject=("item", item.ref), now=now, facts=changes)
    return True


def _version(item: Item, now: datetime) -> dict[str, object]:
    return {
        "item_id": item.id,
        "version": item.version,
        "act": item.act,
        "body": item.body(),
        "sha256": item.sha256,
        "first_seen_at": now,
    }


def _work(item: Item, now: datetime) -> dict[str, object]:
    stage = Stage(item.status)
    return {
        "item_id": item.id,
        "version": item.version,
        "act": item.act,
        "stage": stage,
        "origin": Origin.FILE,
        "body": item.body(),
        "turn": 1,
        "made_at": now,
        "changed_at": now,
        "approved_at": now if stage is Stage.APPROVED else None,
        "retired_at": now if stage is Stage.RETIRED else None,
        "retired_why": BY_THE_FILES if stage is Stage.RETIRED else "",
    }


def _keep_enemies(db: Session, bank: Bank, now: datetime) -> bool:
    known = queries.enemies(db)
    pairs = {
        (min(item.id, other), max(item.id, other))
        for item in bank.items()
        for other in item.enemies
    }
    new = sorted(pairs - known)
    if new:
        rows = [
            {"item_id": one, "enemy_id": other, "reason": "", "made_at": now} for one, other in new
        ]
        db.execute(insert_missing(db, ItemEnemy), rows)
    return bool(new)
