"""`synaq item-statistics`: the same computation at the command line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from service.core.db import Database
from service.item_statistics.csv_file import items_csv
from service.item_statistics.work import make_sheets, statistics

SHOWN: Final = 30


def print_statistics(
    database: Database, programme: str, file: Path | None, *, out: Console
) -> None:
    """Compute and print the sections and the flagged items; write every item into the file."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=out,
    )  # fmt: skip
    with bar:
        sheets = bar.add_task("attempts without a sheet", total=None)
        make_sheets(
            database,
            progress=lambda done, total: bar.update(sheets, completed=done, total=total),
        )
        reading = bar.add_task("sheets, read twice", total=None)
        body = statistics(
            database,
            programme,
            progress=lambda done, total: bar.update(reading, completed=done, total=total),
        )
    out.print(f"{body['attempts']} finished tests, {len(body['items'])} items")
    out.print(_sections(body))
    out.print(_flagged(body))
    if file is not None:
        file.write_text(items_csv(body), encoding="utf-8")
        out.print(f"{file}: {len(body['items'])} items", markup=False)


def _sections(body: Mapping[str, Any]) -> Table:
    table = Table("programme", "section", title="Sections")
    for column in ("questions", "attempts", "mean", "KR-20", "SEM"):
        table.add_column(column, justify="right")
    for row in body["sections"]:
        table.add_row(
            row["programme"],
            row["section"],
            str(row["questions"]),
            str(row["attempts"]),
            f"{row['mean']:.1f}",
            _figure(row["alpha"]),
            _figure(row["error"]),
        )
    return table


def _flagged(body: Mapping[str, Any]) -> Table:
    flagged = [item for item in body["items"] if item["flags"]]
    table = Table("item", title=f"Items to look at: {len(flagged)}, at most {SHOWN} shown")
    for column in ("answers", "facility", "item-rest", "MH delta"):
        table.add_column(column, justify="right")
    table.add_column("flags")
    for item in flagged[:SHOWN]:
        table.add_row(
            item["ref"],
            str(item["count"]),
            _figure(item["facility"]),
            _figure(item["correlation"]),
            _figure((item["gap"] or {}).get("delta")),
            ", ".join(dict.fromkeys(one["flag"] for one in item["flags"])),
        )
    return table


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
