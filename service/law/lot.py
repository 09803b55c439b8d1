"""A lot that anyone can repeat, ``synaq-lot/1``: assessors of a commission, the end of a tie.

In the manner of RFC 3797, over SHA-256 and the stream of `service.law.draw`:

1.  *Commitment.* Before it is fixed what is drawn from, the service takes a secret seed of 32
    bytes and a nonce of 16, and publishes ``hex(SHA-256(nonce || seed))``.
2.  *Entries.* Names of printable ASCII without blanks, each once, in the order of their bytes.
    They are fixed, and published, after the commitment.
3.  *Public words.* Pairs of a name and a text that the service could not know at the commitment:
    the numbers of a lottery, a word of each person concerned. There may be none. They stand in
    the order of their names.
4.  *Inputs.* One canonical text (JSON in UTF-8, keys sorted, no blanks, nothing escaped) of:
    ``commitment entries picks public purpose subject version``.
5.  *Order.* Of the stream of seed and inputs, for i = 0 … length - 1 swap place i with place
    i + below(length - i); below(n) throws away what would favour an answer. The whole order is
    kept: the first `picks` are chosen, and who drops out is replaced by the next one in it.
6.  *Disclosure.* Afterwards the record shows seed and nonce; it can be repeated from itself alone.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from service.law import paper_draw
from service.law.draw import SEED_BYTES, Draw, canonical, shuffle

VERSION: Final = "synaq-lot/1"
NONCE_BYTES: Final = 16
MOST_ENTRIES: Final = 10_000
LONGEST_WORD: Final = 1_000  # characters of a public word
_NAME: Final = re.compile(r"[\x21-\x7e]{1,100}")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn: made by `lot`, so that its entries and public words are canonical.

    Args:
        purpose: what for, such as ``assessors`` or ``tie``.
        subject: for whom, such as the id of a competition.
        entries: the names that are drawn from.
        picks: how many are chosen; the others stand in reserve in the order drawn.
        public: names and texts of what nobody could know at the commitment.
    """

    purpose: str
    subject: str
    entries: tuple[str, ...]
    picks: int
    public: Pairs = ()


def lot(
    purpose: str,
    subject: str,
    entries: Iterable[str],
    picks: int,
    public: Mapping[str, str] | None = None,
) -> Lot:
    """A lot with everything in its canonical order.

    Raises:
        ValueError: a name is none, stands twice, or there are too few or too many.
    """
    for name in (purpose, subject):
        _named(name)
    names = tuple(sorted(_named(each) for each in entries))
    for one, other in pairwise(names):
        if one == other:
            raise ValueError(f"{one} stands twice among the entries")
    if len(names) > MOST_ENTRIES:
        raise ValueError(f"a lot has at most {MOST_ENTRIES} entries, this one {len(names)}")
    if isinstance(picks, bool) or not isinstance(picks, int) or not 1 <= picks <= len(names):
        raise ValueError(f"cannot choose {picks} of {len(names)}")
    words = tuple(sorted((_named(name), _word(text)) for name, text in (public or {}).items()))
    return Lot(purpose, subject, names, picks, words)


def lot_commitment(seed: bytes, nonce: bytes) -> str:
    """The hash that is published before the entries are fixed.

    Raises:
        ValueError: seed or nonce is of another length.
    """
    if len(seed) != SEED_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes and a nonce {NONCE_BYTES}")
    return hashlib.sha256(nonce + seed).hexdigest()


def draw_lot(seed: bytes, nonce: bytes, drawn: Lot) -> tuple[str, ...]:
    """All the entries in the order drawn; the first `drawn.picks` of them are chosen.

    Raises:
        ValueError: seed or nonce is of another length.
    """
    return tuple(shuffle(Draw(seed, _inputs(lot_commitment(seed, nonce), drawn)), drawn.entries))


