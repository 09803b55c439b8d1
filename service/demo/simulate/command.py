"""`synaq simulate`: plays chapters, tells the story, checks what must hold."""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.progress import Progress
from sqlmodel import Session

from service.competitions.course import Course
from service.competitions.protocol import final_ranking
from service.demo.simulate.chapters import CHAPTERS, Wanted, play_chapter
from service.demo.simulate.checking import check, digest_of
from service.demo.simulate.prologue import play_prologue
from service.demo.simulate.run import Run
from service.demo.simulate.story import Story, Write, counted
from service.demo.simulate.telling import Line, Teller
from service.demo.simulate.world import World, open_world
from service.journal.models import JournalEntry


@dataclass(frozen=True)
class Asked:
    """What is to be played; no URL is a temporary SQLite database."""

    seed: int
    chapters: Sequence[int]
    wanted: Wanted
    url: str = ""


@dataclass
class Told:
    """What was played: a summary of each chapter, and the story's fingerprint."""

    seed: int
    chapters: list[dict[str, Any]] = field(default_factory=list)
    branches: dict[str, int] = field(default_factory=dict)
    story_sha256: str = ""


def play(asked: Asked, write: Write, *, progress: bool = False) -> Told:
    """Play the chapters and write the story, line by line.

    Raises:
        NotEmpty: the database holds something.
        InvariantBroken: something does not hold that must hold.
    """
    digest = hashlib.sha256()

    def written(text: str) -> None:
        digest.update(f"{text}\\n".encode())
        write(text)

    story, told = Story(written), Told(asked.seed)
    with TemporaryDirectory() as name, _bar(len(asked.chapters) + 1, shown=progress) as bar:
        folder = Path(name)
        url = asked.url or f"sqlite:///{folder / 'simulation.sqlite'}"
        with open_world(url, folder, asked.seed, hear=_hear(story), tell=_tell(story)) as world:
            story.chapter(0, "Who is there, and the list of assessors")
            bar("the list of assessors")
            cast = play_prologue(world)
            for number in asked.chapters:
                bar(CHAPTERS[number].title)
                story.chapter(number, CHAPTERS[number].title)
                run = play_chapter(world, cast, number, asked.wanted)
                check(run)
                _sum_up(told, run, number, story)
    story.say("", "Branches of the law, and how often each was reached:")
    story.say(*counted(told.branches))
    told.story_sha256 = digest.hexdigest()
    return told


def _hear(story: Story) -> Any:
    def hear(world: World, db: Session, entries: Sequence[JournalEntry]) -> None:
        story.add(Teller(world.names, world.speak).lines(db, list(entries)))

    return hear


def _tell(story: Story) -> Any:
    def tell(moment: datetime, rule: str, who: str, text: str) -> None:
        story.add([Line(moment, rule, who, text)])

    return tell


def _sum_up(told: Told, run: Run, number: int, story: Story) -> None:
    course = run.course()
    for branch, times in run.branches.items():
        told.branches[branch] = told.branches.get(branch, 0) + times
    states = {run.code(one): course.state.candidacy(one.key).state for one in run.people}
    ranking = list(_ranked(run, course))
    told.chapters.append(
        {
            "chapter": number,
            "competition": run.number,
            "state": course.state.state,
            "ending": course.state.ending,
            "candidates": dict(sorted(states.items())),
            "ranking": ranking,
            "branches": dict(sorted(run.branches.items())),
            "steps": len(course.steps),
            "digest": digest_of(course),
        }
    )
    ends = f"{run.number}: {course.state.state} ({course.state.ending}), {len(course.steps)} steps"
    story.say("", ends)
    for one in ranking:
        decided = "" if one["by"] in {"total", "last"} else f"  (by {one['by']})"
        story.say(f"  {one['place']}. {one['code']} {one['name']}: {one['sum']}{decided}")


def _ranked(run: Run, course: Course) -> Iterator[dict[str, Any]]:
    ranking = final_ranking(course)
    for one in ranking.placed if ranking else ():
        assert ranking is not None
        (person,) = run.of([one.key])
        yield {
            "place": one.place,
            "code": run.code(person),
            "name": person.who.name,
            "stages": [part.formula(ranking.digits) for part in one.sum.parts],
            "sum": one.sum.formula(ranking.digits),
            "by": one.by,
        }


@contextmanager
def _bar(number: int, *, shown: bool) -> Iterator[Any]:
    """Show on a terminal what is played."""
    if not shown or not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=number)

        def step(text: str) -> None:
            progress.update(task, description=text)
            progress.advance(task)

        yield step


def as_json_text(told: Told) -> str:
    """Return one JSON object with the final states and fingerprints."""
    return json.dumps(vars(told), ensure_ascii=False, indent=2, sort_keys=True)
