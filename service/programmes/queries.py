from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Pool
from sqlmodel import Session, col, select

from service.core.errors import NotFound
from service.law.programme import Programme, in_force
from service.programmes.models import Blueprint, ProgrammeVersion
from service.programmes.programme_body import programme_from_body

# a published version never changes: read once for each database this process talks to
_kept: WeakKeyDictionary[Pool, dict[tuple[str, int], Programme]] = WeakKeyDictionary()


def programme(db: Session, code: str, version: int) -> Programme:
    """Return a published version as it was published.

    Raises:
        NotFound: there is no such version.
    """
    kept = _kept.setdefault(db.get_bind().engine.pool, {})
    found = kept.get((code, version))
    if found is None:
        row = programme_row(db, code, version)
        if row is None:
            raise NotFound
        found = kept[code, version] = programme_from_body(row.body)
    return found


def programme_row(db: Session, code: str, version: int) -> ProgrammeVersion | None:
    """Return the row of a published version: its text, and who published it when."""
    return db.get(ProgrammeVersion, (code, version))


def versions_of(db: Session, code: str) -> tuple[Programme, ...]:
    """Return every version of a programme, newest first, each closed by those after it."""
    return tuple(reversed(closed([programme(db, code, each) for each in _numbers(db, code)])))


def programmes_on(db: Session, day: date) -> tuple[Programme, ...]:
    """Return the programmes in force on a day, one version a code, by code."""
    everything = [each for code in codes(db) for each in versions_of(db, code)]
    return tuple(in_force(everything, day))


def newest_programmes(db: Session) -> tuple[Programme, ...]:
    """Return the newest version of each programme, in force already or not, by code."""
    return tuple(versions_of(db, code)[0] for code in codes(db))


def codes(db: Session) -> Sequence[str]:
    """Return the codes of all programmes ever published."""
    found = select(ProgrammeVersion.code).distinct()
    return db.exec(found.order_by(ProgrammeVersion.code)).all()


def closed(versions: Sequence[Programme]) -> list[Programme]:
    """Return the versions, first one first, each ended the day before a later one begins.

    The rows are append-only: that a version has been superseded follows from the later one.
    """
    found: list[Programme] = []
    for index, each in enumerate(versions):
        ends = [later.valid_from - timedelta(days=1) for later in versions[index + 1 :]]
        if each.valid_to is not None:
            ends.append(each.valid_to)
        found.append(replace(each, valid_to=min(ends, default=None)))
    return found


def _numbers(db: Session, code: str) -> Sequence[int]:
    found = select(ProgrammeVersion.version).where(ProgrammeVersion.code == code)
    return db.exec(found.order_by(col(ProgrammeVersion.version))).all()


def known_programmes(db: Session) -> dict[tuple[str, int], str]:
    """Return the hash of every published version."""
    found = select(ProgrammeVersion.code, ProgrammeVersion.version, ProgrammeVersion.sha256)
    return {(code, version): sha256 for code, version, sha256 in db.exec(found).all()}


def has_blueprint(db: Session, sha256: str) -> bool:
    """Say whether papers have been drawn from this blueprint."""
    found = select(Blueprint.sha256).where(Blueprint.sha256 == sha256)
    return db.exec(found).first() is not None


def blueprint_body(db: Session, sha256: str) -> dict[str, Any]:
    """Return what papers were drawn from; see `law.blueprint.blueprint_from`.

    Raises:
        NotFound: no paper was drawn from such a blueprint here.
    """
    row = db.get(Blueprint, sha256)
    if row is None:
        raise NotFound
    return row.body
