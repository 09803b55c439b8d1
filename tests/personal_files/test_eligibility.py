"""What SQL says of many files is what the law says of each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from service.law.admission import Decision, Opening, admission
from service.law.declarations import Declaration, Penalty
from service.law.entry import Person, turns
from service.law.experience import Duration, Employment, ExperienceNeed, duration
from service.law.personal_file import Education, File, LanguageSkill
from service.law.requirements import (
    Alternative,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    Wording,
)
from service.law.terms import Term
from service.law.vacancy import Leaving, Round, Standing
from service.people.models import Account
from service.personal_files import queries
from service.personal_files.eligibility import EligibleCounts, latest_birth
from service.personal_files.index_rows import work_day, work_times
from service.personal_files.indexing import write_index
from tests import make
from tests.clock import START
from tests.law.files import (
    ASKED,
    CLEAN,
    CLOSES,
    DAY,
    FILE,
    FILES,
    OPENING,
    OPENINGS,
    REQUIREMENTS,
    WORK,
)

TODAY = DAY
MOST = 6
on_the_database = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


# Nearly every file of chance is refused for several things at once, which tells little. These
# differ from a good one in a few things, and what is asked of them are a few things too.


def _other(kind: type[Any], facts: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Return changes of a few fields of a dataclass, each from its own strategy."""
    assert facts.keys() <= {each.name for each in fields(kind)}
    names = st.sets(st.sampled_from(sorted(facts)), max_size=2)
    return names.flatmap(lambda some: st.fixed_dictionaries({name: facts[name] for name in some}))


