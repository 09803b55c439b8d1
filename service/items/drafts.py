"""What a draft still lacks, said field by field; an approved item lacks nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from service.core.i18n import Message, say
from service.items.fault_words import item_words
from service.items.item_checks import item_faults, item_warnings
from service.items.item_file import ItemEntry, ItemLanguage

LETTERS: Final = "abcd"
ANY_ID: Final = "DRAFT-0001"  # what is checked is the body; the id is given by the service
MISSING: Final = say("Please fill this in.")


def blank_body(act: str) -> dict[str, Any]:
    """A body in which everything is still to be written."""
    return {
        "act": act,
        "status": "draft",
        "topic": "",
        "level": None,
        "difficulty": None,
        "reason": "",
        "article": "",
        "source": "",
        "confidence": "high",
        "key": "",
        "texts": {},
    }


def draft_faults(
    body: Mapping[str, Any], *, languages: Sequence[ItemLanguage]
) -> list[tuple[str, Message]]:
    """Return what is to mend, as (field, sentence).

    A field is named as the author's form names it: `topic`, `kk-text`, `ru-a`.
    """
    found = list(_gaps(body, languages))
    if found:
        return found
    try:
        entry = _entry(body, languages)
    except ValidationError as refusal:
        return [
            (_field(fault["loc"]), item_words(fault["msg"][:1].lower() + fault["msg"][1:]))
            for fault in refusal.errors()
        ]
    return [
        (_field(where), item_words(sentence)) for where, sentence in item_faults(entry, languages)
    ]


def draft_warnings(
    body: Mapping[str, Any], *, languages: Sequence[ItemLanguage]
) -> list[tuple[str, Message]]:
    """Return what a reader should look at again, as (field, sentence); none while there are gaps.

    None of it tells the key.
    """
    try:
        entry = _entry(body, languages)
    except (ValidationError, KeyError):
        return []
    return [(_field(where), item_words(sentence)) for where, sentence in item_warnings(entry)]


def _entry(body: Mapping[str, Any], languages: Sequence[ItemLanguage]) -> ItemEntry:
    raw = {name: value for name, value in body.items() if name not in {"act", "status", "texts"}}
    texts = {
        language: {"text": text["text"], "options": dict(text["options"])}
        for language, text in body["texts"].items()
        if language in languages
    }
    return ItemEntry.model_validate({**raw, **texts, "id": ANY_ID, "version": 1, "status": "draft"})


def _gaps(body: Mapping[str, Any], languages: Sequence[str]) -> Iterator[tuple[str, Message]]:
    for name in ("topic", "article", "key", "reason"):
        if not str(body.get(name) or "").strip():
            yield name, MISSING
    if body.get("difficulty") is None:
        yield "difficulty", MISSING
    for language in languages:
        text = body["texts"].get(language) or {"text": "", "options": {}}
        if not text["text"].strip():
            yield f"{language}-text", MISSING
        for letter in LETTERS:
            if not text["options"].get(letter, "").strip():
                yield f"{language}-{letter}", MISSING


def _field(where: Sequence[object]) -> str:
    """Return the form's name of a place: kk-a for ("kk", "options", "a")."""
    return "-".join(str(part) for part in where if part != "options")
