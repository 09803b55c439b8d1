"""`synaq validate-bank`: everything that is wrong with a question bank; needs no database."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.core.yaml_file import MalformedFileError
from service.items.bank import ITEMS, Bank, load_bank
from service.law.programme import Programme, shortages
from service.programmes.programme_files import PROGRAMMES, load_programmes


def validate_bank(folder: Path) -> int:
    """Print every fault and warning of a question bank as `file:line: ITEM-ID: message`.

    Args:
        folder: the question bank, with `items` and `programmes` in it.

    Returns:
        The exit code: 0 where the bank may be used, 1 where it may not.
    """
    faults: list[object] = []
    bank: Bank | None = None
    programmes: list[Programme] = []
    try:
        bank = load_bank(folder / ITEMS)
    except MalformedFileError as refusal:
        faults += refusal.faults
    try:
        programmes = load_programmes(folder / PROGRAMMES)
    except MalformedFileError as refusal:
        faults += refusal.faults
    if bank is not None:
        faults += _shortages(folder / PROGRAMMES, programmes, bank)
        _print(f"warning: {warning}" for warning in bank.warnings)
        _print(f"{act}: {count} approved items" for act, count in bank.counts().items())
    _print(faults)
    _print([f"{len(faults)} faults: the bank cannot be used." if faults else "The bank is sound."])
    return 1 if faults else 0


def _shortages(folder: Path, programmes: Sequence[Programme], bank: Bank) -> Iterator[str]:
    for programme in programmes:
        for sentence in shortages(programme, bank.counts()):
            yield f"{folder}: {sentence}"


def _print(lines: Iterable[object]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