def lot_record(
    seed: bytes, nonce: bytes, drawn: Lot, *, committed_at: datetime, fixed_at: datetime
) -> dict[str, Any]:
    """What is published of a lot when it is drawn, as JSON-able data. It discloses the seed.

    `committed_at` is when the commitment was published, `fixed_at` when the entries were fixed.

    Raises:
        ValueError: the entries were fixed before the commitment, or as in `draw_lot`.
    """
    if fixed_at < committed_at:
        raise ValueError("the entries were fixed before the commitment was published")
    return {
        "version": VERSION,
        "purpose": drawn.purpose,
        "subject": drawn.subject,
        "committed_at": committed_at.isoformat(),
        "commitment": lot_commitment(seed, nonce),
        "fixed_at": fixed_at.isoformat(),
        "entries": list(drawn.entries),
        "picks": drawn.picks,
        "public": [list(pair) for pair in drawn.public],
        "nonce": nonce.hex(),
        "seed": seed.hex(),
        "order": list(draw_lot(seed, nonce, drawn)),
    }


def verify_lot(record: Mapping[str, Any]) -> list[str]:
    """Repeat a lot from its record: what does not agree, a sentence each; nothing where all does.

    Of the moments it can only say that they follow one another; that the commitment was public
    before the entries were fixed, whoever saw it knows.
    """
    if record.get("version") != VERSION:
        return [f"The record's version is {record.get('version')!r}, not {VERSION!r}."]
    try:
        seed, nonce = _bytes(record["seed"], SEED_BYTES), _bytes(record["nonce"], NONCE_BYTES)
        drawn = _read(record)
        order = list(draw_lot(seed, nonce, drawn))
        shown = list(record["order"])
        follow = _moment(record["committed_at"]) <= _moment(record["fixed_at"])
    except KeyError as fault:
        return [f"The record is not complete: {fault} is missing."]
    except (TypeError, ValueError, AttributeError) as fault:
        return [f"The record cannot be repeated: {fault}."]
    faults = []
    if lot_commitment(seed, nonce) != record.get("commitment"):
        faults.append("Seed and nonce do not fit the commitment that was shown before.")
    if not follow:
        faults.append("The entries were fixed before the commitment was published.")
    if len(shown) != len(order):
        faults.append(f"The record's order has {len(shown)} places; {len(order)} were drawn.")
    return faults + [
        f"Place {place}: the record says {one}, the draw gives {other}."
        for place, (one, other) in enumerate(zip(shown, order, strict=False), 1)
        if one != other
    ]


def verify_record(record: object) -> list[str]:
    """Repeat any draw of the service from its record: a lot by its version, else a paper."""
    if not isinstance(record, Mapping):
        return ["This is no record of a draw."]
    return verify_lot(record) if "version" in record else paper_draw.verify(record)


def _read(record: Mapping[str, Any]) -> Lot:
    names, words = record["entries"], record["public"]
    if not isinstance(names, list) or not isinstance(words, list):
        raise TypeError("its entries or public words are no list")
    pairs = [(name, text) for name, text in words]
    read = lot(record["purpose"], record["subject"], names, record["picks"], dict(pairs))
    if list(read.entries) != names or list(read.public) != pairs:
        raise ValueError("its entries or public words are not in the order of their names")
    return read


def _inputs(commitment: str, drawn: Lot) -> str:
    return canonical(
        {
            "version": VERSION,
            "purpose": drawn.purpose,
            "subject": drawn.subject,
            "commitment": commitment,
            "entries": drawn.entries,
            "picks": drawn.picks,
            "public": drawn.public,
        }
    )


def _named(name: str) -> str:
    """The name, where it has one form only in every language and program."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name: 1 to 100 characters of ASCII without blanks")
    return name


def _word(text: str) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_WORD:
        raise ValueError(f"a public word is a text of at most {LONGEST_WORD} characters")
    text.encode()  # half of a surrogate pair has no bytes: UnicodeEncodeError is a ValueError
    return text


def _bytes(text: str, length: int) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != length or len(text) != 2 * length:
        raise ValueError(f"{text!r} is not {length} bytes in hex")
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment
