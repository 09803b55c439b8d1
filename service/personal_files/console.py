"""The command that derives the index of all personal files anew."""

from rich.console import Console
from rich.progress import Progress

from service.core.clock import Clock
from service.core.db import Database
from service.personal_files.indexing import rebuild_index


def index_all(database: Database, clock: Clock, *, out: Console) -> None:
    """Derive the index anew and show how far it is."""
    done = 0
    with Progress(console=out, transient=True) as progress:
        bar = progress.add_task("files indexed", total=None)
        for done in rebuild_index(database, clock):
            progress.update(bar, completed=done)
    out.print(f"{done} personal files indexed.")
