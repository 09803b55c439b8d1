"""What a format cannot carry, said before it is written: per item and field, one sentence each."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from service.core.i18n import Message, say
from service.items.bank import Item
from service.items.exchange.gift import carries_in_a_tag
from service.items.exchange.model import LANGUAGE_WORDS, Format, Loss, Place, tidy

ONE_LANGUAGE: Final = say("The file holds one language; export the other one by itself.")
NO_PLACE: Final = say("The format has no place for it.")
NOT_IN_A_TAG: Final = say("Moodle's tags hold no angle brackets and no backslashes.")
OWN_BANK: Final = say("It concerns the items of this bank alone.")
NO_LANGUAGE: Final = say("There is no text in the language %(language)s: the item is left out.")
ALIKE: Final = say("Unseen signs and line breaks are left out.")
AIKEN_LACKS: Final = (
    "name",
    "act",
    "version",
    "topic",
    "level",
    "difficulty",
    "article",
    "confidence",
    "reason",
    "source",
)


@dataclass(frozen=True, slots=True)
class LossRow:
    """A field that is lost for one reason, and the items that lose it."""

    field: str
    why: Message
    names: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {"field": self.field, "why": self.why.as_json(), "names": list(self.names)}


def export_losses(
    items: Iterable[Item], fmt: Format, language: str, enemies: Collection[str]
) -> list[Loss]:
    """Return what an export leaves behind of each item.

    Args:
        items: what is exported.
        fmt: the format.
        language: the one that is written, "" for all.
        enemies: ids of the items that have some.
    """
    return [loss for item in items for loss in _losses(item, fmt, language, enemies)]


def _losses(item: Item, fmt: Format, language: str, enemies: Collection[str]) -> Iterator[Loss]:
    place = Place("", 0, item.id)
    if language and language not in item.texts:
        why = say(NO_LANGUAGE.msgid, language=LANGUAGE_WORDS[language])
        yield Loss(place, "item", why)
        return
    if language and len(item.texts) > 1:
        yield Loss(place, "language", ONE_LANGUAGE)
    for name in AIKEN_LACKS if fmt is Format.AIKEN else ():
        if getattr(item, "id" if name == "name" else name) not in {None, ""}:
            yield Loss(place, name, NO_PLACE)
    for name in ("topic", "article") if fmt is Format.GIFT else ():
        if not carries_in_a_tag(tidy(str(getattr(item, name)))[0]):
            yield Loss(place, name, NOT_IN_A_TAG)
    if item.id in enemies:
        yield Loss(place, "enemies", OWN_BANK)
    yield from _tidied(item, [language] if language else item.texts, place)


def _tidied(item: Item, languages: Iterable[str], place: Place) -> Iterator[Loss]:
    for language in languages:
        text = item.texts[language]
        for name, words in (("text", text.text), *(("options", o) for o in text.options.values())):
            if tidy(words)[0] != words:
                yield Loss(place, name, ALIKE)


def rows_of(losses: Iterable[Loss]) -> list[LossRow]:
    """Return the losses by field and reason, each with the items that it concerns."""
    found: dict[tuple[str, str], tuple[Message, dict[str, None]]] = {}
    for loss in losses:
        why = loss.why
        key = (loss.field, f"{why.msgid}{sorted(why.values.items())}")
        found.setdefault(key, (why, {}))[1][loss.place.item or str(loss.place)] = None
    return [LossRow(field, why, tuple(items)) for (field, _), (why, items) in found.items()]
