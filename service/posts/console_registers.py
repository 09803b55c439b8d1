"""`synaq import-posts`, `import-political`, `import-civilian`: a text into its register."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

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
LONGEST_QUOTE: Final = 90

Reading = PoliticalReading | CivilReading | QualificationReading


class Kept(Protocol):
    """What came of writing a reading: the act's version, and whether it is a new one."""

    @property
    def version(self) -> int: ...

    @property
    def is_new(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Register:
    """A register that a published text fills."""

    name: str
    what: str
    read: Callable[[SourceText], Reading]


POLITICAL: Final = Register("political", "political and other posts", read_political_decree)
CIVILIAN: Final = Register("civilian", "civilian posts", read_civil_order)


def import_register(
    register: Register,
    file: Path,
    *,
    as_json: bool,
    out: Console,
    keep: Callable[[Reading, Callable[[], None]], Kept] | None = None,
) -> int:
    """Read a published text, keep it, tell what it holds; return the command's exit status.

    Args:
        register: which one.
        file: the published text.
        as_json: whether to print one JSON object.
        out: where to print what was found.
        keep: writes the reading, all of it or nothing, and calls its second argument for each
            record; without it nothing is written.
    """
    told = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        reading = _read(register, file, told)
    except FatalFault as fault:
        told.print(f"synaq: {file.name}: {fault}", markup=False)
        return REFUSED
    kept = _keep(register, reading, keep, told) if keep else None
    if as_json:
        written = {"written": kept.is_new, "version": kept.version} if kept else {}
        found = summary(register, reading) | written
        out.print(json.dumps(found, ensure_ascii=False), markup=False)
    else:
        _print_summary(register, reading, out)
        if kept:
            out.print(_outcome(register, reading, kept), markup=False)
    return DONE


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


def _keep(
    register: Register,
    reading: Reading,
    keep: Callable[[Reading, Callable[[], None]], Kept],
    told: Console,
) -> Kept:
    with Progress(console=told, transient=True, disable=not told.is_terminal) as bar:
        task = bar.add_task(f"Writing the {register.what}", total=len(reading.records))
        return keep(reading, lambda: bar.update(task, advance=1))


def _outcome(register: Register, reading: Reading, kept: Kept) -> str:
    act = f"Act № {reading.act.number}, version {kept.version}"
    if not kept.is_new:
        return f"{act}: the register has this text already. Nothing was written."
    return f"{act}: {len(reading.records)} records of {register.what} were written."


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
