"""A post of the register as structured requirements: what it prints, by codes, with its lines.

Nothing that is printed is lost: what has no code becomes a wording that a person judges. Where a
part cannot be told exactly, the wider reading is taken and a wording stands beside it: a program
must never refuse somebody whom the text would let in.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from service.law.experience import ExperienceNeed
from service.law.requirements import (
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    Level,
    Requirements,
    SecretsNeed,
    Wording,
)
from service.law.terms import MONTHS_A_YEAR
from service.personal_files.codes import codes
from service.posts.requirements_codes import (
    MANAGING,
    STATE_SERVICE,
    STUDIED,
    Names,
    requirement_codes,
)

PREFERRED: Final = "preferred"
CATEGORY_KEY: Final = "category_key"
TEXT_CODE: Final = "text-"
FURTHER_ACTS: Final = "further-acts-of-the-field"
FOREIGN_LANGUAGES: Final = "foreign-languages"
STATE_BODIES: Final = "posts-in-state-bodies"
FIELD_OF_POST: Final = "field-of-the-post"


@dataclass(frozen=True, slots=True)
class Converted:
    """What a post asks, and how it was told.

    Attributes:
        requirements: by codes, version 1.
        texts: the wordings' texts by their codes: {code: {kk, ru, en}}, or {kk} as printed.
        lines: which lines of the source each part stands on.
        structured: how many requirements became codes.
        replaced: acts that are read as those in their place: [(printed, code)].
        inferred: which of the fields used are inferred and not printed.
    """

    requirements: Requirements
    texts: Mapping[str, Names]
    lines: Mapping[str, tuple[int, int]]
    structured: int
    replaced: tuple[tuple[str, str], ...]
    inferred: tuple[str, ...]

    @property
    def worded(self) -> int:
        """Return how many requirements only a person can judge."""
        return len(self.requirements.wordings)


@dataclass(slots=True)
class _Wordings:
    """Wordings in order; one that is asked as a must and as a wish is a must."""

    decides: dict[str, bool] = field(default_factory=dict)
    texts: dict[str, Names] = field(default_factory=dict)

    def add(self, code: str, *, decides: bool) -> None:
        """Add a wording of the register."""
        self.decides[code] = decides or self.decides.get(code, False)
        self.texts[code] = requirement_codes().wordings[code]

    def add_text(self, printed: str, *, decides: bool) -> None:
        """Add a printed text: by the register's code where it has one."""
        code = requirement_codes().wording_of(printed)
        if code is not None:
            self.add(code, decides=decides)
            return
        code = text_code(printed)
        self.decides[code] = decides or self.decides.get(code, False)
        self.texts[code] = {"kk": printed}

    def wordings(self) -> tuple[Wording, ...]:
        """Return them as the law has them."""
        return tuple(Wording(code, decides) for code, decides in self.decides.items())


def text_code(text: str) -> str:
    """Return the code of a text that has none in the register: the same for the same text."""
    return TEXT_CODE + hashlib.sha256(text.casefold().encode()).hexdigest()[:12]


def requirements_of(body: Mapping[str, Any], source: str) -> Converted:
    """Return what a post of the register of posts asks.

    Args:
        body: the post's, settled (posts/inferred).
        source: the act, e.g. "№ 117, 2014-03-20"; the post's key is put behind it.
    """
    more = _Wordings()
    education = _education(body["education"], more)
    experience = _experience(body, more)
    acts, replaced = _acts(body, more)
    skills = body["skills"]
    computer = _computer(skills, more)
    if skills["foreign_languages"] is not None:
        more.add(FOREIGN_LANGUAGES, decides=skills["foreign_languages"] != PREFERRED)
    secrets = SecretsNeed(skills["secrets_form"]) if skills["secrets_form"] else None
    parts = (education, experience.alternatives, acts.acts, computer, secrets, experience.typical)
    asked = Requirements(
        source=f"{source}, {body['key']}",
        education=education,
        experience=experience,
        acts=(acts,) if acts.acts else (),
        computer=computer,
        secrets=secrets,
        wordings=more.wordings(),
    )
    used = {CATEGORY_KEY} if experience.typical == body[CATEGORY_KEY] else set()
    used |= {name for name in body["inferred"] if name.startswith("education.")}
    return Converted(
        requirements=asked,
        texts=more.texts,
        lines=_lines(body),
        structured=sum(bool(part) for part in parts),
        replaced=replaced,
        inferred=tuple(sorted(used & set(body["inferred"]))),
    )


