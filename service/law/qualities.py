"""Personal qualities (PQ): a profile out of most and least effective courses of action.

The law asks for a conclusion that is *taken into account* (LAW 28(4)) and sets no mark. So there
is a score for each quality, the band it lies in, and an index of consistency; nothing is added up
and nobody is turned away by it. Every number here is a DEFAULT.

*A score.* The key of a situation puts its four courses of action in order. The course marked as
most effective brings 3, 2, 1 or 0 points, the first in order 3; the one marked as least effective
0, 1, 2 or 3, the last in order 3: six at most. The score of a quality is the points of its
situations, divided by the most possible and scaled to 0-10, one decimal, halves upwards. A place
left open brings nothing. Whoever marks at random is expected to reach 5.0.

*A band* is given where at least half of a quality's situations were answered whole.

*The consistency index* says how alike the situations of one quality were answered, whatever the
level. Of each quality with at least two whole answers, take the distances of their points from
their mean; add them up over all qualities and divide by the largest sum possible for so many
answers (half of them at 0, half at 6). The index is 10 less ten times that share, one decimal,
halves upwards. Whoever answers all situations of a quality alike, well or badly, reaches 10; marks
at random give 5.6 on average with four situations a quality (5.2 with six). It is None where less
than half of all situations were answered whole. Below the row's `steady_from` the conclusion asks
to read the profile with care: that happens to three of four who mark at random.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from service.law.blueprint import half_up
from service.law.dated import row_on
from service.law.defaults import Setting
from service.law.programme import Level
from service.law.rule import rule

ST_1 = rule("ST-1", "O26 IS 79, 80; qualities, scores and bands are DEFAULTs", default=True)

REMIND_BEFORE: Final = timedelta(hours=1)  # ST-1
LEAST_IN_A_FORM: Final = 4
LEAST_IN_THE_BANK: Final = 6
COURSES: Final = "abcd"
BEST: Final = len(COURSES) - 1  # the points of the first in order
MOST_POINTS: Final = 2 * BEST
FULL: Final = 100  # tenths of a point: the scale's end

Band = Literal["risk-zone", "sufficient", "strong"]


@dataclass(frozen=True, slots=True)
class Quality:
    """One of the twelve, by its name in kk, ru and en."""

    code: str
    title: Mapping[str, str]


def _quality(code: str, kk: str, ru: str, en: str) -> Quality:
    return Quality(code, {"kk": kk, "ru": ru, "en": en})


QUALITIES: Final[tuple[Quality, ...]] = (
    _quality("stress-resistance", "Стреске төзімділік", "Стрессоустойчивость", "Stress resistance"),
    _quality("initiative", "Бастамашылдық", "Инициативность", "Initiative"),
    _quality("responsibility", "Жауапкершілік", "Ответственность", "Responsibility"),
    _quality(
        "service-orientation",
        "Қызметті тұтынушыға бағдарлану",
        "Ориентация на потребителя услуг",
        "Service orientation",
    ),
    _quality("integrity", "Адалдық", "Добропорядочность", "Integrity"),
    _quality("self-development", "Өзін-өзі дамыту", "Саморазвитие", "Self-development"),
    _quality("promptness", "Жеделдік", "Оперативность", "Promptness"),
    _quality(
        "cooperation",
        "Ынтымақтастық және өзара іс-қимыл",
        "Сотрудничество и взаимодействие",
        "Cooperation and interaction",
    ),
    _quality(
        "managing-activity", "Қызметті басқару", "Управление деятельностью", "Managing activity"
    ),
    _quality("decision-making", "Шешім қабылдау", "Принятие решений", "Decision making"),
    _quality("leadership", "Көшбасшылық", "Лидерство", "Leadership"),
    _quality(
        "strategic-thinking", "Стратегиялық ойлау", "Стратегическое мышление", "Strategic thinking"
    ),
)
CODES: Final = tuple(quality.code for quality in QUALITIES)
# managers are asked about all, specialists about the first nine
ASKED: Final[Mapping[Level, tuple[str, ...]]] = {"manager": CODES, "specialist": CODES[:9]}


@dataclass(frozen=True, slots=True)
class Bands:
    """Where the bands begin, in tenths of a point; in force from a day up to another."""

    valid_from: date
    valid_to: date | None
    source: str
    sufficient_from: int
    strong_from: int
    steady_from: int  # of the consistency index


BANDS: Final[tuple[Bands, ...]] = (
    # Random marks give 5.0 on average and, with four situations, less than 6.0 in three of four
    # papers; 8.0 asks for nearly always the right end of the order.
    Bands(
        valid_from=date(2024, 2, 1),
        valid_to=None,
        source="DEFAULT",
        sufficient_from=60,
        strong_from=80,
        steady_from=60,
    ),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A situation as it was answered: the points of both marks, None for one left open."""

    quality: str
    most: int | None
    least: int | None

    @property
    def points(self) -> int:
        """What both marks bring together."""
        return (self.most or 0) + (self.least or 0)

    @property
    def is_whole(self) -> bool:
        """Whether both marks were set."""
        return self.most is not None and self.least is not None


