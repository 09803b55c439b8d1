"""The options of `synaq simulate`; what it does is loaded when it is asked for."""

from typing import Annotated, Final

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
LAST_CHAPTER: Final = 7


def simulate(
    seed: Annotated[int, typer.Option(help="the same seed tells the same story")] = 1,
    chapter: Annotated[
        list[int] | None,
        typer.Option(min=1, max=LAST_CHAPTER, help="may be given several times; else all of them"),
    ] = None,
    candidates: Annotated[
        int, typer.Option(min=8, max=200, help="how many apply in chapter 1")
    ] = 40,
    members: Annotated[int, typer.Option(min=3, max=12, help="of each commission")] = 7,
    database: Annotated[
        str, typer.Option(help="URL of an empty database that is filled; else a temporary one")
    ] = "",
    as_json: Annotated[  # noqa: FBT002  # typer's form
        bool, typer.Option("--json", help="print one JSON object with the final states")
    ] = False,
) -> None:
    """Play whole competitions through with invented people, and tell the story with its rules."""
    from service.demo.simulate.chapters import CHAPTERS, Wanted
    from service.demo.simulate.checking import InvariantBroken
    from service.demo.simulate.command import Asked, as_json_text, play
    from service.demo.simulate.world import NotEmpty

    asked = Asked(seed, chapter or sorted(CHAPTERS), Wanted(candidates, members), database)
    try:
        told = play(asked, _silent if as_json else _write, progress=True)
    except NotEmpty:
        _fail("the database holds something: name an empty one, it is filled with the play.")
    except InvariantBroken as fault:
        _fail(str(fault))
    else:
        if as_json:
            out.print(as_json_text(told), markup=False)


def _write(text: str) -> None:
    out.print(text, markup=False)


def _silent(_: str) -> None:
    return


def _fail(sentence: str) -> None:
    out.print(f"synaq: {sentence}", markup=False)
    raise typer.Exit(1)
