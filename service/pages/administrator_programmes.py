"""For administrators: publish programmes, see the rule sets and settings, look at the bank."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import Malformed, NotFound
from service.core.forms import Form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.yaml_file import FileFault
from service.items.bank import ActFile, Bank
from service.items.in_memory import bank_of
from service.law.calendar import local_day
from service.law.defaults import DEFAULTS
from service.law.programme import needed_items
from service.law.qualities import bands_on, describe
from service.law.rule import all_rules
from service.law.rule_set import RULE_SETS
from service.law.selection_defaults import selection_settings
from service.pages.doors import House, Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.programmes import queries
from service.programmes.actions import NotPublishable, check_programme, publish_programme
from service.programmes.changes import changes
from service.programmes.fault_words import in_words
from service.programmes.programme_words import KINDS, is_setting, standing

LONGEST_TEXT: Final = 200_000

router = APIRouter(prefix="/administrator", dependencies=behind(administrator_gate))


class ProgrammeText(BaseModel):
    text: str = Field(max_length=LONGEST_TEXT)


Sent = Annotated[Form[ProgrammeText], form_of(ProgrammeText)]


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A fault of the text beside the line that it is about."""

    number: int
    line: str
    sentence: Message
    way_out: Message | None


@dataclass(frozen=True, slots=True)
class ActOverview:
    """What an administrator may know of an act's items: numbers only."""

    act: ActFile
    approved: int
    others: int
    needed: int
    keys: Mapping[str, int]


@router.get("/programmes")
def programmes(request: Request, db: Db, now: Now, _: Administrator) -> Response:
    today = local_day(now)
    newest = queries.newest_programmes(db)
    rows = [(each, standing(each, today), is_setting(each)) for each in newest]
    return page(request, "administrator/programmes.html", rows=rows, kinds=KINDS)


@router.get("/programmes/{code}")
def edit(request: Request, db: Db, now: Now, code: str, _: Administrator) -> Response:
    versions = queries.versions_of(db, code.upper())
    if not versions:
        raise NotFound
    row = queries.programme_row(db, versions[0].code, versions[0].version)
    assert row is not None
    tomorrow = local_day(now) + timedelta(days=1)
    return _editing(request, code, raised(str(row.body["text"]), row.version + 1, tomorrow))


@router.post("/programmes/{code}")
def edit_again(request: Request, code: str, sent: Sent, _: Administrator) -> Response:
    return _editing(request, code, text_of(sent))


@router.post("/programmes/{code}/check")
def check(request: Request, db: Db, now: Now, code: str, sent: Sent, _: Administrator) -> Response:
    text = text_of(sent)
    found = check_programme(db, text, today=local_day(now))
    if isinstance(found, NotPublishable):
        return _editing(request, code, text, found.faults)
    return page(
        request,
        "administrator/programme_confirm.html",
        code=code,
        text=text,
        programme=found.programme,
        before=found.before,
        changes=changes(found.before, found.programme) if found.before else [],
    )


@router.post("/programmes/{code}/publish")
def publish(
    request: Request, db: Db, now: Now, code: str, sent: Sent, who: Administrator
) -> Response:
    text = text_of(sent)
    done = publish_programme(db, text, administrator_id=who.account_id, now=now)
    if isinstance(done, NotPublishable):
        return _editing(request, code, text, done.faults)
    said = say(
        "Version %(version)s of programme %(code)s is published. It is in force from %(day)s.",
        version=done.version,
        code=done.code,
        day=done.valid_from,
    )
    return redirect(request, "/administrator/programmes", said=said)


@router.get("/settings")
def settings(request: Request, now: Now, _: Administrator) -> Response:
    return page(
        request,
        "administrator/settings.html",
        kinds=KINDS,
        rule_sets=RULE_SETS,
        settings=[
            *DEFAULTS.describe(),
            *describe(bands_on(local_day(now))),
            *selection_settings(local_day(now)),
        ],
        rules=all_rules(),
    )


@router.get("/bank")
def bank(request: Request, db: Db, house: House, now: Now, _: Administrator) -> Response:
    held = bank_of(house)
    return page(
        request,
        "administrator/bank.html",
        overview=overview(db, held, local_day(now)),
        warnings=[(each.file.name, each.item, in_words(each.message)) for each in held.warnings],
        sha256=held.sha256,
    )


def raised(text: str, version: int, day: date) -> str:
    """Return a version's text as the next one begins: its number and its first day raised."""
    text = re.sub(r"^version:.*$", f"version: {version}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^valid_from:.*$", f"valid_from: {day}", text, count=1, flags=re.MULTILINE)


def text_of(sent: Form[ProgrammeText]) -> str:
    """Return the text as a file holds it: browsers send other line ends."""
    if "text" in sent.errors and sent.values.get("text"):
        raise Malformed(say("The text is too long for a programme."))
    return str(sent.values.get("text", "")).replace("\r\n", "\n") + "\n"


def overview(db: Session, bank: Bank, day: date) -> list[ActOverview]:
    """Return the numbers of each act; `needed` is the most that one programme draws."""
    needed: Counter[str] = Counter()
    for programme in queries.programmes_on(db, day):
        needed |= Counter(needed_items(programme))
    found = []
    for act in bank.acts():
        items = [item for item in bank.items() if item.act == act.act]
        approved = [item for item in items if item.status == "approved"]
        keys = Counter(item.key for item in approved)
        others = len(items) - len(approved)
        found.append(ActOverview(act, len(approved), others, needed[act.act], keys))
    return found


def _editing(request: Request, code: str, text: str, faults: Sequence[FileFault] = ()) -> Response:
    lines = text.splitlines()
    faulty = [
        FaultyLine(
            fault.line,
            lines[fault.line - 1].strip() if fault.line <= len(lines) else "",
            in_words(fault.sentence),
            in_words(fault.way_out) if fault.way_out else None,
        )
        for fault in faults
    ]
    context: dict[str, Any] = {"code": code.upper(), "text": text, "faults": faulty}
    return page(request, "administrator/programme_edit.html", 422 if faults else 200, **context)
