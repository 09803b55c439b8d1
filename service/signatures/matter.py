"""What somebody is asked to sign: facts for programs and the same in plain words for people.

Both go into the signed bytes, with the purpose, the subject and a nonce: what a person has read is
what the person has signed, and a signature for one thing stands for no other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from service.core.i18n import Message, Translator

VERSION: Final = 1
LONGEST: Final = 100_000  # bytes; a signing program shows and hashes no more at ease


@dataclass(frozen=True)
class Matter:
    """One thing to be signed.

    purpose: a word, e.g. "interview-points". subject: kind and id, e.g. ("hiring", hiring.id).
    title, lines: in plain words, (name, value); values may be messages, dates and moments.
    facts: texts, whole numbers, booleans, None, lists and dicts of them; a moment as ISO text.
    rule: under which it is signed, for the journal, e.g. "ST-5".
    """

    purpose: str
    subject: tuple[str, UUID]
    title: Message
    lines: Sequence[tuple[Message, object]]
    facts: Mapping[str, Any]
    rule: str | None = None


@dataclass(frozen=True)
class Shown:
    """What a person has read and signed, in the language in which it was read."""

    language: str
    title: str
    lines: tuple[tuple[str, str], ...]


def canonical_bytes(value: Mapping[str, Any]) -> bytes:
    """Return the one way to write this down: JSON, keys sorted, no blanks, UTF-8.

    Raises:
        ValueError: a number is no whole number, a key is no ASCII text, or it is too long.
    """
    _check(value)
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    written = text.encode()
    if len(written) > LONGEST:
        raise ValueError(f"{len(written)} bytes are too many to sign")
    return written


def matter_bytes(
    matter: Matter, *, signer_id: UUID, nonce: str, translator: Translator, now: datetime
) -> bytes:
    """Return the bytes to be signed by this account.

    Raises:
        ValueError: see `canonical_bytes`.
    """
    kind, subject_id = matter.subject
    lines = [[translator.render(name), str(translator.show(value))] for name, value in matter.lines]
    return canonical_bytes(
        {
            "version": VERSION,
            "purpose": matter.purpose,
            "subject": {"kind": kind, "id": str(subject_id)},
            "signer": str(signer_id),
            "nonce": nonce,
            "made_at": now.astimezone(UTC).isoformat(),
            "shown": {
                "language": translator.language,
                "title": translator.render(matter.title),
                "lines": lines,
            },
            "facts": dict(matter.facts),
        }
    )


def shown_in(canonical: bytes) -> Shown:
    """Return what the person reads, out of the very bytes that are signed."""
    shown = json.loads(canonical)["shown"]
    lines = tuple((str(name), str(value)) for name, value in shown["lines"])
    return Shown(str(shown["language"]), str(shown["title"]), lines)


def facts_in(canonical: bytes) -> dict[str, Any]:
    """Return the facts that are signed; compare them with what is so now before acting on them."""
    facts: dict[str, Any] = json.loads(canonical)["facts"]
    return facts


def _check(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case Mapping():
            for key, inner in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise ValueError(f"{key!r} is no key of a canonical text")
                _check(inner)
        case list() | tuple():
            for inner in value:
                _check(inner)
        case _:
            raise ValueError(f"{type(value).__name__} has no one way to be written")
