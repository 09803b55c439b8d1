"""The essay: topics by lot, texts saved, the proctor's review, scores, a second look (ST-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final
from uuid import UUID

from service.demo.simulate.invented import essay_text, reason, too_long
from service.demo.simulate.run import Candidate, Run
from service.demo.simulate.sitting import Judge, chair_of, judges_of
from service.law.calendar import ONE_DAY, at
from service.law.essay import METHOD
from service.scoring import queries
from service.scoring.essay_scores import Sheet, decide_spread, score_essay, spread_of
from service.scoring.essays import Saved, begin_essay, finish_essay, publish_review, save_text
from service.scoring.models import Essay, EssayScore, SecondLook

WORTH: Final = 1.5  # what the poorest essay is worth, of five
ODD: Final = 2.6  # how far the odd score lies from the others


@dataclass(frozen=True)
class Fates:
    """Who writes how, by places among those who write."""

    over_time: frozenset[int] = frozenset()
    too_long: frozenset[int] = frozenset()
    disputed: frozenset[int] = frozenset()  # the members lie far apart
    poor: frozenset[int] = frozenset()


def write_essays(run: Run, fates: Fates) -> list[Candidate]:
    """Let the chosen ones write, and publish the proctor's reviews; return who has written."""
    course = run.course()
    assert course.state.state == "essay", course.state.state
    window, world = course.state.windows["essay"], run.world
    writers = run.at("essay")
    for place, one in enumerate(writers):
        run.until(at(window.opens_on, time(9)) + timedelta(minutes=95 * place))
        _write(run, one, place, fates)
    run.until(world.morning(window.opens_on + ONE_DAY))
    for one in writers:
        run.later(minutes=9)
        with run.scene() as db:
            done = publish_review(
                db, one.application_id, by=run.cast.proctor.id, desk=world.desk, now=world.now
            )
            assert isinstance(done, Essay), done
    return writers


def _write(run: Run, one: Candidate, place: int, fates: Fates) -> None:
    world = run.world
    language = world.dice.one_of(("kk", "kk", "ru"))
    with run.scene() as db:
        begun = begin_essay(db, one.application_id, language, desk=world.desk, now=world.now)
        assert isinstance(begun, Essay), begun
    topic = world.desk.topics[begun.topic].text(language)
    wanted = 60 if place in fates.poor else world.dice.among(150, 245)
    text = essay_text(world.dice, language, topic, wanted)
    half = text[: len(text) // 2].rsplit(" ", 1)[0]
    version = 0
    for part in (topic, half, text):
        run.later(minutes=9)
        version = _save(run, one, part, version)
    if place in fates.too_long | fates.over_time:
        run.later(minutes=6)
        version = _save(run, one, too_long(text), version)
        with run.scene() as db:
            refused = finish_essay(db, one.application_id, desk=world.desk, now=world.now)
        assert isinstance(refused, list), refused
        found = refused[0].found
        world.remark("ST-3", run.code(one), f"may not hand in {found} words, at most 250.")
        run.reached("essay too long, not taken")
    if place in fates.over_time:
        run.until(begun.deadline_at + timedelta(minutes=2))
        run.reached("essay ended by time")
        return
    if place in fates.too_long:
        run.later(minutes=3)
        _save(run, one, text, version)
    with run.scene() as db:
        done = finish_essay(db, one.application_id, desk=world.desk, now=world.now)
        assert isinstance(done, Essay), done


def _save(run: Run, one: Candidate, text: str, after: int) -> int:
    with run.scene() as db:
        saved = save_text(db, one.application_id, text, after=after, now=run.world.now)
        assert isinstance(saved, Saved), saved
        return saved.ordinal


def score_essays(run: Run, writers: list[Candidate], fates: Fates) -> None:
    """Let every member score alone; where they lie far apart the chair asks for a second look."""
    judges = judges_of(run)
    run.later(minutes=40)
    for place, one in enumerate(writers):
        worth = 2.0 if place in fates.poor else WORTH + 3.3 * one.who.skill
        with run.scene():
            _score(run, one, worth, judges, is_disputed=place in fates.disputed)
            if run.course().state.candidacy(one.key).state == "essay-scoring":
                _look_again(run, one, worth, judges)
    run.tick()


def _score(
    run: Run, one: Candidate, worth: float, judges: Mapping[UUID, Judge], *, is_disputed: bool
) -> None:
    conflicted = run.course().state.candidacy(one.key).conflicted
    scoring = [seat for seat in judges if str(seat) not in conflicted]
    odd = run.world.dice.one_of(scoring) if is_disputed else None
    for seat in scoring:
        run.later(minutes=run.world.dice.among(2, 5))
        mean = worth + judges[seat].leaning
        if seat == odd:
            mean = mean - ODD if mean > 3 else mean + ODD
        with run.scene() as db:
            essay = queries.essay(db, one.application_id)
            assert essay is not None
            sheet = Sheet({name: mark(run, mean, 1) for name in METHOD.criteria})
            given = score_essay(
                db, essay, judges[seat].account.id, sheet,
                calendar=run.world.calendar, now=run.world.now,
            )  # fmt: skip
            assert isinstance(given, EssayScore), given


def mark(run: Run, mean: float, lowest: int) -> int:
    """Return a mark near the mean, on the scale up to five."""
    return min(max(round(run.world.dice.near(mean, 0.45)), lowest), 5)


def _look_again(run: Run, one: Candidate, worth: float, judges: Mapping[UUID, Judge]) -> None:
    """The chair sees that scores lie far apart, and asks all members to look again."""
    world = run.world
    run.later(minutes=6)
    with run.scene() as db:
        essay = queries.essay(db, one.application_id)
        assert essay is not None
        assert spread_of(db, essay).is_large
        decided = decide_spread(
            db,
            essay,
            chair_of(run).id,
            again=True,
            reason=reason("spread"),
            calendar=world.calendar,
            now=world.now,
        )
        assert isinstance(decided, SecondLook), decided
    run.reached("second look at an essay")
    _score(run, one, worth, judges, is_disputed=False)
