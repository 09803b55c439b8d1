"""The bank that this process holds: loaded once, read by every request."""

from functools import cache
from pathlib import Path
from typing import Final

from sqlmodel import Session

from service.core.wiring import Wiring
from service.items import queries
from service.items.bank import Bank, Item, load_bank

PART: Final = "bank"


def hold_bank(house: Wiring, folder: Path) -> Bank:
    """Load the item files of this folder and hang the bank on the house (`parts["bank"]`).

    Raises:
        BankFaults: the bank cannot be used; the application must not start.
    """
    bank = house.parts[PART] = _loaded(folder)
    return bank


def bank_of(house: Wiring) -> Bank:
    """Return the bank that the house holds."""
    bank: Bank = house.parts[PART]
    return bank


def find_item(db: Session, bank: Bank, ref: str) -> Item:
    """Return an item version, also one that the files no longer hold.

    Raises:
        KeyError: it has never been in use here.
    """
    try:
        return bank.find(ref)
    except KeyError:
        return queries.stored_item(db, ref)


@cache
def _loaded(folder: Path) -> Bank:
    # a bank is immutable: houses of one process (tests, commands) may share it
    return load_bank(folder)
