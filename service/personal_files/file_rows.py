"""What is kept of one person's file, as rows: what stands in it now and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
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


KINDS: tuple[type[Entry], ...] = (
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
