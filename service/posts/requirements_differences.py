"""What two versions of requirements have in common and what not, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from service.law.requirements import Requirements

Part = Literal[
    "education",
    "experience",
    "typical",
    "acts",
    "languages",
    "computer",
    "secrets",
    "health",
    "wordings",
    "source",
]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class AskedAct:
    """One act of a post, and whether knowing it decides."""

    code: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What a part has lost and gained."""

    part: Part
    removed: Values
    added: Values


def values_by_part(asked: Requirements) -> Mapping[Part, Values]:
    """Return each single requirement by its part, in the order in which it is asked."""
    acts = (AskedAct(code, need.decides) for need in asked.acts for code in sorted(need.acts))
    typical = asked.experience.typical
    return {
        "education": asked.education,
        "experience": asked.experience.alternatives,
        "typical": () if typical is None else (typical,),
        "acts": tuple(dict.fromkeys(acts)),
        "languages": asked.languages,
        "computer": () if asked.computer is None else (asked.computer,),
        "secrets": () if asked.secrets is None else (asked.secrets,),
        "health": (True,) if asked.health else (),
        "wordings": asked.wordings,
        "source": (asked.source,),
    }


def differences(before: Requirements, after: Requirements) -> list[Difference]:
    """Return the parts that differ; the order within a part makes no difference."""
    was, now = values_by_part(before), values_by_part(after)
    found = (
        Difference(
            part,
            tuple(one for one in was[part] if one not in now[part]),
            tuple(one for one in now[part] if one not in was[part]),
        )
        for part in PARTS
    )
    return [one for one in found if one.removed or one.added]
