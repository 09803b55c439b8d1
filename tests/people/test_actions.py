import pytest
from markupsafe import Markup
from sqlmodel import Session, select

from service.core.wiring import Wiring
from service.journal.queries import entries_about
from service.people import actions
from service.people.consent_text import ConsentText
from service.people.models import Accommodation, Account, Consent, Role
from service.people.one_time_password import Confirmed, Sent, WrongCode
from service.people.queries import (
    accommodation_in_force,
    consent_in_force,
    people_with_role,
    roles_of,
)
from tests import make
from tests.clock import START, FixedClock
from tests.outbox import Outbox

OLD = ConsentText("2025-01-01", "kk", Markup("<p>"), "a" * 64)
NEW = ConsentText("2026-11-01", "ru", Markup("<p>"), "b" * 64)


@pytest.fixture
def owner(db: Session) -> Account:
    return make.account(db)


def verbs(db: Session, owner: Account) -> list[str]:
    db.flush()
    return [entry.verb for entry in entries_about(db, "account", owner.id)]


def test_id_2_a_consent_is_kept_with_version_text_and_moment(db: Session, owner: Account):
    given = actions.give_consent(db, owner.id, NEW, now=START)
    assert (given.version, given.text_sha256, given.given_at) == ("2026-11-01", "b" * 64, START)
    db.flush()
    entry = entries_about(db, "account", owner.id)[-1]
    assert (entry.verb, entry.rule, entry.actor_id) == ("consent given", "ID-2", owner.id)
    assert entry.facts == {"version": "2026-11-01", "language": "ru", "sha256": "b" * 64}


def test_id_2_consent_to_one_version_is_none_to_another(db: Session, owner: Account):
    actions.give_consent(db, owner.id, OLD, now=START)
    assert consent_in_force(db, owner.id, OLD.version) is not None
    assert consent_in_force(db, owner.id, NEW.version) is None


def test_the_same_consent_twice_is_one(db: Session, owner: Account, clock: FixedClock):
    first = actions.give_consent(db, owner.id, NEW, now=START)
    assert actions.give_consent(db, owner.id, NEW, now=clock.move(days=1)) is first
    assert verbs(db, owner) == ["consent given"]


def test_id_2_a_withdrawal_is_a_moment_not_a_deletion(
    db: Session, owner: Account, clock: FixedClock
):
    actions.give_consent(db, owner.id, OLD, now=START)
    actions.give_consent(db, owner.id, NEW, now=START)
    later = clock.move(days=2)
    assert actions.withdraw_consent(db, owner.id, now=later)
    assert consent_in_force(db, owner.id, NEW.version) is None
    kept = db.exec(select(Consent)).all()
    assert [one.withdrawn_at for one in kept] == [later, later]
    assert not actions.withdraw_consent(db, owner.id, now=later)
    again = actions.give_consent(db, owner.id, NEW, now=later)
    assert consent_in_force(db, owner.id, NEW.version) == again


def test_one_persons_consent_is_not_anothers(db: Session, owner: Account):
    actions.give_consent(db, owner.id, NEW, now=START)
    assert consent_in_force(db, make.account(db).id, NEW.version) is None


def test_contact_data_change_and_the_journal_names_the_fields_only(db: Session, owner: Account):
    actions.update_contact(db, owner, email="new@example.kz", language="kk", now=START)
    db.flush()
    assert owner.email == "new@example.kz"
    assert entries_about(db, "account", owner.id)[-1].facts == {"fields": ["email"]}
    actions.update_contact(db, owner, email="new@example.kz", language="kk", now=START)
    assert verbs(db, owner) == ["contact data changed"]


