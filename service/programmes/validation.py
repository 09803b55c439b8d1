"""`synaq validate-bank`: everything that is wrong with a question bank; needs no database."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from service.ability.passages import FOLDER as ABILITY
from service.ability.passages import Passages, load_passages
from service.core.yaml_file import MalformedFileError
from service.items.bank import ITEMS, Bank, load_bank
from service.law.programme import Programme, shortages, unlike_texts
from service.programmes.actions import counts_of
from service.programmes.programme_files import PROGRAMMES, load_programmes
from service.qualities.situations import FOLDER as QUALITIES
from service.qualities.situations import Situations, load_situations


def validate_bank(folder: Path) -> int:
    """Print every fault and warning of a question bank as `file:line: ITEM-ID: message`.

    Args:
        folder: the question bank, with `items`, `qualities`, `ability` and `programmes`.

    Returns:
        The exit code: 0 where the bank may be used, 1 where it may not.
    """
    faults: list[object] = []
    bank: Bank | None = None
    situations: Situations | None = None
    passages: Passages | None = None
    programmes: list[Programme] = []
    try:
        bank = load_bank(folder / ITEMS)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        situations = load_situations(folder / QUALITIES)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        passages = load_passages(folder / ABILITY)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        programmes = load_programmes(folder / PROGRAMMES)
    except MalformedFileError as refusal:
        faults += refusal.faults
    if bank is not None and situations is not None and passages is not None:
        counts = counts_of(bank, situations, passages)
        faults += _shortages(folder / PROGRAMMES, programmes, counts, passages.asks())
        warnings = (*bank.warnings, *situations.warnings, *passages.warnings)
        _print(f"warning: {warning}" for warning in warnings)
        _print(f"{name}: {count} approved items" for name, count in counts.items())
    _print(faults)
    _print([f"{len(faults)} faults: the bank cannot be used." if faults else "The bank is sound."])
    return 1 if faults else 0


def _shortages(
    folder: Path,
    programmes: Sequence[Programme],
    counts: Mapping[str, int],
    asks: Mapping[str, int],
) -> Iterator[str]:
    for programme in programmes:
        for sentence in (*shortages(programme, counts), *unlike_texts(programme, asks)):
            yield f"{folder}: {sentence}"


def _print(lines: Iterable[object]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
