"""A sheet read as requirements: every fault at its field, nothing guessed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast, get_args

from service.core.i18n import Message, say
from service.law.experience import ExperienceNeed
from service.law.requirements import (
    LANGUAGE_LEVELS,
    MOST_MONTHS,
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageLevel,
    LanguageNeed,
    Level,
    Requirements,
    SecretsForm,
    SecretsNeed,
    Wording,
)
from service.law.terms import MONTHS_A_YEAR
from service.pages.hr_requirements_sheet import MUST, OWN_TEXT, WISH, Row, Sheet
from service.personal_files.codes import LANGUAGES, codes
from service.posts.requirements_codes import Names, requirement_codes
from service.posts.requirements_reading import text_code
from service.posts.requirements_words import POST_LEVELS, SECTORS

LONGEST_SOURCE: Final = 300
CHOOSE: Final = say("Please choose one of the answers.")
CHOOSE_SOME: Final = say("Please choose at least one.")
WHOLE: Final = say("Please enter a whole number.")
FILL_IN: Final = say("Please fill in this field.")
TWICE: Final = say("This stands here twice.")
Weight = Literal["must", "wish"]


@dataclass(slots=True)
class Reader:
    """Reads fields and keeps the faults found; a faulty field counts as empty."""

    errors: dict[str, Message] = field(default_factory=dict)

    def word(self, name: str, value: str, of: Collection[str]) -> str:
        """Return the word if it is one of the list."""
        if value not in of:
            self.errors[name] = CHOOSE
        return value

    def words(self, name: str, values: Sequence[str], of: Collection[str]) -> frozenset[str]:
        """Return the words chosen; each must be one of the list."""
        if not set(values) <= set(of):
            self.errors[name] = CHOOSE
        return frozenset(values)

    def number(self, name: str, text: str) -> int:
        """Return a whole number of not many digits; nothing counts as nought."""
        if not text:
            return 0
        if not (text.isascii() and text.isdecimal() and len(text) < len("1000")):
            self.errors[name] = WHOLE
            return 0
        return int(text)

    def text(self, name: str, value: str) -> str:
        """Return a text that must not be empty."""
        if not value:
            self.errors[name] = FILL_IN
        return value

    def decides(self, name: str, value: str) -> bool:
        """Return whether it is a must."""
        return self.word(name, value, (MUST, WISH)) == MUST

    def once(self, name: str, value: str, seen: set[str]) -> None:
        """Note a fault where the value has been there before."""
        if value in seen:
            self.errors.setdefault(name, TWICE)
        seen.add(value)


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet says: requirements where it has no fault, the texts of its own wordings."""

    requirements: Requirements | None
    texts: Mapping[str, Names]
    errors: Mapping[str, Message]


def read_sheet(sheet: Sheet, typical_keys: Collection[str]) -> Read:
    """Return what the sheet says.

    Args:
        sheet: as `sheet_from` has it.
        typical_keys: which rows of typical requirements can be referred to.
    """
    reader = Reader()
    wordings, texts = _wordings(reader, sheet["wordings"])
    typical = sheet["typical"]
    if typical:
        reader.word("typical", typical, typical_keys)
    source = reader.text("source", sheet["source"])
    if len(source) > LONGEST_SOURCE:
        reader.errors["source"] = say("Please write at most %(n)s characters.", n=LONGEST_SOURCE)
    asked = Requirements(
        source=source,
        education=tuple(_education(reader, sheet["education"])),
        experience=Experience(read_ways(reader, sheet["ways"]), typical or None),
        acts=tuple(_acts(reader, sheet["acts"])),
        languages=tuple(_languages(reader, sheet["languages"])),
        computer=_computer(reader, sheet),
        secrets=_secrets(reader, sheet["secrets"]),
        health=sheet["health"] == "true",
        wordings=wordings,
    )
    return Read(None if reader.errors else asked, texts, reader.errors)


def _education(reader: Reader, rows: Sequence[Row]) -> list[EducationNeed]:
    made = []
    for place, row in enumerate(rows):
        at = f"education-{place}"
        level = reader.word(f"{at}-level", row["level"], tuple(Level))
        fields = reader.words(f"{at}-fields", row["fields"], codes().education.names)
        if f"{at}-level" not in reader.errors:
            made.append(EducationNeed(Level(level), fields))
    return made


