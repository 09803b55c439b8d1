"""Dated rule sets of the kinds of test.

LE: law enforcement; AD: administrative service; IS: integrated system; PQ: personal qualities.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.law.dated import row_on
from service.law.terms import Term

Kind = Literal["LE", "AD", "IS", "PQ"]
KINDS: tuple[Kind, ...] = ("LE", "AD", "IS", "PQ")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The terms by which an application of one kind is judged, from a day up to another.

    `broken_off_wait` is None where the rules have no term of their own for a broken-off attempt;
    such an attempt is "Not passed" and waits as a result below the threshold does.
    `below_threshold_wait` and `certificate_validity` are None where there is neither threshold nor
    certificate.
    """

    kind: Kind
    valid_from: date
    valid_to: date | None
    source: str
    below_threshold_wait: Term | None
    breach_bar: Term
    impersonator_bar: Term
    broken_off_wait: Term | None
    certificate_validity: Term | None


# O26 para 5: in force from 1 February 2024. It was re-issued as order No. 32 of 9 February 2024,
# likewise in force from 1 February 2024; a later amendment is a further row.
RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet(
        kind="LE",
        valid_from=date(2024, 2, 1),
        valid_to=None,
        source="O26 LE annex 2 row 9",
        below_threshold_wait=Term(months=1),
        breach_bar=Term(months=6),
        impersonator_bar=Term(years=1),
        broken_off_wait=None,
        certificate_validity=Term(years=1),
    ),
    RuleSet(
        kind="AD",
        valid_from=date(2024, 2, 1),
        valid_to=None,
        source="O26 AD annex 5 row 9",
        below_threshold_wait=Term(days=15),
        breach_bar=Term(months=6),
        impersonator_bar=Term(years=1),
        broken_off_wait=Term(days=3),
        certificate_validity=Term(years=1),
    ),
    RuleSet(
        kind="IS",
        valid_from=date(2024, 2, 1),
        # Para 1 ends the temporary rules on 31 December 2024; kept open here (DEFAULT), for
        # later orders carried them on and their terms stayed.
        valid_to=None,
        source="O26 IS 34, 49; AD annex 5 row 9",
        below_threshold_wait=Term(days=15),
        breach_bar=Term(months=6),
        impersonator_bar=Term(years=1),
        broken_off_wait=Term(days=3),
        certificate_validity=Term(years=1),
    ),
    RuleSet(
        kind="PQ",
        valid_from=date(2024, 2, 1),
        valid_to=None,
        # LAW 28(4) asks for the conclusion and sets no mark: nothing is waited for after it, and
        # it does not expire. What bars from a test at all bars from this one too (DEFAULT).
        source="LAW 28(4); O26 IS 49; AD annex 5 row 9",
        below_threshold_wait=None,
        breach_bar=Term(months=6),
        impersonator_bar=Term(years=1),
        broken_off_wait=Term(days=3),
        certificate_validity=None,
    ),
)


def rule_set(kind: Kind, day: date) -> RuleSet:
    """The rule set of a kind in force on a day.

    Raises:
        NotInForceError: no rule set of that kind was in force on that day.
    """
    return row_on([row for row in RULE_SETS if row.kind == kind], day)
