"""What a proctor decides: breaches of conduct, the acts they lead to, when a result stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from service.law.calendar import WorkingCalendar, end_of_day, local_day
from service.law.defaults import DEFAULTS, Defaults
from service.law.refusal import ActKind
from service.law.rule import rule
from service.law.rule_set import RuleSet
from service.law.terms import Term, last_day

TT_2 = rule("TT-2", "O26 IS 10")
TT_6 = rule("TT-6", "O26 AD annex 5 row 5; IS 10-1, 57")
PR_1 = rule("PR-1", "O26 IS 10-1, 57")
PR_2 = rule("PR-2", "O26 LE annex 2 row 9(2)-(3); AD annex 5 row 9(2)-(3)")
PR_3 = rule("PR-3", "O26 IS 123; the term for a clean recording is a DEFAULT", default=True)

Place = Literal["hall", "remote"]


@dataclass(frozen=True, slots=True)
class BreachKind:
    """One item of the conduct in TT-2 as a list of breaches names it, in kk, ru and en.

    `act` is the act it leads to: an impersonator has one of its own with a longer bar.
    """

    code: str
    text: Mapping[str, str]
    act: ActKind = "breach"


def _kind(code: str, kk: str, ru: str, en: str, act: ActKind = "breach") -> BreachKind:
    return BreachKind(code, {"kk": kk, "ru": ru, "en": en}, act)


BREACH_KINDS: tuple[BreachKind, ...] = (
    _kind(
        "not-alone",
        "Бөгде адамның болуы",
        "Присутствие постороннего лица",
        "Another person was present",
    ),
    _kind(
        "left-place",
        "Орнын тастап кетуі",
        "Оставление своего места",
        "Left the place",
    ),
    _kind(
        "turned-away",
        "Экраннан бұрылуы",
        "Отворачивание от экрана",
        "Turned away from the screen",
    ),
    _kind(
        "covered-image",
        "Кескінді жабуы",
        "Закрытие изображения",
        "Covered the image",
    ),
    _kind(
        "camera-off",
        "Бейнекамераны ажыратуы",
        "Отключение видеокамеры",
        "Switched off the camera",
    ),
    _kind(
        "room-not-shown",
        "Жүйенің сұранысы бойынша бөлмені (360 градус) көрсетпеуі",
        "Отказ показать помещение (360 градусов) по запросу системы",
        "Did not show the room (360 degrees) when asked",
    ),
    _kind(
        "phone",
        "Телефонды пайдалануы немесе телефонмен сөйлесуі",
        "Использование телефона или разговор по телефону",
        "Used a phone or spoke on it",
    ),
    _kind(
        "remote-access",
        "Қашықтан қол жеткізу бағдарламасын пайдалануы",
        "Использование программы удалённого доступа",
        "Used remote-access software",
    ),
    _kind(
        "headset",
        "Аудиогарнитураны (құлаққапты) пайдалануы",
        "Использование аудиогарнитуры (наушников)",
        "Used a headset",
    ),
    _kind(
        "other-aids",
        "Көмекші электрондық, баспа, қағаз немесе өзге де материалдарды не заттарды пайдалануы",
        "Использование вспомогательных электронных, печатных, бумажных и иных материалов или вещей",
        "Used other electronic, printed, paper or other aids",
    ),
    _kind(
        "impersonator",
        "Үміткердің орнына жалған адамның тест тапсыруы",
        "Прохождение теста подставным лицом",
        "Another person took the test in the candidate's place",
        act="impersonator",
    ),
)
_BY_CODE = {kind.code: kind for kind in BREACH_KINDS}


def breach_kind(code: str) -> BreachKind:
    """The breach of that code.

    Raises:
        KeyError: there is none.
    """
    return _BY_CODE[code]


def act_for(breaches: Collection[str]) -> ActKind | None:
    """The act that a list of breach codes leads to; None where nothing was found.

    Raises:
        KeyError: a code is unknown.
    """
    acts = {breach_kind(code).act for code in breaches}
    if not acts:
        return None
    return "impersonator" if "impersonator" in acts else "breach"


def outcome_of_review(breaches: Collection[str]) -> Literal["final", "not-passed"]:
    """What a published review does: none makes the result final (PR-3), any ends it (PR-1)."""
    return "not-passed" if breaches else "final"


@dataclass(frozen=True, slots=True)
class Final:
    """The result stands at once."""


@dataclass(frozen=True, slots=True)
class UnderReview:
    """The result is provisional until a proctor publishes the review."""

    due_at: datetime


def standing(
    place: Place,
    finished_at: datetime,
    calendar: WorkingCalendar,
    defaults: Defaults = DEFAULTS,
) -> Final | UnderReview:
    """How the result stands when the test ends (TT-6): in a hall final, remote under review."""
    if place == "hall":
        return Final()
    return UnderReview(review_due(finished_at, calendar, defaults))


def review_due(
    finished_at: datetime, calendar: WorkingCalendar, defaults: Defaults = DEFAULTS
) -> datetime:
    """The last moment (UTC) for the list of breaches (PR-1) or the clean review (PR-3).

    One working day is the working day after the day of the test, to its end.
    """
    day = calendar.add_working_days(local_day(finished_at), defaults.review_working_days)
    return end_of_day(day)


def bar_of(act: ActKind, rules: RuleSet) -> Term | None:
    """How long an act bars (PR-2); an act of technical failure bars nobody."""
    match act:
        case "breach":
            return rules.breach_bar
        case "impersonator":
            return rules.impersonator_bar
        case "technical":
            return None


def barred_until(act: ActKind, day: date, rules: RuleSet) -> date | None:
    """The last barred day of an act drawn up on `day`; None where it bars nobody."""
    term = bar_of(act, rules)
    return None if term is None else last_day(day, term)
