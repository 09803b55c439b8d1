"""What the conclusion on personal qualities says (LAW 28(4); ST-1)."""

from collections.abc import Mapping
from typing import Any

from service.documents.facts import ConclusionFacts, QualityMark, Words
from service.law.qualities import QUALITIES

TITLES = {quality.code: quality.title for quality in QUALITIES}


def conclusion_facts(
    number: str, shared: Mapping[str, Any], scores: Mapping[str, Any]
) -> ConclusionFacts:
    """Return the conclusion of a profile as `attempts.profile.as_json` stored it.

    Args:
        number: of the document.
        shared: what all papers of an attempt say.
        scores: the profile with the bands that it was judged by.
    """
    bands = scores["bands"]
    return ConclusionFacts(
        number=number,
        level=scores["level"],
        qualities=tuple(_mark(score) for score in scores["qualities"]),
        situations=scores["situations"],
        answered=scores["answered"],
        consistency=scores["consistency"],
        is_steady=scores["is_steady"],
        sufficient_from=bands["sufficient_from"],
        strong_from=bands["strong_from"],
        steady_from=bands["steady_from"],
        **shared,
    )


def _mark(score: Mapping[str, Any]) -> QualityMark:
    title = TITLES[score["quality"]]
    return QualityMark(
        title=Words(kk=title["kk"], ru=title["ru"]),
        situations=score["situations"],
        answered=score["answered"],
        tenths=score["tenths"],
        band=score["band"],
    )
