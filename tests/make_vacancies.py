"""Builders of vacancies: a small register of posts, people of HR, drafts that may be published."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from service.bodies.models import Work
from service.core.i18n import translators
from service.core.working_days import working_calendar
from service.law.announcement import PARTS, Stage
from service.law.calendar import WorkingCalendar
from service.law.vacancy import PostKind
from service.people.models import Account
from service.posts.actions import _act_values, _post
from service.posts.civil_file import FILE_NAME as CIVIL
from service.posts.civil_file import load_civil_posts
from service.posts.models import RegisterAct, RegisterName
from service.posts.political_file import FILE_NAME as POLITICAL
from service.posts.political_file import load_political_posts
from service.posts.qualification_file import FILE_NAME as QUALIFICATION
from service.posts.qualification_file import load_qualification_posts
from service.posts.register_rows import Reading, Rows, rows_of
from service.settings import ROOT
from service.vacancies.actions import PostSaid, VacancyFacts, make_vacancy
from service.vacancies.announcing import Edit, begin_draft, save_draft
from service.vacancies.ending import end_round
from service.vacancies.models import Announcement, RoundOutcome, Vacancy
from service.vacancies.publishing import publish
from tests import make_bodies
from tests.clock import START
from tests.make_bodies import AGENCY, MINISTRY

SPEAK = translators(ROOT / "web" / "locales")
ANALYST, EXPERT, DEPUTY, ASSISTANT = "117-6", "117-100", "117-40", "117-1"  # C-4, C-5, C-2, C-3
POSTS = frozenset({ANALYST, EXPERT, DEPUTY, ASSISTANT})


def calendar() -> WorkingCalendar:
    return working_calendar(ROOT / "question_bank" / "calendar" / "kz.yaml")


@cache
def _readings() -> tuple[tuple[Reading, Rows], ...]:
    folder = ROOT / "registers"
    readings: tuple[Reading, ...] = (
        load_qualification_posts(folder / QUALIFICATION),
        load_political_posts(folder / POLITICAL),
        load_civil_posts(folder / CIVIL),
    )
    return tuple((one, rows_of(one)) for one in readings)


def register(db: Session, *, now: datetime = START) -> dict[RegisterName, str]:
    """Add the bodies and some posts of each register; return a post of each."""
    make_bodies.shipped(db, now=now)
    some: dict[RegisterName, str] = {}
    for reading, rows in _readings():
        values = _act_values(reading, rows, version=1, now=now)
        db.add(RegisterAct(**values))
        db.flush()
        some[rows.register] = rows.posts[0].key
        for one in rows.posts:
            if one.key in POSTS or one is rows.posts[0]:
                db.add(_post(one, rows.register, values["id"]))
    db.flush()
    return some


def facts(**more: Any) -> VacancyFacts:
    known: dict[str, Any] = {
        "title_ru": "Главный эксперт управления аналитической работы",
        "place": None,
        "is_lowest": False,
        "essay_needed": False,
        "temporary": None,
    }
    return VacancyFacts(**(known | more))


def vacancy(
    db: Session,
    hr: Account,
    post: str = ANALYST,
    *,
    code: str = MINISTRY,
    now: datetime = START,
    **more: Any,
) -> Vacancy:
    """Make a vacancy of this post."""
    said = PostSaid(RegisterName.POSTS, post, PostKind.CORPS_B)
    made = make_vacancy(db, code, said, facts(**more), by=hr.id, now=now)
    assert isinstance(made, Vacancy), made
    return made


def edit(draft: Announcement, **more: Any) -> Edit:
    """What makes a draft complete; its days stay unless others are named."""
    known: dict[str, Any] = {
        "texts": {part: {"kk": f"{part} қазақша", "ru": f"{part} по-русски"} for part in PARTS},
        "stages": frozenset[Stage](draft.stages),  # type: ignore[arg-type]  # its own
        "sites": frozenset({"body", "authorised-body"}),
        "closes_on": draft.closes_on,
        "interview_on": draft.interview_on,
    }
    return Edit(**(known | more))


def draft(
    db: Session, row: Vacancy, hr: Account, *, now: datetime = START, **more: Any
) -> Announcement:
    """Begin the announcement that is due and fill it in."""
    begun = begin_draft(db, row.id, calendar=calendar(), speak=SPEAK, by=hr.id, now=now)
    assert isinstance(begun, Announcement), begun
    saved = save_draft(db, begun.id, edit(begun, **more), version=begun.version, by=hr.id, now=now)
    assert isinstance(saved, Announcement), saved
    return saved


def published(
    db: Session, row: Vacancy, hr: Account, *, now: datetime = START, **more: Any
) -> Announcement:
    """Announce the round that is due."""
    one = draft(db, row, hr, now=now, **more)
    done = publish(db, one.id, version=one.version, calendar=calendar(), by=hr.id, now=now)
    assert isinstance(done, Announcement), done
    return done


def ended(db: Session, one: Announcement, *, now: datetime) -> Announcement:
    """End an announced round with nobody."""
    done = end_round(db, one.id, RoundOutcome.NOBODY, reason="No one", by=None, now=now)
    assert isinstance(done, Announcement), done
    return done


def hr(db: Session, code: str = MINISTRY) -> Account:
    return make_bodies.member(db, code, Work.HR)


def authority(db: Session, code: str = AGENCY) -> Account:
    return make_bodies.member(db, code, Work.AGREEMENT)


def day(number: int, month: int = 12) -> date:
    """A day of the last months of 2026."""
    return date(2026, month, number)