def read_ways(reader: Reader, rows: Sequence[Row]) -> tuple[Alternative, ...]:
    """Return the alternatives of an experience; their faults are kept by the reader."""
    made = []
    for place, row in enumerate(rows):
        at = f"ways-{place}"
        known = requirement_codes().conditions
        conditions = reader.words(f"{at}-conditions", row["conditions"], known)
        needs = tuple(
            _need(reader, f"{at}-needs-{number}", need) for number, need in enumerate(row["needs"])
        )
        if not needs and not conditions:
            reader.errors[f"{at}-conditions"] = say(
                "This alternative asks nothing: add work or a condition, or take it out."
            )
        made.append(Alternative(needs, conditions))
    return tuple(made)


def _need(reader: Reader, at: str, row: Row) -> ExperienceNeed:
    years = reader.number(f"{at}-years", row["years"])
    months = reader.number(f"{at}-months", row["months"])
    asked = years * MONTHS_A_YEAR + months
    if asked > MOST_MONTHS:
        most = MOST_MONTHS // MONTHS_A_YEAR
        reader.errors[f"{at}-years"] = say("Please enter a number up to %(n)s.", n=most)
    if not row["years"] and not row["months"]:
        reader.errors[f"{at}-years"] = FILL_IN
    return ExperienceNeed(
        asked,
        sectors=reader.words(f"{at}-sectors", row["sectors"], SECTORS),
        fields=reader.words(f"{at}-fields", row["fields"], codes().work.names),
        levels=reader.words(f"{at}-levels", row["levels"], POST_LEVELS),
    )


def _acts(reader: Reader, rows: Sequence[Row]) -> list[ActsNeed]:
    made = []
    for place, row in enumerate(rows):
        at = f"acts-{place}"
        found = reader.words(f"{at}-codes", row["codes"], requirement_codes().acts)
        if not found:
            reader.errors[f"{at}-codes"] = CHOOSE_SOME
        made.append(ActsNeed(found, reader.decides(f"{at}-weight", row["weight"])))
    return made


def _languages(reader: Reader, rows: Sequence[Row]) -> list[LanguageNeed]:
    made, seen = [], set[str]()
    for place, row in enumerate(rows):
        at = f"languages-{place}"
        code = reader.word(f"{at}-code", row["code"], LANGUAGES)
        reader.once(f"{at}-code", code, seen)
        level = row["level"]
        if level:
            reader.word(f"{at}-level", level, LANGUAGE_LEVELS)
        decides = reader.decides(f"{at}-weight", row["weight"])
        made.append(LanguageNeed(code, cast("LanguageLevel | None", level or None), decides))
    return made


def _computer(reader: Reader, sheet: Sheet) -> ComputerNeed | None:
    programs = reader.words("programs", sheet["programs"], codes().programs.names)
    if not sheet["computer"]:
        if programs:
            reader.errors["computer"] = say(
                "Programs are chosen: say whether work with a computer is a must."
            )
        return None
    return ComputerNeed(programs, reader.decides("computer", sheet["computer"]))


def _secrets(reader: Reader, value: str) -> SecretsNeed | None:
    forms = {str(one): one for one in get_args(SecretsForm)}
    if not value or reader.word("secrets", value, forms) not in forms:
        return None
    return SecretsNeed(cast("SecretsForm", forms[value]))


def _wordings(reader: Reader, rows: Sequence[Row]) -> tuple[tuple[Wording, ...], dict[str, Names]]:
    made: list[Wording] = []
    texts: dict[str, Names] = {}
    seen: set[str] = set()
    for place, row in enumerate(rows):
        at = f"wordings-{place}"
        code = row["code"]
        if code == OWN_TEXT:
            code, texts_of = _own_text(reader, at, row)
            texts[code] = texts_of
        else:
            reader.word(f"{at}-code", code, requirement_codes().wordings)
            texts[code] = requirement_codes().wordings.get(code, {})
        reader.once(f"{at}-code", code, seen)
        made.append(Wording(code, reader.decides(f"{at}-weight", row["weight"])))
    return tuple(made), texts


def _own_text(reader: Reader, at: str, row: Mapping[str, Any]) -> tuple[str, Names]:
    kk, ru = reader.text(f"{at}-kk", row["kk"]), row["ru"]
    names = {"kk": kk, "ru": ru} if ru else {"kk": kk}
    return text_code("\n".join(names.values())), names
