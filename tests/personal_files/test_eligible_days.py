"""The last refused day and the first free one, asked of SQL; the law says the same of each."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from service.law.admission import Opening, admission
from service.law.declarations import Declaration, Penalty
from service.law.experience import Employment, ExperienceNeed
from service.law.personal_file import Clearance, File, LanguageSkill
from service.law.requirements import (
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    SecretsNeed,
)
from service.law.vacancy import Leaving, Round, Standing
from service.people.models import Account
from service.personal_files import queries
from service.personal_files.eligibility import EligibleCounts
from service.personal_files.indexing import write_index
from tests import make
from tests.clock import START
from tests.law.files import CLEAN, CLOSES, DAY, FILE, LAWYER, OPENING

TODAY, ONE = DAY, timedelta(days=1)
LAW, FINANCE = frozenset({"law"}), frozenset({"finance"})
WORD = {(1, 0, 0): "met", (0, 1, 0): "not-met", (0, 0, 1): "look"}


def sql_says(db: Session, file: File, opening: Opening, **more: Any) -> str:
    owner = make.account(db)
    make.consent(db, owner)
    assert file.person.born_on is not None
    owner.birth_on = file.person.born_on
    write_index(db, {owner.id: file}, {owner.id: {}}, now=START)
    found: EligibleCounts = queries.eligible_counts(db, opening, TODAY, **more)
    return WORD[found.met, found.not_met, found.look]


def who(**facts: Any) -> File:
    return replace(FILE, person=replace(FILE.person, **facts))


def asks(**kinds: Any) -> Opening:
    return replace(OPENING, requirements=Requirements("QR 1", **kinds))


def says(number: int, **facts: Any) -> tuple[Declaration, ...]:
    rest = tuple(one for one in CLEAN if one.number != number)
    return (*rest, Declaration(number, applies=True, **facts))


def left(days: int, **facts: Any) -> File:
    return who(standing=Standing(left=Leaving(TODAY - timedelta(days=days), **facts)))


def official(**facts: Any) -> File:
    return who(standing=Standing("moj"), **facts)


NOTHING = asks()
INSIDE = replace(NOTHING, round=Round.INTERNAL_BODY, circle=frozenset({"moj"}))
EVERYWHERE = replace(NOTHING, round=Round.INTERNAL_ALL)
HEALTHY = asks(health=True)
BACHELOR = asks(education=(EducationNeed(Level.BACHELOR, LAW),))
KAZAKH = asks(languages=(LanguageNeed("kk", "b2"),))
SECRET = asks(secrets=SecretsNeed(2))
YEAR = ExperienceNeed(12, fields=LAW)
A_YEAR = asks(experience=Experience((Alternative((YEAR,)),)))
STUDIED = frozenset({"studied-by-state-order"})
EASED = asks(experience=Experience((Alternative((YEAR,), STUDIED),)))


def studied(**facts: Any) -> File:
    return replace(FILE, education=(replace(LAWYER, **facts),))


def worked(*periods: tuple[date, date | None], fields: frozenset[str] = LAW) -> File:
    jobs = [
        Employment(f"{place}", *period, frozenset({"civil"}), fields)
        for place, period in enumerate(periods)
    ]
    return replace(FILE, work=tuple(jobs))


BEGAN = date(2025, 3, 11)  # a year ago today
CASES = [
    ("nothing is asked", FILE, NOTHING, "met"),
    ("the ban ends on the closing day", who(declared=says(3, until_on=CLOSES)), NOTHING, "not-met"),
    ("the ban ends on its eve", who(declared=says(3, until_on=CLOSES - ONE)), NOTHING, "met"),
    (
        "the look-back ends that day",
        who(declared=says(7, happened_on=date(2023, 3, 20))),
        NOTHING,
        "not-met",
    ),
    (
        "the look-back is over",
        who(declared=says(7, happened_on=date(2023, 3, 19))),
        NOTHING,
        "met",
    ),
    ("no day is told", who(declared=says(7)), NOTHING, "look"),
    (
        "two readings of a release",
        who(declared=says(9, happened_on=date(2020, 1, 1), released=True, gravity="minor")),
        NOTHING,
        "look",
    ),
    ("a bar without an end", who(declared=says(11)), NOTHING, "not-met"),
    ("one bar is not declared", who(declared=CLEAN[1:]), NOTHING, "not-met"),
    ("an illness, health not asked", who(declared=says(4)), NOTHING, "met"),
    ("an illness, health asked", who(declared=says(4)), HEALTHY, "look"),
    (
        "hidden, but over",
        who(checked=(Declaration(7, applies=True, happened_on=date(2020, 1, 1)),)),
        NOTHING,
        "look",
    ),
    ("hidden, and it stands", who(checked=(Declaration(8, applies=True),)), NOTHING, "not-met"),
    ("an official is not asked about bar 7", official(declared=says(7)), NOTHING, "met"),
    (
        "a penalty removed on the day after",
        official(penalties=(Penalty("discrediting-misdemeanour", removed_on=CLOSES + ONE),)),
        NOTHING,
        "not-met",
    ),
    (
        "a penalty removed that day",
        official(penalties=(Penalty("discrediting-misdemeanour", removed_on=CLOSES),)),
        NOTHING,
        "met",
    ),
    ("pension on the closing day", who(pension_on=CLOSES), NOTHING, "not-met"),
    ("pension on the day after", who(pension_on=CLOSES + ONE), NOTHING, "met"),
    ("no citizen", who(citizen=False), NOTHING, "not-met"),
    ("citizenship not confirmed", who(citizen=None), NOTHING, "look"),
    ("serves in the body", official(), INSIDE, "met"),
    ("serves elsewhere", who(standing=Standing("mof")), INSIDE, "not-met"),
    ("serves elsewhere, all bodies", who(standing=Standing("mof")), EVERYWHERE, "met"),
    ("serves nowhere", FILE, EVERYWHERE, "not-met"),
    ("left thirty days ago", left(30), INSIDE, "met"),
    ("left thirty-one days ago", left(31), INSIDE, "not-met"),
    ("left, works elsewhere", left(5, employed_since=True), INSIDE, "not-met"),
    ("left the country", left(5, left_country=True), INSIDE, "not-met"),
    ("leaves tomorrow", left(-1), INSIDE, "not-met"),
    ("displaced three months ago", left(90, displaced=True), INSIDE, "met"),
    ("displaced a day longer ago", left(91, displaced=True), INSIDE, "not-met"),
    ("level and field", FILE, BACHELOR, "met"),
    ("another field", studied(fields=FINANCE), BACHELOR, "not-met"),
    ("a field nobody has named", studied(fields=frozenset()), BACHELOR, "look"),
    ("a higher level", studied(level=Level.MASTER), BACHELOR, "met"),
    ("a lower level", studied(level=Level.VOCATIONAL), BACHELOR, "not-met"),
    ("from abroad", studied(foreign=True), BACHELOR, "look"),
    ("from abroad, recognised", studied(foreign=True, recognised=True), BACHELOR, "met"),
    ("completed today", studied(completed_on=TODAY), BACHELOR, "met"),
    ("completed tomorrow", studied(completed_on=TODAY + ONE), BACHELOR, "not-met"),
    ("no annex", studied(has_annex=False), BACHELOR, "not-met"),
    ("a year today", worked((BEGAN, None)), A_YEAR, "met"),
    ("a year tomorrow", worked((BEGAN + ONE, None)), A_YEAR, "not-met"),
    (
        "two halves",
        worked((date(2020, 1, 1), date(2020, 6, 30)), (date(2021, 7, 1), date(2021, 12, 31))),
        A_YEAR,
        "met",
    ),
    (
        "the same half twice",
        worked((date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 1, 1), date(2020, 6, 30))),
        A_YEAR,
        "not-met",
    ),
    ("work nobody has classified", worked((BEGAN, None), fields=frozenset()), A_YEAR, "look"),
    ("work of another field", worked((BEGAN, None), fields=FINANCE), A_YEAR, "not-met"),
    (
        "work that goes on after today",
        worked((BEGAN, TODAY + 30 * ONE)),
        A_YEAR,
        "met",
    ),
    (
        "work that is only agreed",
        worked((TODAY + ONE, TODAY + 800 * ONE)),
        A_YEAR,
        "not-met",
    ),
    ("no document on work", replace(FILE, has_employment_document=False), A_YEAR, "not-met"),
    ("a condition that is not proved", FILE, EASED, "look"),
    ("a condition that is proved", replace(FILE, conditions=STUDIED), EASED, "met"),
    ("typical requirements unknown", FILE, asks(experience=Experience(typical="C-4")), "look"),
    (
        "a language of that level",
        replace(FILE, languages=(LanguageSkill("kk", "b2"),)),
        KAZAKH,
        "met",
    ),
    (
        "a language below it",
        replace(FILE, languages=(LanguageSkill("kk", "b1"),)),
        KAZAKH,
        "not-met",
    ),
    ("a language without a level", replace(FILE, languages=(LanguageSkill("kk"),)), KAZAKH, "look"),
    ("another language", replace(FILE, languages=(LanguageSkill("en", "c2"),)), KAZAKH, "not-met"),
    ("the program asked", FILE, asks(computer=ComputerNeed(frozenset({"word"}))), "met"),
    ("another program", FILE, asks(computer=ComputerNeed(frozenset({"excel"}))), "not-met"),
    (
        "nothing said of computers",
        replace(FILE, computer=None),
        asks(computer=ComputerNeed()),
        "not-met",
    ),
    ("access until today", replace(FILE, clearances=(Clearance(1, TODAY),)), SECRET, "met"),
    (
        "access until yesterday",
        replace(FILE, clearances=(Clearance(2, TODAY - ONE),)),
        SECRET,
        "look",
    ),
    ("access of a lower form", replace(FILE, clearances=(Clearance(3),)), SECRET, "look"),
]


@pytest.mark.parametrize(
    ("file", "opening", "word"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_sql_knows_the_last_refused_day_and_the_first_free(
    db: Session, file: File, opening: Opening, word: str
):
    assert sql_says(db, file, opening) == word
    outcome = {"met": "admitted", "not-met": "refused", "look": "look"}
    assert admission(file, opening, TODAY).outcome == outcome[word]


@pytest.mark.parametrize(
    ("file", "direct", "word"),
    [
        pytest.param(FILE, False, "not-met", id="nobody without a certificate"),
        pytest.param(official(), False, "not-met", id="nor an official"),
        pytest.param(official(), True, "met", id="but where he is exempt"),
        pytest.param(left(30), True, "met", id="or has been one"),
        pytest.param(left(31), True, "not-met", id="not too long ago"),
        pytest.param(FILE, True, "not-met", id="others are not exempt"),
    ],
)
def test_lw_5_a_certificate_is_asked_of_those_of_whom_the_law_asks_it(
    db: Session, file: File, *, direct: bool, word: str
):
    nobody = select(col(Account.id)).where(col(Account.iin) == "none")
    opening = replace(NOTHING, direct=direct)
    assert sql_says(db, file, opening, certified=nobody) == word
