"""The whole computation: sheets in, a report out; memory does not grow with the attempts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from service.item_statistics.figures import ItemFigures, OptionFigures, Side, item_figures
from service.item_statistics.findings import findings
from service.item_statistics.flag import URGENCY, Flag
from service.item_statistics.reliability import reliability
from service.item_statistics.sheet import ItemFacts, Sheet
from service.item_statistics.spool import Spool
from service.item_statistics.tally import GroupKey, Tally, group_of

DIGITS: Final = 4


def compute(
    batches: Iterable[Sequence[Sheet]],
    facts: Mapping[str, ItemFacts],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Return the report's body, JSON-able: sections and items with their figures and flags.

    Args:
        batches: sheets in any order; a batch of a thousand or so at a time is in memory.
        facts: what is known of the items by ref.
        progress: told how many sheets have just been read; each is read twice.

    Raises:
        KeyError: an item is on a sheet that was never in use here.
    """
    tallies: dict[GroupKey, Tally] = {}
    places: list[Tally] = []
    with Spool() as spool:
        for batch in batches:
            for key, sheets in _by_group(batch).items():
                if key not in tallies:
                    tallies[key] = Tally(key, facts)
                    places.append(tallies[key])
                tally = tallies[key]
                spool.add(places.index(tally), tally.read(sheets))
            progress(len(batch))
        for tally in places:
            tally.begin_again()
        for place, block in spool.blocks():
            places[place].read_again(block)
            progress(len(block.languages))
    ordered = [tallies[key] for key in sorted(tallies)]
    items = [_item(figures) for figures in item_figures(ordered, facts)]
    return {"sections": [_section(tally) for tally in ordered], "items": sorted(items, key=_rank)}


def _by_group(batch: Sequence[Sheet]) -> dict[GroupKey, list[Sheet]]:
    found: dict[GroupKey, list[Sheet]] = {}
    for sheet in batch:
        if sheet.choices:
            found.setdefault(group_of(sheet), []).append(sheet)
    return found


def _section(tally: Tally) -> dict[str, Any]:
    found = reliability(tally)
    return {
        "programme": tally.key.programme,
        "section": tally.key.section,
        "questions": tally.key.questions,
        "items": len(tally.refs),
        "attempts": tally.sheets,
        "kk": int(tally.by_language[0]),
        "ru": int(tally.by_language[1]),
        **{name: _short(value) for name, value in asdict(found).items()},
    }


def _item(figures: ItemFigures) -> dict[str, Any]:
    gap = figures.gap
    return {
        "ref": figures.facts.ref,
        "act": figures.facts.act,
        "topic": figures.facts.topic,
        "expected": figures.facts.expected,
        **_side(figures.all),
        "sides": {language: _side(side) for language, side in figures.sides.items()},
        "options": [_option(option) for option in figures.options],
        "curve": [list(group) for group in figures.curve],
        "gap": None if gap is None else {k: _short(v) for k, v in asdict(gap).items()},
        "flags": [
            {"flag": str(one.flag), "letter": one.letter, "count": one.count}
            for one in findings(figures)
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {name: _short(value) for name, value in asdict(side).items()}


def _option(option: OptionFigures) -> dict[str, Any]:
    shares = {language: _short(share) for language, share in option.by_language.items()}
    plain = {name: _short(value) for name, value in asdict(option).items()}
    return {**plain, "by_language": shares}


def _short(value: Any) -> Any:
    return round(value, DIGITS) if isinstance(value, float) else value


def _rank(item: Mapping[str, Any]) -> tuple[int, str]:
    """What is most urgent first; what has no flag last but for what cannot be judged yet."""
    flags = [Flag(one["flag"]) for one in item["flags"]]
    urgency = min((URGENCY[flag] for flag in flags), default=URGENCY[Flag.TOO_FEW] - 0.5)
    return round(2 * urgency), item["ref"]
