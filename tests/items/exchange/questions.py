"""Builders and strategies for items that pass between the bank and files."""

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from service.items.bank import Item, item_from_body
from service.items.drafts import blank_body
from service.items.exchange.model import LETTERS, Reading

LANGUAGES = ("kk", "ru")


def item(number: int = 1, **values: Any) -> Item:
    """An approved item with both texts; `values` replace parts of its body."""
    body = {
        **blank_body("constitution"),
        "status": "approved",
        "topic": "general-provisions",
        "difficulty": 0.5,
        "reason": "Известно всем.",
        "article": "2(1)",
        "confidence": "high",
        "key": LETTERS[number % 4],
        "texts": {
            "kk": text(f"{number}-сұрақ қандай?", "бірінші", "екінші", "үшінші", "төртінші"),
            "ru": text(f"Каков вопрос {number}?", "первый", "второй", "третий", "иной"),
        },
        **values,
    }
    return item_from_body(f"CONST-{number:04}", 1, body)


def text(question: str, *options: str) -> dict[str, Any]:
    return {"text": question, "options": dict(zip(LETTERS, options, strict=True))}


# what the bank lets stand in a text: everything that is seen, composed, on one line
SEEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# signs that mean something to one of the formats, much more often than chance brings them
MARKS = st.sampled_from([*"\\~=#{}:%[]<>&\"'/$_*`().-AaBbАВ1 ", "->", "//", "::", "####"])
PIECES = st.lists(
    st.one_of(
        MARKS,
        SEEN,
        st.sampled_from(
            [
                "ANSWER: A",
                "B) ",
                "А. ",
                "[html]",
                "%50%",
                "$CATEGORY:",
                "\\n",
                "<b>",
                "&amp;",
                "]]>",
            ]
        ),
    ),
    min_size=1,
    max_size=12,
)


def _sound(pieces: list[str]) -> str:
    return unicodedata.normalize("NFC", "".join(pieces)).strip(" ")


TEXTS = PIECES.map(_sound).filter(bool)
TAGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@st.composite
def items(draw: st.DrawFn, *, languages: tuple[str, ...] = LANGUAGES) -> Item:
    """Items with anything in them that a bank allows."""
    options = st.lists(TEXTS, min_size=4, max_size=4, unique=True)
    body = {
        "act": draw(TAGS),
        "status": "approved",
        "topic": draw(TAGS),
        "level": draw(st.sampled_from([None, 1, 2, 3])),
        "difficulty": draw(st.integers(0, 100)) / 100,
        "reason": draw(st.one_of(st.just(""), TEXTS)),
        "article": draw(TEXTS),
        "source": draw(st.one_of(st.just(""), TEXTS)),
        "confidence": draw(st.sampled_from(["high", "medium"])),
        "key": draw(st.sampled_from(LETTERS)),
        "texts": {language: text(draw(TEXTS), *draw(options)) for language in languages},
    }
    number = draw(st.integers(1, 9999))
    return item_from_body(f"TEST-{number:04}", draw(st.integers(1, 9)), body)


def faults(reading: Reading) -> list[tuple[str, str]]:
    """What is wrong, as (field, English sentence with its values)."""
    return [(fault.field, said(fault.what)) for fault in reading.faults]


def losses(reading: Reading) -> list[tuple[str, str]]:
    return [(loss.field, said(loss.why)) for loss in reading.losses]


def said(message: Any) -> str:
    values = {
        name: said(value) if hasattr(value, "msgid") else value
        for name, value in message.values.items()
    }
    return str(message.msgid % values) if values else str(message.msgid)


def archive(files: Mapping[str, str | bytes], **options: Any) -> bytes:
    """A ZIP with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()
