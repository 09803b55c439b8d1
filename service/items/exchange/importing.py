"""A file into drafts: read and shown first, then written, all of it or nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.core.errors import NotFound, Refused
from service.core.i18n import say
from service.items import queries as items_queries
from service.items.access import Reader, sight
from service.items.actions import write_draft
from service.items.exchange import queries
from service.items.exchange.aiken import read_aiken
from service.items.exchange.gift_reading import read_gift
from service.items.exchange.losses import rows_of
from service.items.exchange.model import LARGEST_FILE, MEGABYTE, Format, Place, Reading
from service.items.exchange.pairing import Pairs, pair
from service.items.exchange.qti_reading import read_qti
from service.items.item_checks import plain, text_faults
from service.items.item_file import ItemLanguage
from service.items.models import BankReport, Origin
from service.journal.actions import record

READERS: Final = {Format.QTI: read_qti, Format.GIFT: read_gift, Format.AIKEN: read_aiken}
KEPT_FOR: Final = timedelta(days=1)
TOO_LARGE: Final = say("The file is larger than %(n)s MB.", n=LARGEST_FILE)
SPLIT: Final = say("Split it: import fewer questions at a time.")
EXPIRED: Final = say("You looked at this file more than a day ago. Please choose it again.")
CHANGED: Final = say("This act has other languages now. Please choose the file again.")
LONGEST_NAME: Final = 120
WRITTEN_LATER: Final = ("topic", "difficulty", "article", "reason")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came; `language` is for what does not say its own."""

    name: str
    content: bytes
    language: str = ""

    @property
    def sha256(self) -> str:
        """The file's hash, by which the journal names it."""
        return hashlib.sha256(self.content).hexdigest()


def read_files(fmt: Format, files: Sequence[Sent], act: str, languages: Sequence[str]) -> Pairs:
    """Return the drafts that one file (or one of each language) would become."""
    return pair([(_read(fmt, sent), sent.language) for sent in files], act, languages)


def _read(fmt: Format, sent: Sent) -> Reading:
    name = sent.name[-LONGEST_NAME:]
    if len(sent.content) > LARGEST_FILE * MEGABYTE:
        reading = Reading(name)
        reading.fault(Place(name), "file", TOO_LARGE, SPLIT)
        return reading
    return READERS[fmt](name, sent.content)


def keep_import(
    db: Session,
    pairs: Pairs,
    fmt: Format,
    files: Sequence[Sent],
    act: str,
    *,
    by: UUID,
    now: datetime,
) -> BankReport:
    """Keep what was read until its author confirms it; an earlier one of his is forgotten."""
    assert not pairs.faults
    for earlier in queries.open_imports(db, by):
        db.delete(earlier)
    kept = BankReport(
        kind=queries.IMPORT,
        subject=act,
        options={
            "format": str(fmt),
            "files": [{"name": sent.name[-LONGEST_NAME:], "sha256": sent.sha256} for sent in files],
        },
        asked_by=by,
        asked_at=now,
        total=len(pairs.drafts),
        body={
            "drafts": [
                {"place": str(draft.place), "name": draft.name, "body": dict(draft.body)}
                for draft in pairs.drafts
            ],
            "losses": [row.as_json() for row in rows_of(pairs.losses)],
        },
    )
    db.add(kept)
    db.flush()
    return kept


def import_for(
    db: Session, account_id: UUID, import_id: UUID, *, to_take: bool = False
) -> BankReport:
    """Return the author's own import of this id; `to_take`: of two at once one waits.

    Raises:
        NotFound: it is another's, or there is none.
    """
    found = queries.import_of(db, account_id, import_id, to_change=to_take)
    if found is None:
        raise NotFound
    return found


def take_import(db: Session, kept: BankReport, *, now: datetime) -> list[str]:
    """Write every draft of a kept import in this transaction; return the new items' ids.

    A second confirmation writes nothing and returns the same ids.

    Raises:
        Refused: it was looked at too long ago.
    """
    if kept.ended_at is not None:
        return list(kept.body["items"])
    if now - kept.asked_at > KEPT_FOR:
        raise Refused(EXPIRED)
    assert kept.asked_by is not None
    languages = items_queries.languages_of(db, kept.subject)
    drafts = kept.body["drafts"]
    if any(set(draft["body"]["texts"]) - set(languages) for draft in drafts):
        raise Refused(CHANGED)
    ids = write_drafts(
        db,
        [draft["body"] for draft in drafts],
        {"format": kept.options["format"], "files": kept.options["files"]},
        kept.subject,
        by=kept.asked_by,
        now=now,
    )
    kept.ended_at, kept.done = now, len(ids)
    kept.body = {"items": ids, "losses": kept.body["losses"]}  # the keys stay in the drafts alone
    db.add(kept)
    return ids


def write_drafts(
    db: Session,
    bodies: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any],
    act: str,
    *,
    by: UUID,
    now: datetime,
) -> list[str]:
    """Write each body as a draft of this author, and the import into the journal."""
    works = [write_draft(db, by, body, now=now, origin=Origin.IMPORT) for body in bodies]
    ids = [work.item_id for work in works]
    entry = {**facts, "refs": [f"{item_id}@1" for item_id in ids]}
    record(db, "items imported", subject=("items", act), actor_id=by, now=now, facts=entry)
    return ids


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the preview: what comes in, what is still to be written, whom it repeats.

    `gaps` are fields and languages without a text; `faults` counts letters and signs to look at.
    """

    name: str
    place: str
    texts: Mapping[str, str]
    gaps: tuple[str, ...]
    faults: int
    twin: str


def preview(db: Session, kept: BankReport, reader: Reader) -> list[Row]:
    """Return what would come in; no key is in it, nor any item that the reader may not see."""
    languages = items_queries.languages_of(db, kept.subject)
    known = _known(db, kept.subject, reader)
    rows = []
    for draft in kept.body["drafts"]:
        texts = {language: text["text"] for language, text in draft["body"]["texts"].items()}
        twin = next((known[each] for each in map(plain, texts.values()) if each in known), "")
        gaps, faults = _unfinished(draft["body"], languages), _odd_letters(draft["body"])
        row = Row(draft["name"], draft["place"], texts, gaps, faults, twin)
        rows.append(row)
        known |= {plain(text): row.name for text in texts.values()}
    return rows


def _unfinished(body: Mapping[str, Any], languages: Sequence[ItemLanguage]) -> tuple[str, ...]:
    """Return the facts and the languages that the author still has to write."""
    facts = [name for name in WRITTEN_LATER if body.get(name) in {"", None}]
    return (*facts, *(language for language in languages if language not in body["texts"]))


def _odd_letters(body: Mapping[str, Any]) -> int:
    texts = body["texts"].values()
    words = [each for text in texts for each in (text["text"], *text["options"].values())]
    return sum(1 for each in words for _ in text_faults((), each))


def _known(db: Session, act: str, reader: Reader) -> dict[str, str]:
    """Return the ids of the act's items by their questions, as they are compared."""
    found: dict[str, str] = {}
    for work in filter(sight(db, reader), items_queries.items_of_stage(db, act=act)):
        for text in (work.body.get("texts") or {}).values():
            found.setdefault(plain(text["text"]), work.item_id)
    return found