def _part(name: str, of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return of.map(lambda whole: getattr(whole, name))


def _replaced(said: list[Declaration]) -> tuple[Declaration, ...]:
    """Return denials of all bars, some of them replaced by what is said."""
    others = {one.number for one in said}
    return (*(one for one in CLEAN if one.number not in others), *said)


# so few days that they often meet
_ENDS = st.sampled_from([DAY + timedelta(days=days) for days in (-30, -1, 0, 1, 9, 10, 11)])
_FIELDS = st.sampled_from([frozenset(), frozenset({"law"}), frozenset({"finance"})])
_STUDIES = st.builds(
    Education,
    key=st.just("diploma"),
    level=st.sampled_from([Level.VOCATIONAL, Level.BACHELOR, Level.MASTER]),
    fields=_FIELDS,
    completed_on=st.none() | _ENDS,
    has_document=st.sampled_from([True, True, False]),
    has_annex=st.sampled_from([True, True, False]),
    foreign=st.booleans(),
    recognised=st.booleans(),
)
_NEEDS_STUDIES = st.builds(
    EducationNeed, st.sampled_from([Level.VOCATIONAL, Level.BACHELOR, Level.MASTER]), _FIELDS
)
_LEVELS = st.sampled_from([None, "b1", "b2", "c1"])
_JOBS = st.builds(
    Employment,
    key=st.just("job"),
    began_on=st.dates(date(2022, 1, 1), DAY),
    ended_on=st.none() | st.dates(date(2023, 1, 1), date(2027, 1, 1)),
    sectors=st.sampled_from([frozenset(), frozenset({"civil"}), frozenset({"other"})]),
    fields=_FIELDS,
)
_WAYS = st.lists(
    st.builds(
        Alternative,
        needs=st.lists(
            st.builds(
                ExperienceNeed,
                months=st.integers(0, 48),
                sectors=st.sampled_from([frozenset(), frozenset({"civil"})]),
                fields=_FIELDS,
            ),
            max_size=2,
        ).map(tuple),
        conditions=st.sampled_from([frozenset(), frozenset({"studied-by-state-order"})]),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
_SAID = st.builds(
    Declaration,
    number=st.integers(2, 14),
    applies=st.booleans(),
    happened_on=st.none() | _ENDS.map(lambda day: day.replace(year=day.year - 3)),
    until_on=st.none() | _ENDS,
    dismissed=st.booleans(),
    released=st.booleans(),
    gravity=st.sampled_from([None, "minor", "grave"]),
)
_PENALTY = st.builds(
    Penalty,
    kind=st.sampled_from(["corruption-offence", "discrediting-misdemeanour"]),
    executed_on=st.none() | _ENDS.map(lambda day: day.replace(year=day.year - 1)),
    removed_on=st.none() | _ENDS,
)
_LEFT = st.builds(
    Leaving,
    on=st.dates(DAY - timedelta(days=100), DAY + timedelta(days=5)),
    displaced=st.booleans(),
    employed_since=st.booleans(),
    left_country=st.booleans(),
)
_PERSON = _other(
    Person,
    {
        "born_on": st.dates(date(1955, 1, 1), date(2010, 12, 31)),
        "citizen": st.sampled_from([True, False, None]),
        "pension_on": _ENDS,
        "standing": st.builds(Standing, st.sampled_from([None, "moj", "mof"]), st.none() | _LEFT),
        "declared": st.lists(_SAID, max_size=3).map(_replaced),
        "checked": st.lists(_SAID, max_size=2).map(tuple),
        "penalties": st.lists(_PENALTY, max_size=2).map(tuple),
    },
)
_FILE = _other(
    File,
    {
        "education": st.lists(_STUDIES, max_size=2).map(tuple),
        "work": st.lists(_JOBS, max_size=4).map(tuple),
        "has_employment_document": st.booleans(),
        "languages": st.lists(
            st.builds(LanguageSkill, st.sampled_from(["kk", "en"]), _LEVELS), max_size=2
        ).map(tuple),
        "computer": _part("computer", FILES),
        "clearances": _part("clearances", FILES),
        "conditions": _part("conditions", FILES),
        "certificates": _part("certificates", FILES),
    },
)
_ASKED = _other(
    Requirements,
    {
        "education": st.lists(_NEEDS_STUDIES, min_size=1, max_size=2).map(tuple),
        "experience": st.builds(Experience, _WAYS, st.sampled_from([None, None, None, "C-4"])),
        "languages": st.builds(
            LanguageNeed, st.just("kk"), _LEVELS, st.sampled_from([True, True, False])
        ).map(lambda one: (one,)),
        "wordings": st.builds(Wording, st.just("x"), st.booleans()).map(lambda one: (one,)),
    }
    | {name: _part(name, REQUIREMENTS) for name in ("computer", "secrets", "health")},
)


NEARLY = _PERSON.map(lambda some: replace(FILE, person=replace(FILE.person, **some))) | _FILE.map(
    lambda some: replace(FILE, **some)
)
FEW_THINGS = st.builds(
    lambda opening, asked: replace(opening, requirements=Requirements("QR 1", **asked)),
    st.builds(
        Opening,
        post=st.just("post"),
        round=st.sampled_from([Round.GENERAL, Round.GENERAL, *Round]),
        closes_on=_ENDS,
        requirements=st.just(ASKED),
        circle=st.just(frozenset({"moj"})),
        direct=st.booleans(),
    ),
    _ASKED,
)


@pytest.fixture
def people(db: Session) -> list[Account]:
    """So many people with consent; their days of birth are set by each example."""
    found = [make.account(db) for _ in range(MOST)]
    for one in found:
        make.consent(db, one)
    return found


@contextmanager
def taken_back(db: Session) -> Iterator[None]:
    """Let what an example writes be gone after it."""
    there = db.begin_nested()
    try:
        yield
    finally:
        there.rollback()
        db.expire_all()


def put(db: Session, people: Sequence[Account], files: Sequence[File]) -> dict[UUID, File]:
    """Index the files as those of the people; without a day of birth there is no account."""
    by_account = {}
    for owner, file in zip(people, files, strict=False):
        owner.birth_on = file.person.born_on or owner.birth_on
        by_account[owner.id] = replace(file, person=replace(file.person, born_on=owner.birth_on))
    db.flush()
    write_index(db, by_account, {key: {} for key in by_account}, now=START)
    return by_account


def law_says(decision: Decision, *, certificate: bool) -> str:
    """Return what a decision comes to, with or without the line of the certificate."""
    lines = [one for one in decision.lines if certificate or one.code != "certificate"]
    deciding = {one.outcome for one in lines if one.decides}
    return next((word for word in ("not-met", "look") if word in deciding), "met")


def counted(found: EligibleCounts) -> dict[str, int]:
    told = {"met": found.met, "not-met": found.not_met, "look": found.look}
    return {word: number for word, number in told.items() if number}


def law_counts(
    files: dict[UUID, File], opening: Opening, today: date, *, certificate: bool = False
) -> dict[str, int]:
    decisions = (admission(file, opening, today) for file in files.values())
    return dict(Counter(law_says(each, certificate=certificate) for each in decisions))


@on_the_database
@given(
    files=st.lists(NEARLY | FILES, min_size=2, max_size=MOST),
    opening=FEW_THINGS | OPENINGS,
    days=st.just(0) | st.integers(0, 800),
)
def test_sql_answers_as_the_law_does(
    db: Session, people: list[Account], files: list[File], opening: Opening, days: int
):
    today = TODAY + timedelta(days=days)
    with taken_back(db):
        there = put(db, people, files)
        assert counted(queries.eligible_counts(db, opening, today)) == law_counts(
            there, opening, today
        )


@on_the_database
@given(files=st.lists(NEARLY, min_size=1, max_size=MOST), opening=FEW_THINGS)
def test_lw_5_who_holds_a_certificate_is_told_from_who_does_not(
    db: Session, people: list[Account], files: list[File], opening: Opening
):
    with taken_back(db):
        there = put(db, people, files)
        holders = [
            account_id
            for account_id, file in there.items()
            if any(
                opening.counts(one) and one.taken_on <= TODAY <= one.valid_until
                for one in file.certificates
            )
        ]
        certified = select(col(Account.id)).where(col(Account.id).in_(holders))
        found = queries.eligible_counts(db, opening, TODAY, certified=certified)
        assert counted(found) == law_counts(there, opening, TODAY, certificate=True)


@given(work=st.lists(WORK, max_size=5), days=st.integers(-4000, 800))
def test_times_of_work_add_up_to_the_laws_experience(work: list[Any], days: int):
    today = TODAY + timedelta(days=days)
    end = work_day(today + timedelta(days=1))
    times = work_times(work)
    total = sum(
        max(0, min(end, end if one.until_day is None else one.until_day) - one.from_day)
        for one in times
    )
    assert Duration(total) == duration(work, today)
    for before, after in pairwise(times):
        assert before.until_day is not None
        assert before.until_day <= after.from_day


# the day of each rule, one by one


def only(db: Session, people: list[Account], file: File, opening: Opening, today: date) -> str:
    put(db, people[:1], [file])
    ((word, number),) = counted(queries.eligible_counts(db, opening, today)).items()
    assert number == 1
    return word


@pytest.mark.parametrize(
    ("born_on", "word"),
    [
        pytest.param(date(2008, 3, 20), "met", id="of age on the last day of reception"),
        pytest.param(date(2008, 3, 21), "not-met", id="of age on the day after"),
        pytest.param(date(1963, 3, 20), "not-met", id="of the highest pension age that day"),
        pytest.param(date(1963, 3, 21), "look", id="between the two pension ages"),
        pytest.param(date(1965, 3, 20), "look", id="of the lowest pension age that day"),
        pytest.param(date(1965, 3, 21), "met", id="below both"),
    ],
)
def test_lw_1_the_first_and_the_last_birthday(
    db: Session, people: list[Account], born_on: date, word: str
):
    file = replace(FILE, person=replace(FILE.person, born_on=born_on))
    assert only(db, people, file, OPENING, TODAY) == word


def test_experience_that_will_do_in_a_day_does_not_do_today(db: Session, people: list[Account]):
    # the job of FILE began on 11 March 2023 and three years are asked
    opening = replace(OPENING, closes_on=CLOSES)
    assert only(db, people, FILE, opening, date(2026, 3, 9)) == "not-met"
    assert only(db, people, FILE, opening, date(2026, 3, 10)) == "met"


def test_a_row_that_says_nothing_any_more_needs_a_person(db: Session, people: list[Account]):
    write_index(db, {people[0].id: FILE}, {people[0].id: {"changes_on": TODAY}}, now=START)
    eve = TODAY - timedelta(days=1)
    assert queries.eligible_counts(db, OPENING, eve).look == 0
    assert queries.eligible_counts(db, OPENING, TODAY) == EligibleCounts(0, 0, 1)
    assert list(queries.stale_files(db, TODAY, limit=5)) == [people[0].id]


def test_id_2_who_has_withdrawn_consent_is_not_counted(db: Session, people: list[Account]):
    stranger = make.account(db)
    put(db, [stranger], [FILE])
    assert queries.eligible_counts(db, OPENING, TODAY) == EligibleCounts(0, 0, 0)


@given(st.integers(1, 70 * 12), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_latest_birth_is_the_last_that_is_of_age(months: int, day: date):
    age = Term(months=months)
    born = latest_birth(age, day)
    assert turns(born, age) <= day < turns(born + timedelta(days=1), age)
