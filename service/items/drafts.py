"""What a draft still lacks, said field by field; an approved item lacks nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from service.core.i18n import Message, say
from service.items.item_checks import item_faults
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
    raw = {name: value for name, value in body.items() if name not in {"act", "status", "texts"}}
    texts = {
        language: {"text": text["text"], "options": dict(text["options"])}
        for language, text in body["texts"].items()
        if language in languages
    }
    try:
        entry = ItemEntry.model_validate(
            {**raw, **texts, "id": ANY_ID, "version": 1, "status": "draft"}
        )
    except ValidationError as refusal:
        return [
            (_field(fault["loc"]), say("%(fault)s", fault=fault["msg"]))
            for fault in refusal.errors()
        ]
    return [
        (_field(where), say("%(fault)s", fault=sentence))
        for where, sentence in item_faults(entry, languages)
    ]


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
