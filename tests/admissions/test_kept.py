"""What is kept of an answer: shown the same years later, blind to what must not decide."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select

from service.admissions import queries
from service.admissions.judging import answer_of, kept_answer, sha256_of
from service.admissions.models import AdmissionDecision, CompetitionApplication, Standing
from service.core.i18n import message_from_json, translators
from service.core.wiring import Wiring
from service.law.admission import reopened
from service.law.identity import check_digit
from service.notices.models import Notice
from service.people.models import Account
from service.personal_files import actions as files
from service.personal_files.actions import Keeper
from service.personal_files.models import Employment, LanguageLevel, LanguageSkill
from service.personal_files.queries import entries_of
from service.settings import ROOT
from service.vacancies.models import Announcement
from tests import make_admissions as make
from tests.clock import FixedClock

CLOSES = date(2026, 12, 2)
EVERYTHING = frozenset(make.PARTS)
RunDue = Callable[[], int]


def told(db: Session, person: Account) -> list[str]:
    """The notices of a person in English, the oldest first."""
    found = db.exec(select(Notice).where(Notice.account_id == person.id).order_by(Notice.id))  # type: ignore[arg-type]  # a column
    speak = translators(ROOT / "web" / "locales")["en"]
    return [speak.render(message_from_json(one.text)) for one in found]


def iin_of(sex: str) -> str:
    """A sound IIN of somebody born on 17 May 1990; the seventh digit tells the sex."""
    eleven = f"900517{'3' if sex == 'male' else '4'}4001"
    return f"{eleven}{check_digit([int(digit) for digit in eleven])}"


def causes(db: Session, row: CompetitionApplication) -> list[tuple[str, str]]:
    return [(str(one.cause), str(one.outcome)) for one in queries.decisions_of(db, row.id)]


def test_a_decision_shows_the_same_years_later_whatever_became_of_the_file(
    db: Session, house: Wiring, competition: Announcement, run_due: RunDue, clock: FixedClock
):
    person = make.candidate(db)
    row = make.applied(db, house, competition, person).application
    (made,) = queries.decisions_of(db, row.id)
    before = kept_answer(made)
    db.commit()
    now = clock.move(days=3 * 365)
    for one in (*entries_of(db, person.id, Employment),):
        files.remove_entry(db, Keeper(person.id, "2026-11-01"), one, now=now)
    run_due()
    db.expire_all()
    kept = db.get_one(AdmissionDecision, (row.id, 1))
    assert kept_answer(kept) == before
    assert kept.record_sha256 == sha256_of(kept.record)
    assert reopened(kept.record) == before.machine
    assert answer_of(kept.record).shown.outcome == kept.outcome == "admitted"


def test_the_record_holds_neither_name_nor_number_nor_anything_of_16_5(
    db: Session, house: Wiring, competition: Announcement
):
    secret = {"sex": "male", "nationality": "jasyryn", "address": "jasyryn", "religion": "jasyryn"}
    person = make.candidate(db, without=frozenset({"identity"}), family_name="Jasyrynov")
    make.identity(db, person, **secret)
    made = make.applied(db, house, competition, person).decision
    text = str(made.record)
    for hidden in ("jasyryn", "Jasyrynov", person.iin, "КАЗГЮУ", "Заң кеңесі"):
        assert hidden not in text


def test_lw_3_the_whole_stored_path_gives_the_same_answer_whoever_it_is(
    db: Session, house: Wiring, competition: Announcement
):
    """Sex, name, nationality, origin, address, the language spoken at home and on the pages."""
    people = []
    for number, (sex, tongue) in enumerate((("male", "kk"), ("female", "ru"))):
        person = make.candidate(
            db,
            without=frozenset({"identity", "language"}),
            iin=iin_of(sex),
            family_name=f"Family{number}",
            language=tongue,
        )
        make.identity(db, person, sex=sex, nationality=f"n{number}", address=f"a{number}")
        level = (LanguageLevel.C2, LanguageLevel.NATIVE)[number]
        make.line(db, person, LanguageSkill, language="english", level=level)
        people.append(person)
    answers = [kept_answer(make.applied(db, house, competition, one).decision) for one in people]
    one, other = (each.machine for each in answers)
    assert one.outcome == other.outcome == "admitted"
    assert [(each.code, each.outcome, each.why) for each in one.lines] == [
        (each.code, each.outcome, each.why) for each in other.lines
    ]
    assert one.file.person == other.file.person
    assert one.file.languages == other.file.languages


@pytest.mark.parametrize("began_on", [date(2010, 1, 1), date(2019, 6, 1), date(2026, 11, 1)])
@pytest.mark.parametrize("fields", [["law"], [], ["finance"]])
def test_adding_work_never_takes_an_admission_away(
    db: Session,
    house: Wiring,
    competition: Announcement,
    run_due: RunDue,
    clock: FixedClock,
    began_on: date,
    fields: list[str],
):
    person = make.candidate(db)
    row = make.applied(db, house, competition, person).application
    more = {**make.WORK, "began_on": began_on, "fields": fields}
    make.line(db, person, Employment, now=clock.move(hours=1), **more)
    run_due()
    db.refresh(row)
    assert row.standing is Standing.ADMITTED
