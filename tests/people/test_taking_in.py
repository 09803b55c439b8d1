"""ID-1, ID-4: what a sign-in makes of an account."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.gateways.sso import Identity
from service.journal.queries import entries_about
from service.people.actions import take_in
from service.people.models import Account, Role
from service.people.queries import roles_of
from service.people.registration import create_account
from tests import make
from tests.clock import START, FixedClock


@pytest.fixture
def identity() -> Identity:
    return Identity(
        issuer="https://idp.test",
        subject="subject-1",
        iin=make.iin(born_on=date(1998, 3, 17)),
        family_name="Серікова",
        given_name="Аружан",
        patronymic="Ерланқызы",
        birth_on=date(1998, 3, 17),
        phone="8 (701) 222-33-44",
        email="aruzhan@example.kz",
        id_token="",
    )


def test_id_1_the_first_sign_in_makes_a_candidate(db: Session, identity: Identity):
    person = take_in(db, identity, language="ru", now=START)
    assert person.name == "Серікова Аружан Ерланқызы"
    assert (person.iin, person.birth_on) == (identity.iin, date(1998, 3, 17))
    assert (person.phone, person.email) == ("+77012223344", "aruzhan@example.kz")
    assert person.language == "ru"
    assert roles_of(db, person.id) == {Role.CANDIDATE}
    db.flush()
    verbs = [(entry.verb, entry.rule) for entry in entries_about(db, "account", person.id)]
    assert sorted(verbs) == [("account made", "ID-1"), ("role granted", None)]


def test_id_4_the_states_data_are_taken_anew_and_the_persons_own_are_kept(
    db: Session, identity: Identity, clock: FixedClock
):
    first = take_in(db, identity, language="kk", now=START)
    first.phone, first.email = "+77770000001", "new@example.kz"
    married = replace(
        identity, family_name="Қасымова", phone="+77010000009", email="old@example.kz"
    )
    again = take_in(db, married, language="ru", now=clock.move(days=100))
    assert again.id == first.id
    assert again.family_name == "Қасымова"
    assert (again.phone, again.email, again.language) == ("+77770000001", "new@example.kz", "kk")
    db.flush()
    updated = entries_about(db, "account", first.id)[-1]
    assert (updated.verb, updated.rule) == ("account updated", "ID-4")
    assert updated.facts == {"fields": ["family_name"]}


def test_what_the_provider_does_not_tell_stays(db: Session, identity: Identity):
    take_in(db, identity, language="kk", now=START)
    silent = replace(identity, given_name="", patronymic="", phone="", email="")
    assert take_in(db, silent, language="kk", now=START).name == "Серікова Аружан Ерланқызы"


def test_nothing_new_is_nothing_to_record(db: Session, identity: Identity):
    person = take_in(db, identity, language="kk", now=START)
    db.flush()
    before = len(entries_about(db, "account", person.id))
    take_in(db, identity, language="kk", now=START)
    db.flush()
    assert len(entries_about(db, "account", person.id)) == before


def test_contact_data_that_cannot_be_right_are_left_out(db: Session, identity: Identity):
    odd = replace(identity, phone="+1 202 555 0100", email="nobody")
    person = take_in(db, odd, language="kk", now=START)
    assert (person.phone, person.email) == (None, None)


def test_an_account_made_by_hand_keeps_its_roles(db: Session, identity: Identity):
    made = create_account(
        db,
        iin=identity.iin,
        family_name="?",
        given_name="?",
        roles=[Role.ADMINISTRATOR],
        now=START,
    )
    assert isinstance(made, Account)
    person = take_in(db, identity, language="kk", now=START)
    assert (person.id, person.subject) == (made.id, "subject-1")
    assert person.family_name == "Серікова"
    assert roles_of(db, person.id) == {Role.CANDIDATE, Role.ADMINISTRATOR}


def test_two_first_sign_ins_at_once_make_one_account(
    house: Wiring, db: Session, identity: Identity
):
    def one(_: int) -> object:
        with house.database.writing() as mine:
            return take_in(mine, identity, language="kk", now=START).id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(one, range(4)))
    assert ids == set(db.exec(select(Account.id)))
    assert len(ids) == 1
