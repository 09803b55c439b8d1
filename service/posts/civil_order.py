"""The order on civilian posts of internal-affairs bodies: groups of posts by block, link, level."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from service.posts.act_facts import ActFacts, act_facts
from service.posts.civil_groups import (
    Category,
    Group,
    Scope,
    read_groups,
)
from service.posts.civil_table import LEVEL_MISSING, read_sentences
from service.posts.printed_dates import ActNumber, acts_in_words
from service.posts.source_text import (
    Anomaly,
    FatalFault,
    SourceLine,
    SourceText,
    joined,
    read_source,
    tidied,
)
from service.posts.torn_words import whole_words

NUMBER: Final = "920"
TITLE: Final = "азаматтық қызметшілер лауазымдарының тізілімін"
LAST_PARAGRAPH: Final = 4
BLOCKS: Final = "ABCD"

CATEGORY_AND_LEVEL: Final = "category and level differ"
UNEXPLAINED: Final = "abbreviation not explained"
NO_TITLES: Final = "group without titles"
NO_UNITS: Final = "group without units"

_HEADING = "Буын Деңгей Лауазымдар атауы"
_ABBREVIATIONS = "Аббревиатуралардың толық жазылуы"
_ABBREVIATION = re.compile(r"^(\w+) [-\u2013] (.+?)[;.]")
_CAPITALS = re.compile(r"\b[^\W\d_]{2,}\b")
_PARAGRAPH = re.compile(r"^(\d+)\. ")
_LEVEL_OF: Final = {
    Category.HIGHEST: "1",
    Category.FIRST: "2",
    Category.SECOND: "3",
    Category.NONE: "4",
}


@dataclass(frozen=True, slots=True)
class CivilGroup(Group):
    """Posts that stand together in the register: their titles, and where such posts are.

    `level` is None for the links that have none; `units` are the institutions or parts of
    institutions, in the words (and the case) of the register; empty where it names none.
    `inferred` names the fields that are not printed for this group.
    """

    number: int
    key: str
    source_text: str


@dataclass(frozen=True, slots=True)
class CivilReading:
    """Everything the order's register says, in its order; `changed_act` is the order it amends."""

    source_name: str
    sha256: str
    act: ActFacts
    changed_act: ActNumber | None
    records: tuple[CivilGroup, ...]
    abbreviations: tuple[tuple[str, str], ...]
    anomalies: tuple[Anomaly, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many of what was read; `titles` counts a title in each of its groups."""
        places = {(one.block, one.sphere, one.link, one.level) for one in self.records}
        return {
            "groups": len(self.records),
            "levels": len(places),
            "titles": sum(len(one.titles) for one in self.records),
            "units": sum(len(one.units) for one in self.records),
            "inferred": sum(bool(one.inferred) for one in self.records),
            "anomalies": len(self.anomalies),
        }


def read_civil_order(source: SourceText | Path | bytes) -> CivilReading:
    """Read the register of civilian posts of order № 920.

    Raises:
        FatalFault: it is another text, or one that ends early.
    """
    text = source if isinstance(source, SourceText) else read_source(source)
    text.require(TITLE)
    lines, torn = whole_words(text.lines)
    body, ends = _table(lines)
    abbreviations = _abbreviations(lines[ends:])
    sentences, misplaced = read_sentences(lines[body:ends])
    _require_blocks({one.block for one in sentences}, lines[ends].number)
    groups, odd = read_groups(sentences)
    groups, missing = _with_missing_levels(groups)
    records = tuple(_records(groups, text))
    anomalies = [
        *text.mends,
        *torn,
        *misplaced,
        *odd,
        *missing,
        *_doubts(records),
        *_unexplained(records, {short for short, _ in abbreviations}),
    ]
    return CivilReading(
        text.name,
        text.sha256,
        act_facts(lines, NUMBER),
        next(iter(acts_in_words(joined(lines[:body]))), None),
        records,
        abbreviations,
        tuple(sorted(anomalies, key=lambda one: (one.line, one.kind))),
    )


def _table(lines: Sequence[SourceLine]) -> tuple[int, int]:
    """Return where the register's body begins and where the abbreviations end it."""
    texts = [tidied(line.text) for line in lines]
    if _HEADING not in texts:
        raise FatalFault(0, f"the register has no heading «{_HEADING}».")
    body = texts.index(_HEADING) + 1
    ends = next((at for at, one in enumerate(texts) if one.startswith(_ABBREVIATIONS)), None)
    if ends is None or ends < body:
        raise FatalFault(len(lines), "the text ends before the register's abbreviations.")
    found = (_PARAGRAPH.match(one) for one in texts[ends:])
    numbers = {int(one.group(1)) for one in found if one}
    for wanted in range(2, LAST_PARAGRAPH + 1):
        if wanted not in numbers:
            raise FatalFault(len(lines), f"the text is not whole: it lacks paragraph {wanted}.")
    return body, ends


def _require_blocks(found: set[str], line: int) -> None:
    for block in BLOCKS:
        if block not in found:
            raise FatalFault(line, f"the register lacks block {block}.")


def _abbreviations(lines: Iterable[SourceLine]) -> tuple[tuple[str, str], ...]:
    made: list[tuple[str, str]] = []
    for line in lines:
        if _PARAGRAPH.match(line.text):
            break
        if found := _ABBREVIATION.match(line.text):
            made.append((found.group(1), found.group(2)))
    return tuple(made)


def _with_missing_levels(groups: Sequence[Group]) -> tuple[list[Group], list[Anomaly]]:
    """Give a level without a label its posts.

    Where a link has levels 1 and 3 but no 2, posts of regional institutions under 1 begin the
    missing one: the register puts institutions of the republic, of regions and of districts on
    levels of their own. What is put there is marked.
    """
    made = list(groups)
    anomalies: list[Anomaly] = []
    for before, after in _leaps(groups):
        wanted = str(int(before.level or 0) + 1)
        at = groups.index(before)
        stretch = [at + step for step in range(groups.index(after) - at)]
        regional = [one for one in stretch if groups[one].scope is Scope.REGIONAL]
        anomalies.append(Anomaly(after.first_line, LEVEL_MISSING, f"{before.link}-{wanted}"))
        for one in stretch:
            if regional and one >= regional[0]:
                inferred = groups[one].inferred | {"level"}
                made[one] = replace(groups[one], level=wanted, inferred=inferred)
    return made, anomalies


def _leaps(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Yield the first group of a level and that of the next, where the numbers leave one out."""
    firsts: dict[tuple[str, str | None, str, str | None], Group] = {}
    for group in groups:
        firsts.setdefault((group.block, group.sphere, group.link, group.level), group)
    heads = list(firsts.values())
    for before, after in pairwise(heads):
        same_link = (before.sphere, before.link) == (after.sphere, after.link)
        if same_link and _number(after.level) - _number(before.level) > 1:
            yield before, after


def _number(level: str | None) -> int:
    return int(level.split("-")[0]) if level else 0


def _records(groups: Iterable[Group], text: SourceText) -> Iterator[CivilGroup]:
    seen: Counter[str] = Counter()
    for number, one in enumerate(groups, start=1):
        name = "|".join(
            (one.block, one.sphere or "", one.link, one.level or "", one.heading or "", *one.titles)
        )
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}|{seen[name]}"
        yield CivilGroup(
            **{each.name: getattr(one, each.name) for each in fields(one)},
            number=number,
            key=f"civil-{hashlib.sha256(unique.encode()).hexdigest()[:12]}",
            source_text=text.printed(one.first_line, one.last_line),
        )


def _doubts(records: Iterable[CivilGroup]) -> Iterator[Anomaly]:
    for one in records:
        if one.category and _LEVEL_OF[one.category] != one.level:
            yield Anomaly(one.first_line, CATEGORY_AND_LEVEL, one.heading or "")
        if not one.titles:
            yield Anomaly(one.first_line, NO_TITLES, one.heading or "")
        if one.block == "A" and not one.units:
            yield Anomaly(one.first_line, NO_UNITS, one.heading or "")


def _unexplained(records: Iterable[CivilGroup], known: set[str]) -> Iterator[Anomaly]:
    told: set[str] = set()
    for one in records:
        for short in _CAPITALS.findall(" ".join((one.heading or "", *one.titles, *one.units))):
            if short.isupper() and short not in known | told:
                told.add(short)
                yield Anomaly(one.first_line, UNEXPLAINED, short)
