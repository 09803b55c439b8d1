"""Languages: messages with English text as their id, catalogues merged by language at start."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations, c2py
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Language = Literal["kk", "ru", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DEFAULT_LANGUAGE: Final[Language] = "kk"
NAMES: Final[Mapping[Language, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
LOCAL = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Message:
    """A sentence that is translated when it is shown: its English text and its values."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the stored form; dates and moments as ISO text with their kind."""
        return {"msgid": self.msgid, "values": {k: _stored(v) for k, v in self.values.items()}}


def say(msgid: str, /, **values: object) -> Message:
    """Return a message; `%(name)s` in the text takes the value of that name."""
    return Message(msgid, values)


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Message):
        return {"message": value.as_json()}
    return value


def _restored(value: object) -> object:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"message": dict(inner)}:
            return message_from_json(inner)
    return value


def message_from_json(stored: Mapping[str, object]) -> Message:
    """Return the message that `Message.as_json` stored."""
    values = stored.get("values") or {}
    assert isinstance(values, Mapping)
    return Message(str(stored["msgid"]), {k: _restored(v) for k, v in values.items()})


class Translator(NullTranslations):
    """The texts of one language; a message without a translation is shown in English."""

    def __init__(self, language: Language, catalogues: list[Catalog]) -> None:
        super().__init__()
        self.language = language
        self._texts: dict[str, tuple[str, ...]] = {}
        plural = catalogues[0].plural_expr if catalogues else "(n != 1)"
        self._plural_index: Callable[[int], int] = c2py(plural)
        for catalogue in catalogues:
            for message in catalogue:
                if message.id and message.string:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string
                    texts = (text,) if isinstance(text, str) else tuple(text)
                    if all(texts):
                        self._texts[key] = texts

    def __contains__(self, msgid: object) -> bool:
        return msgid in self._texts

    def gettext(self, message: str) -> str:
        return self._texts.get(message, (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        texts = self._texts.get(msgid1)
        if texts is None:
            return msgid1 if n == 1 else msgid2
        return texts[min(self._plural_index(n), len(texts) - 1)]

    def render(self, message: Message) -> str:
        """Return the message in this language, its values formatted for it."""
        text = self.gettext(message.msgid)
        if not message.values:
            return text
        shown = text % {name: self.show(value) for name, value in message.values.items()}
        return shown.replace("г..", "г.")  # a Russian date that ends a sentence

    def show(self, value: object) -> object:
        """Return a value as a reader of this language expects it."""
        if isinstance(value, Message):
            return self.render(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Mapping) and self.language in value:
            return value[self.language]
        return value

    def day(self, value: date) -> str:
        """Return 21 November 2026 in this language; a moment's local day."""
        if isinstance(value, datetime):
            value = value.astimezone(LOCAL).date()
        return format_date(value, format=DAY_FORMATS[self.language], locale=self.language)

    def moment(self, value: datetime) -> str:
        """Return day and time of day in Astana."""
        return f"{self.day(value)}, {self.clock(value)}"

    def clock(self, value: datetime) -> str:
        """Return the time of day in Astana, HH:MM."""
        return format_datetime(value, "HH:mm", tzinfo=LOCAL, locale="en")


DAY_FORMATS: Final[Mapping[Language, str]] = {
    "kk": "y 'жылғы' d MMMM",
    "ru": "d MMMM y 'г.'",
    "en": "d MMMM y",
}


@cache
def translators(folder: Path) -> Mapping[Language, Translator]:
    """Read every catalogue below `folder`/<language>/*.po; a faulty file stops the start."""
    loaded: dict[Language, Translator] = {}
    for language in LANGUAGES:
        catalogues = []
        for file in sorted((folder / language).glob("*.po")):
            with file.open("rb") as stream:
                catalogues.append(read_po(stream, locale=language, abort_invalid=True))
        loaded[language] = Translator(language, catalogues)
    return loaded


current: ContextVar[Translator] = ContextVar("translator")


def chosen(wanted: str | None, accept: str | None) -> Language:
    """Return the language: the person's choice, else the browser's first that we speak."""
    for language in LANGUAGES:
        if wanted == language:
            return language
    for part in (accept or "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        for language in LANGUAGES:
            if code == language:
                return language
    return DEFAULT_LANGUAGE
