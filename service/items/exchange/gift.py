"""Moodle GIFT, written: one language, in UTF-8.

The bank's facts stand where Moodle itself looks for them: the number and the tags in a comment
line above the question (`[id:…] [tag:name:value]`), act and topic as the category. Reason and
source are comment lines, which other programs pass over.
"""

import re
from collections.abc import Iterable
from typing import Final

from service.items.bank import Item
from service.items.exchange.model import LETTERS, tidy

SPECIAL: Final = re.compile(r"[\\~=#{}:]")
TAGGED: Final = ("version", "topic", "level", "difficulty", "article", "confidence")
NOTED: Final = ("reason", "source")
HEAD: Final = "// Synaq, {language}: Moodle GIFT, UTF-8\n"
# a text that begins like this would be read as a format or as a weight
LIKE_A_MARK: Final = re.compile(r"\[(?:html|plain|markdown|moodle)\]|%-?[0-9]", re.IGNORECASE)
NOT_IN_A_TAG: Final = re.compile(r"[<>`\\\x00-\x1f\x7f]")


def write_gift(items: Iterable[Item], language: str) -> bytes:
    """Return the items as a GIFT file; every one has a text in this language."""
    parts = [HEAD.format(language=language)]
    category = ""
    for item in items:
        own = f"{item.act}/{item.topic}" if item.topic else item.act
        if own != category:
            category = own
            parts.append(f"$CATEGORY: {category}\n")
        parts.append(_question(item, language))
    return "\n".join(parts).encode()


def carries_in_a_tag(value: str) -> bool:
    """Say whether a tag of Moodle's can hold the value."""
    return NOT_IN_A_TAG.search(value) is None


def _question(item: Item, language: str) -> str:
    text = item.texts[language]
    lines = [_tags(item, language)]
    lines += [
        f"// {name}: {value}" for name in NOTED if (value := tidy(str(getattr(item, name)))[0])
    ]
    lines.append(f"::{_escaped(item.id)}::[plain]{_escaped(text.text)} {{")
    for letter in LETTERS:
        option = _escaped(text.options[letter])
        plain = "[plain]" if LIKE_A_MARK.match(text.options[letter]) else ""
        lines.append(f"\t{'=' if letter == item.key else '~'}{plain}{option}")
    lines.append("}\n")
    return "\n".join(lines)


def _tags(item: Item, language: str) -> str:
    tags = [f"[id:{item.id}]", f"[tag:language:{language}]"]
    for name in TAGGED:
        value = getattr(item, name)
        text = "" if value is None else tidy(str(value))[0]
        if text and carries_in_a_tag(text):
            tags.append(f"[tag:{name}:{_in_brackets(text)}]")
    return "// " + " ".join(tags)


def _in_brackets(text: str) -> str:
    return text.replace("]", r"\]")


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", tidy(text)[0])
