"""One line of an answer: a requirement, what it comes to, on which data, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, get_args

from service.law.rule import Rule, rule_of

Outcome = Literal["met", "not-met", "look"]  # look: a person must look
Code = Literal[
    "round",
    "citizenship",
    "age-18",
    "pension-age",
    "bar",
    "penalty",
    "certificate",
    "education",
    "education-document",
    "experience",
    "employment-document",
    "acts",
    "language",
    "computer",
    "secrets",
    "wording",
]
CODES: Final[tuple[str, ...]] = get_args(Code)
Remedy = Literal[
    "wait",
    "wait-for-later-round",
    "add-birth-date",
    "confirm-citizenship",
    "declare",
    "accept-restrictions",
    "take-test",
    "add-education",
    "upload-education",
    "upload-annex",
    "add-employment",
    "upload-employment",
    "add-language",
    "add-computer",
]


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one requirement.

    Args:
        code: what is asked; stable, sentences are made from it.
        outcome: met, not met, or a person must look.
        rule: the rule of the register that asks it.
        source: the paragraph, narrower than the rule's own source where it can be.
        subject: which of several: the code of a bar, a language, a wording.
        why: a stable word for the reason; empty where the outcome says it all.
        facts: the data it rests on, as a record keeps them.
        first_on: the first day on which it would be met, where time alone brings that.
        remedy: what the candidate can do next; None where there is nothing.
        decides: False for what is desirable only: it is shown and decides nothing.
    """

    code: Code
    outcome: Outcome
    rule: Rule
    source: str
    subject: str = ""
    why: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    first_on: date | None = None
    remedy: Remedy | None = None
    decides: bool = True


def line_of(record: Mapping[str, Any]) -> Line:
    """The line that `record.plain` made the record of.

    Raises:
        KeyError, ValueError: the record is none of a line, or names a rule that there never was.
    """
    first = record["first_on"]
    return Line(
        **{
            **record,
            "rule": rule_of(record["rule"]),
            "first_on": None if first is None else date.fromisoformat(first),
        }
    )
