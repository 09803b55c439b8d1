"""`synaq import-political`, `synaq import-civilian`: what a text would bring into the registers."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from service.posts.act_facts import ActFacts
from service.posts.civil_order import CivilReading, read_civil_order
from service.posts.political_decree import PoliticalReading, read_political_decree
from service.posts.qualification_order import QualificationReading
from service.posts.source_text import Anomaly, FatalFault, SourceText, read_source

DONE: Final = 0
REFUSED: Final = 1
NOT_YET: Final = 2
LONGEST_QUOTE: Final = 90

Reading = PoliticalReading | CivilReading | QualificationReading


@dataclass(frozen=True, slots=True)
class Register:
    """A register that a published text fills."""

    name: str
    what: str
    read: Callable[[SourceText], Reading]


POLITICAL: Final = Register("political", "political and other posts", read_political_decree)
CIVILIAN: Final = Register("civilian", "civilian posts", read_civil_order)


def import_register(
    register: Register, file: Path, *, dry_run: bool, as_json: bool, out: Console
) -> int:
    """Read a published text and tell what it holds; return the command's exit status.

    Nothing is written yet: without `dry_run` the command says so and ends with status 2.
    """
    told = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        reading = _read(register, file, told)
    except FatalFault as fault:
        told.print(f"synaq: {file.name}: {fault}", markup=False)
        return REFUSED
    if as_json:
        out.print(json.dumps(summary(register, reading), ensure_ascii=False), markup=False)
    else:
        _print_summary(register, reading, out)
    if dry_run:
        return DONE
    told.print(_not_yet(register, reading), markup=False)
    return NOT_YET


def summary(register: Register, reading: Reading) -> dict[str, object]:
    """Return the counts of a reading and which text and act they belong to."""
    kinds = Counter(one.kind for one in reading.anomalies)
    return {
        "register": register.name,
        **reading.counts,
        "anomalies_by_kind": dict(sorted(kinds.items())),
        "act": _act(reading.act),
        "source": {"name": reading.source_name, "sha256": reading.sha256},
    }


def _act(act: ActFacts) -> Mapping[str, object]:
    repealed = act.repealed_by
    last = act.changes[-1] if act.changes else None
    return {
        "number": act.number,
        "adopted_on": act.adopted_on.isoformat(),
        "last_change": f"{last.day.isoformat()} № {last.number}" if last else None,
        "wording_from": act.wording_from.isoformat() if act.wording_from else None,
        "repealed_by": f"{repealed.day.isoformat()} № {repealed.number}" if repealed else None,
    }


def _read(register: Register, file: Path, told: Console) -> Reading:
    with Progress(console=told, transient=True, disable=not told.is_terminal) as bar:
        task = bar.add_task("Reading the file", total=2)
        source = read_source(file)
        bar.update(task, advance=1, description=f"Reading the {register.what}")
        reading = register.read(source)
        bar.update(task, advance=1)
    return reading


def _not_yet(register: Register, reading: Reading) -> str:
    count = len(reading.records)
    return (
        f"synaq: {count} records of {register.what} would be written. The tables of the registers "
        "come with the next step; until then use --dry-run. Nothing was written."
    )


def _print_summary(register: Register, reading: Reading, out: Console) -> None:
    act = _act(reading.act)
    out.print(f"[bold]Act № {act['number']}[/bold] of {act['adopted_on']}: {register.what}")
    if act["last_change"]:
        out.print(f"Wording of {act['last_change']}", markup=False)
    if act["repealed_by"]:
        out.print(f"Repealed by the act of {act['repealed_by']}", markup=False)
    counts = Table("Found", "Number", show_edge=False)
    for name, count in reading.counts.items():
        counts.add_row(name.replace("_", " "), str(count))
    out.print(counts)
    if reading.anomalies:
        out.print(_anomalies(reading.anomalies))
        out.print(_kinds(reading.anomalies))


def _kinds(anomalies: Sequence[Anomaly]) -> Table:
    table = Table("Anomaly", "Number", show_edge=False)
    for kind, count in Counter(one.kind for one in anomalies).most_common():
        table.add_row(kind, str(count))
    return table


def _anomalies(anomalies: Sequence[Anomaly]) -> Table:
    table = Table("Line", "Anomaly", "Text", show_edge=False)
    for one in anomalies:
        text = " ".join(one.text.split())
        shown = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
        table.add_row(str(one.line), one.kind, escape(shown))
    return table
