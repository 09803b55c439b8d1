"""Builders for question banks: item files as texts, folders with what a test needs of them."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml

from service.items.item_file import FIRST_LINE
from service.settings import ROOT

Words = dict[str, str]

NOTICE = {"kk": "Бұл – ашық жаттығу банкі.", "ru": "Это открытый банк.", "en": "An open bank."}


def words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


def item(number: int = 1, **values: object) -> dict[str, object]:
    """Return an item that has nothing wrong with it, but for what the test says."""
    sound: dict[str, object] = {
        "id": f"CONST-{number:04d}",
        "version": 1,
        "status": "approved",
        "topic": "general-provisions",
        "difficulty": 0.5,
        "article": "1(1)",
        "confidence": "high",
        "key": "abcd"[number % 4],
        "kk": text(f"{number}-сұрақ қандай?", "бірінші", "екінші", "үшінші", "төртінші"),
        "ru": text(f"Каков вопрос {number}?", "первый", "второй", "третий", "иной"),
    }
    return {name: value for name, value in (sound | values).items() if value is not None}


def text(question: str, *options: str) -> dict[str, object]:
    return {"text": question, "options": dict(zip("abcd", options, strict=True))}


def item_file(items: Iterable[dict[str, object]], /, **head: object) -> str:
    """Return the text of an item file; `head` replaces what stands above the items."""
    sound: dict[str, object] = {
        "act": "constitution",
        "notice": NOTICE,
        "title": words("Конституция", "Конституция", "Constitution"),
        "edition": "wording as of 1 January 2023",
        "languages": ["kk", "ru"],
        "items": list(items),
    }
    plain = json.loads(json.dumps(sound | head))  # the same text twice would become an alias
    body = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=1000)
    return f"{FIRST_LINE}\n{body}"


def put(folder: Path, act: str, text: str) -> Path:
    """Write an item file into a folder of item files."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{act}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def shipped_copy(folder: Path) -> Path:
    """Return a copy of the shipped bank that a test may change."""
    copy = folder / "question_bank"
    for part in ("items", "qualities", "ability", "programmes"):
        shutil.copytree(ROOT / "question_bank" / part, copy / part)
    return copy


def change(path: Path, old: str, new: str) -> int:
    """Replace a text that stands once in a file; return its line."""
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {path.name}"
    path.write_text(content.replace(old, new), encoding="utf-8")
    return content[: content.index(old)].count("\n") + 1
