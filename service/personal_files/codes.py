"""Codes by which files and requirements name the same things: fields, programs, conditions.

They come from registers/education-fields.yaml and registers/skills.yaml. A text is taken for a code
only where the whole of it is a printed name of the field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from service.core.yaml_file import Entry, MalformedFileError, YamlFile, read_yaml

REGISTERS: Final = Path(__file__).resolve().parents[2] / "registers"
FIELDS_FILE: Final = REGISTERS / "education-fields.yaml"
SKILLS_FILE: Final = REGISTERS / "skills.yaml"
LANGUAGES: Final = (
    "kazakh", "russian", "english", "german", "french", "chinese", "turkish", "arabic", "spanish",
    "other",
)  # fmt: skip


class CodeEntry(Entry):
    """A code with its name in three languages and other names that are printed for it."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    kk: str = Field(min_length=2)
    ru: str = Field(min_length=2)
    en: str = Field(min_length=2)
    also: list[str] = Field(default_factory=list)


class FieldsFile(Entry):
    education: list[CodeEntry]
    work: list[CodeEntry]


class SkillsFile(Entry):
    programs: list[CodeEntry]
    conditions: list[CodeEntry]


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one kind in the register's order: {code: {kk, ru, en}}."""

    names: Mapping[str, Mapping[str, str]]
    printed: Mapping[str, str]  # a printed name, as `plain_name` writes it → the code

    def __contains__(self, code: object) -> bool:
        """Is it a code of the list?"""
        return code in self.names

    def named(self, text: str) -> str | None:
        """Return the code whose printed name the whole text is."""
        return self.printed.get(plain_name(text))


@dataclass(frozen=True, slots=True)
class Codes:
    """Everything that is named by a code in a personal file."""

    education: CodeList
    work: CodeList
    programs: CodeList
    conditions: CodeList


def plain_name(text: str) -> str:
    """Return a name without what does not tell two apart: capitals, dashes, quotes, spaces."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@cache
def codes() -> Codes:
    """Return the codes of the shipped registers.

    Raises:
        MalformedFileError: a file cannot be used, or a code or a printed name stands twice.
    """
    return read_codes(FIELDS_FILE, SKILLS_FILE)


def read_codes(fields: Path, skills: Path) -> Codes:
    """Read the two files; raises as `codes`."""
    of_fields, of_skills = read_yaml(fields, FieldsFile), read_yaml(skills, SkillsFile)
    return Codes(
        education=_list(of_fields, "education", of_fields.value.education),
        work=_list(of_fields, "work", of_fields.value.work),
        programs=_list(of_skills, "programs", of_skills.value.programs),
        conditions=_list(of_skills, "conditions", of_skills.value.conditions),
    )


def _list(
    file: YamlFile[FieldsFile] | YamlFile[SkillsFile], kind: str, entries: Sequence[CodeEntry]
) -> CodeList:
    names: dict[str, dict[str, str]] = {}
    printed: dict[str, str] = {}
    faults = []
    for number, one in enumerate(entries):
        if one.code in names:
            faults.append(file.fault((kind, number), f"{one.code} stands there twice"))
        names[one.code] = {"kk": one.kk, "ru": one.ru, "en": one.en}
        faults += [
            file.fault((kind, number), f"{name} names another code too")
            for name in (one.kk, one.ru, one.en, *one.also)
            if printed.setdefault(plain_name(name), one.code) != one.code
        ]
    if faults:
        raise MalformedFileError(faults)
    return CodeList(names, printed)