def test_a_new_phone_needs_the_code_that_went_to_it_and_the_former_one_is_told(
    db: Session, owner: Account, house: Wiring, outbox: Outbox
):
    new = "+77051112233"
    sent = actions.ask_to_change_phone(db, owner, new, keys=house.keys, language="kk", now=START)
    assert isinstance(sent, Sent)
    code = outbox.newest_code()
    assert outbox.delivered()[-1].to == new
    wrong = actions.change_phone(db, owner, "no code", keys=house.keys, now=START)
    assert wrong == WrongCode(4)
    assert owner.phone == "+77010000001"
    assert actions.change_phone(db, owner, code, keys=house.keys, now=START) == Confirmed(new)
    assert owner.phone == new
    told = outbox.delivered()[-1]
    assert told.to == "+77010000001"
    assert "телефон нөмірі өзгертілді" in told.text
    entry = entries_about(db, "account", owner.id)[-1]
    assert entry.facts == {"from": "+7 701 ••• •• 01", "to": "+7 705 ••• •• 33"}


def test_a_role_is_granted_once_and_revoked(db: Session, owner: Account):
    boss = make.account(db, roles=[Role.ADMINISTRATOR])
    assert actions.grant_role(db, owner.id, Role.PROCTOR, by=boss.id, now=START)
    assert not actions.grant_role(db, owner.id, Role.PROCTOR, by=boss.id, now=START)
    assert roles_of(db, owner.id) == {Role.CANDIDATE, Role.PROCTOR}
    assert people_with_role(db, Role.PROCTOR) == [owner]
    assert actions.revoke_role(db, owner.id, Role.PROCTOR, by=boss.id, now=START) is None
    assert roles_of(db, owner.id) == {Role.CANDIDATE}
    entries = entries_about(db, "account", owner.id)
    assert [(one.verb, one.actor_id) for one in entries] == [
        ("role granted", boss.id),
        ("role revoked", boss.id),
    ]


def test_a_role_that_nobody_has_cannot_be_revoked(db: Session, owner: Account):
    why_not = actions.revoke_role(db, owner.id, Role.PROCTOR, by=None, now=START)
    assert why_not is not None
    assert why_not.msgid == "This person does not have this role."


def test_the_last_administrator_stays(db: Session):
    first = make.account(db, roles=[Role.ADMINISTRATOR])
    why_not = actions.revoke_role(db, first.id, Role.ADMINISTRATOR, by=first.id, now=START)
    assert why_not is not None
    assert roles_of(db, first.id) == {Role.ADMINISTRATOR}
    make.account(db, roles=[Role.ADMINISTRATOR])
    assert actions.revoke_role(db, first.id, Role.ADMINISTRATOR, by=first.id, now=START) is None


def grant(db: Session, owner: Account, by: Account, **values: int) -> Accommodation:
    extra_percent = values.get("extra_percent", 50)
    return actions.grant_accommodation(
        db,
        owner.id,
        extra_percent=extra_percent,
        large_print=True,
        reader=False,
        reason="confirmed by the certificate of a doctor",
        by=by.id,
        now=START,
    )


def test_help_is_granted_and_ended_and_the_journal_keeps_no_reason(db: Session, owner: Account):
    boss = make.account(db, roles=[Role.ADMINISTRATOR])
    granted = grant(db, owner, boss)
    assert accommodation_in_force(db, owner.id) == granted
    entry = entries_about(db, "account", owner.id)[-1]
    assert entry.facts == {"extra_percent": 50, "large_print": True, "reader": False}
    assert actions.end_accommodation(db, owner.id, by=boss.id, now=START)
    assert accommodation_in_force(db, owner.id) is None
    assert granted.ended_at == START
    assert not actions.end_accommodation(db, owner.id, by=boss.id, now=START)


def test_a_later_grant_takes_the_place_of_the_earlier(
    db: Session, owner: Account, clock: FixedClock
):
    boss = make.account(db, roles=[Role.ADMINISTRATOR])
    first = grant(db, owner, boss)
    first.granted_at = clock.move(days=-1)
    second = grant(db, owner, boss, extra_percent=100)
    assert accommodation_in_force(db, owner.id) == second
    assert first.ended_at == START


@pytest.mark.parametrize("percent", [-25, 10, 33, 200])
def test_extra_time_comes_in_steps(db: Session, owner: Account, percent: int):
    with pytest.raises(ValueError, match="is not among"):
        grant(db, owner, owner, extra_percent=percent)
