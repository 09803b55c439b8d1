"""The profile of personal qualities that the answers of an attempt amount to (ST-1)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from service.attempts import queries
from service.attempts.models import Answer, Attempt
from service.attempts.paper import own_letter, places_of, section_items
from service.law.calendar import local_day
from service.law.programme import Programme
from service.law.qualities import Judged, Profile, bands_on, judge, profile
from service.qualities import queries as situations


def profile_attempt(db: Session, row: Attempt, programme: Programme) -> Profile:
    """Return the profile out of the newest choice of each place, by the bands of its day."""
    answers = queries.current_answers(db, row.id)
    bands = bands_on(local_day(row.started_at or row.made_at))
    return profile(list(_judged(db, row, programme, answers)), bands)


def _judged(
    db: Session, row: Attempt, programme: Programme, answers: Mapping[tuple[int, int], Answer]
) -> Iterator[Judged]:
    for index, section in enumerate(programme.sections):
        for number, drawn in enumerate(section_items(row, index), start=1):
            given = [answers.get((index, place)) for place in places_of(section, number)]
            most, least = (own_letter(drawn, one.choice if one else None) for one in given)
            found = situations.situation(db, drawn["item"])
            yield judge(found.quality, found.order, most, least)


def as_json(found: Profile, programme: Programme, row: Attempt) -> dict[str, Any]:
    """Return the profile as it is stored and shown, with the bands that it was judged by."""
    bands = bands_on(local_day(row.started_at or row.made_at))
    return {
        "qualities": [asdict(score) for score in found.scores],
        "consistency": found.consistency,
        "is_steady": found.is_steady,
        "situations": found.situations,
        "answered": found.answered,
        "level": programme.sections[0].level,
        "bands": {
            "source": bands.source,
            "sufficient_from": bands.sufficient_from,
            "strong_from": bands.strong_from,
            "steady_from": bands.steady_from,
        },
    }
