"""The register of typical requirements of categories (LAW 17(4)): dated rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from service.core.i18n import Message, say
from service.core.yaml_file import Entry, read_yaml
from service.journal.actions import record
from service.law.record import plain
from service.law.requirements import Alternative, Experience, Requirements, faults
from service.posts import queries
from service.posts.models import TypicalRequirement

FILE_NAME: Final = "typical-requirements.yaml"


class TypicalEntry(Entry):
    """A row of which only the act is known."""

    key: str = Field(min_length=1, max_length=40)
    source: str = Field(min_length=1, max_length=300)
    valid_from: date


class TypicalFile(Entry):
    rows: list[TypicalEntry]


@dataclass(frozen=True, slots=True)
class TypicalFacts:
    """What an administrator enters: any one of the alternatives is enough; none asks nothing."""

    key: str
    source: str
    valid_from: date
    valid_to: date | None
    alternatives: Sequence[Alternative]


def load_shipped_typical(db: Session, folder: Path, *, now: datetime) -> int:
    """Add the rows of the shipped register that are not here yet; return how many.

    Raises:
        MalformedFileError: the file does not fit.
    """
    if not (folder / FILE_NAME).is_file():
        return 0
    there = {(one.key, one.source, one.valid_from) for one in queries.typical_rows(db)}
    new = [
        one
        for one in read_yaml(folder / FILE_NAME, TypicalFile).value.rows
        if (one.key, one.source, one.valid_from) not in there
    ]
    for one in new:
        db.add(TypicalRequirement(**one.model_dump(), is_known=False, made_at=now))
    db.flush()
    return len(new)


def enter_typical(
    db: Session, facts: TypicalFacts, *, actor_id: UUID, now: datetime
) -> TypicalRequirement | Message:
    """Add a dated row; return why it cannot be added.

    It ends the rows of earlier days and is judged by from its own day on; a row of the same day
    stands in the place of the older one.
    """
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        return say("The last day lies before the first one.")
    asked = Requirements(facts.source, experience=Experience(tuple(facts.alternatives)))
    if faults(asked):
        return say("An alternative asks nothing, or more years than a working life has.")
    made = TypicalRequirement(
        key=facts.key,
        source=facts.source,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        is_known=True,
        alternatives=plain(facts.alternatives),
        made_by=actor_id,
        made_at=now,
    )
    db.add(made)
    db.flush()
    record(
        db,
        "typical requirements entered",
        subject=("typical-requirement", made.id),
        now=now,
        actor_id=actor_id,
        rule="VC-3",
        facts=plain(facts),
    )
    return made
