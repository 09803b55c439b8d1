"""What the player carries: the attempt's token, the head of its receipt chain, its queue key."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from service.attempts.models import Answer, Attempt
from service.core.security import Keys
from service.law.receipt import Saved, first_hash, to_json

GOOD_FOR: Final = timedelta(hours=14)
PURPOSE: Final = "attempt"
HEAD: Final = "receipt-head"
REMEMBERED: Final = 20_000
DEVICE_COOKIE: Final = "synaq_device"  # tells one browser from another, nothing more


@dataclass(frozen=True)
class Bearer:
    """Who speaks: an attempt's player of one generation."""

    attempt_id: UUID
    account_id: UUID
    generation: int


def issue(keys: Keys, attempt: Attempt, *, now: datetime) -> str:
    """Return the token with which this generation of the player speaks."""
    claims = {"a": attempt.id.hex, "p": attempt.account_id.hex, "g": attempt.generation}
    return keys.token(PURPOSE, claims, until=now + GOOD_FOR)


_known: WeakKeyDictionary[Keys, dict[bytes, tuple[Bearer, float]]] = WeakKeyDictionary()


def read(keys: Keys, header: bytes | str | None, *, now: datetime) -> Bearer | None:
    """Return who an Authorization header speaks for; None where it is not ours or over.

    A token that has proved itself is remembered with its end: a player sends the same one with
    each answer.
    """
    raw = header.encode("latin-1") if isinstance(header, str) else header or b""
    proved = _known.setdefault(keys, {})
    known = proved.get(raw)
    if known is not None and known[1] > now.timestamp():
        return known[0]
    scheme, _, token = raw.partition(b" ")
    if scheme.lower() != b"bearer":
        return None
    claims = keys.read_token(PURPOSE, token.decode("latin-1"), now=now)
    if claims is None:
        return None
    bearer = Bearer(UUID(claims["a"]), UUID(claims["p"]), int(claims["g"]))
    if len(proved) >= REMEMBERED:
        proved.clear()
    proved[raw] = (bearer, float(claims["exp"]))
    return bearer


@dataclass(frozen=True)
class Head:
    """The last receipt of a chain: what the next one builds on."""

    seq: int
    hash: bytes


def head_json(keys: Keys, attempt_id: UUID, head: Head) -> dict[str, object]:
    """Return the head as the player keeps it, with a MAC that spares the server a look-up."""
    return {
        "seq": head.seq,
        "hash": head.hash.hex(),
        "mac": keys.mac(HEAD, _head_bytes(attempt_id, head)),
    }


def is_head(keys: Keys, attempt_id: UUID, head: Head, mac: str) -> bool:
    """Whether the service itself handed out this head for this attempt."""
    return keys.is_mac(HEAD, _head_bytes(attempt_id, head), mac)


def _head_bytes(attempt_id: UUID, head: Head) -> bytes:
    return b"%s|%d|%s" % (attempt_id.bytes, head.seq, head.hash)


def first_head(attempt: Attempt) -> Head:
    """Return what the attempt's first receipt builds on."""
    return Head(0, first_hash(str(attempt.id), str(attempt.paper["commitment"])))


def receipt_json(keys: Keys, saved: Saved, previous: bytes, own: bytes) -> dict[str, object]:
    """Return a signed receipt. Ed25519 is deterministic: the same row gives the same receipt."""
    return to_json(saved, previous, own, keys.receipt_key.sign(own))


def receipt_of(keys: Keys, row: Answer) -> dict[str, object]:
    """Return the receipt of a stored answer."""
    return receipt_json(keys, saved_of(row), row.prev_hash, row.hash)


def saved_of(row: Answer) -> Saved:
    """Return what a stored answer's receipt says."""
    return Saved(
        seq=row.seq,
        section=row.section,
        position=row.position,
        choice=row.choice,
        flagged=row.flagged,
        answered_ms=row.answered_ms,
        received_ms=row.received_ms,
    )


def queue_key(keys: Keys, attempt_id: UUID) -> bytes:
    """Return the 32 bytes that seal the player's local queue and its last-resort file."""
    return keys.derive_once(f"answer-queue:{attempt_id}")


def queue_key_text(keys: Keys, attempt_id: UUID) -> str:
    """Return the queue's key in base64, for the player."""
    return base64.b64encode(queue_key(keys, attempt_id)).decode()
