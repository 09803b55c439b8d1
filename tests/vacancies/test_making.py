"""HR makes a vacancy from a post of the register, or is told why its post is never announced."""

import pytest
from sqlmodel import Session

from service.core.i18n import Message
from service.journal.queries import entries_before
from service.law.vacancy import Exclusion, PostKind, Round
from service.people.models import Account
from service.posts.models import RegisterName
from service.vacancies import actions, queries
from service.vacancies.actions import PostSaid, make_vacancy
from service.vacancies.course import course_of
from service.vacancies.models import Vacancy, VacancyState
from service.vacancies.post_kinds import is_lowest, kind_in_register
from tests import make_bodies
from tests import make_vacancies as make
from tests.clock import START
from tests.make_bodies import MINISTRY


def test_vc_1_a_vacancy_takes_its_facts_from_the_register(db: Session, hr: Account):
    made = make.vacancy(db, hr)
    assert (made.number, made.category, made.state) == ("V-2026-000001", "C-4", VacancyState.OPEN)
    assert made.title["kk"].endswith("Талдау жұмысы басқармасының бас сарапшысы")
    assert made.department.startswith("Стратегиялық жоспарлау")
    assert make.vacancy(db, hr).number == "V-2026-000002"
    (entry, _) = entries_before(db, verb="vacancy made", limit=2)
    assert (entry.actor_id, entry.subject_id) == (hr.id, "V-2026-000002")


@pytest.mark.parametrize("register", [RegisterName.POLITICAL, RegisterName.CIVILIAN])
def test_lw_6_a_post_of_another_register_is_refused_with_its_article(
    db: Session, hr: Account, posts: dict[RegisterName, str], register: RegisterName
):
    said = PostSaid(register, posts[register], PostKind.CORPS_B)
    told = make_vacancy(db, MINISTRY, said, make.facts(), by=hr.id, now=START)
    assert isinstance(told, Exclusion)
    assert str(told.kind) == str(register)
    db.flush()
    (entry,) = entries_before(db, verb="vacancy refused", limit=9)
    assert (entry.rule, entry.facts["kind"]) == ("LW-6", str(register))
    assert entry.facts["filled_by"] == told.filled_by
    assert queries.vacancies_of(db, [MINISTRY]) == []


def test_lw_6_a_ministers_assistant_is_refused_whatever_hr_says(db: Session, hr: Account):
    said = PostSaid(RegisterName.POSTS, make.ASSISTANT, PostKind.CORPS_B)
    told = make_vacancy(db, MINISTRY, said, make.facts(), by=hr.id, now=START)
    assert isinstance(told, Exclusion)
    assert (told.kind, told.source) == (PostKind.OF_FIRST_HEAD, "LAW 29(4)")


@pytest.mark.parametrize("kind", [one for one in PostKind if one is not PostKind.CORPS_B], ids=str)
def test_lw_6_what_hr_says_of_a_post_is_refused_too(db: Session, hr: Account, kind: PostKind):
    said = PostSaid(RegisterName.POSTS, make.ANALYST, kind)
    told = make_vacancy(db, MINISTRY, said, make.facts(), by=hr.id, now=START)
    assert isinstance(told, Exclusion)
    assert told.kind is kind


@pytest.mark.parametrize(
    ("position", "kind"),
    [
        ("Министрдің көмекшісі", PostKind.OF_FIRST_HEAD),
        ("Министрдің режим жөніндегі көмекшісі", PostKind.OF_FIRST_HEAD),
        ("Әкімнің баспасөз хатшысы", PostKind.OF_FIRST_HEAD),
        ("Төрағаның кеңесшісі", PostKind.OF_FIRST_HEAD),
        ("бас сарапшысы", PostKind.CORPS_B),
        ("Департамент директорының көмекшісі", PostKind.CORPS_B),
        ("Әкімшілік департаментінің кеңесшісі", PostKind.CORPS_B),
    ],
)
def test_lw_6_the_title_tells_whose_assistant_it_is(position: str, kind: PostKind):
    assert kind_in_register(RegisterName.POSTS, {"position": position}, {"corps": "Б"}) is kind


def test_lw_6_an_order_on_corps_a_says_so():
    cyrillic = "\N{CYRILLIC CAPITAL LETTER A}"
    found = kind_in_register(RegisterName.POSTS, {"position": "x"}, {"corps": cyrillic})
    assert found is PostKind.CORPS_A


def test_a_post_of_another_body_is_refused(db: Session, hr: Account):
    said = PostSaid(RegisterName.POSTS, make.ANALYST, PostKind.CORPS_B)
    told = make_vacancy(db, "ministry-of-trade", said, make.facts(), by=hr.id, now=START)
    assert told == Message("This post is of another body's register.")
    made = make_bodies.body(db, "justice-abai", parent=MINISTRY)
    assert make.vacancy(db, hr, code=made.code).body_code == "justice-abai"


def test_a_post_that_is_not_there_is_refused(db: Session, hr: Account):
    for key in ("117-999", "\0"):
        said = PostSaid(RegisterName.POSTS, key, PostKind.CORPS_B)
        told = make_vacancy(db, MINISTRY, said, make.facts(), by=hr.id, now=START)
        assert told == Message("The register has no such post.")


@pytest.mark.parametrize(
    ("category", "lowest"),
    [("C-5", True), ("C-4", False), ("C-O-2", True), ("C-O-1", False), ("", False), ("X", False)],
)
def test_lw_4_the_lowest_category_of_a_body(category: str, lowest: bool):  # noqa: FBT001
    assert is_lowest(category, ["C-1", "C-4", "C-5", "C-O-1", "C-O-2"]) is lowest


def test_a_change_needs_the_version_that_was_seen(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    changed = actions.change_vacancy(
        db, row.id, make.facts(is_lowest=True), version=1, by=hr.id, now=START
    )
    assert isinstance(changed, Vacancy)
    again = actions.change_vacancy(db, row.id, make.facts(), version=1, by=hr.id, now=START)
    assert again == actions.CHANGED_MEANWHILE
    db.flush()
    (entry,) = entries_before(db, verb="vacancy changed", limit=9)
    assert entry.facts == {"is_lowest": True}


def test_lw_4_a_draft_follows_what_is_said_of_the_vacancy(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    draft = make.draft(db, row, hr)
    assert draft.round is Round.INTERNAL_BODY
    actions.change_vacancy(db, row.id, make.facts(is_lowest=True), version=1, by=hr.id, now=START)
    assert (draft.round, draft.version) == (Round.GENERAL, 3)


def test_what_is_announced_cannot_be_changed_or_withdrawn(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    make.published(db, row, hr)
    told = actions.change_vacancy(db, row.id, make.facts(), version=1, by=hr.id, now=START)
    assert isinstance(told, Message)
    assert isinstance(
        actions.withdraw_vacancy(db, row.id, reason="No money", by=hr.id, now=START), Message
    )


def test_a_withdrawn_vacancy_loses_its_draft(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    make.draft(db, row, hr)
    done = actions.withdraw_vacancy(db, row.id, reason="No money", by=hr.id, now=START)
    assert isinstance(done, Vacancy)
    course = course_of(db, row)
    assert (row.state, course.draft, course.may_draft) == (VacancyState.WITHDRAWN, None, False)
    told = actions.withdraw_vacancy(db, row.id, reason="Again", by=hr.id, now=START)
    assert told == Message("This vacancy is closed.")
