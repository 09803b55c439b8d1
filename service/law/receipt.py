"""Answer receipts: a chain of hashes that settles whether an answer was saved, and when.

A receipt's hash is SHA-256 over the canonical text of what was saved and the hash before it, so
no receipt can be taken out, put in or changed without breaking every later one. The service signs
each hash (Ed25519, `core/security.py`); whoever holds the public key can check the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

FORMAT: Final = "synaq-receipt-1"


@dataclass(frozen=True)
class Saved:
    """What a receipt says: positions from 1, the choice as displayed, times in ms since 1970."""

    seq: int
    section: int
    position: int
    choice: str | None
    flagged: bool
    answered_ms: int
    received_ms: int


def first_hash(attempt_id: str, draw_commitment: str) -> bytes:
    """Return the 32 bytes that the first receipt of an attempt builds on."""
    return hashlib.sha256(f"{FORMAT}|{attempt_id}|{draw_commitment}".encode()).digest()


def next_hash(previous: bytes, attempt_id: str, saved: Saved) -> bytes:
    """Return the 32 bytes of the receipt that follows `previous`."""
    choice = saved.choice or "-"
    text = (
        f"{FORMAT}|{attempt_id}|{saved.seq}|{saved.section}|{saved.position}|{choice}"
        f"|{int(saved.flagged)}|{saved.answered_ms}|{saved.received_ms}|{previous.hex()}"
    )
    return hashlib.sha256(text.encode()).digest()


def chain_faults(
    attempt_id: str, draw_commitment: str, receipts: Iterable[Mapping[str, object]]
) -> list[str]:
    """Return what is wrong with a downloaded chain, receipt by receipt; empty if nothing.

    Signatures are checked by the caller, who has the key. Each receipt is a mapping with the
    fields of `Saved` and `hash` (hex).
    """
    faults: list[str] = []
    previous = first_hash(attempt_id, draw_commitment)
    for place, receipt in enumerate(receipts, start=1):
        try:
            saved = read_saved(receipt)
            claimed = bytes.fromhex(str(receipt["hash"]))
        except (KeyError, TypeError, ValueError) as fault:
            return [*faults, f"receipt {place}: a field is missing or unreadable ({fault})"]
        if saved.seq != place:
            faults.append(f"receipt {place}: number {saved.seq} stands where {place} belongs")
        if claimed != next_hash(previous, attempt_id, saved):
            faults.append(f"receipt {place}: its hash does not follow from the one before it")
        previous = claimed
    return faults


def read_saved(receipt: Mapping[str, object]) -> Saved:
    """Return the receipt's content; KeyError, TypeError or ValueError where it is no receipt."""
    numbers = {}
    for name in ("seq", "section", "position", "answered_ms", "received_ms"):
        value = receipt[name]
        if not isinstance(value, int):
            raise TypeError(f"{name} is not a whole number")
        numbers[name] = value
    choice = receipt["choice"]
    if choice not in ("a", "b", "c", "d", None):
        raise ValueError("choice is not one of a, b, c, d")
    return Saved(
        choice=None if choice is None else str(choice),
        flagged=receipt["flagged"] is True,
        **numbers,
    )


def to_json(saved: Saved, previous: bytes, own: bytes, signature: bytes) -> dict[str, object]:
    """Return the receipt as the candidate gets it."""
    return {
        "seq": saved.seq,
        "section": saved.section,
        "position": saved.position,
        "choice": saved.choice,
        "flagged": saved.flagged,
        "answered_ms": saved.answered_ms,
        "received_ms": saved.received_ms,
        "prev": previous.hex(),
        "hash": own.hex(),
        "signature": signature.hex(),
    }


def canonical(data: object) -> str:
    """Return JSON in one form for equal data: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
