"""May they compete? The law's questions (law/admission) as conditions of SQL over the index.

Every condition here repeats a rule of the law for many files at once; a property test holds the
two together. What SQL cannot say (a wording) needs a person, as the law says of it too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Label,
    Select,
    Values,
    and_,
    case,
    column,
    false,
    func,
    literal,
    or_,
    true,
    values,
)
from sqlmodel import col

from service.law.admission import Opening
from service.law.calendar import ONE_DAY
from service.law.dated import on
from service.law.entry import ADULT, PENSION_AGES, turns
from service.law.experience import ExperienceNeed, days_of
from service.law.requirements import LANGUAGE_LEVELS, Alternative, EducationNeed
from service.law.terms import MONTHS_A_YEAR, Term
from service.law.vacancy import Round
from service.people.models import Account
from service.personal_files.index_models import (
    FileIndex,
    IndexedEducation,
    IndexedSkill,
    IndexedWork,
    SkillKind,
)
from service.personal_files.index_rows import LEVELS, VERSION, work_day

Condition = ColumnElement[bool]
Columns = list[Label[Any]]
Words = Sequence[Sequence[str]]  # as WorkSignature keeps them
MOST_NEEDS: Final = 62  # bits of a whole number in SQL, the sign apart


@dataclass(frozen=True, slots=True)
class EligibleCounts:
    """How many files meet everything that is asked, how many do not, how many need a person."""

    met: int
    not_met: int
    look: int


def stale(today: date) -> Condition:
    """Is a row of an older way to derive it, or has the calendar made the file another since?"""
    return or_(col(FileIndex.version) != VERSION, col(FileIndex.changes_on) <= today)


# what each file comes to


def outcome(
    opening: Opening,
    today: date,
    *,
    education: Any,
    work: Any,
    skills: Any,
    certified: Select[Any] | None,
) -> ColumnElement[str]:
    """Return "met", "not-met" or "look" for a row of the index.

    Args:
        opening: what is asked.
        today: the day of the check.
        education: the columns of the subquery of educations, left-joined to the row.
        work: those of the subquery of work.
        skills: those of the subquery of skills.
        certified: the accounts that hold a certificate that counts; None: nobody is asked for one.
    """
    refused = [*_entry_refused(opening, today), *_post_refused(opening, education, work, skills)]
    if certified is not None and opening.round is Round.GENERAL:
        exempt = func.coalesce(_official(today), false()) if opening.direct else false()
        refused.append(and_(col(FileIndex.account_id).not_in(certified), ~exempt))
    look = [*_entry_look(opening), *_post_look(opening, today, education, work, skills)]
    return case(
        (stale(today), "look"),
        (or_(false(), *refused), "not-met"),
        (or_(false(), *look), "look"),
        else_="met",
    )


def _official(today: date) -> Condition:
    return or_(col(FileIndex.serving_in).is_not(None), _former(today))


def _former(today: date) -> Condition:
    """A person of LAW 29(5)."""
    return and_(
        col(FileIndex.serving_in).is_(None),
        col(FileIndex.left_on) <= today,
        col(FileIndex.former_until) >= today,
    )


def _entry_refused(opening: Opening, today: date) -> Iterator[Condition]:
    closes, born, told = opening.closes_on, col(Account.birth_on), col(FileIndex.pension_on)
    if opening.round is not Round.GENERAL:
        serving = col(FileIndex.serving_in)
        inside = serving.is_not(None)
        if opening.round is Round.INTERNAL_BODY:
            inside = serving.in_(sorted(opening.circle))
        displaced = and_(
            serving.is_(None),
            col(FileIndex.left_on) <= today,
            col(FileIndex.displaced_until) >= today,
        )
        ground = or_(inside, _former(today), displaced)
        yield func.coalesce(ground, false()).is_(false())
    yield col(FileIndex.citizen).is_(false())
    yield born > latest_birth(ADULT, closes)
    yield told <= closes
    yield and_(told.is_(None), born <= latest_birth(_ages(closes)[1], closes))
    yield col(FileIndex.barred_until) >= closes


def _entry_look(opening: Opening) -> Iterator[Condition]:
    closes, told = opening.closes_on, col(FileIndex.pension_on)
    yield col(FileIndex.citizen).is_(None)
    yield and_(told.is_(None), col(Account.birth_on) <= latest_birth(_ages(closes)[0], closes))
    yield col(FileIndex.asks_look).is_(true())
    if opening.requirements.health:
        yield col(FileIndex.asks_look_at_health).is_(true())


def _ages(day: date) -> tuple[Term, Term]:
    ages = on(PENSION_AGES, day)
    return Term(months=ages.lowest), Term(months=ages.highest)


def latest_birth(age: Term, day: date) -> date:
    """Return the last day of birth on which somebody is of that age on `day`."""
    months = age.years * MONTHS_A_YEAR + age.months
    years, over = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    born = date(years, over + 1, 28) + 5 * ONE_DAY
    while turns(born, age) > day:
        born -= ONE_DAY
    return born


# what the post asks


def _post_refused(opening: Opening, education: Any, work: Any, skills: Any) -> Iterator[Condition]:
    asked = opening.requirements
    if asked.education:
        yield _is_no(education.may_fit)
        yield _is_no(education.has_scans)
    if asked.asks_experience:
        if asked.experience.typical is None:
            ways = [_measured(each, opening, work, "may") for each in asked.experience.alternatives]
            yield ~or_(false(), *ways)
        yield col(FileIndex.has_employment_document).is_(false())
    for place, language in enumerate(asked.languages):
        if language.decides:
            yield func.coalesce(skills[f"language_{place}"], 0) == 0
    if asked.computer is not None and asked.computer.decides:
        yield col(FileIndex.has_computer).is_(false())
        for place in range(len(asked.computer.programs)):
            yield _is_no(skills[f"program_{place}"])


def _post_look(
    opening: Opening, today: date, education: Any, work: Any, skills: Any
) -> Iterator[Condition]:
    asked = opening.requirements
    if asked.education:
        yield _is_no(education.fits)
    if asked.asks_experience:
        if asked.experience.typical is not None:
            yield true()
        ways = [
            and_(_measured(each, opening, work, "does"), _proved(each, opening, skills))
            for each in asked.experience.alternatives
        ]
        yield ~or_(false(), *ways)
    for place, language in enumerate(asked.languages):
        if language.decides:
            yield skills[f"language_{place}"] == 1
    if asked.secrets is not None:
        held = [
            func.coalesce(col(getattr(FileIndex, f"secrets_{form}_until")) >= today, false())
            for form in range(1, asked.secrets.form + 1)
        ]
        yield ~or_(*held)
    if any(one.decides for one in asked.wordings):
        yield true()


def _is_no(mark: ColumnElement[int]) -> Condition:
    """A mark of a subquery is 0, or there is no row of it."""
    return func.coalesce(mark, 0) == 0


def _proved(one: Alternative, opening: Opening, skills: Any) -> Condition:
    known = _conditions(opening)
    marks = [~_is_no(skills[f"condition_{known.index(code)}"]) for code in one.conditions]
    return and_(true(), *marks)


def _measured(one: Alternative, opening: Opening, work: Any, how: str) -> Condition:
    """Is every need of the alternative met by the work that counts ("does"), or that may?"""
    needs = needs_of(opening)
    done = [
        _days_done(work, f"{how}_{needs.index(each)}") >= days_of(each.months) for each in one.needs
    ]
    return and_(true(), *done)


def _days_done(work: Any, name: str) -> ColumnElement[int]:
    """Return the days of a need; there is no subquery where no work at all may count."""
    return literal(0) if work is None else func.coalesce(work[name], 0)


# the columns of the subqueries


def education_columns(needs: Sequence[EducationNeed], today: date) -> Columns:
    """Return for a group of educations: `fits`, `may_fit`, and `has_scans` of those that may."""
    done = or_(
        col(IndexedEducation.completed_on).is_(None), col(IndexedEducation.completed_on) <= today
    )
    fits, may_fit = [], []
    for need in needs:
        reaches = and_(col(IndexedEducation.level) >= LEVELS.index(need.level), done)
        field = col(IndexedEducation.field)
        named = field.in_(sorted(need.fields)) if need.fields else true()
        unnamed = field.is_(None) if need.fields else true()
        fits.append(and_(reaches, named, col(IndexedEducation.is_settled).is_(true())))
        may_fit.append(and_(reaches, or_(named, unnamed)))
    has_scans = and_(or_(*may_fit), col(IndexedEducation.has_scans).is_(true()))
    return [
        _any(or_(*fits)).label("fits"),
        _any(or_(*may_fit)).label("may_fit"),
        _any(has_scans).label("has_scans"),
    ]


def skill_columns(opening: Opening) -> Columns:
    """Return for a group of skills: 2, 1 or 0 for each language, a mark for each other thing."""
    asked = opening.requirements
    kind, code, level = (
        col(IndexedSkill.kind),
        col(IndexedSkill.code),
        func.coalesce(IndexedSkill.level, -1),
    )
    found: Columns = []
    for place, language in enumerate(asked.languages):
        least = LANGUAGE_LEVELS.index(language.level) if language.level is not None else -1
        is_it = and_(kind == SkillKind.LANGUAGE, code == language.code)
        reached = case(
            (and_(is_it, level >= least), 2),
            (and_(is_it, col(IndexedSkill.is_unstated).is_(true())), 1),
            else_=0,
        )
        found.append(func.max(reached).label(f"language_{place}"))
    programs = sorted(asked.computer.programs) if asked.computer is not None else []
    for what, name, codes in (
        (SkillKind.PROGRAM, "program", programs),
        (SkillKind.CONDITION, "condition", _conditions(opening)),
    ):
        found += [
            _any(and_(kind == what, code == one)).label(f"{name}_{place}")
            for place, one in enumerate(codes)
        ]
    return found


def _conditions(opening: Opening) -> list[str]:
    asked = opening.requirements.experience.alternatives
    return sorted(frozenset[str]().union(*(each.conditions for each in asked)))


def _any(condition: Condition) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


# experience


def needs_of(opening: Opening) -> list[ExperienceNeed]:
    """Return every need of time of the post, each once, in a fixed order."""
    asked = opening.requirements.experience.alternatives
    return list(dict.fromkeys(need for each in asked for need in each.needs))


@dataclass(frozen=True, slots=True)
class CountingWork:
    """A signature of work that may count for a need.

    Attributes:
        number: of the signature.
        does: a bit for each need for which it counts, the first need the lowest.
        may: the same if what nobody has said speaks for the candidate.
    """

    number: int
    does: int
    may: int


def counting_work(
    needs: Sequence[ExperienceNeed], signatures: Iterable[tuple[int | None, Words]]
) -> list[CountingWork]:
    """Return the signatures that may count for any of the needs.

    Raises:
        ValueError: there are more needs than bits.
    """
    if len(needs) > MOST_NEEDS:
        message = (
            f"{len(needs)} needs of experience are more than the {MOST_NEEDS} that SQL is asked"
        )
        raise ValueError(message)
    found = []
    for number, words in signatures:
        assert number is not None
        sets = [frozenset(each) for each in words]
        may = sum(1 << i for i, need in enumerate(needs) if _counts(sets, need, doubt=True))
        if may:
            does = sum(1 << i for i, need in enumerate(needs) if _counts(sets, need, doubt=False))
            found.append(CountingWork(number, does, may))
    return found


def _counts(words: list[frozenset[str]], need: ExperienceNeed, *, doubt: bool) -> bool:
    """Does work of these words count for the need; in doubt what nobody has said fits."""
    pairs = zip((need.sectors, need.fields, need.levels), words, strict=True)
    return all(not asked or asked & held or (doubt and not held) for asked, held in pairs)


def as_table(work: Sequence[CountingWork]) -> Values:
    """Return the signatures that count as a table of the statement: there may be thousands."""
    columns = (column("no", Integer), column("does", BigInteger), column("may", BigInteger))
    listed = values(*columns, name="listed", literal_binds=True)
    return listed.data([(each.number, each.does, each.may) for each in work])


def days_worked(today: date) -> ColumnElement[int]:
    """Return how many days of work a time adds up to and with `today`."""
    end, first, until = work_day(today + ONE_DAY), col(IndexedWork.from_day), IndexedWork.until_day
    return case((col(until) <= end, col(until) - first), (first < end, end - first), else_=0)


def need_marks(counted: Any, needs: int) -> Columns:
    """Return 1 or 0 for each need and way to count, out of the bits of a signature."""
    return [
        counted[name]
        .bitwise_rshift(literal(number, Integer))
        .bitwise_and(literal(1, Integer))
        .label(f"{name}_{number}")
        for number in range(needs)
        for name in ("does", "may")
    ]


def work_columns(times: Any, needs: int) -> Columns:
    """Return for a group of times the days that count for each need, and those that may."""
    names = [f"{name}_{number}" for number in range(needs) for name in ("does", "may")]
    return [func.sum(times["days"] * times[name]).label(name) for name in names]
