"""The draft of an announcement: what it says by itself, who writes over whom, what is frozen."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, select

from service.bodies import queries as bodies
from service.core.i18n import Message
from service.journal.queries import entries_before
from service.law.admission import Opening
from service.law.announcement import PARTS, Temporary
from service.law.record import rebuild
from service.law.vacancy import Round
from service.people.models import Account
from service.vacancies import queries
from service.vacancies.announcing import Stale, begin_draft, save_draft, withdraw_draft
from service.vacancies.course import course_of
from service.vacancies.models import Announcement, AnnouncementFacet, AnnouncementState, FacetKind
from service.vacancies.publishing import NotPublished, publish
from service.vacancies.queries import Stand, Wanted
from tests import make_bodies
from tests import make_vacancies as make
from tests.clock import START
from tests.make_bodies import MINISTRY

CALENDAR = make.calendar()


def begin(db: Session, row, hr: Account) -> Announcement:
    begun = begin_draft(db, row.id, calendar=CALENDAR, speak=make.SPEAK, by=hr.id, now=START)
    assert isinstance(begun, Announcement)
    return begun


def test_vc_1_a_draft_is_filled_in_from_the_register(db: Session, hr: Account):
    row = make.vacancy(db, hr, is_lowest=True)
    draft = begin(db, row, hr)
    assert (draft.number, draft.round, draft.state) == (
        "V-2026-000001/1", Round.GENERAL, AnnouncementState.DRAFT,
    )  # fmt: skip
    assert set(draft.texts) == set(PARTS)
    assert draft.texts["body"]["ru"] == "Министерство юстиции Республики Казахстан"
    assert draft.texts["post"] == row.title
    assert draft.texts["category"] == {"kk": "C-4", "ru": "C-4"}
    for language, word in (("kk", "құқықтану"), ("ru", "юриспруденция")):
        assert word.casefold() in draft.texts["requirements"][language].casefold()
    assert draft.texts["workplace"]["ru"]
    assert draft.texts["documents"]["kk"]
    assert draft.texts["salary"] == {"kk": "", "ru": ""}
    assert draft.stages == ["personal-qualities", "ability", "interview"]
    assert (draft.closes_on, draft.interview_on) == (make.day(2), make.day(17))


def test_what_hr_typed_last_stands_in_the_next_draft_of_the_post(db: Session, hr: Account):
    first = make.draft(db, make.vacancy(db, hr), hr)
    next_one = begin(db, make.vacancy(db, hr), hr)
    for part in ("salary", "contacts", "functions", "workplace"):
        assert next_one.texts[part] == first.texts[part]
    assert next_one.texts["post"] != first.texts["post"]  # the register's own comes first


def test_who_begins_what_is_begun_gets_it(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    assert begin(db, row, hr).id == begin(db, row, hr).id


def test_of_two_who_write_the_second_is_shown_what_the_first_saved(db: Session, hr: Account):
    other = make.hr(db)
    draft = begin(db, make.vacancy(db, hr), hr)
    seen = draft.version
    mine = save_draft(db, draft.id, make.edit(draft), version=seen, by=hr.id, now=START)
    assert isinstance(mine, Announcement)
    theirs = save_draft(db, draft.id, make.edit(draft), version=seen, by=other.id, now=START)
    assert isinstance(theirs, Stale)
    assert theirs.draft.changed_by == hr.id
    again = save_draft(
        db, draft.id, make.edit(draft, closes_on=make.day(4)), version=mine.version, by=other.id,
        now=START,
    )  # fmt: skip
    assert isinstance(again, Announcement)
    assert (again.changed_by, again.version) == (other.id, seen + 2)
    db.flush()
    newest = entries_before(db, verb="announcement draft changed", limit=1)[0]
    assert newest.facts == {"version": 3, "changed": ["closes_on"]}


def test_saving_what_stands_there_already_changes_nothing(db: Session, hr: Account):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    was = draft.version
    save_draft(db, draft.id, make.edit(draft), version=was, by=hr.id, now=START)
    assert draft.version == was


def test_a_withdrawn_draft_is_not_announced_and_its_number_stays_used(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    first = begin(db, row, hr)
    assert isinstance(withdraw_draft(db, first.id, by=hr.id, now=START), Announcement)
    assert withdraw_draft(db, first.id, by=hr.id, now=START) == Message(
        "This is no draft any more."
    )
    second = begin(db, row, hr)
    assert second.number == "V-2026-000001/2"
    assert course_of(db, row).rounds == []


def test_vc_1_everything_that_is_missing_is_said_at_once(db: Session, hr: Account):
    draft = begin(db, make.vacancy(db, hr, essay_needed=True), hr)
    empty = make.edit(
        draft, texts={}, stages=frozenset(), sites=frozenset(), closes_on=None, interview_on=None
    )
    save_draft(db, draft.id, empty, version=draft.version, by=hr.id, now=START)
    told = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=START)
    assert isinstance(told, NotPublished)
    codes = [one.code for one in told.faults]
    assert codes.count("part-missing") == len(PARTS)
    assert set(codes) == {
        "part-missing", "site-missing", "essay-missing", "interview-stage-missing",
        "closes-too-early", "interview-missing",
    }  # fmt: skip
    assert draft.state is AnnouncementState.DRAFT


def test_vc_1_a_part_in_one_language_is_missing(db: Session, hr: Account):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    texts = {**make.edit(draft).texts, "salary": {"kk": "Бар", "ru": " "}}
    save_draft(db, draft.id, make.edit(draft, texts=texts), version=draft.version, by=hr.id,
               now=START)  # fmt: skip
    told = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=START)
    assert isinstance(told, NotPublished)
    assert [(one.code, one.subject) for one in told.faults] == [("part-missing", "salary")]


def test_vc_1_a_published_announcement_is_frozen_with_its_opening(db: Session, hr: Account):
    row = make.vacancy(db, hr)
    one = make.published(db, row, hr)
    opening = rebuild(Opening, one.opening)
    assert (one.state, one.published_on) == (AnnouncementState.ANNOUNCED, make.day(23, 11))
    assert (opening.post, opening.round) == (make.ANALYST, Round.INTERNAL_BODY)
    assert opening.closes_on == one.closes_on
    assert opening.circle == frozenset({MINISTRY})
    assert opening.kinds == frozenset({"IS"})
    assert opening.requirements.education
    assert set(one.wordings) >= {each.code for each in opening.requirements.wordings}
    told = save_draft(db, one.id, make.edit(one), version=one.version, by=hr.id, now=START)
    assert told == Message("This is no draft any more.")
    (entry,) = entries_before(db, verb="announcement published", limit=9)
    assert (entry.rule, entry.subject_id) == ("VC-1", one.number)


def test_is_34_a_body_outside_the_integrated_system_takes_the_other_certificates(
    db: Session, hr: Account
):
    unit = make_bodies.body(db, "justice-abai", parent=MINISTRY)
    inside = make.published(db, make.vacancy(db, hr, code=unit.code), hr)
    assert inside.opening["kinds"] == ["IS"]  # the ministry it belongs to is in the list
    ministry = bodies.body(db, MINISTRY)
    assert ministry is not None
    ministry.wave = None
    db.add(ministry)
    db.flush()
    outside = make.published(db, make.vacancy(db, hr), hr)
    assert outside.opening["kinds"] == ["AD"]


def test_publishing_again_changes_nothing_and_another_version_is_shown_first(
    db: Session, hr: Account
):
    row = make.vacancy(db, hr)
    draft = make.draft(db, row, hr)
    stale = publish(db, draft.id, version=1, calendar=CALENDAR, by=hr.id, now=START)
    assert isinstance(stale, Stale)
    done = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=START)
    assert done is draft
    later = START + timedelta(days=1)
    assert publish(db, draft.id, version=1, calendar=CALENDAR, by=hr.id, now=later) is draft
    assert draft.published_at == START
    assert len(entries_before(db, verb="announcement published", limit=9)) == 1


def test_lw_8_a_temporary_vacancy_is_marked_and_judged(db: Session, hr: Account):
    away = Temporary("studies", make.day(31))
    row = make.vacancy(db, hr, temporary=away)
    one = make.published(db, row, hr)
    assert one.is_temporary
    over = replace(away, until_on=make.day(25, 11))
    draft = make.draft(db, make.vacancy(db, hr, temporary=over), hr)
    told = publish(db, draft.id, version=draft.version, calendar=CALENDAR, by=hr.id, now=START)
    assert isinstance(told, NotPublished)
    assert [one.code for one in told.faults] == ["temporary-over"]


def test_what_is_published_is_found_by_its_facets_and_words(db: Session, hr: Account):
    one = make.published(db, make.vacancy(db, hr), hr)
    make.draft(db, make.vacancy(db, hr, make.EXPERT), hr)
    values = {(each.kind, each.value) for each in db.exec(select(AnnouncementFacet)).all()}
    assert {
        (FacetKind.BODY, MINISTRY),
        (FacetKind.OFFICE, "central"),
        (FacetKind.PLACE, "astana"),
        (FacetKind.CATEGORY, "C-4"),
        (FacetKind.ROUND, "internal-body"),
        (FacetKind.STAGE, "interview"),
    } <= values
    today = make.day(23, 11)
    for wanted in (
        Wanted(today),
        Wanted(today, text="САРАПШЫСЫ аналитической"),
        Wanted(today, text="ministry of justice"),
        Wanted(today, facets={FacetKind.CATEGORY: "C-4", FacetKind.OFFICE: "central"}),
        Wanted(one.closes_on or today, closes_by=one.closes_on),
        Wanted(make.day(1), Stand.RUNNING),
        Wanted(today, Stand.ANY),
    ):
        assert [each.id for each, _ in queries.public_announcements(db, wanted)] == [one.id]
        assert queries.count_public(db, wanted) == 1
    for wanted in (
        Wanted(make.day(1)),
        Wanted(today, Stand.OVER),
        Wanted(today, text="100%"),
        Wanted(today, facets={FacetKind.CATEGORY: "C-5"}),
        Wanted(today, facets={FacetKind.TEMPORARY: "yes"}),
        Wanted(today, closes_by=today),
    ):
        assert queries.count_public(db, wanted) == 0
    chosen = Wanted(today, facets={FacetKind.CATEGORY: "C-4"})
    assert queries.facet_values(db, chosen, FacetKind.ROUND) == [("internal-body", 1)]
