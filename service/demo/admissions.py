"""What a demo holds of applications to vacancies: admitted, refused, to look at, being hired."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from pypdf import PdfWriter

from service.admissions import queries
from service.admissions.actions import Applied, Caller, LookSaid, apply, close, look
from service.admissions.judging import kept_answer
from service.admissions.models import AdmissionDecision, CompetitionApplication
from service.core.ids import new_id
from service.demo.people import DemoPerson, demo_people
from service.demo.stage import Stage
from service.demo.state_gateway import records_of
from service.demo.vacancies import BODY
from service.gateways.egov import Records
from service.gateways.storage import Storage
from service.hirings.actions import Invitation, StepSaid, make_step, start_hiring
from service.hirings.models import Entrant, Hiring, HiringStep, What
from service.law.bars import BARS
from service.law.calendar import ONE_DAY, at, local_day
from service.people.actions import give_consent
from service.people.models import Account
from service.people.queries import account_by_iin
from service.personal_files.actions import (
    Declared,
    Keeper,
    Upload,
    add_document,
    declare,
    say_programs,
)
from service.personal_files.from_state import take_from_state
from service.personal_files.models import DocumentKind, PersonalDocument
from service.personal_files.queries import education_of, employment_of
from service.personal_files.uploads import receive
from service.vacancies import queries as vacancies
from service.vacancies.models import Announcement

OPEN: Final = "117-100"  # receives documents
CLOSED: Final = "117-58"  # its reception is over
WHOLE: Final = (DocumentKind.DIPLOMA, DocumentKind.DIPLOMA_ANNEX, DocumentKind.EMPLOYMENT)
NAMES: Final = {
    DocumentKind.DIPLOMA: "Диплом.pdf",
    DocumentKind.DIPLOMA_ANNEX: "Диплом қосымшасы.pdf",
    DocumentKind.EMPLOYMENT: "Еңбек кітапшасы.pdf",
    DocumentKind.OTHER: "Декларация тапсырылғаны туралы анықтама.pdf",
}
REASON: Final = "Құжаттарды қарадым: талап орындалған. Документы посмотрел: требование выполнено."


def set_admissions(stage: Stage) -> None:
    """Bring the demo's applications up to today; the vacancies are there.

    Zarina is admitted, Timur is refused with reasons, Ainur waits for a person, Adilet is hired.
    """
    people = {one.key: (one, _account(stage, one)) for one in demo_people()}
    _, hr = people["kuanysh"]
    for key, scans, ending in (
        ("zarina", WHOLE, "met"),
        ("timur", (), "none"),
        ("ainur", WHOLE, "none"),
    ):
        person, account = people[key]
        announcement = _round(stage, OPEN)
        if queries.application_of(stage.db, announcement.id, account.id) is None:
            then = stage.at(hours=20)
            fill_file(then, person, account, scans)
            row = apply_for(then, announcement, account)
            if ending == "met":
                look_at_all(stage.at(hours=2), row, hr)
    person, account = people["adilet"]
    announcement = _round(stage, CLOSED)
    if queries.application_of(stage.db, announcement.id, account.id) is None:
        _hire(stage, announcement, person, account, hr)


def _account(stage: Stage, person: DemoPerson) -> Account:
    found = account_by_iin(stage.db, person.iin)
    assert found is not None
    return found


def _round(stage: Stage, post: str) -> Announcement:
    row = vacancies.last_vacancy_of_post(stage.db, BODY, post)
    assert row is not None
    return vacancies.rounds_of(stage.db, row.id)[-1]


def _keeper(stage: Stage, account: Account) -> Keeper:
    texts = stage.house.parts["consent"]
    return Keeper(account.id, str(texts.version_on(local_day(stage.now))))


def fill_file(
    stage: Stage, person: DemoPerson, account: Account, scans: Sequence[DocumentKind]
) -> None:
    """Fetch what the state knows, upload scans, declare, and say what is worked with."""
    text = stage.house.parts["consent"].text_on(local_day(stage.now), "kk")
    give_consent(stage.db, account.id, text, now=stage.now)
    keeper = _keeper(stage, account)
    known = Records.model_validate(records_of(person))
    take_from_state(stage.db, keeper, known, request_id=new_id(), now=stage.now)
    stage.db.flush()
    for kind in scans:
        _scan(stage, account, kind)
    answers = {bar.number: Declared(applies=False) for bar in BARS if not bar.known_to_state}
    declare(stage.db, keeper, answers, now=stage.now)
    say_programs(stage.db, keeper, frozenset({"documents", "spreadsheets"}), now=stage.now)
    stage.db.flush()


def _scan(stage: Stage, account: Account, kind: DocumentKind) -> PersonalDocument:
    content, looked_at = _sound(kind)
    upload = replace(looked_at, id=new_id())
    stage.house.parts["personal_documents"].put(str(upload.id), content)
    made = add_document(stage.db, _keeper(stage, account), upload, now=stage.now)
    assert isinstance(made, PersonalDocument), made
    lines = (
        employment_of(stage.db, account.id)
        if kind is DocumentKind.EMPLOYMENT
        else education_of(stage.db, account.id)
    )
    if kind is not DocumentKind.OTHER:
        made.line_id = lines[0].id
        stage.db.add(made)
        stage.db.flush()
    return made


@cache
def _sound(kind: DocumentKind) -> tuple[bytes, Upload]:
    """Return a page, looked at once for all whose scan it is."""
    writer, page = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": f"{kind} {new_id()}"})
    writer.write(page)
    with TemporaryDirectory() as folder:
        storage = Storage.in_folder(Path(folder))
        name = NAMES[kind]
        upload = receive(
            page.getvalue(), kind=kind, original_name=name, storage=storage, scanner=None
        )
    assert isinstance(upload, Upload), upload
    return page.getvalue(), upload


def apply_for(stage: Stage, announcement: Announcement, account: Account) -> CompetitionApplication:
    """Apply to a round."""
    caller = Caller(account.id, _keeper(stage, account).consent_version)
    calendar = stage.house.parts["calendar"]
    answer = apply(stage.db, announcement.id, caller, calendar=calendar, now=stage.now)
    assert isinstance(answer, Applied), answer
    return answer.application


def look_at_all(stage: Stage, row: CompetitionApplication, hr: Account) -> None:
    """Let HR answer every question of the newest answer with "met"."""
    calendar = stage.house.parts["calendar"]
    while True:
        newest = queries.newest_decision(stage.db, row)
        asked = kept_answer(newest).shown.to_look_at
        if not asked:
            return
        verdict: Literal["met"] = "met"
        said = LookSaid(row.decisions, asked[0].code, asked[0].subject, verdict, REASON)
        made = look(stage.db, row.id, said, by=hr.id, calendar=calendar, now=stage.now)
        assert isinstance(made, AdmissionDecision), made


def _hire(
    stage: Stage, announcement: Announcement, person: DemoPerson, account: Account, hr: Account
) -> None:
    """Apply in time, be admitted, be invited, and wait for the special check while acting."""
    assert announcement.published_at is not None
    assert announcement.closes_on is not None
    calendar = stage.house.parts["calendar"]
    applied = Stage(stage.house, stage.db, announcement.published_at + timedelta(days=2))
    fill_file(applied, person, account, WHOLE)
    row = apply_for(applied, announcement, account)
    look_at_all(_morning(stage, local_day(applied.now) + ONE_DAY), row, hr)
    after = announcement.closes_on + ONE_DAY
    close(stage.db, row.id, calendar=calendar, now=_morning(stage, after).now)
    invited = _morning(stage, after)
    said = Invitation("14", after, Entrant.FIRST_TIME)
    hiring = start_hiring(stage.db, row.id, said, by=hr.id, calendar=calendar, now=invited.now)
    assert isinstance(hiring, Hiring), hiring
    paper = _scan(_morning(stage, after + ONE_DAY), account, DocumentKind.OTHER)
    handed_in = {"document": str(paper.id), "note": paper.original_name}
    steps: tuple[tuple[What, Account, dict[str, str]], ...] = (
        (What.APPLIED, account, {}),
        (What.DECLARED, account, handed_in),
        (What.CHECK_SENT, hr, {"note": "№ 07-11/118"}),
        (What.ACTING, hr, {"note": "№ 241-к"}),
    )
    for number, (what, by, facts) in enumerate(steps, 1):
        then = _morning(stage, after + number * ONE_DAY)
        if then.now > stage.now:
            return  # what is still to come stays to be tried
        step = StepSaid(what, local_day(then.now), facts)
        made = make_step(stage.db, hiring.id, step, seen=hiring.steps, by=by.id, now=then.now)
        assert isinstance(made, HiringStep), made


def _morning(stage: Stage, day: date) -> Stage:
    return Stage(stage.house, stage.db, at(day, time(10)))
