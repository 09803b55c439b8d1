"""The candidate's chain of answer receipts as a file, and its check."""

from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session

from service.attempts import queries
from service.attempts.models import Attempt
from service.attempts.tokens import receipt_of
from service.core.security import Keys
from service.law.receipt import FORMAT, chain_faults


def receipts_file(db: Session, keys: Keys, attempt: Attempt) -> dict[str, Any]:
    """Return the whole chain with the public key that checks it."""
    return {
        "format": FORMAT,
        "attempt": str(attempt.id),
        "draw_commitment": attempt.paper["commitment"],
        "public_key": keys.receipt_public_key.hex(),
        "receipts": [receipt_of(keys, row) for row in queries.answers_of(db, attempt.id)],
    }


def file_faults(content: object, public_key: bytes) -> list[str]:
    """Return what is wrong with a receipts file, sentence by sentence; empty if nothing.

    Args:
        content: the file as read from JSON.
        public_key: the 32 bytes of the service's published key; the file's own is not trusted.
    """
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        return [f"the file is not of the format {FORMAT}"]
    receipts = content.get("receipts")
    if not isinstance(receipts, list) or not all(isinstance(one, Mapping) for one in receipts):
        return ["the file holds no list of receipts"]
    faults = []
    if content.get("public_key") != public_key.hex():
        faults.append("the file names another public key than the service's")
    attempt, commitment = str(content.get("attempt")), str(content.get("draw_commitment"))
    faults += chain_faults(attempt, commitment, receipts)
    key = Ed25519PublicKey.from_public_bytes(public_key)
    for place, receipt in enumerate(receipts, start=1):
        try:
            key.verify(
                bytes.fromhex(str(receipt.get("signature"))),
                bytes.fromhex(str(receipt.get("hash"))),
            )
        except (InvalidSignature, ValueError):
            faults.append(f"receipt {place}: the signature is not the service's")
    return faults
