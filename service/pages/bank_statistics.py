"""How well items and sections measure: figures of real tests, flags, charts; keys journalled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, check_form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.item_statistics import queries
from service.item_statistics.actions import ask_for_report, is_lost
from service.item_statistics.csv_file import items_csv
from service.item_statistics.flag import Flag
from service.item_statistics.flag_words import FLAG_WORDS, FlagWords, with_letter
from service.items.access import seen_work
from service.items.actions import read_key
from service.items.models import BankReport
from service.pages import bank_statistics_plots as plots
from service.pages.bank_words import act_title, reader_of
from service.pages.doors import House, Now, form_of
from service.pages.gates import BankReader, bank_gate, behind
from service.programmes.queries import newest_programmes

SHOWN: Final = 40

router = APIRouter(prefix="/bank/statistics", dependencies=behind(bank_gate))


class Asked(BaseModel):
    programme: str = Field(default="", max_length=20)


class Filter(BaseModel):
    act: str = Field(default="", max_length=60)
    flag: Flag | None = None
    page: int = Field(default=1, ge=1, le=10_000)


@dataclass(frozen=True, slots=True)
class Said:
    """A flag of an item in words."""

    words: FlagWords
    meaning: Message


@router.get("")
def reports(request: Request, db: Db, now: Now, _: BankReader) -> Response:
    return _home(request, db, now, empty_form())


@router.post("")
def begin(
    request: Request,
    db: Db,
    now: Now,
    person: BankReader,
    form: Annotated[Form[Asked], form_of(Asked)],
) -> Response:
    """Ask for a computation; the worker does it."""
    wanted = form.data.programme if form.data else "?"
    if wanted and wanted not in queries.programmes_with_results(db):
        form = form.with_error("programme", say("Please choose one of the answers."))
        return _home(request, db, now, form, status=422)
    report = ask_for_report(db, wanted, by=person.account_id, now=now)
    return redirect(request, f"/bank/statistics/{report.id}")


@router.get("/{report_id}")
def show(
    request: Request, db: Db, house: House, now: Now, report_id: UUID, _: BankReader
) -> Response:
    report = queries.report(db, report_id)
    form: Form[Filter] = check_form(FormData(dict(request.query_params)), Filter)
    items = report.body.get("items", [])
    found = _filtered(items, form.data or Filter())
    pages = max(1, -(-len(found) // SHOWN))
    at = min((form.data or Filter()).page, pages)
    return page(
        request,
        "author/statistics_report.html",
        report=report,
        is_lost=is_lost(report, now=now),
        sections=_sections(db, report.body),
        items=[(item, said(item)) for item in found[(at - 1) * SHOWN : at * SHOWN]],
        found=len(found),
        counts=_flag_counts(items),
        acts=[(act, act_title(house, act)) for act in sorted({item["act"] for item in items})],
        words=FLAG_WORDS,
        form=form,
        at=at,
        pages=pages,
        url=_url_with_page(request, report),
        plots=plots,
        judged=[item for item in items if item["facility"] is not None],
    )


@router.get("/{report_id}/items.csv")
def table(db: Db, report_id: UUID, _: BankReader) -> Response:
    """Hand out the figures of every item; neither its options nor its key are among them."""
    report = queries.report(db, report_id)
    if report.ended_at is None or "items" not in report.body:
        raise NotFound
    name = f"synaq-item-statistics-{report.subject or 'all'}-{report.ended_at:%Y-%m-%d}.csv"
    return Response(
        # the mark by which spreadsheets know that it is UTF-8
        "\N{ZERO WIDTH NO-BREAK SPACE}" + items_csv(report.body),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.get("/{report_id}/items/{ref}")
def item(
    request: Request, db: Db, house: House, report_id: UUID, ref: str, person: BankReader
) -> Response:
    seen_work(db, reader_of(person), ref)
    return _show_item(request, house, queries.report(db, report_id), ref)


@router.post("/{report_id}/items/{ref}/key")
def key(
    request: Request, db: Db, house: House, now: Now, report_id: UUID, ref: str, who: BankReader
) -> Response:
    """Show what each option was chosen by: that tells the key, so it is journalled as a reading."""
    work = seen_work(db, reader_of(who), ref)
    report = queries.report(db, report_id)
    _item_of(report, ref)
    read = read_key(db, work, by=who.account_id, now=now)
    return _show_item(request, house, report, ref, key=read)


def _home(
    request: Request, db: Session, now: Now, form: Form[Any], *, status: int = 200
) -> Response:
    rows = [(report, is_lost(report, now=now)) for report in queries.reports(db)]
    codes = queries.programmes_with_results(db)
    return page(request, "author/statistics.html", status, rows=rows, codes=codes, form=form)


def _show_item(
    request: Request, house: Wiring, report: BankReport, ref: str, *, key: str = ""
) -> Response:
    found = _item_of(report, ref)
    return page(
        request,
        "author/statistics_item.html",
        report=report,
        item=found,
        act=act_title(house, found["act"]),
        findings=said(found, with_letters=bool(key)),
        key=key,
        curves=plots.option_curves(found) if key else [],
        groups=[sum(group) for group in found["curve"]],
        plots=plots,
    )


def _item_of(report: BankReport, ref: str) -> Mapping[str, Any]:
    for found in report.body.get("items", []):
        if found["ref"] == ref:
            return dict(found)
    raise NotFound


def said(item: Mapping[str, Any], *, with_letters: bool = False) -> list[Said]:
    """Return the item's flags in words; the letters of options only to those who read the key."""
    flags = [(Flag(one["flag"]), one) for one in item["flags"]]
    if with_letters:
        return [
            Said(FLAG_WORDS[flag], with_letter(flag, one["letter"], one["count"]))
            for flag, one in flags
        ]
    once = dict.fromkeys(flag for flag, _ in flags)
    return [Said(FLAG_WORDS[flag], FLAG_WORDS[flag].meaning) for flag in once]


def _filtered(items: Sequence[Mapping[str, Any]], wanted: Filter) -> list[Mapping[str, Any]]:
    return [
        item
        for item in items
        if (not wanted.act or item["act"] == wanted.act)
        and (not wanted.flag or any(one["flag"] == wanted.flag for one in item["flags"]))
    ]


def _flag_counts(items: Sequence[Mapping[str, Any]]) -> list[tuple[Flag, int]]:
    """Return how many items have each flag that some have."""
    found = [
        (flag, sum(any(one["flag"] == flag for one in item["flags"]) for item in items))
        for flag in Flag
    ]
    return [(flag, count) for flag, count in found if count]


def _sections(db: Session, body: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], object]]:
    """Return each section's figures with its title, its code where no programme has it any more."""
    titles = {
        (programme.code, section.code): section.title
        for programme in newest_programmes(db)
        for section in programme.sections
    }
    return [
        (row, titles.get((row["programme"], row["section"]), row["section"]))
        for row in body.get("sections", [])
    ]


def _url_with_page(request: Request, report: BankReport) -> str:
    """Return this list's address with {page} in place of the number."""
    query = request.url.remove_query_params("page").query
    return f"/bank/statistics/{report.id}?{query + '&' if query else ''}page={{page}}"
