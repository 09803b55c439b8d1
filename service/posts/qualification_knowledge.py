"""What a post's holder has to know: acts, fields of legislation, languages, computer, secrets."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from service.posts.printed_dates import days_in_words

ActKind = Literal[
    "constitution",
    "constitutional law",
    "code",
    "law",
    "decree",
    "resolution",
    "rules",
    "strategy",
]
Wish = Literal["required", "preferred"]

# a quoted title waits for the word that says what it is the title of
_PIECES = re.compile(
    r"(?P<constitution>Конституциясын)"
    r"|«(?P<title>[^«»]+)»"
    r"|(?P<constitutional>Конституциялық заң\w*)"
    r"|(?P<codes>[А-ЯӘҒҚҢӨҰҮҺІ]\w+(?: іс жүргізу)?"
    r"(?:(?:, | және )[А-ЯӘҒҚҢӨҰҮҺІ]\w+(?: іс жүргізу)?)*) кодекс\w*"
    r"|(?P<strategy>Стратегиясы: [^,]+?) стратегиясын"
    r"|(?P<decree>Жарлығын)"
    r"|№ ?(?P<resolution>\d+) қаулысын\b"
    r"|(?P<adopted>\d{4} жылғы \d+ \w+) № ?(?P<number>\d+)\s"
    r"|(?P<rules>[Рр]егламент\w*)"
    r"|(?P<order>(?:[А-ЯӘҒҚҢӨҰҮҺІ][\w-]+ ){1,8}[^«»,]{0,200}? туралы) Ережені"
    r"|(?P<law>\b[Зз]аң(?:дарын|дары|ын)?\b)"
)
_DAY = re.compile(r"\d{4} жылғы \d+ \w+")
_CODE_PARTS = re.compile(r", | және ")
_CODE_NAMES: Final = {"Бюджеттік": "Бюджет"}
_PLAIN_CODES: Final = ("Азаматтық",)  # «Азаматтық кодекс», but «Бюджет кодексі»
_STRATEGY: Final = "мемлекеттік жаңа саяси"  # a slip of the pen for «мемлекеттің»
_TITLES: Final = {  # the same act in other words
    "Мемлекеттік сатып алулар туралы": "Мемлекеттік сатып алу туралы",
    "Бухгалтерлік есепке алу және қаржылық есептілік туралы": (
        "Бухгалтерлік есеп және қаржылық есептілік туралы"
    ),
}
_RULES_TITLE: Final = "Қазақстан Республикасы Үкіметінің Регламенті"

_COMPUTER = re.compile(r"компьютер", re.IGNORECASE)
_PROGRAMS = re.compile(r"\b[A-Z][A-Za-z]+\b")
_LANGUAGES = re.compile(r"шет(?:ел)? тілдерін", re.IGNORECASE)
_SECRETS = re.compile(r"(\d)-ші нысан бойынша мемлекеттік құпияларға рұқсат")
_LEGISLATION = re.compile(r"заңнама|халықаралық шарттарды|нормативтік актілерді білу")
_PREFERRED = re.compile(r"(жөн|мүмкіндігінше|дұрыс)[.,]?$")
_OTHER_MUSTS = re.compile(r"^Осы санаттағы лауазымдар бойынша функционалдық міндеттерді")
_OWN_FIELD = re.compile(r"нақты лауазымның мамандануына сәйкес")


@dataclass(frozen=True, slots=True)
class Act:
    """An act to be known; day and number where they are printed."""

    kind: ActKind
    title: str
    adopted_on: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Legislation:
    """A field of legislation to be known, in the order's own words."""

    text: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is to be known. `acts_of_own_field`: also the acts of the post's speciality."""

    acts: tuple[Act, ...]
    acts_of_own_field: bool
    legislation: tuple[Legislation, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skills:
    """Computer, its programs by name, foreign languages, access to state secrets by its form."""

    computer: Wish | None
    programs: tuple[str, ...]
    foreign_languages: Wish | None
    secrets_form: int | None


def knowledge_of(sentences: Iterable[str]) -> tuple[Knowledge, list[tuple[str, str]]]:
    """Return the knowledge of a cell's sentences, and what is odd in it as (kind, words)."""
    acts: list[Act] = []
    odd: list[tuple[str, str]] = []
    legislation: list[Legislation] = []
    left: list[str] = []
    own_field = False
    for sentence in sentences:
        own_field = own_field or _OWN_FIELD.search(sentence) is not None
        found, strange = _acts_in(sentence)
        acts += found
        odd += strange
        if found or _OTHER_MUSTS.match(sentence) or _is_skill(sentence):
            continue
        if _LEGISLATION.search(sentence):
            wish: Wish = "preferred" if _PREFERRED.search(sentence) else "required"
            legislation.append(Legislation(sentence.rstrip(".,"), wish))
        else:
            left.append(sentence)
    once = tuple(dict.fromkeys(acts))
    odd += [("act named twice", act.title) for act in once if acts.count(act) > 1]
    odd += [("knowledge not understood", sentence) for sentence in left]
    return Knowledge(once, own_field, tuple(legislation), tuple(left)), odd


def skills_of(sentences: Iterable[str]) -> Skills:
    """Return what the sentences of a post's cells ask of computer, languages and secrets."""
    computer: Wish | None = None
    languages: Wish | None = None
    programs: dict[str, None] = {}
    form: int | None = None
    for sentence in sentences:
        wish: Wish = "preferred" if _PREFERRED.search(sentence) else "required"
        if _COMPUTER.search(sentence):
            computer = wish if computer is None else computer
            programs |= dict.fromkeys(_PROGRAMS.findall(sentence))
        if _LANGUAGES.search(sentence):
            languages = wish
        secrets = _SECRETS.search(sentence)
        form = int(secrets.group(1)) if secrets else form
    return Skills(computer, tuple(programs), languages, form)


def _is_skill(sentence: str) -> bool:
    return any(one.search(sentence) for one in (_COMPUTER, _LANGUAGES, _SECRETS))


def _acts_in(sentence: str) -> tuple[list[Act], list[tuple[str, str]]]:
    acts: list[Act] = []
    waiting: list[tuple[str, str]] = []  # titles, each with what stands before it
    adopted: tuple[date | None, str] = (None, "")
    at = 0
    for found in _PIECES.finditer(sentence):
        what = found.lastgroup
        if what == "title":
            waiting.append((found["title"].strip(), sentence[at : found.start()]))
            at = found.end()
            continue
        if what == "number":
            adopted = (days_in_words(found["adopted"])[0], found["number"])
            continue
        acts += _acts_of(found, waiting, adopted)
        at = found.end()
        waiting = []
    odd = [("act of no known kind", title) for title, _ in waiting]
    odd += [("act named otherwise", title) for title in _TITLES if f"«{title}»" in sentence]
    odd += [("act named otherwise", name) for name in _CODE_NAMES if f"{name}," in sentence]
    if _STRATEGY in sentence:
        odd.append(("act named otherwise", _STRATEGY))
    return acts, odd


def _code(name: str) -> str:
    return f"{name} кодекс" if name in _PLAIN_CODES else f"{name} кодексі"


def _acts_of(
    found: re.Match[str], waiting: list[tuple[str, str]], adopted: tuple[date | None, str]
) -> list[Act]:
    what = found.lastgroup
    titles = [_TITLES.get(title, title) for title, _ in waiting]
    if what == "constitution":
        return [Act("constitution", "Қазақстан Республикасының Конституциясы")]
    if what == "codes":
        names = [name for name in _CODE_PARTS.split(found["codes"]) if name]
        return [Act("code", _code(_CODE_NAMES.get(name, name))) for name in names]
    if what == "strategy":
        words = found["strategy"].replace(_STRATEGY, "мемлекеттің жаңа саяси")
        return [Act("strategy", f"«{waiting[-1][0]}» {words}")] if waiting else []
    if what == "rules":
        return [Act("rules", _RULES_TITLE, *adopted)]
    if what == "order":
        return [Act("rules", f"{found['order']} ереже")]
    kinds: dict[str | None, ActKind] = {
        "constitutional": "constitutional law",
        "decree": "decree",
        "resolution": "resolution",
    }
    kind = kinds.get(what, "law")
    dated = [_DAY.findall(before) for _, before in waiting]
    days = [days_in_words(one[-1])[0] if one and kind != "law" else None for one in dated]
    number = found["resolution"] or ""
    return [Act(kind, title, day, number) for title, day in zip(titles, days, strict=True)]
