"""The qualification requirements of a post as data: what is asked, in alternatives, with sources.

Fields, sectors, acts, languages and programs are codes of the registers; the wording stays there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Literal, get_args

from service.law.dated import NotInForceError, row_on
from service.law.experience import ExperienceNeed


class Level(StrEnum):
    """Levels of education from the lowest to the highest."""

    SECONDARY = "secondary"
    VOCATIONAL = "vocational"  # technical and vocational, post-secondary
    BACHELOR = "bachelor"  # what the orders call higher education
    SPECIALIST = "specialist"  # higher education of the former five-year form
    MASTER = "master"
    DOCTOR = "doctor"

    def reaches(self, asked: "Level") -> bool:
        """Is it that level or a higher one?"""
        return _LEVELS.index(self) >= _LEVELS.index(asked)


_LEVELS: Final = tuple(Level)

LanguageLevel = Literal["a1", "a2", "b1", "b2", "c1", "c2", "native"]
LANGUAGE_LEVELS: Final[tuple[LanguageLevel, ...]] = get_args(LanguageLevel)  # lowest first
SecretsForm = Literal[1, 2, 3]  # form 1 opens the most


@dataclass(frozen=True, slots=True)
class EducationNeed:
    """One way to the education asked: a level, in one of the fields (none given: in any)."""

    level: Level
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to the experience asked: every need, and every condition that is no measure of time.

    Conditions are codes such as ``studied-by-state-order``; the file says which are proved.
    """

    needs: tuple[ExperienceNeed, ...]
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Experience:
    """The experience asked: any of the alternatives, and the typical requirements if referred to.

    No alternatives and no reference means that no experience is asked.
    """

    alternatives: tuple[Alternative, ...] = ()
    typical: str | None = None  # the category whose typical requirements apply as well


@dataclass(frozen=True, slots=True)
class ActsNeed:
    """Acts to be known, by their codes; a test certificate proves those of its programme."""

    acts: frozenset[str]
    decides: bool = True


@dataclass(frozen=True, slots=True)
class LanguageNeed:
    """A language to be known; without a level any knowledge of it will do."""

    code: str
    level: LanguageLevel | None = None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class ComputerNeed:
    """Work with a computer; programs by their codes, none given: in general."""

    programs: frozenset[str] = frozenset()
    decides: bool = True


@dataclass(frozen=True, slots=True)
class SecretsNeed:
    """Access to state secrets by form 1, 2 or 3."""

    form: SecretsForm


@dataclass(frozen=True, slots=True)
class Wording:
    """A requirement that only a person can judge, by the code of its text in the register."""

    code: str
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Requirements:
    """Everything a post asks, in one version.

    Args:
        source: the order and the line or number of the record.
        version: counted up with every change by HR.
        education: an OR-list; empty where none is asked.
        health: whether special requirements to health are set (LAW 16(3)4).
    """

    source: str
    version: int = 1
    education: tuple[EducationNeed, ...] = ()
    experience: Experience = Experience()
    acts: tuple[ActsNeed, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()
    computer: ComputerNeed | None = None
    secrets: SecretsNeed | None = None
    health: bool = False
    wordings: tuple[Wording, ...] = ()

    @property
    def asks_experience(self) -> bool:
        """Is any experience asked, so that a document on employment must be there (VC-3)?"""
        asked = self.experience
        return asked.typical is not None or any(
            need.months for each in asked.alternatives for need in each.needs
        )


@dataclass(frozen=True, slots=True)
class TypicalRequirements:
    """A row of the register of typical requirements (LAW 17(4)): a category, from a day on."""

    category: str
    alternatives: tuple[Alternative, ...]
    source: str
    valid_from: date
    valid_to: date | None = None


class TypicalUnknown(LookupError):
    """The register has no typical requirements of that category for that day."""


def with_typical(
    asked: Requirements, register: Iterable[TypicalRequirements], day: date
) -> Requirements:
    """The requirements with the reference to the typical ones carried out.

    Where a post adds experience of its own, both must be met: every typical alternative is joined
    with every one of the post.

    Raises:
        TypicalUnknown: the reference leads nowhere on that day.
    """
    category = asked.experience.typical
    if category is None:
        return asked
    rows = [row for row in register if row.category == category]
    try:
        row = row_on(rows, day)
    except NotInForceError as nothing:
        raise TypicalUnknown(category) from nothing
    joined = _joined(row.alternatives, asked.experience.alternatives)
    return replace(asked, experience=Experience(joined))


def _joined(typical: Sequence[Alternative], own: Sequence[Alternative]) -> tuple[Alternative, ...]:
    if not typical or not own:
        return (*typical, *own)
    return tuple(
        Alternative((*one.needs, *other.needs), one.conditions | other.conditions)
        for one in typical
        for other in own
    )


# Nobody is asked for more than a working life.
MOST_MONTHS: Final = 40 * 12


def faults(asked: Requirements) -> list[str]:
    """What is wrong with a draft, as stable words; empty where it may be used."""
    needs = [need for each in asked.experience.alternatives for need in each.needs]
    found = {
        "experience-months": any(not 0 <= need.months <= MOST_MONTHS for need in needs),
        "empty-alternative": any(
            not each.needs and not each.conditions for each in asked.experience.alternatives
        ),
        "acts-empty": any(not each.acts for each in asked.acts),
        "language-twice": _twice([each.code for each in asked.languages]),
        "wording-twice": _twice([each.code for each in asked.wordings]),
        "no-source": not asked.source.strip(),
        "version": asked.version < 1,
    }
    return [name for name, wrong in found.items() if wrong]


def _twice(codes: Sequence[str]) -> bool:
    return len(codes) != len(set(codes))
