"""For administrators: the journal, and the work that has failed."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData

from service.core.db import Db
from service.core.due_work import failed_jobs, try_again
from service.core.forms import Form, check_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.exam_day.queries import work_waiting
from service.journal import queries
from service.journal.actions import record
from service.journal.models import JournalEntry
from service.journal.verb_words import VERBS, verb_words
from service.pages.doors import Now
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import queries as people

SHOWN: Final = 50

router = APIRouter(prefix="/administrator", dependencies=behind(administrator_gate))

SUBJECTS: Final[Mapping[str, Message]] = {
    "account": say("Person"),
    "announcement": say("Announcement"),
    "application": say("Application"),
    "attempt": say("Attempt"),
    "bank": say("Question bank"),
    "body": say("State body"),
    "centre": say("Centre"),
    "competition-application": say("Competition application"),
    "checklist": say("Checklist"),
    "document": say("Document"),
    "hiring": say("Hiring"),
    "job": say("Work"),
    "programme": say("Programme"),
    "register": say("Register of posts"),
    "register-post": say("Post of a register"),
    "remark": say("Candidate's remark"),
    "service": say("Service"),
    "slot": say("Slot"),
    "test": say("Tests"),
    "vacancy": say("Vacancy"),
}
# where an administrator can open what an entry is about
PAGES: Final[Mapping[str, str]] = {
    "account": "/administrator/people/",
    "attempt": "/administrator/attempts/",
    "body": "/administrator/bodies/",
    "centre": "/administrator/centres/",
    "document": "/administrator/documents/",
    "remark": "/administrator/remarks/",
    "slot": "/administrator/slots/",
}
WORK: Final[Mapping[str, Message]] = {
    "check-competition-application": say("Check a competition application again"),
    "close-competition-application": say("Check a competition application for the last time"),
    "file-changed": say("Look at what a changed personal file changes"),
    "remind-hiring": say("Remind of a hiring"),
    "remind-competition": say("Remind of a duty in a competition"),
    "remind-looks": say("Remind HR of applications to look at"),
    "tell-reception-closed": say("Tell HR that a reception is over"),
    "index-files": say("Index personal files"),
    "issue-breach-list": say("Issue a list of breaches"),
    "issue-result-paper": say("Issue a certificate or statement"),
    "issue-technical-act": say("Issue an act of technical failure"),
    "lapse-application": say("Let an unconfirmed application lapse"),
    "leave-lines": say("Leave waiting lists"),
    "make-result": say("Make a result"),
    "offer-lapses": say("Pass an offered seat on"),
    "open-review": say("Open a review"),
    "prepare-attempt": say("Draw a paper"),
    "simulate-papers": say("Simulate papers"),
    "remind-essay-scores": say("Remind of scores for an essay"),
    "item-statistics": say("Compute item statistics"),
    "remind-application": say("Remind of a test"),
    "send-notice": say("Send a notice to the phone"),
    "mail-notice": say("Send a notice by e-mail"),
    "send-sms": say("Send a text message"),
}


class Search(BaseModel):
    subject: str = Field(default="", max_length=40)
    id: str = Field(default="", max_length=80)
    verb: str = Field(default="", max_length=80)
    actor: UUID | None = None
    before: UUID | None = None


@router.get("/journal")
def journal(request: Request, db: Db, _: Administrator) -> Response:
    form: Form[Search] = check_form(FormData(dict(request.query_params)), Search)
    search = form.data or Search()
    entries = queries.entries_before(
        db,
        search.before,
        verb=search.verb,
        subject_kind=search.subject,
        subject_id=search.id,
        actor_id=search.actor,
        limit=SHOWN,
    )
    more = request.url.include_query_params(before=entries[-1].id).query if entries else ""
    return page(
        request,
        "administrator/journal.html",
        422 if form.errors else 200,
        form=form,
        rows=journal_rows(db, entries),
        older=f"/administrator/journal?{more}" if len(entries) == SHOWN else None,
        kinds=[(kind, SUBJECTS.get(kind, Message(kind))) for kind in queries.subject_kinds(db)],
        verbs=VERBS,
    )


@router.get("/work")
def failed_work(request: Request, db: Db, now: Now, _: Administrator) -> Response:
    waiting, since = work_waiting(db, now - timedelta(minutes=1))
    return page(
        request,
        "administrator/work.html",
        jobs=[(job, WORK.get(job.kind, Message(job.kind))) for job in failed_jobs(db)],
        waiting=waiting,
        since=since,
    )


@router.post("/work/{job_id}")
def again(
    request: Request,
    db: Db,
    now: Now,
    job_id: UUID,
    person: Administrator,
) -> Response:
    job = try_again(db, job_id, now=now)
    if job is None:
        said = say("This work waits already or is done.")
        return redirect(request, "/administrator/work", said=said, kind="info")
    about, facts = ("job", job_id), {"kind": job.kind, "key": job.key}
    by = person.account_id
    record(db, "work tried again", subject=about, now=now, actor_id=by, facts=facts)
    said = say("The work is due now: look again in a minute.")
    return redirect(request, "/administrator/work", said=said)


def journal_rows(db: Session, entries: Sequence[JournalEntry]) -> list[dict[str, Any]]:
    """Return entries with the words, the actor and the page of what they are about."""
    return [_row(db, entry) for entry in entries]


def _row(db: Session, entry: JournalEntry) -> dict[str, Any]:
    actor = people.account(db, entry.actor_id) if entry.actor_id else None
    url = PAGES.get(entry.subject_kind)
    return {
        "entry": entry,
        "verb": verb_words(entry.verb),
        "actor": actor,
        "subject": SUBJECTS.get(entry.subject_kind, Message(entry.subject_kind)),
        "url": f"{url}{entry.subject_id}" if url else None,
        "facts": json.dumps(entry.facts, ensure_ascii=False, indent=1) if entry.facts else "",
    }
