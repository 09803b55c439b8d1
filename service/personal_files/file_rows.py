"""What is kept of one person's file, as rows: what stands in it now and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from service.personal_files.models import (
    Clearance,
    ComputerSkill,
    Declaration,
    Education,
    Employment,
    Entry,
    LanguageSkill,
    PersonalDocument,
    ProvedCondition,
    StateFinding,
    StatePenalty,
    Volunteering,
)

Dated = TypeVar("Dated", Education, Employment, Volunteering)


@dataclass(frozen=True)
class FileRows:
    """The rows of one file.

    Attributes:
        account_id: whose it is.
        born_on: as the identity provider says.
        identity: what the state says of the person; None where it has not answered yet.
        lines: the lines that stand, by their kind, in the order in which they came.
        documents: those in the file.
        declared: the newest declaration to each bar, by its number.
    """

    account_id: UUID
    born_on: date
    identity: Mapping[str, Any] | None = None
    lines: Mapping[type[Entry], Sequence[Any]] = field(default_factory=dict)
    documents: Sequence[PersonalDocument] = ()
    declared: Mapping[int, Declaration] = field(default_factory=dict)

    @property
    def education(self) -> Sequence[Education]:
        return self.lines.get(Education, ())

    @property
    def employment(self) -> Sequence[Employment]:
        return self.lines.get(Employment, ())

    @property
    def languages(self) -> Sequence[LanguageSkill]:
        return self.lines.get(LanguageSkill, ())

    @property
    def computer(self) -> Sequence[ComputerSkill]:
        return self.lines.get(ComputerSkill, ())

    @property
    def clearances(self) -> Sequence[Clearance]:
        return self.lines.get(Clearance, ())

    @property
    def conditions(self) -> Sequence[ProvedCondition]:
        return self.lines.get(ProvedCondition, ())

    @property
    def findings(self) -> Sequence[StateFinding]:
        return self.lines.get(StateFinding, ())

    @property
    def penalties(self) -> Sequence[StatePenalty]:
        return self.lines.get(StatePenalty, ())

    @property
    def volunteering(self) -> Sequence[Volunteering]:
        return self.lines.get(Volunteering, ())


def newest_first(lines: Sequence[Dated]) -> list[Dated]:
    """Return lines as a person reads them: what lasts on top, then the newest."""
    return sorted(lines, key=_newness, reverse=True)


def _newness(line: Education | Employment | Volunteering) -> tuple[int, int]:
    if isinstance(line, Education):
        done = line.completed_on.year if line.completed_on is not None else line.ended_in
        return done or 9999, line.began_in or 0
    return line.began_on.toordinal(), 0


KINDS: Final[tuple[type[Entry], ...]] = (
    Education,
    Employment,
    LanguageSkill,
    ComputerSkill,
    Clearance,
    ProvedCondition,
    StateFinding,
    StatePenalty,
    Volunteering,
)
