"""The head of a post: number, title, category, units, staff numbers, and where the post stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.law.programme import normalise_category
from service.posts.source_text import Anomaly, SourceLine, joined

# Latin or Cyrillic letters, as printed; a region's category has a letter or a nought between
_CATEGORY: Final = r"(?P<category>[^\W\d_][-\u2013](?:[^\W_]{1,4}[-\u2013])?\d{1,2})"
_HEAD = re.compile(
    r"^(?P<number>\d+) ?\. ?(?P<title>.+?)(?P<comma>,?) "
    + _CATEGORY
    + r"(?P<word> санаты)?,? ?\( ?(?P<units>\d+) бірлік ?\),? ?(?P<numbers>.*)$"
)
_STAFF_NUMBER = re.compile(r"(?P<sign>№ ?)?(?P<number>\d+(?:-\d+){2,3})(?![-\d])")
_NOUGHT_FOR_LETTER = re.compile(r"(?<=-)0(?=-)")
_UNITS: Final = (
    re.compile(r"^(?P<unit>.+? департамент)(?P<case>і|інің) (?P<rest>.+)$"),
    re.compile(r"^(?P<unit>.+? комитет)(?P<case>і|інің) (?P<rest>.+)$"),
    re.compile(r"^(?P<unit>.+? басқармасы)(?P<case>ның) (?P<rest>.+)$"),
)
_DIVISION = re.compile(r"^(?P<unit>.+? басқарма(?:сы)?)(?P<case>ның)? (?P<rest>.+)$")


@dataclass(frozen=True, slots=True)
class StaffNumber:
    """A number of the staff table, like 5-1-2-3: department 5-1, division 2, third place."""

    number: str

    @property
    def unit(self) -> str:
        """The department's number."""
        return "-".join(self.number.split("-")[:-2])

    @property
    def division(self) -> str:
        """The department's number with the division's; division 0 is the department itself."""
        return self.number.rpartition("-")[0]

    @property
    def place(self) -> int:
        """Which place of its division it is."""
        return int(self.number.rpartition("-")[2])


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a post's table; `inferred` names what is not printed in this form."""

    title: str
    category: str
    category_key: str
    units: int
    staff_numbers: tuple[StaffNumber, ...]
    department: str
    division: str
    position: str
    inferred: frozenset[str]


def head_of(lines: Sequence[SourceLine]) -> tuple[Head | None, list[Anomaly]]:
    """Return the head of a post and what is odd in it; None where it has no such form."""
    found = _HEAD.match(joined(lines))
    first = lines[0]
    if found is None:
        return None, [Anomaly(first.number, "head not understood", joined(lines))]
    title = found["title"].strip()
    numbers = [StaffNumber(one["number"]) for one in _STAFF_NUMBER.finditer(found["numbers"])]
    department, division, position, derived = _place_of(title)
    key = normalise_category(_NOUGHT_FOR_LETTER.sub("O", found["category"]))
    head = Head(
        title=title,
        category=found["category"],
        category_key=key,
        units=int(found["units"]),
        staff_numbers=tuple(numbers),
        department=department,
        division=division,
        position=position,
        inferred=frozenset({"category_key", *derived}),
    )
    return head, list(_odd_in(found, lines, head))


def _place_of(title: str) -> tuple[str, str, str, set[str]]:
    """Return department, division and position of a title, and which of them are derived."""
    derived: set[str] = set()
    for pattern in _UNITS:
        found = pattern.match(title)
        if found is None:
            continue
        department = found["unit"] if found["case"] == "ның" else found["unit"] + "і"
        if found["case"] != "і":
            derived.add("department")
        inside = _DIVISION.match(found["rest"])
        if inside is None or found["case"] == "ның":  # a division of its own has none inside
            return department, "", found["rest"], derived
        if inside["case"]:
            derived.add("division")
        return department, inside["unit"], inside["rest"], derived
    return "", "", title, derived


def _odd_in(found: re.Match[str], lines: Sequence[SourceLine], head: Head) -> list[Anomaly]:
    odd: list[Anomaly] = []
    line = next(one for one in lines if re.search(_CATEGORY, one.text))
    before = line.text[: line.text.find(head.category)].strip()
    if before:
        odd.append(Anomaly(line.number, "category in the title line", line.text))
    if not found["word"]:
        odd.append(Anomaly(line.number, "category without its word", line.text))
    letters = {letter for letter in head.category if letter.isalpha()}
    if len({"\u0400" <= letter <= "\u04ff" for letter in letters}) > 1:
        odd.append(Anomaly(line.number, "category in mixed letters", head.category))
    if _NOUGHT_FOR_LETTER.search(head.category):
        odd.append(Anomaly(line.number, "nought for a letter in the category", head.category))
    if found["comma"]:
        odd.append(Anomaly(lines[0].number, "comma after the title", head.title + ","))
    last = lines[-1]
    unsigned = [
        one["number"]
        for at, one in enumerate(_STAFF_NUMBER.finditer(found["numbers"]))
        if not one["sign"]
    ]
    if unsigned:
        odd.append(Anomaly(last.number, "staff number without its sign", ", ".join(unsigned)))
    rest = _STAFF_NUMBER.sub("", found["numbers"]).replace(",", "").strip()
    if rest:
        odd.append(Anomaly(last.number, "words behind the staff numbers", rest))
    if len(head.staff_numbers) != head.units:
        text = f"{head.units} units, {len(head.staff_numbers)} staff numbers"
        odd.append(Anomaly(last.number, "units differ from staff numbers", text))
    return odd
