"""A profile of personal qualities as pages show it: a chart, a table of the same, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.attempts.conclusion import TITLES
from service.core.i18n import Message, current, say
from service.documents.facts import ConclusionFacts, Words

WIDTH: Final = 360  # of the chart's drawing
ROW: Final = 42
FOOT: Final = 26
FULL: Final = 100  # tenths
BANDS: Final[Mapping[str | None, Message]] = {
    "risk-zone": say("Risk zone"),
    "sufficient": say("Sufficient"),
    "strong": say("Strong"),
    None: say("Too few answers to say"),
}

Title = Mapping[str, object]


@dataclass(frozen=True)
class ProfileRow:
    """A quality: its title by language, the score in words and its bar in the chart."""

    title: Title
    meaning: Title | None
    score: str
    band: Message
    situations: int
    answered: int
    y: int
    length: float


@dataclass(frozen=True)
class ProfileView:
    """The profile with everything that a page says of it."""

    rows: Sequence[ProfileRow]
    height: int
    bounds: Sequence[tuple[float, str]]  # where the bands begin: place in the chart, score
    situations: int
    answered: int
    consistency: str | None
    is_steady: bool | None
    steady_from: str
    width: int = WIDTH


def points(tenths: int) -> str:
    """Return tenths as a number of points in the reader's language: 8.3 or 8,3."""
    sign = "." if current.get().language == "en" else ","
    return f"{tenths // 10}{sign}{tenths % 10}"


def profile_of_scores(
    scores: Mapping[str, Any], meanings: Mapping[str, Mapping[str, str]]
) -> ProfileView:
    """Return the view of what `attempts.profile.as_json` stored."""
    rows = [
        (TITLES[each["quality"]], meanings[each["quality"]], each) for each in scores["qualities"]
    ]
    return _view(rows, scores, scores["bands"])


def profile_of_paper(paper: ConclusionFacts) -> ProfileView:
    """Return the view of what a conclusion says, in its own words."""
    rows = [(_words(each.title), None, _fields(each)) for each in paper.qualities]
    return _view(rows, _fields(paper), _fields(paper))


def _fields(facts: object) -> dict[str, Any]:
    return dict(vars(facts))


def _words(words: Words) -> Title:
    """Return a text of the paper; it has no English, and the Kazakh stands for it."""
    return {"kk": words.kk, "ru": words.ru, "en": words.kk}


def _view(
    rows: Sequence[tuple[Title, Title | None, Mapping[str, Any]]],
    scores: Mapping[str, Any],
    bands: Mapping[str, Any],
) -> ProfileView:
    consistency = scores["consistency"]
    starts = (bands["sufficient_from"], bands["strong_from"])
    return ProfileView(
        rows=[
            ProfileRow(
                title=title,
                meaning=meaning,
                score=points(each["tenths"]),
                band=BANDS[each["band"]],
                situations=each["situations"],
                answered=each["answered"],
                y=ROW * place,
                length=_length(each["tenths"]),
            )
            for place, (title, meaning, each) in enumerate(rows)
        ],
        height=ROW * len(rows) + FOOT,
        bounds=[(_length(start), points(start)) for start in starts],
        situations=scores["situations"],
        answered=scores["answered"],
        consistency=None if consistency is None else points(consistency),
        is_steady=scores["is_steady"],
        steady_from=points(bands["steady_from"]),
    )


def _length(tenths: int) -> float:
    return round(WIDTH * tenths / FULL, 1)