def _lines(body: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    found = {"post": body["lines"], **body["cells"]}
    return {name: (first, last) for name, (first, last) in found.items()}


def _education(asked: Mapping[str, Any], more: _Wordings) -> tuple[EducationNeed, ...]:
    printed = asked["fields"]
    if asked["wished"]:
        more.add_text(asked["wished"], decides=asked["level"] == "unknown")
    if asked["level"] != "higher":
        return ()
    found = [codes().education.named(name) for name in printed]
    if any(code is None for code in found):
        more.add_text(", ".join(printed), decides=True)
        return (EducationNeed(Level.BACHELOR),)
    return (EducationNeed(Level.BACHELOR, frozenset(code for code in found if code)),)


def _experience(body: Mapping[str, Any], more: _Wordings) -> Experience:
    asked = body["experience"]
    if asked["wished"]:
        more.add_text(asked["wished"], decides=False)
    ways = [one for way in asked["alternatives"] for one in _ways(way, body["department"])]
    own = _own_field(asked, more)
    if own is not None:
        ways = [Alternative((*way.needs, own), way.conditions) for way in ways or [Alternative(())]]
    return Experience(tuple(ways), _typical(asked["typical"], body))


def _own_field(asked: Mapping[str, Any], more: _Wordings) -> ExperienceNeed | None:
    """Work in a field that is named: for so many years, or for a person to judge."""
    printed, years = asked["field"], asked["years"]
    if not printed and not years:
        return None
    if years is None:
        more.add_text(printed, decides=True)
        return None
    code = codes().work.named(printed)
    if code is None and printed:
        more.add_text(printed, decides=True)
    return ExperienceNeed(years * MONTHS_A_YEAR, fields=frozenset({code} if code else ()))


def _typical(asked: Mapping[str, Any] | None, body: Mapping[str, Any]) -> str | None:
    if asked is None:
        return None
    own = requirement_codes().typical_acts.get(asked["number"])
    return own or str(body[CATEGORY_KEY])


def _ways(way: Mapping[str, Any], department: str) -> Iterable[Alternative]:
    months = way["years"] * MONTHS_A_YEAR
    match way["kind"]:
        case "state service":
            need = (ExperienceNeed(months, sectors=STATE_SERVICE),)
            if not way["after_state_study"]:
                return [Alternative(need)]
            return [Alternative(need, frozenset({condition})) for condition in STUDIED]
        case "posts in state bodies":
            # who served the state was in its bodies; of others only a person can tell
            return [
                Alternative((ExperienceNeed(months, sectors=STATE_SERVICE),)),
                Alternative((ExperienceNeed(months),), frozenset({STATE_BODIES})),
            ]
        case _:
            return [_in_the_field(way, months, requirement_codes().department_fields, department)]


def _in_the_field(
    way: Mapping[str, Any], months: int, fields: Mapping[str, str], department: str
) -> Alternative:
    known = frozenset({fields[department]}) if department in fields else frozenset[str]()
    needs = [ExperienceNeed(months, fields=known)]
    if way["managing_years"]:
        managing = way["managing_years"] * MONTHS_A_YEAR
        needs.append(ExperienceNeed(managing, fields=known, levels=MANAGING))
    return Alternative(tuple(needs), frozenset() if known else frozenset({FIELD_OF_POST}))


def _acts(body: Mapping[str, Any], more: _Wordings) -> tuple[ActsNeed, tuple[tuple[str, str], ...]]:
    found: set[str] = set()
    replaced: list[tuple[str, str]] = []
    for act in body["acts"]:
        code = requirement_codes().act_named(act["title"])
        if code is None:
            more.add_text(act["title"], decides=True)
            continue
        found.add(code)
        if requirement_codes().is_replaced(act["title"]):
            replaced.append((act["title"], code))
    if body["acts_of_own_field"]:
        more.add(FURTHER_ACTS, decides=True)
    for law in body["legislation"]:
        more.add_text(law["text"], decides=law["wish"] != PREFERRED)
    return ActsNeed(frozenset(found)), tuple(replaced)


def _computer(skills: Mapping[str, Any], more: _Wordings) -> ComputerNeed | None:
    if skills["computer"] is None:
        return None
    decides = skills["computer"] != PREFERRED
    found = {name: codes().programs.named(name) for name in skills["programs"]}
    for name, code in found.items():
        if code is None:
            more.add_text(name, decides=decides)
    return ComputerNeed(frozenset(code for code in found.values() if code), decides)