@dataclass(frozen=True, slots=True)
class QualityScore:
    """A quality of a profile: `tenths` of a point out of 100, no band where too few answers."""

    quality: str
    situations: int
    answered: int
    points: int
    tenths: int
    band: Band | None


@dataclass(frozen=True, slots=True)
class Profile:
    """The scores in the order of the qualities, and how consistent the answers were."""

    scores: tuple[QualityScore, ...]
    consistency: int | None  # tenths
    is_steady: bool | None

    @property
    def situations(self) -> int:
        """Situations of all qualities."""
        return sum(score.situations for score in self.scores)

    @property
    def answered(self) -> int:
        """Situations answered whole."""
        return sum(score.answered for score in self.scores)


# message ids, like those of `law.defaults`
_WORDS: Final = {
    "sufficient_from": "From which score of a personal quality on the level is sufficient.",
    "strong_from": "From which score of a personal quality on the level is strong.",
    "steady_from": "From which consistency of the answers on a profile needs no caution.",
}


def describe(bands: Bands) -> list[Setting]:
    """The bands as an administrator reads them."""
    return [
        Setting(name, getattr(bands, name), "tenths of a point", ST_1.id, text, bands.source)
        for name, text in _WORDS.items()
    ]


def bands_on(day: date) -> Bands:
    """The bands in force on a day; errors as in `dated.row_on`."""
    return row_on(BANDS, day)


def judge(quality: str, order: str, most: str | None, least: str | None) -> Judged:
    """Give the marks of a situation their points.

    Args:
        quality: the code of the quality it is for.
        order: the key, from the most to the least effective course: ``"cadb"``.
        most: the letter marked as most effective, None where there is none.
        least: the letter marked as least effective. The same letter twice says nothing: then
            neither counts as set.

    Raises:
        ValueError: the order does not name each course once, or a mark is none of its letters.
    """
    if sorted(order) != list(COURSES):
        message = f"{order!r} does not put a, b, c and d in order"
        raise ValueError(message)
    if most == least:
        return Judged(quality, None, None)
    return Judged(
        quality,
        None if most is None else BEST - order.index(most),
        None if least is None else order.index(least),
    )


def profile(situations: Sequence[Judged], bands: Bands) -> Profile:
    """Return the profile that these situations, all of a form, amount to."""
    groups: dict[str, list[Judged]] = {}
    for each in situations:
        groups.setdefault(each.quality, []).append(each)
    consistency = _consistency(groups.values(), len(situations))
    return Profile(
        scores=tuple(_score(code, groups[code], bands) for code in sorted(groups, key=CODES.index)),
        consistency=consistency,
        is_steady=None if consistency is None else consistency >= bands.steady_from,
    )


def _score(quality: str, situations: Sequence[Judged], bands: Bands) -> QualityScore:
    points = sum(each.points for each in situations)
    answered = sum(each.is_whole for each in situations)
    tenths = half_up(FULL * points, MOST_POINTS * len(situations))
    is_enough = 2 * answered >= len(situations)
    band = band_of(tenths, bands) if is_enough else None
    return QualityScore(quality, len(situations), answered, points, tenths, band)


def band_of(tenths: int, bands: Bands) -> Band:
    """The band of a score."""
    if tenths >= bands.strong_from:
        return "strong"
    return "sufficient" if tenths >= bands.sufficient_from else "risk-zone"


def _consistency(groups: Collection[Sequence[Judged]], situations: int) -> int | None:
    whole = [[each.points for each in group if each.is_whole] for group in groups]
    if 2 * sum(map(len, whole)) < situations:
        return None
    lies, most = Fraction(), Fraction()
    for points in whole:
        many, upper = len(points), len(points) // 2
        mean = Fraction(sum(points), max(many, 1))
        lies += sum(abs(each - mean) for each in points)
        most += Fraction(2 * MOST_POINTS * upper * (many - upper), max(many, 1))
    if not most:
        return None
    share = FULL * (most - lies) / most
    return half_up(share.numerator, share.denominator)
