"""Thousands of papers of a programme, drawn to see whether all are equally hard."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.due_work import Doing, enqueue
from service.items import queries as items
from service.items.bank import ref_of, split_ref
from service.items.models import BankReport
from service.journal.actions import record
from service.law.blueprint import PER_MILLE, Blueprint
from service.law.paper_draw import PaperDraw, draw_paper
from service.law.programme import Programme
from service.programmes import queries
from service.programmes.blueprints import blueprint_for, drawable

KIND: Final = "simulate-papers"
REPORT: Final = "paper-simulation"
PAPERS_A_TURN: Final = 100  # the worker has other work too: a turn takes about a second
WHOLE: Final = ""  # the paper as a whole, among its sections
BANK_CHANGED: Final = "the bank has changed"


def ask_simulation(
    db: Session, programme: Programme, *, papers: int, by: UUID, now: datetime
) -> BankReport:
    """Ask for so many papers of a programme, drawn from what may be drawn now."""
    blueprint = blueprint_for(programme, drawable(db))
    report = BankReport(
        kind=REPORT,
        subject=ref_of(programme.code, programme.version),
        options={"blueprint": blueprint.sha256},
        asked_by=by,
        asked_at=now,
        total=papers,
        body=_nothing(),
    )
    db.add(report)
    db.flush()
    _next_turn(db, report, now)
    facts = {"programme": report.subject, "papers": papers}
    record(db, "papers simulated", subject=("report", report.id), actor_id=by, now=now, facts=facts)
    return report


def simulate(doing: Doing, payload: Mapping[str, Any]) -> None:
    """Draw the next papers of a report; the computing holds no lock."""
    report_id = UUID(payload["report"])
    with doing.wiring.database.reading() as db:
        report = items.report(db, report_id)
        code, version = split_ref(report.subject)
        blueprint = blueprint_for(queries.programme(db, code, version), drawable(db))
        done, body = report.done, report.body
        papers = range(done, min(report.total, done + PAPERS_A_TURN))
        is_over = report.ended_at is not None
        fits = blueprint.sha256 == report.options["blueprint"]
    if is_over or done != payload["done"]:
        return
    counted = count_papers(blueprint, body, papers) if fits else body
    row = items.report(doing.db, report_id)
    row.body, row.done = counted, papers.stop
    if not fits:
        row.error, row.ended_at, row.done = BANK_CHANGED, doing.now, done
    elif row.done == row.total:
        row.ended_at = doing.now
    else:
        _next_turn(doing.db, row, doing.now)
    doing.db.add(row)


def _next_turn(db: Session, report: BankReport, now: datetime) -> None:
    payload = {"report": str(report.id), "done": report.done}
    enqueue(db, KIND, key=f"{KIND}:{report.id}:{report.done}", due_at=now, payload=payload)


def _nothing() -> dict[str, Any]:
    return {"means": {}, "free": {}, "papers": {}, "strained": 0}


def count_papers(
    blueprint: Blueprint, body: Mapping[str, Any], papers: Iterable[int]
) -> dict[str, Any]:
    """Draw papers and add them to what was counted before.

    The seeds are named by the blueprint, so that anyone who draws again finds the same.

    Returns `means` and `free` (section, or "" for the whole paper → mean difficulty, per mille,
    as text → papers; `free` without bands and enemies, for comparison), `papers` (ref → papers
    that it stands on) and `strained` (papers that no try has fitted).
    """
    free = replace(blueprint, enemies=(), act_band=PER_MILLE, section_band=PER_MILLE)
    difficulty = {item.ref: item.difficulty for pool in blueprint.pools for item in pool.items}
    means = _counters(body["means"])
    frees = _counters(body["free"])
    times = Counter(body["papers"])
    strained = body["strained"]
    for number in papers:
        seed = hashlib.sha256(f"{blueprint.sha256} {number}".encode()).digest()
        application = f"simulation-{number}"
        paper = draw_paper(seed, candidate_word="", application_id=application, blueprint=blueprint)
        _count_means(paper, difficulty, means)
        unkept = draw_paper(seed, candidate_word="", application_id=application, blueprint=free)
        _count_means(unkept, difficulty, frees)
        times.update(drawn.item for section in paper.sections for drawn in section)
        strained += bool(paper.strained)
    return {
        "means": {section: dict(found) for section, found in means.items()},
        "free": {section: dict(found) for section, found in frees.items()},
        "papers": dict(times),
        "strained": strained,
    }


def _counters(body: Mapping[str, Mapping[str, int]]) -> dict[str, Counter[str]]:
    return {section: Counter(found) for section, found in body.items()}


def _count_means(
    paper: PaperDraw, difficulty: Mapping[str, int], means: dict[str, Counter[str]]
) -> None:
    whole: list[int] = []
    for code, section in zip(paper.codes, paper.sections, strict=True):
        found = [difficulty[drawn.item] for drawn in section]
        means.setdefault(code, Counter())[str(round(sum(found) / len(found)))] += 1
        whole += found
    means.setdefault(WHOLE, Counter())[str(round(sum(whole) / len(whole)))] += 1
