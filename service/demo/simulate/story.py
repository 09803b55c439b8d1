"""The story as it is printed: day by day, what many do alike told once, at the end the counts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from service.demo.simulate.telling import Line, clock_words, day_of, day_words

ALIKE: Final = 3  # more lines of a day that differ in nothing but whom they are about are one
NAMED: Final = 4  # so many of them are named
Write = Callable[[str], None]


class Story:
    """Takes lines in their order and writes them out by days."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._day: date | None = None
        self._lines: list[Line] = []

    def chapter(self, number: int, title: str) -> None:
        """Head a chapter."""
        self.flush()
        self._write("")
        self._write(f"== {number}. {title} ==")

    def add(self, lines: Sequence[Line]) -> None:
        """Take lines; those of a day that is over are written."""
        for line in lines:
            day = day_of(line)
            if day != self._day:
                self.flush()
                self._day = day
            self._lines.append(line)

    def flush(self) -> None:
        """Write the day."""
        if self._lines and self._day is not None:
            self._write("")
            self._write(day_words(self._day))
            for line in together(self._lines):
                self._write(f"  {line}")
        self._lines, self._day = [], None

    def say(self, *lines: str) -> None:
        """Write lines that belong to no day."""
        self.flush()
        for line in lines:
            self._write(line)


def together(lines: Sequence[Line]) -> list[str]:
    """Return the lines of a day, those that many have alike as one at the place of the first."""
    alike: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        if line.key:
            alike.setdefault(_alike(line), []).append(line)
    told, done = [], set[tuple[str, str, str]]()
    for line in lines:
        group = alike.get(_alike(line), []) if line.key else []
        if len(group) <= ALIKE:
            told.append(_written(line, clock_words(line.at), line.whom))
        elif _alike(line) not in done:
            done.add(_alike(line))
            told.append(_written(line, _clocks(group), _whom(group)))
    return told


def _alike(line: Line) -> tuple[str, str, str]:
    return line.key, line.who, line.rule


def _clocks(group: Sequence[Line]) -> str:
    first, last = clock_words(group[0].at), clock_words(group[-1].at)
    return first if first == last else f"{first}\u2013{last}"


def _whom(group: Sequence[Line]) -> str:
    whom = [line.whom for line in group if line.whom]
    if not whom:
        return f"{len(group)} times"
    more = f" and {len(whom) - NAMED} more" if len(whom) > NAMED else ""
    return f"{len(whom)}: {', '.join(whom[:NAMED])}{more}"


def _written(line: Line, clock: str, whom: str) -> str:
    about = f" \u2014 {whom}" if whom else ""
    return f"{clock:<11}  {line.rule:<5}  {line.who}: {line.text}{about}"


def counted(branches: Mapping[str, int]) -> list[str]:
    """Return the table of branches with how often each was reached."""
    longest = max(map(len, branches), default=0)
    return [f"  {name:<{longest}}  {branches[name]:>4}" for name in sorted(branches)]
