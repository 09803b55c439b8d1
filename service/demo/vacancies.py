"""What a demo holds of vacancies: announced, running, waiting for agreement, being written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml

from service.bodies import queries as bodies
from service.bodies.actions import BodyFacts, add_member, load_shipped_bodies, save_body
from service.bodies.models import Place, Work
from service.core.i18n import Message
from service.demo.people import demo_people
from service.demo.stage import Stage
from service.law.announcement import PARTS, Part, Temporary, first_closing
from service.law.announcement import Stage as CompetitionStage
from service.law.calendar import local_day
from service.law.vacancy import PostKind
from service.people.models import Account
from service.people.queries import account_by_iin
from service.posts.actions import load_shipped_registers
from service.posts.models import RegisterName
from service.posts.requirements_register import take_over_registers
from service.posts.requirements_typical import load_shipped_typical
from service.vacancies import queries
from service.vacancies.actions import PostSaid, VacancyFacts, make_vacancy
from service.vacancies.agreement import ask_agreement
from service.vacancies.announcing import Edit, begin_draft, save_draft
from service.vacancies.ending import end_round
from service.vacancies.models import Announcement, RoundOutcome, Vacancy
from service.vacancies.publishing import publish

FILE: Final = Path(__file__).with_name("vacancies.yaml")
BODY: Final = "ministry-of-justice"
WORKERS: Final = (("kuanysh", BODY, Work.HR), ("raushan", "civil-service-agency", Work.AGREEMENT))
HELD_DAYS_AGO: Final = ((75, 60), (55, 40))  # announced, ended
LONGER: Final = 5  # working days that the demo receives documents beyond the least
SITE: Final = "https://adilet.example.org"
CONTACTS: Final = {
    "kk": "Астана қаласы, Мәңгілік Ел даңғылы, 8. Кадр қызметі: +7 7172 00 00 00, kadr@example.org",
    "ru": "город Астана, проспект Мәңгілік Ел, 8. Кадровая служба: +7 7172 00 00 00, "
    "kadr@example.org",
}


def load_registers(stage: Stage, folder: Path) -> None:
    """Load the bodies, the registers of posts and what the posts ask."""
    load_shipped_bodies(stage.db, folder, now=stage.now)
    load_shipped_registers(stage.db, folder, now=stage.now)
    load_shipped_typical(stage.db, folder, now=stage.now)
    take_over_registers(stage.db, now=stage.now)


def set_vacancies(stage: Stage) -> None:
    """Bring the demo's vacancies up to today: what is not there any more is made anew.

    The stage is set and the registers are loaded.
    """
    people = {one.key: account_by_iin(stage.db, one.iin) for one in demo_people()}
    known = {key: account for key, account in people.items() if account is not None}
    _bodies(stage, known)
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        if not _is_there(stage, entry):
            _make(stage, entry, known["kuanysh"].id)


def _bodies(stage: Stage, people: Mapping[str, Account]) -> None:
    administrator = people["gulnara"].id
    for name, code, work in WORKERS:
        account = people[name].id
        add_member(stage.db, code, account, work, by=administrator, now=stage.now)
    ministry = bodies.body(stage.db, BODY)
    assert ministry is not None
    if not ministry.contacts:
        facts = BodyFacts(
            name=ministry.name,
            office=ministry.office,
            wave=ministry.wave,
            parent=ministry.parent,
            served_by=ministry.served_by,
            is_new=ministry.is_new,
            place=ministry.place,
            site=SITE,
            contacts=CONTACTS,
        )
        save_body(stage.db, BODY, facts, by=administrator, now=stage.now)
    stage.db.flush()


def _is_there(stage: Stage, entry: Mapping[str, Any]) -> bool:
    """Whether a vacancy of the post is open, and where it is announced still receives documents."""
    row = queries.last_vacancy_of_post(stage.db, BODY, entry["post"])
    if row is None:
        return False
    if entry["now"] != "announced":
        return True
    newest = queries.rounds_of(stage.db, row.id)[-1]
    return newest.closes_on is not None and newest.closes_on >= local_day(stage.now)


def _make(stage: Stage, entry: Mapping[str, Any], hr: UUID) -> None:
    began = stage.at(days=HELD_DAYS_AGO[0][0] if entry.get("held") else entry["days_ago"])
    row = make_vacancy_of(began, entry, hr)
    for announced, ended in HELD_DAYS_AGO[: entry.get("held", 0)]:
        one = announce(stage.at(days=announced), row, entry, hr)
        over = stage.at(days=ended).now
        nobody = RoundOutcome.NOBODY
        done = end_round(stage.db, one.id, nobody, reason=entry["nobody"], by=hr, now=over)
        assert isinstance(done, Announcement), done
    then = stage.at(days=entry["days_ago"])
    if entry["now"] == "asked":
        _draft(then, row, entry, hr)
        calendar = stage.house.parts["calendar"]
        asked = ask_agreement(
            stage.db, row.id, grounds=entry["grounds"], calendar=calendar, by=hr, now=then.now
        )
        assert not isinstance(asked, Message), asked
    elif entry["now"] == "draft":
        _begin(then, row, hr)
    elif entry["now"] != "due":
        announce(then, row, entry, hr)


def make_vacancy_of(stage: Stage, entry: Mapping[str, Any], hr: UUID) -> Vacancy:
    """Make the vacancy that an entry tells of."""
    away = Temporary("social-leave", local_day(stage.now) + timedelta(days=365))
    facts = VacancyFacts(
        title_ru=entry["title_ru"],
        place=Place.ASTANA,
        is_lowest=entry.get("lowest", False),
        essay_needed=entry.get("essay", False),
        temporary=away if entry.get("temporary") else None,
    )
    said = PostSaid(RegisterName.POSTS, entry["post"], PostKind.CORPS_B)
    made = make_vacancy(stage.db, BODY, said, facts, by=hr, now=stage.now)
    assert isinstance(made, Vacancy), made
    return made


def _begin(stage: Stage, row: Vacancy, hr: UUID) -> Announcement:
    begun = begin_draft(
        stage.db,
        row.id,
        calendar=stage.house.parts["calendar"],
        speak=stage.house.parts["translators"],
        by=hr,
        now=stage.now,
    )
    assert isinstance(begun, Announcement), begun
    return begun


def _draft(stage: Stage, row: Vacancy, entry: Mapping[str, Any], hr: UUID) -> Announcement:
    """Begin a draft and write into it what only HR knows."""
    begun, calendar = _begin(stage, row, hr), stage.house.parts["calendar"]
    texts = {**begun.texts, "functions": entry["functions"], "salary": entry["salary"]}
    first = first_closing(begun.round, local_day(stage.now), calendar)
    closes_on = entry.get("closes_on", calendar.add_working_days(first, LONGER))
    assert closes_on >= first, (closes_on, first)
    known: dict[Part, Mapping[str, str]] = {part: texts[part] for part in PARTS}
    stages: frozenset[CompetitionStage] = frozenset(begun.stages)  # type: ignore[arg-type]  # its own words
    edit = Edit(known, stages, frozenset({"body", "authorised-body"}), closes_on, None)
    edit = replace(edit, interview_on=calendar.add_working_days(closes_on, LONGER))
    saved = save_draft(stage.db, begun.id, edit, version=begun.version, by=hr, now=stage.now)
    assert isinstance(saved, Announcement), saved
    return saved


def announce(stage: Stage, row: Vacancy, entry: Mapping[str, Any], hr: UUID) -> Announcement:
    """Write the draft of a round and publish it; `closes_on` of the entry is its last day."""
    draft, calendar = _draft(stage, row, entry, hr), stage.house.parts["calendar"]
    done = publish(
        stage.db, draft.id, version=draft.version, calendar=calendar, by=hr, now=stage.now
    )
    assert isinstance(done, Announcement), done
    return done
