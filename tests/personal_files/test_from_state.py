"""ID-4: what the state says comes into the file, and the file follows it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from service.core.ids import new_id
from service.gateways.egov import (
    BarFinding,
    Condition,
    Diploma,
    Ground,
    Identity,
    NoRecords,
    Punishment,
    Records,
    SecretsAccess,
    Work,
)
from service.people.models import Account
from service.personal_files import actions, queries
from service.personal_files.actions import FileRefusal, Keeper
from service.personal_files.from_state import take_from_state
from service.personal_files.models import (
    Clearance,
    DocumentKind,
    Education,
    EducationLevel,
    Employment,
    Gravity,
    Outcome,
    PenaltyKind,
    PostLevel,
    ProvedCondition,
    ServiceKind,
    Source,
    StateAnswer,
)
from tests import make
from tests.clock import START
from tests.personal_files import rows

VERSION = "2026-11-01"
DIPLOMA = Diploma(
    id="E-1",
    level="bachelor",
    field="Құқықтану",
    institution="КАЗГЮУ",
    began_in=2008,
    ended_in=2012,
    diploma_number="ЖБ-Б 0123456",
)
WORK = Work(
    id="W-1",
    organisation="Әділет департаменті",
    post="бас маман",
    field="Құқық",
    level="specialist",
    service="civil",
    began_on=date(2012, 9, 1),
)


@pytest.fixture
def owner(db: Session) -> Account:
    person = make.account(db)
    make.consent(db, person, version=VERSION)
    return person


def told(owner: Account, *records: Diploma | Work) -> Records:
    return Records(
        identity=Identity(
            iin=owner.iin,
            family_name=owner.family_name,
            given_name=owner.given_name,
            birth_on=owner.birth_on,
            citizenship="KAZ",
        ),
        education=tuple(one for one in records if isinstance(one, Diploma)),
        employment=tuple(one for one in records if isinstance(one, Work)),
    )


def take(db: Session, owner: Account, answer: Records | NoRecords, days: int = 0) -> StateAnswer:
    keeper, now = Keeper(owner.id, VERSION), START + timedelta(days=days)
    kept = take_from_state(db, keeper, answer, request_id=new_id(), now=now)
    assert isinstance(kept, StateAnswer)
    db.flush()
    return kept


def test_what_the_state_knows_stands_in_the_file(db: Session, owner: Account):
    kept = take(db, owner, told(owner, DIPLOMA, WORK))
    (studies,) = queries.education_of(db, owner.id)
    (work,) = queries.employment_of(db, owner.id)
    assert (studies.source, studies.state_id, studies.ended_in) == (Source.STATE, "E-1", 2012)
    assert (work.source, work.service, work.ended_on) == (Source.STATE, ServiceKind.CIVIL, None)
    assert queries.newest_state_records(db, owner.id) == kept
    assert kept.records["identity"]["iin"] == owner.iin


def test_the_same_again_changes_no_line(db: Session, owner: Account):
    take(db, owner, told(owner, DIPLOMA, WORK))
    before = [one.id for one in queries.employment_of(db, owner.id)]
    db.expire_all()
    take(db, owner, told(owner, DIPLOMA, WORK), days=1)
    assert [one.id for one in queries.employment_of(db, owner.id)] == before
    assert len(db.exec(select(Education)).all()) == 1


def test_what_the_state_changes_is_written_anew_and_what_it_drops_ends(db: Session, owner: Account):
    take(db, owner, told(owner, DIPLOMA, WORK))
    left = WORK.model_copy(update={"ended_on": date(2026, 10, 31)})
    take(db, owner, told(owner, left), days=1)
    assert queries.education_of(db, owner.id) == []
    (now,) = queries.employment_of(db, owner.id)
    assert now.ended_on == date(2026, 10, 31)
    assert len(db.exec(select(Employment)).all()) == 2


def test_what_was_typed_gives_way_to_the_same_from_the_state(db: Session, owner: Account):
    keeper = Keeper(owner.id, VERSION)
    work: dict[str, Any] = {
        "organisation": "«Әділет» департаменті",
        "post": "маман",
        "field": "Құқық",
    }
    work |= {"level": PostLevel.SPECIALIST, "service": ServiceKind.CIVIL}
    studies: dict[str, Any] = {"level": EducationLevel.BACHELOR, "field": "x", "institution": "y"}
    same = studies | {"diploma_number": "жб-б 0123456"}
    typed_lines: tuple[tuple[type[Any], dict[str, Any]], ...] = (
        (Education, same),
        (Education, studies),
        (Employment, work | {"began_on": date(2012, 9, 1)}),
        (Employment, work | {"began_on": date(2010, 9, 1)}),
    )
    for kind, facts in typed_lines:
        actions.add_entry(db, keeper, kind, facts, now=START)
    take(db, owner, told(owner, DIPLOMA, WORK))
    typed = [one for one in queries.education_of(db, owner.id) if one.source is Source.PERSON]
    assert [one.diploma_number for one in typed] == [None]
    kept = [one for one in queries.employment_of(db, owner.id) if one.source is Source.PERSON]
    assert [one.began_on for one in kept] == [date(2010, 9, 1)]


def test_scans_stay_with_what_they_prove(db: Session, owner: Account):
    keeper = Keeper(owner.id, VERSION)
    typed: dict[str, Any] = {"level": EducationLevel.BACHELOR, "field": "x", "institution": "y"}
    typed |= {"diploma_number": "ЖБ-Б 0123456"}
    line = actions.add_entry(db, keeper, Education, typed, now=START)
    assert isinstance(line, Education)
    scan = rows.document(owner.id, DocumentKind.DIPLOMA, line)
    db.add(scan)
    corrected = actions.change_entry(db, keeper, line, typed | {"ended_in": 2012}, now=START)
    assert isinstance(corrected, Education)
    assert scan.line_id == corrected.id
    take(db, owner, told(owner, DIPLOMA))
    (first,) = queries.education_of(db, owner.id)
    assert (first.source, scan.line_id) == (Source.STATE, first.id)
    take(db, owner, told(owner, DIPLOMA.model_copy(update={"ended_in": 2013})), days=1)
    (second,) = queries.education_of(db, owner.id)
    assert (second.id != first.id, scan.line_id) == (True, second.id)


def test_what_the_state_says_of_bars_penalties_and_access_follows_it(db: Session, owner: Account):
    keeper = Keeper(owner.id, VERSION)
    for kind, facts in (
        (Clearance, {"form": 2}),
        (Clearance, {"form": 3}),
        (ProvedCondition, {"code": "studied-by-state-order"}),
    ):
        actions.add_entry(db, keeper, kind, facts, now=START)
    more = {
        "findings": (BarFinding(id="F-1", number=9, applies=True, gravity="minor"),),
        "penalties": (Punishment(id="P-1", kind="corruption-offence"),),
        "clearances": (SecretsAccess(id="S-1", form=2, valid_until=date(2028, 1, 1)),),
        "conditions": (Condition(id="C-1", code="studied-by-state-order"),),
    }
    take(db, owner, told(owner).model_copy(update=more))
    found = queries.file_rows(db, [owner.id])[owner.id]
    assert [(one.number, one.gravity) for one in found.findings] == [(9, Gravity.MINOR)]
    assert [one.kind for one in found.penalties] == [PenaltyKind.CORRUPTION]
    assert [(one.form, one.source) for one in found.clearances] == [
        (3, Source.PERSON),
        (2, Source.STATE),
    ]
    assert [one.source for one in found.conditions] == [Source.STATE]
    take(db, owner, told(owner), days=1)
    after = queries.file_rows(db, [owner.id])[owner.id]
    assert (after.findings, after.penalties, after.conditions) == ((), (), ())


@pytest.mark.parametrize("ground", list(Ground))
def test_a_fault_is_kept_and_changes_no_line(db: Session, owner: Account, ground: Ground):
    known = take(db, owner, told(owner, DIPLOMA))
    kept = take(db, owner, NoRecords(ground, "status 503"), days=1)
    assert (kept.outcome, kept.detail) == (Outcome(ground), "status 503")
    assert len(queries.education_of(db, owner.id)) == 1
    assert queries.newest_state_answer(db, owner.id) == kept
    assert queries.newest_state_records(db, owner.id) == known


def test_id_2_without_consent_no_answer_is_kept(db: Session):
    stranger = make.account(db)
    keeper = Keeper(stranger.id, VERSION)
    refused = take_from_state(db, keeper, told(stranger, DIPLOMA), request_id=new_id(), now=START)
    assert refused is FileRefusal.NO_CONSENT
    assert db.exec(select(StateAnswer)).all() == []
