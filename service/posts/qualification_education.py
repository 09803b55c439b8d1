"""Education and experience that a post requires, read from their cells."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from service.posts.printed_dates import days_in_words

Level = Literal["higher", "unknown"]
AlternativeKind = Literal["state service", "posts in state bodies", "fields of the post", "other"]

_LEVEL = re.compile(
    r"^(?P<level>Жоғары|Жоғарғы) білім: (?P<fields>[^.]+)\.? ?(?P<rest>.*)$", re.IGNORECASE
)
_BY_SPECIALITY = re.compile(r" мамандығы бойынша\b")
_OR = re.compile(r",? немесе ")
# names of specialities that hold a comma themselves
_WITH_COMMA: Final = (
    "радиотехника, электроника және телекоммуникациялар",
    "информатика, есептегіш техника және басқару",
)
_STAND_IN = "\x1f"
_WISH = re.compile(r"(?:^|(?<=бойынша))\s*(?=Шетелдік)")

_SIGN = "(?:№|N)"
_TYPICAL = re.compile(
    r"^«?(?P<body>.+?)(?:нің) (?P<day>\d{4} жылғы \d+ \w+) "
    + _SIGN
    + r" ?(?P<number>[-\d/]+) Бұйрығымен бекітілген,.+?(?P<on>\d{4} жылғы \d+ \w+) .*?"
    + _SIGN
    + r" ?(?P<registered>\d+) болып \w+ (?P<subject>.+?) талаптарына сәйкес"
)
_FIELD = re.compile(
    r"^(?P<field>.+?) саласында,?(?: жұмыс (?:тәжірибесі|өтілі)\b| *$)", re.IGNORECASE
)
_AT_LEAST = re.compile(r"кемінде (\d+) жыл")
_WORDS: Final = {"бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7}
_YEARS = re.compile(rf"({'|'.join(_WORDS)}) жылдан кем емес")
_OF_WHICH = re.compile(rf"оның ішінде ({'|'.join(_WORDS)}) жылдан кем емес басшылық")
_WISHED = ("дұрыс.", "жөн.", "дұрыс", "жөн")
_KINDS: Final[tuple[tuple[str, AlternativeKind], ...]] = (
    ("функционалдық бағыттарына сәйкес", "fields of the post"),
    ("мемлекеттік органдарда", "posts in state bodies"),
    ("мемлекеттік қызмет", "state service"),
)
_AFTER_STUDY = "мемлекеттік тапсырыс негізінде"


@dataclass(frozen=True, slots=True)
class Education:
    """A level and the fields of which one is enough; `wished` is what is preferred besides."""

    level: Level
    fields: tuple[str, ...]
    wished: str
    inferred: frozenset[str]


@dataclass(frozen=True, slots=True)
class TypicalRequirements:
    """The act with the typical requirements that a post refers to."""

    body: str
    number: str
    adopted_on: date | None
    registered: str
    registered_on: date | None
    subject: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several ways to meet the experience: at least `years` of that kind.

    `managing_years` of them in managing posts; `after_state_study` is for graduates of the state's
    own programmes only.
    """

    kind: AlternativeKind
    years: int
    managing_years: int | None
    after_state_study: bool


@dataclass(frozen=True, slots=True)
class Experience:
    """What experience a post asks: typical requirements, and its own words."""

    typical: TypicalRequirements | None
    field: str
    years: int | None
    alternatives: tuple[Alternative, ...]
    wished: str
    left: tuple[str, ...]


def education_of(text: str) -> tuple[Education, list[tuple[str, str]]]:
    """Return the education of a cell's text, and what is odd in it as (kind, words)."""
    parts = _WISH.split(text, maxsplit=1)
    found = _LEVEL.match(parts[0].strip())
    if found is None:
        return Education("unknown", (), text, frozenset()), [("education not understood", text)]
    odd: list[tuple[str, str]] = []
    if found["level"].casefold() != "жоғары":
        odd.append(("level in other words", f"{found['level']} білім"))
    words = _BY_SPECIALITY.sub("", found["fields"]).strip()
    fields, by_comma = _fields(words)
    inferred = {"education.level"} if odd else set()
    if by_comma:
        odd.append(("list with a comma for «or»", words))
        inferred.add("education.fields")
    once = tuple(dict.fromkeys(fields))
    if len(once) < len(fields):
        odd.append(("field of education twice", words))
    wished = " ".join([found["rest"], *parts[1:]]).strip()
    return Education("higher", once, wished, frozenset(inferred)), odd


def _fields(words: str) -> tuple[list[str], bool]:
    """Return the fields of an OR-list; true where a bare comma parts two of them."""
    for name in _WITH_COMMA:
        words = words.replace(name, name.replace(",", _STAND_IN))
    parts = [piece.split(",") for piece in _OR.split(words)]
    fields = [
        field.replace(_STAND_IN, ",").strip() for part in parts for field in part if field.strip()
    ]
    return fields, any(len(part) > 1 for part in parts)


def experience_of(sentences: list[str]) -> tuple[Experience, list[tuple[str, str]]]:
    """Return the experience of a cell's sentences, and what is odd in it as (kind, words)."""
    text = " ".join(sentences)
    found = _TYPICAL.match(text)
    own = text[found.end() :] if found else text
    field, years, wished = "", None, ""
    alternatives: list[Alternative] = []
    left: list[str] = []
    for sentence in _sentences(own):
        named = _FIELD.match(sentence)
        if sentence.endswith(_WISHED):
            wished = f"{wished} {sentence}".strip()
        elif _YEARS.search(sentence):
            alternatives.extend(_alternative(part) for part in re.split(r",? не ", sentence))
        elif named is not None:
            field = named["field"][:1].lower() + named["field"][1:]
            least = _AT_LEAST.search(sentence)
            years = int(least.group(1)) if least else None
        else:
            left.append(sentence)
    typical = _typical(found) if found else None
    odd = [] if found else [("typical requirements not named", text[:120])]
    odd += [("experience not understood", sentence) for sentence in left]
    made = Experience(typical, field, years, tuple(alternatives), wished, tuple(left))
    return made, odd


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.])\s+|^[,.\s]+", text)
    return [part.strip(" ,") for part in parts if part.strip(" .,")]


def _alternative(text: str) -> Alternative:
    years = _YEARS.search(text)
    of_which = _OF_WHICH.search(text)
    lowered = text.casefold()
    kind: AlternativeKind = next((kind for words, kind in _KINDS if words in lowered), "other")
    return Alternative(
        kind="state service" if _AFTER_STUDY in lowered else kind,
        years=_WORDS[years.group(1)] if years else 0,
        managing_years=_WORDS[of_which.group(1)] if of_which else None,
        after_state_study=_AFTER_STUDY in lowered,
    )


def _typical(found: re.Match[str]) -> TypicalRequirements:
    days = [days_in_words(found[name]) for name in ("day", "on")]
    return TypicalRequirements(
        body=found["body"],
        number=found["number"],
        adopted_on=days[0][0] if days[0] else None,
        registered=found["registered"],
        registered_on=days[1][0] if days[1] else None,
        subject=" ".join(found["subject"].replace("»", "» ").split()) + " талаптары",
    )
