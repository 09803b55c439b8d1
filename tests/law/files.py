"""Personal files and vacancies for the tests of admission."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from service.law.admission import Decision, Opening, admission
from service.law.declarations import DECLARED, Declaration
from service.law.entry import Person
from service.law.experience import Employment, ExperienceNeed
from service.law.line import Line
from service.law.personal_file import (
    Clearance,
    Education,
    File,
    HeldCertificate,
    LanguageSkill,
)
from service.law.requirements import (
    LANGUAGE_LEVELS,
    ActsNeed,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    SecretsNeed,
    Wording,
)
from service.law.vacancy import Leaving, Round, Standing

DAY = date(2026, 3, 10)
CLOSES = date(2026, 3, 20)
CLEAN = tuple(Declaration(bar.number, applies=False) for bar in DECLARED)
LAWYER = Education(
    "diploma",
    Level.BACHELOR,
    frozenset({"law"}),
    date(2018, 6, 30),
    has_document=True,
    has_annex=True,
)
JOB = Employment(
    "job",
    date(2023, 3, 11),
    None,
    frozenset({"civil"}),
    frozenset({"law"}),
    frozenset({"specialist"}),
)
CERTIFICATE = HeldCertificate(
    "IS-2026-000001-1",
    "IS-1",
    "IS",
    date(2026, 1, 10),
    date(2027, 1, 10),
    frozenset({"constitution", "civil-service"}),
)
FILE = File(
    Person(date(1995, 5, 5), citizen=True, declared=CLEAN),
    (LAWYER,),
    (JOB,),
    has_employment_document=True,
    certificates=(CERTIFICATE,),
    languages=(LanguageSkill("kk", "c1"),),
    computer=frozenset({"word"}),
    clearances=(Clearance(2),),
)
THREE_YEARS = Alternative((ExperienceNeed(36, fields=frozenset({"law"})),))
ASKED = Requirements(
    "QR 6",
    education=(
        EducationNeed(Level.BACHELOR, frozenset({"law"})),
        EducationNeed(Level.BACHELOR, frozenset({"international-law"})),
    ),
    experience=Experience((THREE_YEARS,)),
    acts=(ActsNeed(frozenset({"constitution"})),),
    languages=(LanguageNeed("kk", "b2"),),
    computer=ComputerNeed(frozenset({"word"})),
    secrets=SecretsNeed(2),
)
OPENING = Opening("moj-13-1-2", Round.GENERAL, CLOSES, ASKED)


def line(decision: Decision, code: str) -> Line:
    (one,) = [each for each in decision.lines if each.code == code]
    return one


def judged(file: File = FILE, day: date = DAY, **asked: Any) -> Decision:
    """The decision about a post that asks nothing but what is given."""
    opening = replace(OPENING, requirements=Requirements("QR 6", **asked))
    return admission(file, opening, day)


def _days(first: int = 1960, last: int = 2027) -> st.SearchStrategy[date]:
    return st.dates(date(first, 1, 1), date(last, 12, 31))


def _some(words: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words.split()), max_size=2)


WORK = st.builds(
    Employment,
    key=st.sampled_from("abcdef"),
    began_on=_days(2000),
    ended_on=st.none() | _days(2000),
    sectors=_some("civil other"),
    fields=_some("law finance"),
    levels=_some("specialist unit-head"),
)
EDUCATION = st.builds(
    Education,
    key=st.sampled_from("abc"),
    level=st.sampled_from(Level),
    fields=_some("law finance"),
    completed_on=st.none() | _days(2000),
    has_document=st.booleans(),
    has_annex=st.booleans(),
    foreign=st.booleans(),
    recognised=st.booleans(),
)
DECLARATION = st.builds(
    Declaration,
    number=st.sampled_from([bar.number for bar in DECLARED]),
    applies=st.booleans(),
    happened_on=st.none() | _days(2015),
    until_on=st.none() | _days(2015),
    dismissed=st.booleans(),
)
STANDING = st.builds(
    Standing,
    serving_in=st.sampled_from([None, "moj", "mof"]),
    left=st.none() | st.builds(Leaving, on=_days(2025), displaced=st.booleans()),
)
PERSON = st.builds(
    Person,
    born_on=st.none() | _days(1955, 2010),
    citizen=st.sampled_from([True, False, None]),
    pension_on=st.none() | _days(2025),
    standing=STANDING,
    declared=st.just(CLEAN) | st.lists(DECLARATION, max_size=3).map(tuple),
    checked=st.lists(DECLARATION, max_size=2).map(tuple),
)
HELD = st.builds(
    HeldCertificate,
    number=st.sampled_from(["IS-1", "AD-1"]),
    programme=st.sampled_from(["IS-1", "AD-1"]),
    kind=st.sampled_from(["IS", "AD"]),
    taken_on=_days(2024),
    valid_until=_days(2025),
    acts=_some("constitution civil-service"),
)
FILES = st.just(FILE) | st.builds(
    File,
    person=st.just(FILE.person) | PERSON,
    education=st.just((LAWYER,)) | st.lists(EDUCATION, max_size=3).map(tuple),
    work=st.lists(WORK, max_size=4).map(tuple),
    has_employment_document=st.booleans(),
    certificates=st.just((CERTIFICATE,)) | st.lists(HELD, max_size=2).map(tuple),
    languages=st.lists(
        st.builds(
            LanguageSkill,
            st.sampled_from(["kk", "en"]),
            st.none() | st.sampled_from(LANGUAGE_LEVELS),
        ),
        max_size=2,
    ).map(tuple),
    computer=st.none() | _some("word excel"),
    clearances=st.lists(
        st.builds(Clearance, st.sampled_from([1, 2, 3]), st.none() | _days(2025)), max_size=1
    ).map(tuple),
    conditions=_some("studied-by-state-order"),
)
NEED = st.builds(
    ExperienceNeed,
    months=st.integers(0, 120),
    sectors=_some("civil other"),
    fields=_some("law finance"),
    levels=_some("specialist unit-head"),
)
ALTERNATIVE = st.builds(
    Alternative,
    needs=st.lists(NEED, min_size=1, max_size=2).map(tuple),
    conditions=st.just(frozenset[str]()) | _some("studied-by-state-order"),
)
REQUIREMENTS = st.builds(
    Requirements,
    source=st.just("QR 1"),
    education=st.lists(
        st.builds(EducationNeed, st.sampled_from(Level), _some("law finance")), max_size=2
    ).map(tuple),
    experience=st.builds(
        Experience,
        alternatives=st.lists(ALTERNATIVE, max_size=3).map(tuple),
        typical=st.sampled_from([None, None, "C-4"]),
    ),
    acts=st.just((ActsNeed(frozenset({"constitution"})),)) | st.just(()),
    languages=st.just((LanguageNeed("kk", "b1"),)) | st.just(()),
    computer=st.none() | st.builds(ComputerNeed, _some("word excel"), st.booleans()),
    secrets=st.none() | st.builds(SecretsNeed, st.sampled_from([1, 2, 3])),
    health=st.booleans(),
    wordings=st.just(()) | st.just((Wording("retraining", decides=False),)),
)
OPENINGS = st.builds(
    Opening,
    post=st.just("post"),
    round=st.sampled_from(Round),
    closes_on=_days(2024),
    requirements=st.just(ASKED) | REQUIREMENTS,
    circle=st.just(frozenset({"moj"})),
    direct=st.booleans(),
    kinds=st.sampled_from([frozenset({"IS"}), frozenset({"AD"})]),
)
