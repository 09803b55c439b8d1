"""Who is told what when a step of a competition is kept: candidates, HR, the commission."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.admissions.models import CompetitionApplication
from service.admissions.queries import application
from service.admissions.telling import title_of
from service.bodies import queries as bodies
from service.bodies.models import Work
from service.competitions.course import Course
from service.core.i18n import Message, say
from service.law.competition_state import Candidacy
from service.law.competition_terms import due_of
from service.law.machine import Step
from service.notices.actions import tell
from service.vacancies.models import Vacancy
from service.vacancies.queries import vacancy

# what a candidate is told on coming to a state; {until}: with a last day or time
CANDIDATE: Final[Mapping[str, Message]] = {
    "personal-qualities": say(
        "%(number)s, %(post)s: choose a time for the assessment of personal qualities, "
        "until %(until)s."
    ),
    "ability": say(
        "%(number)s, %(post)s: choose a time for the tests of ability, until %(until)s."
    ),
    "essay": say("%(number)s, %(post)s: write the essay until %(until)s."),
    "personal-qualities-review": say(
        "%(number)s, %(post)s: your assessment is under review until %(until)s."
    ),
    "ability-review": say("%(number)s, %(post)s: your tests are under review until %(until)s."),
    "essay-review": say("%(number)s, %(post)s: your essay is under review until %(until)s."),
    "essay-scoring": say("%(number)s, %(post)s: the commission scores your essay until %(until)s."),
    "recheck": say(
        "%(number)s, %(post)s: you are among the best. HR checks your file again until %(until)s."
    ),
    "confirmed": say("%(number)s, %(post)s: HR has confirmed your file."),
    "interview": say("%(number)s, %(post)s: you are invited to the interview, %(until)s."),
    "ranked": say("%(number)s, %(post)s: the results are there."),
    "named": say(
        "%(number)s, %(post)s: you have won the competition. "
        "Hand in the hiring application until %(until)s."
    ),
    "invited": say(
        "%(number)s, %(post)s: you are invited as the next one on the list. Answer until %(until)s."
    ),
    "missed": say("%(number)s, %(post)s: you did not take the stage in time."),
    "not-passed": say("%(number)s, %(post)s: you have not passed the stage."),
    "not-among-best": say("%(number)s, %(post)s: candidates with more points go on."),
    "not-confirmed": say("%(number)s, %(post)s: HR could not confirm your file. See why."),
    "breach": say("%(number)s, %(post)s: the rules were broken; your part has ended. See why."),
    "lapsed": say("%(number)s, %(post)s: you have not answered in time."),
    "ended": say("%(number)s, %(post)s: the competition has ended."),
}
SOON: Final = frozenset({"personal-qualities", "ability", "essay", "interview", "named", "invited"})
TERMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("personal-qualities", "ability", "essay"), "window"),
    **dict.fromkeys(("personal-qualities-review", "ability-review", "essay-review"), "review"),
    "essay-scoring": "scores",
    "recheck": "recheck",
    "interview": "interview",
    "named": "hiring-application",
    "invited": "answer",
}
HR: Final[Mapping[str, Message]] = {
    "nobody-left": say("%(number)s, %(post)s: nobody is left, the competition has ended."),
    "recheck-opened": say("%(number)s, %(post)s: check the files of the best again."),
    "files-sent": say("%(number)s, %(post)s: another file is to be checked."),
    "results-determined": say("%(number)s, %(post)s: the results are there. Sign the protocol."),
    "position-filled": say("%(number)s, %(post)s: the post is filled."),
    "list-exhausted": say("%(number)s, %(post)s: the list is used up, the competition has ended."),
    "complaint-filed": say("%(number)s, %(post)s: a complaint has suspended the competition."),
    "complaint-dismissed": say("%(number)s, %(post)s: a complaint was dismissed."),
    "complaint-upheld": say(
        "%(number)s, %(post)s: a complaint was upheld, the competition is cancelled."
    ),
}
EVERYBODY: Final[Mapping[str, Message]] = {
    "complaint-filed": say(
        "%(number)s, %(post)s: the competition is suspended until a complaint is decided. "
        "All terms stand still."
    ),
    "complaint-dismissed": say("%(number)s, %(post)s: the competition goes on."),
    "protocol-signed": say("%(number)s, %(post)s: the results are published."),
}
PLACE_IS_FREE: Final = say(
    "%(number)s, %(post)s: the one invited has fallen out. Invite the next one on the list."
)


def tell_step(db: Session, before: Course, after: Course, step: Step) -> None:
    """Tell everybody whom a step concerns: each on coming to a new state, HR what is to do."""
    row = vacancy(db, after.announcement.vacancy_id)
    _tell_candidates(db, before, after, row, step)
    message = HR.get(step.what)
    if message is not None:
        _tell_hr(db, after, row, message, step)
    if after.state.free_at == step.at and before.state.free_at != step.at:
        _tell_hr(db, after, row, PLACE_IS_FREE, step)
    if step.what == "complaint-filed" and after.state.is_suspended:
        _tell_authority(db, after, row, step)


def page_of(row: CompetitionApplication) -> str:
    """The page on which the candidate sees where the competition stands."""
    return f"/me/competitions/{row.number}"


def hr_page_of(course: Course) -> str:
    """The page on which HR leads the competition."""
    return f"/hr/competitions/{course.announcement.number}"


def _tell_candidates(db: Session, before: Course, after: Course, row: Vacancy, step: Step) -> None:
    for key, one in after.state.candidacies.items():
        was = before.state.candidacy(key)
        message = CANDIDATE.get(one.state) if one.state != was.state else None
        soon = one.state in SOON
        if message is None and one.is_running:
            message, soon = EVERYBODY.get(step.what), False
        if message is None:
            continue
        filed = application(db, UUID(key))
        assert filed is not None
        text = Message(message.msgid, _values(after, row) | _until(after, one))
        tell(db, filed.account_id, text, url=page_of(filed), now=step.at, sms=soon)


def _until(course: Course, one: Candidacy) -> dict[str, object]:
    term = TERMS.get(one.state)
    due = due_of(term, course.plan, course.state, one) if term else None
    return {"until": due} if due is not None else {"until": "…"}


def _values(course: Course, row: Vacancy) -> dict[str, object]:
    return {"number": course.announcement.number, "post": title_of(row)}


def _tell_hr(db: Session, course: Course, row: Vacancy, message: Message, step: Step) -> None:
    body = bodies.body(db, course.row.body_code)
    assert body is not None
    text = Message(message.msgid, _values(course, row))
    for account_id in bodies.hr_of(db, body):
        tell(db, account_id, text, url=hr_page_of(course), now=step.at)


def _tell_authority(db: Session, course: Course, row: Vacancy, step: Step) -> None:
    body = bodies.authorised_body(db)
    if body is None:
        return
    text = say("%(number)s, %(post)s: a complaint waits for your decision.")
    text = Message(text.msgid, _values(course, row))
    for account_id in bodies.people_of(db, body.code, Work.AGREEMENT):
        tell(db, account_id, text, url="/authority/complaints", now=step.at)
