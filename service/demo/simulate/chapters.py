"""The chapters: one competition each, every branch of the law once at least."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from sqlmodel import select

from service.admissions.cancelling import cancel_competitions
from service.competitions.complaints import Against, Decision
from service.demo.simulate.ending import (
    Hire,
    answer,
    close_quietly,
    complain,
    invite_next,
    sign_protocol,
    winner,
)
from service.demo.simulate.invented import Past
from service.demo.simulate.opening import Crowd, Post, announce, receive
from service.demo.simulate.prologue import BODY, Cast, first_day
from service.demo.simulate.run import Run
from service.demo.simulate.sitting import declare, form, replace_drawn, replace_own
from service.demo.simulate.stages import Trouble, take_stage
from service.demo.simulate.talking import Talks, hold_interviews, recheck
from service.demo.simulate.world import World
from service.demo.simulate.writing import Fates, score_essays, write_essays
from service.law.competition_guards import OVER
from service.law.machine import Illegal
from service.vacancies.cancelling import BodyChanged, ChangeSaid, would_cancel
from service.vacancies.models import Vacancy
from service.vacancies.queries import vacancy

ENOUGH: Final = 20  # from so many candidates on the big chapter has every trouble
RIGHT: Final = 30


@dataclass(frozen=True)
class Wanted:
    """How many people there are: candidates of the big chapter, members of each commission."""

    candidates: int
    members: int


@dataclass(frozen=True)
class Chapter:
    """A competition to be played."""

    title: str
    post: Post
    play: Callable[[Run, Wanted], None]


def play_chapter(world: World, cast: Cast, number: int, wanted: Wanted) -> Run:
    """Play one chapter on its own days with its own dice."""
    world.begin_chapter(number, first_day(number))
    chapter = CHAPTERS[number]
    run = announce(world, cast, chapter.post)
    chapter.play(run, wanted)
    close_quietly(run)
    return run


def is_over(run: Run) -> bool:
    """Tell whether the competition has ended."""
    return run.course().state.state in OVER


def _tests(run: Run, correct: Mapping[str, int]) -> None:
    take_stage(run, "personal-qualities")
    take_stage(run, "ability", correct=correct)


def _whole(run: Run, wanted: Wanted) -> None:
    """Every stage, every trouble on the way, and the list down to the third."""
    receive(run, Crowd(wanted.candidates))
    is_big = wanted.candidates >= ENOUGH
    trouble = Trouble(
        misses=frozenset({1, 11} if is_big else {1}),
        withdraws=frozenset({5}) if is_big else frozenset(),
        breaks_down=frozenset({2}),
        cheats=frozenset({7}) if is_big else frozenset(),
    )
    take_stage(run, "personal-qualities", trouble)
    _form_before_essay(run, wanted)
    take_stage(run, "ability", Trouble(misses=frozenset({0})) if is_big else Trouble())
    if is_over(run):
        return
    _essays(run)
    if is_over(run):
        return
    files = run.course().state.at("recheck", "waiting")
    recheck(run, refuses=1 if len(files) > 3 else 0)
    replace_drawn(run)
    declare(run, run.at("confirmed"), _tied(run))
    hold_interviews(run, Talks(waits_for_quorum=True, wrong_key=True))
    sign_protocol(run)
    _down_the_list(run)


def _form_before_essay(run: Run, wanted: Wanted) -> None:
    if not is_over(run):
        form(run, wanted.members)


def _essays(run: Run) -> None:
    fates = Fates(
        over_time=frozenset({1}),
        too_long=frozenset({2}),
        disputed=frozenset({0}),
        poor=frozenset({4}),
    )
    writers = write_essays(run, fates)
    declare(run, writers, {(1, 1)} if len(writers) > 1 else ())
    score_essays(run, writers, fates)
    if not is_over(run):
        replace_own(run)


def _tied(run: Run) -> set[tuple[int, int]]:
    """The conflict that was declared for the essays stays one."""
    confirmed = run.at("confirmed")
    return {(1, place) for place, one in enumerate(confirmed) if _is_tied(run, one.key)}


def _is_tied(run: Run, key: str) -> bool:
    state = run.course().state
    return state.seats[1] in state.candidacy(key).conflicted


def _down_the_list(run: Run) -> None:
    """The first refuses, those between say nothing, the last one of the list is hired."""
    order = run.course().state.order
    hire = winner(run)
    for place in range(len(order) - 1):
        run.until(run.world.after(1))
        if place == 0:
            hire.decline()
        else:
            hire.fall_silent()
        hire = invite_next(run)
    if len(order) > 1:
        _accepts(run, hire)
    run.until(run.world.after(1))
    hire.apply()
    _complain_late(run)
    hire.pass_probation(hire.appoint())


def _accepts(run: Run, hire: Hire) -> None:
    run.until(run.world.after(1))
    run.do("accepted", "candidate", hire.one)
    run.reached("next one accepted")


def _complain_late(run: Run) -> None:
    """After five working days a complaint is answered, but suspends nothing."""
    run.until(run.world.after(6, time(15)))
    course = run.course()
    out = [one for one in run.people if course.state.candidacy(one.key).state != "applied"]
    late = complain(run, out[0], Against.RESULTS)
    run.until(run.world.after(3))
    answer(run, late, Decision.RESUME)


def _nobody_passes(run: Run, _: Wanted) -> None:
    receive(run, Crowd(8))
    dice = run.world.dice
    _tests(run, {one.key: dice.among(0, 9) for one in run.people})
    assert run.course().state.ending == "nobody-left"
    run.reached("nobody passed the tests of ability")


def _ties(run: Run, wanted: Wanted) -> None:
    """Equal points for all: experience, then education, then the lot."""
    alike = Past("bachelor", works_since=date(2019, 9, 2))
    pasts = (
        alike,
        Past("bachelor", works_since=date(2017, 3, 1)),
        alike,
        Past("master", works_since=date(2019, 9, 2)),
    )
    receive(run, Crowd(len(pasts), some_lack=False, pasts=pasts))
    _tests(run, {one.key: RIGHT for one in run.people})
    form(run, wanted.members)
    run.until(run.world.after(1))
    recheck(run)
    declare(run, run.people)
    hold_interviews(run, Talks(marks={one.key: 4 for one in run.people}))
    assert run.course().state.lot
    run.reached("tie ended by experience")
    run.reached("tie ended by education")
    run.reached("tie ended by the lot")
    sign_protocol(run)
    hire = winner(run)
    run.until(run.world.after(1))
    hire.apply()
    hire.pass_probation(hire.appoint())


def _suspended(run: Run, wanted: Wanted) -> None:
    """A complaint on the way is dismissed, one about the results is upheld."""
    receive(run, Crowd(4, some_lack=False))
    take_stage(run, "personal-qualities")
    first, second, *_ = run.people
    run.until(run.world.morning(run.world.today) + timedelta(hours=2))
    complaint = complain(run, first, Against.HR)
    refused = run.try_("slot-chosen", "candidate", second, starts_at=run.world.now.isoformat())
    assert isinstance(refused, Illegal), refused
    run.world.remark(
        refused.rule.id if refused.rule else "ST-9", second.who.name,
        f"cannot choose a time now: {refused.why}.",
    )  # fmt: skip
    run.until(run.world.after(4))
    answer(run, complaint, Decision.RESUME)
    take_stage(run, "ability", correct={one.key: RIGHT + 2 * n for n, one in enumerate(run.people)})
    form(run, wanted.members)
    run.until(run.world.after(1))
    recheck(run)
    declare(run, run.at("confirmed"))
    hold_interviews(run, Talks())
    sign_protocol(run)
    run.until(run.world.after(2))
    complaint = complain(run, first, Against.RESULTS)
    run.until(run.world.after(7))
    answer(run, complaint, Decision.CANCEL)


def _reorganised(run: Run, _: Wanted) -> None:
    """The department is reorganised while the tests go on; other departments stay as they are."""
    receive(run, Crowd(6))
    take_stage(run, "personal-qualities")
    world = run.world
    run.until(world.after(1, time(12)))
    with run.scene() as db:
        row = vacancy(db, run.course().announcement.vacancy_id)
        others = db.exec(select(Vacancy.department).where(Vacancy.department != row.department))
        unchanged = frozenset(filter(None, others))
        said = ChangeSaid(BODY, "reorganised", "№ 1027", world.today, unchanged)
        seen = [one.number for one, _ in would_cancel(db, said)]
        assert seen == [run.number], seen
        by = run.cast.administrator.id
        changed = cancel_competitions(db, said, seen=seen, by=by, now=world.now)
        assert isinstance(changed, BodyChanged), changed
    run.tick()
    run.reached("cancelled: the body is reorganised")


def _alone(run: Run, wanted: Wanted) -> None:
    """One alone comes to the interview and gets less than a point."""
    receive(run, Crowd(3, some_lack=False))
    take_stage(run, "personal-qualities")
    first, second, third = run.people
    take_stage(run, "ability", correct={first.key: 31, second.key: 24, third.key: 7})
    form(run, wanted.members)
    run.until(run.world.after(1))
    recheck(run)
    declare(run, run.at("confirmed"))
    hold_interviews(run, Talks(marks={first.key: 0}, absent=frozenset({1})))
    assert run.course().state.winner is None
    run.reached("alone with less than a point: no winner")
    sign_protocol(run)


def _leaves(run: Run, wanted: Wanted) -> None:
    """The winner leaves before the end of probation; the next one is hired."""
    receive(run, Crowd(3, some_lack=False))
    _tests(run, {one.key: RIGHT + 4 * n for n, one in enumerate(run.people)})
    form(run, wanted.members)
    run.until(run.world.after(1))
    recheck(run)
    declare(run, run.at("confirmed"))
    hold_interviews(run, Talks())
    sign_protocol(run)
    hire = winner(run)
    run.until(run.world.after(1))
    hire.apply()
    hire.appoint()
    hire.leave()
    hire = invite_next(run)
    _accepts(run, hire)
    run.until(run.world.after(1))
    hire.apply()
    hire.pass_probation(hire.appoint())


CHAPTERS: Final[Mapping[int, Chapter]] = {
    1: Chapter("The whole way, and down the list", Post("117-23", essay=True), _whole),
    2: Chapter("Nobody passes", Post("117-42"), _nobody_passes),
    3: Chapter("Ties, down to the lot", Post("117-56"), _ties),
    4: Chapter("Suspended, resumed, annulled", Post("117-65"), _suspended),
    5: Chapter("The body is reorganised", Post("117-70"), _reorganised),
    6: Chapter("Alone with less than a point", Post("117-83"), _alone),
    7: Chapter("The winner leaves on probation", Post("117-95"), _leaves),
}
