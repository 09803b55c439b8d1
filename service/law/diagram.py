"""The two machines of a competition as a page of documentation, drawn from their rows.

``python -m service.law.diagram > docs/competition.md`` writes it; a test compares.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from service.law.candidacy_moves import CANDIDACY
from service.law.competition_facts import CANDIDACY_FACTS, COMPETITION_FACTS, Facts
from service.law.competition_moves import COMPETITION
from service.law.competition_state import SUSPENDED
from service.law.machine import BACK, Duty, Machine, Move

_HEAD: Final = """\
# A competition, from the announcement to the post

This page is drawn from the code: `service/law/competition_moves.py` and `candidacy_moves.py` hold
the rows, `service/law/diagram.py` writes the page, and a test compares the two. A step that no row
allows is refused with a value that names its rule. `service/law/competition.py` judges a new step
(`record`) and retells recorded ones (`fold`); `competition_todo.py` says who must act by when, and
`competition_course.py` what comes about by itself.

A step of the competition can bring one event to each application concerned; there its actor stands
as *competition*, and nobody else can bring it about. While a competition is suspended, only the
steps marked ⏸ can happen; terms of working days stand still.
"""


ANYWHERE: Final = "anywhere"
MOST_SOURCES: Final = 6
_LATER: Final = tuple(
    each.code
    for each in CANDIDACY.states[[state.code for state in CANDIDACY.states].index("recheck") :]
)
_EARLIER: Final = tuple(each.code for each in CANDIDACY.states if each.code not in _LATER)
_BOTH: Final = ("missed", "refused")  # out, and yet something leads back from them

Drawings = tuple[tuple[str, tuple[str, ...]], ...]
_PARTS: Final[tuple[tuple[str, Machine, dict[str, Facts], Drawings], ...]] = (
    ("The competition", COMPETITION, COMPETITION_FACTS, (("All of it:", ()),)),
    (
        "An application to it",
        CANDIDACY,
        CANDIDACY_FACTS,
        (
            ("Up to the re-check:", (*_EARLIER, *_BOTH)),
            ("From the re-check to the post:", tuple(each for each in _LATER if each not in _BOTH)),
            ("At any time:", (ANYWHERE,)),
        ),
    ),
)


def mermaid(machine: Machine, sources: Collection[str] = ()) -> str:
    """The machine, or what leads out of some of its states, as a state diagram in Mermaid's text.

    An arrow is an event. Rows that may happen in more than `MOST_SOURCES` states are drawn as one
    arrow from "where it stands"; rows that lead nowhere else are no arrows.
    """
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in machine.moves:
        if move.target is None:
            continue
        target = ANYWHERE if move.target == BACK else move.target
        for source in [ANYWHERE] if len(move.sources) > MOST_SOURCES else move.sources:
            if source != target and (not sources or source in sources):
                label = f"{move.event} ({move.rule.id})"
                arrows.setdefault((source, target), []).append(label)
    drawn = [each.code for each in machine.states if any(each.code in pair for pair in arrows)]
    lines = ["stateDiagram-v2", "    classDef over fill:#ddd,color:#000"]
    if machine.initial in drawn:
        lines.append(f"    [*] --> {_id(machine.initial)}")
    lines += [f'    state "{code}" as {_id(code)}' for code in drawn]
    if any(ANYWHERE in pair for pair in arrows):
        lines.append(f'    state "where it stands" as {_id(ANYWHERE)}')
    for (source, target), labels in arrows.items():
        lines.append(f"    {_id(source)} --> {_id(target)}: {', '.join(dict.fromkeys(labels))}")
    over = ", ".join(_id(code) for code in drawn if machine.state(code).over)
    return "\n".join([*lines, f"    class {over} over"])


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD]
    for title, machine, facts, drawings in _PARTS:
        parts.append(f"## {title}\n")
        for heading, sources in drawings:
            parts += [f"{heading}\n", f"```mermaid\n{mermaid(machine, sources)}\n```\n"]
        parts += [
            _states(machine),
            "### What may happen\n",
            _moves(machine, facts),
            "### What is owed\n",
            _duties(machine.duties),
        ]
    return "\n".join(parts)


def _states(machine: Machine) -> str:
    over = {True: "over", False: ""}
    rows = ((f"`{each.code}`", each.words, over[each.over]) for each in machine.states)
    return _table(("state", "what it means", ""), rows)


def _moves(machine: Machine, facts: dict[str, Facts]) -> str:
    def row(move: Move) -> tuple[str, ...]:
        told = "; ".join(f"`{name}`: {words}" for name, words in facts.get(move.event, ()))
        return (
            f"`{move.event}`" + (" ⏸" if move.paused or SUSPENDED in move.sources else ""),
            _sources(machine, move),
            _target(move),
            ", ".join(move.actors),
            f"{move.rule.id}, {move.source}",
            "; ".join(each.words for each in move.guards),
            told,
            ", ".join(f"`{each}`" for each in move.brings),
        )

    head = ("event", "in", "to", "by", "rule", "if", "facts", "brings to applications")
    return _table(head, (row(move) for move in machine.moves))


def _sources(machine: Machine, move: Move) -> str:
    open_ = [each.code for each in machine.states if not each.over]
    missing = [code for code in open_ if code not in move.sources]
    if len(move.sources) > len(open_) // 2 and set(move.sources) <= set(open_):
        but = ", ".join(missing)
        return f"any open state but {but}" if missing else "any open state"
    return ", ".join(move.sources)


def _target(move: Move) -> str:
    if move.target is None:
        return "stays"
    return "where it was" if move.target == BACK else move.target


def _duties(duties: Iterable[Duty]) -> str:
    rows = (
        (", ".join(each.states), each.actor, f"`{each.event}`", each.words, _rule(each))
        for each in duties
    )
    return _table(("in", "who", "what", "by when", "rule"), rows)


def _rule(duty: Duty) -> str:
    return f"{duty.rule.id}, {duty.source}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_lines(head, rows)) + "\n"


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _id(code: str) -> str:
    """Mermaid's names of states have no hyphens, and words such as "left" mean something to it."""
    return f"at_{code.replace('-', '_')}"


if __name__ == "__main__":
    sys.stdout.write(page())
