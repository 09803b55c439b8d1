"""Are all papers equally hard? Thousands of simulated papers of a programme, without any words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.core.wiring import Wiring
from service.items import queries as items
from service.items.bank import ref_of
from service.items.in_memory import bank_of
from service.items.models import BankReport
from service.law.blueprint import Blueprint, Pool
from service.law.calendar import local_day
from service.law.programme import Programme, shortages
from service.pages.doors import House, Now, form_of
from service.pages.gates import PapersReader, behind, papers_gate
from service.people.models import Role
from service.programmes.blueprints import blueprint_for, drawable
from service.programmes.queries import programmes_on
from service.programmes.simulation import REPORT, WHOLE, ask_simulation

CHOICES: Final = ("1000", "2000", "5000")
BINS: Final = 24
WIDTH, HEIGHT, FOOT = 480, 160, 22
# an item that comes more often than chance explains, and by more than a tenth
SURE: Final = 4.0
MUCH: Final = 1.1

router = APIRouter(prefix="/bank/papers", dependencies=behind(papers_gate))


class SimulationSent(BaseModel):
    papers: Literal["1000", "2000", "5000"] = "2000"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the histogram, in its own coordinates: mean difficulties from `low` to `high`."""

    low: float
    high: float
    papers: int
    free: int  # how many where nothing keeps papers alike
    x: float
    width: float
    height: float
    free_height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the mean difficulty of a section, or of the whole paper, differs between papers."""

    section: str
    title: Mapping[str, str] | None
    bars: Sequence[Bar]
    spread: tuple[float, float]
    free_spread: tuple[float, float]
    deviation: float
    free_deviation: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often the items of an act come, as shares of the papers."""

    expected: float
    least: float | None
    most: float | None
    over: Sequence[tuple[str, float]]


@router.get("")
def programmes(request: Request, db: Db, now: Now, person: PapersReader) -> Response:
    rows = [(each, _newest(db, each)) for each in programmes_on(db, local_day(now))]
    return page(request, "author/papers.html", rows=rows, reads_items=_reads(person))


@router.get("/{code}")
def programme(
    request: Request, db: Db, house: House, now: Now, code: str, _: PapersReader
) -> Response:
    return _show(request, db, house, _programme(db, code, now), empty_form())


@router.post("/{code}")
def begin(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    code: str,
    person: PapersReader,
    form: Annotated[Form[SimulationSent], form_of(SimulationSent)],
) -> Response:
    """Ask for a simulation; the worker draws the papers."""
    found = _programme(db, code, now)
    if form.data is None:
        return _show(request, db, house, found, form, status=422)
    ask_simulation(db, found, papers=int(form.data.papers), by=person.account_id, now=now)
    return redirect(request, f"/bank/papers/{found.code}", said=say("The papers are being drawn."))


def _programme(db: Session, code: str, now: Now) -> Programme:
    day = local_day(now)
    found = next((each for each in programmes_on(db, day) if each.code == code.upper()), None)
    if found is None:
        raise NotFound
    return found


def _newest(db: Session, programme: Programme) -> BankReport | None:
    return items.newest_report(db, REPORT, ref_of(programme.code, programme.version))


def _reads(person: PapersReader) -> bool:
    return person.has(Role.AUTHOR, Role.REVIEWER)


def _show(
    request: Request,
    db: Session,
    house: Wiring,
    programme: Programme,
    form: Form[Any],
    *,
    status: int = 200,
) -> Response:
    pools = drawable(db)
    blueprint = blueprint_for(programme, pools)
    report = _newest(db, programme)
    papers = report.done if report is not None else 0
    body = report.body if report is not None and papers else None
    return page(
        request,
        "author/papers_of.html",
        status,
        programme=programme,
        blueprint=blueprint,
        report=report,
        is_old=report is not None and report.options["blueprint"] != blueprint.sha256,
        lacks=shortages(programme, pools.counts()),
        histograms=list(_histograms(programme, body)) if body else [],
        exposures=_exposures(blueprint, body["papers"] if body else {}, papers),
        acts={act.act: act.title for act in bank_of(house).acts()},
        choices=[(each, each) for each in CHOICES],
        strained=body["strained"] if body else 0,
        form=form,
        size=(WIDTH, HEIGHT, FOOT),
    )


def _histograms(programme: Programme, body: Mapping[str, Any]) -> Iterator[Histogram]:
    titles = {section.code: section.title for section in programme.sections}
    for section in (WHOLE, *titles):
        means = _numbers(body["means"].get(section, {}))
        free = _numbers(body["free"].get(section, {}))
        if means:
            yield histogram(section, titles.get(section), means, free)


def _numbers(counted: Mapping[str, int]) -> dict[int, int]:
    return {int(mean): papers for mean, papers in counted.items()}


def histogram(
    section: str,
    title: Mapping[str, str] | None,
    means: Mapping[int, int],
    free: Mapping[int, int],
) -> Histogram:
    """Lay out the counted means (per mille → papers) as bars over one scale."""
    low, high = min(*means, *free), max(*means, *free) + 1
    step = max(1, math.ceil((high - low) / BINS))
    edges = range(low, high, step)
    counts = [_within(means, edge, step) for edge in edges]
    frees = [_within(free, edge, step) for edge in edges]
    tallest = max(*counts, *frees)
    width = WIDTH / len(edges)
    bars = [
        Bar(
            low=edge / 1000,
            high=(edge + step) / 1000,
            papers=count,
            free=other,
            x=index * width,
            width=width,
            height=(HEIGHT - FOOT) * count / tallest,
            free_height=(HEIGHT - FOOT) * other / tallest,
        )
        for index, (edge, count, other) in enumerate(zip(edges, counts, frees, strict=True))
    ]
    return Histogram(
        section=section,
        title=title,
        bars=bars,
        spread=(min(means) / 1000, max(means) / 1000),
        free_spread=(min(free) / 1000, max(free) / 1000),
        deviation=_deviation(means),
        free_deviation=_deviation(free),
    )


def _within(counted: Mapping[int, int], edge: int, step: int) -> int:
    return sum(papers for mean, papers in counted.items() if edge <= mean < edge + step)


def _deviation(counted: Mapping[int, int]) -> float:
    number = sum(counted.values())
    mean = sum(value * papers for value, papers in counted.items()) / number
    square = sum((value - mean) ** 2 * papers for value, papers in counted.items()) / number
    return math.sqrt(square) / 1000


def _exposures(
    blueprint: Blueprint, times: Mapping[str, int], papers: int
) -> list[tuple[Pool, Exposure]]:
    return [(pool, exposure(pool, times, papers)) for pool in blueprint.pools]


def exposure(pool: Pool, times: Mapping[str, int], papers: int) -> Exposure:
    """Compare how often each item of a pool came with how often it should."""
    expected = pool.count / len(pool.items) if pool.items else 0.0
    if not papers or not pool.items:
        return Exposure(expected, None, None, ())
    shares = sorted((times.get(item.ref, 0) / papers, item.ref) for item in pool.items)
    chance = math.sqrt(expected * (1 - expected) / papers)
    limit = expected * MUCH + SURE * chance
    over = [(ref, share) for share, ref in reversed(shares) if share > limit]
    return Exposure(expected, shares[0][0], shares[-1][0], over)
