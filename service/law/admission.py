"""May this candidate compete for this vacancy? Every requirement answered, nothing else asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from service.law.calendar import ONE_DAY
from service.law.entry import entry_lines
from service.law.line import Line, line_of
from service.law.personal_file import File, HeldCertificate, file_of
from service.law.qualification import qualification_lines
from service.law.record import plain, rebuild
from service.law.requirements import Requirements
from service.law.rule import rule
from service.law.rule_set import Kind
from service.law.vacancy import Round, is_former_official

LW_5 = rule("LW-5", "LAW 26, 28(3)-(4), 29(2-1); O26 IS 34")

Outcome = Literal["admitted", "refused", "look"]  # look: first a person must look
SCHEMA: Final = 1  # of a decision's record; who changes it writes how an older one is read


@dataclass(frozen=True, slots=True)
class Opening:
    """An announced vacancy as far as admission depends on it.

    Args:
        post: the code of the post in the register.
        round: the round announced.
        closes_on: the last day of reception; ages and look-backs are judged by it.
        requirements: references to typical requirements carried out where they are known.
        circle: the bodies of a round in the body.
        direct: a general competition of LAW 29(2-1): officials and persons of 29(5) take no test.
        kinds: the kinds of certificates that count here: IS in the integrated system, else AD.
        programmes: the programmes that count; none given: every one of those kinds.
    """

    post: str
    round: Round
    closes_on: date
    requirements: Requirements
    circle: frozenset[str] = frozenset()
    direct: bool = False
    kinds: frozenset[Kind] = frozenset({"IS"})
    programmes: frozenset[str] = frozenset()

    def counts(self, held: HeldCertificate) -> bool:
        """Is it a certificate of the right kind and programme?"""
        right = not self.programmes or held.programme in self.programmes
        return held.kind in self.kinds and right


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to an application: admitted, refused, or first a person must look.

    Args:
        outcome: refused where a line that decides is not met; else look where one needs a person.
        day: the day of the check.
        lines: one a requirement, in the order of the law and of the requirements.
        file: what was known.
        opening: what was asked.
    """

    outcome: Outcome
    day: date
    lines: tuple[Line, ...]
    file: File
    opening: Opening

    @property
    def unmet(self) -> tuple[Line, ...]:
        """The lines for which the candidate is refused."""
        return tuple(each for each in self.lines if each.decides and each.outcome == "not-met")

    @property
    def to_look_at(self) -> tuple[Line, ...]:
        """The lines that a person must look at before the candidate is admitted."""
        return tuple(each for each in self.lines if each.decides and each.outcome == "look")

    def may_still_add(self, day: date) -> bool:
        """May what is missing still be added on that day?"""
        return day <= self.opening.closes_on

    def as_record(self) -> dict[str, Any]:
        """The decision with its inputs as JSON keeps it; `reopened` reads it again."""
        return {
            "schema": SCHEMA,
            "outcome": self.outcome,
            "day": plain(self.day),
            "lines": plain(self.lines),
            "file": plain(self.file),
            "opening": plain(self.opening),
        }


def admission(file: File, opening: Opening, day: date) -> Decision:
    """Whether the candidate is admitted to the competition (VC-3, LW-1 … LW-5).

    Args:
        file: the personal file as it is on `day`.
        opening: the announced vacancy.
        day: the day of the check. What must have happened (work, education, a certificate) is
            judged by it, what only the calendar brings (age, look-backs) by the closing day.
    """
    lines = tuple(_lines(file, opening, day))
    return Decision(outcome_of(lines), day, lines, file, opening)


def outcome_of(lines: Iterable[Line]) -> Outcome:
    """What the lines come to: one that decides and is not met refuses, an open question waits."""
    deciding = {each.outcome for each in lines if each.decides}
    if "not-met" in deciding:
        return "refused"
    return "look" if "look" in deciding else "admitted"


def admission_of(record: Mapping[str, object], opening: Opening, day: date) -> Decision:
    """The same for a record of a file; what LAW 16(5) names in it is not even read (LW-3).

    Raises:
        TypeError, ValueError: the record is no file.
    """
    return admission(file_of(record), opening, day)


def reopened(record: Mapping[str, Any]) -> Decision:
    """The decision judged anew from the inputs of its record, by the law of its own day.

    Raises:
        KeyError, TypeError, ValueError: the record is none of `Decision.as_record`.
    """
    if record["schema"] != SCHEMA:
        message = f"a decision of schema {record['schema']} is none that this version reads"
        raise ValueError(message)
    opening = rebuild(Opening, record["opening"])
    return admission_of(record["file"], opening, date.fromisoformat(record["day"]))


def kept(record: Mapping[str, Any]) -> Decision:
    """The decision as it was kept, word by word; nothing is judged anew.

    Raises:
        KeyError, TypeError, ValueError: the record is none of `Decision.as_record`.
    """
    if record["schema"] != SCHEMA:
        message = f"a decision of schema {record['schema']} is none that this version reads"
        raise ValueError(message)
    return Decision(
        record["outcome"],
        date.fromisoformat(record["day"]),
        tuple(line_of(each) for each in record["lines"]),
        file_of(record["file"]),
        rebuild(Opening, record["opening"]),
    )


def _lines(file: File, opening: Opening, day: date) -> Iterator[Line]:
    yield from entry_lines(
        file.person,
        round_=opening.round,
        circle=opening.circle,
        health_asked=opening.requirements.health,
        day=day,
        closes_on=opening.closes_on,
    )
    proofs = tuple(
        each
        for each in file.certificates
        if opening.counts(each) and each.taken_on <= day <= each.valid_until
    )
    if opening.round is Round.GENERAL:
        yield _certificate(file, opening, proofs, day)
    yield from qualification_lines(file, opening.requirements, proofs, day)


def _certificate(
    file: File, opening: Opening, proofs: tuple[HeldCertificate, ...], day: date
) -> Line:
    standing = file.person.standing
    official = standing.serving_in is not None or is_former_official(standing, day)
    if opening.direct and official:
        return Line("certificate", "met", LW_5, "LAW 29(2-1)", why="exempt")
    source = "LAW 28(3); O26 IS 34"
    if proofs:
        best = max(proofs, key=lambda each: (each.valid_until, each.number))
        return Line("certificate", "met", LW_5, source, facts=_facts(best))
    own = [each for each in file.certificates if opening.counts(each)]
    others = [each for each in file.certificates if not opening.counts(each)]
    why, shown = "none", None
    if own:
        shown = max(own, key=lambda each: (each.valid_until, each.number))
        why = "expired" if shown.valid_until < day else "not-yet"
    elif others:
        shown = max(others, key=lambda each: (each.valid_until, each.number))
        why = "other-kind"
    facts = _facts(shown) | {"asked": plain(opening.kinds)}
    return Line("certificate", "not-met", LW_5, source, "", why, facts, None, "take-test")


def _facts(held: HeldCertificate | None) -> dict[str, Any]:
    if held is None:
        return {}
    last = held.valid_until
    return {
        "number": held.number,
        "programme": held.programme,
        "kind": held.kind,
        "valid_until": plain(last),
        "expires_on": plain(last + ONE_DAY),
    }
