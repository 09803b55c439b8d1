"""Builders for files of passages."""

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from service.items.item_file import FIRST_LINE
from tests.make_bank import NOTICE, words

LONG = {
    "kk": "Кітапхана бұрынғыдан бір сағат кеш жабылады, ал сенбідегі жұмыс уақыты өзгерген жоқ.",
    "ru": "Библиотека закрывается на час позже, чем раньше, а по субботам всё осталось как было.",
}


def statement(number: int, key: str = "right", **values: object) -> dict[str, object]:
    return {
        "key": key,
        "difficulty": 0.7,
        "reason": "Так сказано в тексте.",
        "kk": f"{number}-пайым.",
        "ru": f"Утверждение {number}.",
    } | values


def passage(number: int = 1, **values: object) -> dict[str, object]:
    """Return a passage that has nothing wrong with it, but for what the test says."""
    sound: dict[str, object] = {
        "id": f"TXT-{number:04d}",
        "version": 1,
        "status": "approved",
        "topic": "culture",
        "kk": {"title": f"{number}-мәтін", "text": f"{number}. {LONG['kk']}"},
        "ru": {"title": f"Текст {number}", "text": f"{number}. {LONG['ru']}"},
        "questions": [statement(1), statement(2, "wrong"), statement(3, "unsaid")],
    }
    return {name: value for name, value in (sound | values).items() if value is not None}


def conclusion(number: int = 1, key: str = "a", **values: object) -> dict[str, object]:
    """Return a passage with four conclusions."""
    options = {
        "kk": {letter: f"{letter} қорытындысы {number}" for letter in "abcd"},
        "ru": {letter: f"вывод {letter} {number}" for letter in "abcd"},
    }
    question = {"key": key, "difficulty": 0.6, "reason": "Так сказано в тексте."} | options
    text = {lang: {"text": f"{number}) {LONG[lang]}"} for lang in ("kk", "ru")}
    return passage(number, id=f"TXC-{number:04d}", questions=[question], **text) | values


def passage_file(passages: Iterable[dict[str, object]], /, **head: object) -> str:
    """Return the text of a file; `head` replaces what stands above the passages."""
    sound: dict[str, object] = {
        "act": "ability-statements",
        "kind": "statements",
        "asks": 3,
        "notice": NOTICE,
        "title": words("Мәтін", "Текст", "A text"),
        "passages": list(passages),
    }
    plain = json.loads(json.dumps(sound | head))  # the same text twice would become an alias
    body = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=1000)
    return f"{FIRST_LINE}\n{body}"


def put_passages(folder: Path, *passages: dict[str, object], **head: object) -> Path:
    """Write a file of passages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = passage_file(passages, **head)
    path = folder / f"{head.get('kind', 'statements')}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
