"""The score of a test against the thresholds of its programme."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.law.defaults import DEFAULTS, Defaults
from service.law.programme import Part, Programme, Section


@dataclass(frozen=True, slots=True)
class PartResult:
    """An act (or two counted together) and its threshold, None where there is none."""

    code: str
    questions: int
    correct: int
    threshold: int | None
    passed: bool


@dataclass(frozen=True, slots=True)
class SectionResult:
    """A section, its total threshold and its parts; without thresholds it never fails."""

    code: str
    questions: int
    correct: int
    threshold: int | None
    passed: bool
    parts: tuple[PartResult, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A threshold that was missed: of a part, or of the whole section where `part` is None.

    `section` is None for the threshold of all sections together.
    """

    section: str | None
    part: str | None
    correct: int
    threshold: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a certificate or a statement says; `threshold` is that of all sections together."""

    sections: tuple[SectionResult, ...]
    passed: bool
    shortfalls: tuple[Shortfall, ...]
    threshold: int | None = None

    @property
    def questions(self) -> int:
        """Questions of all sections."""
        return sum(section.questions for section in self.sections)

    @property
    def correct(self) -> int:
        """Right answers of all sections."""
        return sum(section.correct for section in self.sections)


def score(programme: Programme, answers: Mapping[str, Iterable[tuple[str, bool]]]) -> Result:
    """Score the answers of an attempt.

    Args:
        programme: the version under which the attempt was taken.
        answers: for every section code the pairs (part code, is it right?). A question without a
            pair counts as not answered; the questions of a section are the programme's, always.

    Raises:
        ValueError: a section or part is unknown, or has more answers than questions.
    """
    unknown = set(answers) - {section.code for section in programme.sections}
    if unknown:
        message = f"{programme.code} has no section {', '.join(sorted(unknown))}"
        raise ValueError(message)
    sections = tuple(
        _score_section(section, answers.get(section.code, ())) for section in programme.sections
    )
    shortfalls = [missed for section in sections for missed in _shortfalls(section)]
    correct, together = sum(section.correct for section in sections), programme.pass_together
    if together is not None and correct < together:
        shortfalls.append(Shortfall(None, None, correct, together))
    passed = not shortfalls
    return Result(sections, passed, tuple(shortfalls), together)


def _score_section(section: Section, answers: Iterable[tuple[str, bool]]) -> SectionResult:
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for part, is_right in answers:
        given[part] += 1
        right[part] += is_right
    room = {part.code: part.questions for part in section.parts}
    for code, times in given.items():
        if times > room.get(code, 0):
            message = f"{times} answers to part {code!r} of {section.code}: too many"
            raise ValueError(message)
    parts = tuple(_score_part(part, right[part.code], section) for part in section.parts)
    correct = sum(part.correct for part in parts)
    reached = section.pass_total is None or correct >= section.pass_total
    passed = reached and all(part.passed for part in parts)
    return SectionResult(
        section.code, section.questions, correct, section.pass_total, passed, parts
    )


def _score_part(part: Part, correct: int, section: Section) -> PartResult:
    threshold = section.pass_per_act
    passed = threshold is None or correct >= threshold
    return PartResult(part.code, part.questions, correct, threshold, passed)


def _shortfalls(section: SectionResult) -> list[Shortfall]:
    rows: list[tuple[str | None, int, int | None]] = [(None, section.correct, section.threshold)]
    rows += [(part.code, part.correct, part.threshold) for part in section.parts]
    return [
        Shortfall(section.code, part, correct, threshold)
        for part, correct, threshold in rows
        if threshold is not None and correct < threshold
    ]


def result_due(finished_at: datetime, defaults: Defaults = DEFAULTS) -> datetime:
    """The moment by which the result is in the personal cabinet (TT-6)."""
    return finished_at + timedelta(minutes=defaults.result_within)
