"""The codes by which requirements name acts, texts, conditions, levels; with their printed names.

Fields, programs and languages are those of the personal file (personal_files/codes): a requirement
and a file must name the same thing alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from service.core.yaml_file import Entry, FileFault, MalformedFileError, YamlFile, read_yaml
from service.personal_files.codes import CodeEntry, codes, plain_name
from service.posts.qualification_knowledge import ActKind

REGISTERS: Final = Path(__file__).resolve().parents[2] / "registers"
ACTS_FILE: Final = REGISTERS / "acts.yaml"
TEXTS_FILE: Final = REGISTERS / "requirement-texts.yaml"

# where work was and how high the post stood, by the words of files (law/experience.Employment)
STATE_SERVICE: Final = frozenset({"civil", "law-enforcement"})
MANAGING: Final = frozenset({"unit-head", "organisation-head"})
STUDIED: Final = ("studied-by-state-order", "studied-abroad-by-commission")

Names = Mapping[str, str]  # {kk, ru, en}


class ActEntry(CodeEntry):
    """An act; `replaced` are names of those whose place it has taken."""

    kind: ActKind
    replaced: list[str] = Field(default_factory=list)


class ActsFile(Entry):
    acts: list[ActEntry]


class TextEntry(CodeEntry):
    """A text that only a person judges; `printed` are the words of orders that are this text."""

    printed: list[str] = Field(default_factory=list)


class DepartmentEntry(Entry):
    department: str
    field: str


class TypicalActEntry(Entry):
    number: str
    own: str | None


class TextsFile(Entry):
    wordings: list[TextEntry]
    conditions: list[TextEntry]
    departments: list[DepartmentEntry]
    typical: list[TypicalActEntry]


@dataclass(frozen=True, slots=True)
class RequirementCodes:
    """What requirements are made of; a printed name leads to a code as `plain_name` writes it.

    Attributes:
        acts: {code: names}, and `printed_acts` with those that another act has replaced.
        replaced_acts: the printed names among them whose act is replaced.
        wordings: texts that only a person judges.
        conditions: of experience: what files may prove, then what only a person judges.
        department_fields: {department: field of work}.
        typical_acts: {number of an act: the key of its row, None: the post's category}.
    """

    acts: Mapping[str, Names]
    act_kinds: Mapping[str, ActKind]
    printed_acts: Mapping[str, str]
    replaced_acts: frozenset[str]
    wordings: Mapping[str, Names]
    printed_wordings: Mapping[str, str]
    conditions: Mapping[str, Names]
    department_fields: Mapping[str, str]
    typical_acts: Mapping[str, str | None]

    def act_named(self, text: str) -> str | None:
        """Return the code of the act that is printed so."""
        return self.printed_acts.get(plain_name(text))

    def is_replaced(self, text: str) -> bool:
        """Tell whether the act printed so has been replaced by the one of its code."""
        return plain_name(text) in self.replaced_acts

    def wording_of(self, text: str) -> str | None:
        """Return the code of the text that is printed so."""
        return self.printed_wordings.get(plain_name(text))


@cache
def requirement_codes() -> RequirementCodes:
    """Return the codes of the shipped registers.

    Raises:
        MalformedFileError: a file cannot be used, or a code or a printed name stands twice.
    """
    return read_requirement_codes(ACTS_FILE, TEXTS_FILE)


def read_requirement_codes(acts: Path, texts: Path) -> RequirementCodes:
    """Read the two files; raises as `requirement_codes`."""
    of_acts, of_texts = read_yaml(acts, ActsFile), read_yaml(texts, TextsFile)
    said = of_texts.value
    faults = [
        *_unknown_fields(of_texts),
        *_twice(of_acts, "acts", [(one, one.replaced) for one in of_acts.value.acts]),
        *_twice(of_texts, "wordings", [(one, one.printed) for one in said.wordings]),
        *_twice(of_texts, "conditions", [(one, one.printed) for one in said.conditions]),
    ]
    if faults:
        raise MalformedFileError(faults)
    replaced = [plain_name(name) for one in of_acts.value.acts for name in one.replaced]
    return RequirementCodes(
        acts={one.code: _names(one) for one in of_acts.value.acts},
        act_kinds={one.code: one.kind for one in of_acts.value.acts},
        printed_acts={
            plain_name(name): one.code
            for one in of_acts.value.acts
            for name in (one.kk, *one.also, *one.replaced)
        },
        replaced_acts=frozenset(replaced),
        wordings={one.code: _names(one) for one in said.wordings},
        printed_wordings={
            plain_name(name): one.code
            for one in said.wordings
            for name in (one.kk, *one.also, *one.printed)
        },
        conditions={
            **codes().conditions.names,
            **{one.code: _names(one) for one in said.conditions},
        },
        department_fields={one.department: one.field for one in said.departments},
        typical_acts={one.number: one.own for one in said.typical},
    )


def _names(one: CodeEntry) -> Names:
    return {"kk": one.kk, "ru": one.ru, "en": one.en}


def _unknown_fields(file: YamlFile[TextsFile]) -> Iterator[FileFault]:
    for number, one in enumerate(file.value.departments):
        if one.field not in codes().work:
            yield file.fault(("departments", number, "field"), f"{one.field} is no field of work")


def _twice(
    file: YamlFile[ActsFile] | YamlFile[TextsFile],
    kind: str,
    entries: Sequence[tuple[CodeEntry, Sequence[str]]],
) -> Iterator[FileFault]:
    seen: set[str] = set()
    printed: dict[str, str] = {}
    for number, (one, others) in enumerate(entries):
        if one.code in seen:
            yield file.fault((kind, number), f"{one.code} stands there twice")
        seen.add(one.code)
        for name in (one.kk, *one.also, *others):
            if printed.setdefault(plain_name(name), one.code) != one.code:
                yield file.fault((kind, number), f"{name} names another code too")
