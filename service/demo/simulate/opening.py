"""A vacancy is made and announced, people apply, HR looks where a program cannot judge."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from service.admissions import queries
from service.admissions.actions import (
    Against,
    Applied,
    Caller,
    LookSaid,
    apply,
    check_again,
    look,
    withdraw,
)
from service.admissions.judging import kept_answer
from service.admissions.models import AdmissionDecision, Standing
from service.bodies.models import Place
from service.bodies.queries import body
from service.demo.simulate.files import (
    add_scan,
    declare_all,
    fill_file,
    give_certificate,
    keeper_of,
)
from service.demo.simulate.invented import Past, reason, words
from service.demo.simulate.prologue import BODY, Cast
from service.demo.simulate.run import Candidate, Run
from service.demo.simulate.world import World
from service.law.announcement import PARTS
from service.law.announcement import Stage as CompetitionStage
from service.law.calendar import ONE_DAY, at
from service.law.experience import ExperienceNeed
from service.law.requirements import (
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    Level,
    Requirements,
)
from service.law.vacancy import PostKind
from service.people.models import Role
from service.personal_files.models import DocumentKind
from service.posts.models import RegisterName, RequirementSet
from service.posts.requirements_drafts import Publishing, begin_draft, publish_draft, save_draft
from service.posts.requirements_drafts import Stale as StaleDraft
from service.posts.requirements_register import post_of_body
from service.vacancies import announcing
from service.vacancies.actions import PostSaid, VacancyFacts, make_vacancy
from service.vacancies.announcing import Edit
from service.vacancies.models import Announcement, Vacancy
from service.vacancies.publishing import publish

WHOLE: Final = (DocumentKind.DIPLOMA, DocumentKind.DIPLOMA_ANNEX, DocumentKind.EMPLOYMENT)
EARLIEST, LATEST = 8 * 60 + 30, 21 * 60  # minutes of the day between which people apply
MONTHS: Final = 24
# what candidates lack, in turn; those with "foreign" wait for a person's look
LACKS: Final = (
    "certificate", "experience", "late-annex", "field", "bar", "foreign", "foreign-refused",
    "annex",
)  # fmt: skip
ONE_IN: Final = 5  # candidates lacks something


@dataclass(frozen=True)
class Post:
    """What a chapter puts to competition."""

    key: str
    essay: bool = False


def announce(world: World, cast: Cast, post: Post) -> Run:
    """Say by codes what the post asks, make the vacancy and announce it (VC-1)."""
    with world.scene() as db:
        _ask_by_codes(world, cast, post)
        said = PostSaid(RegisterName.POSTS, post.key, PostKind.CORPS_B)
        facts = VacancyFacts(
            title_ru=words()["title"],
            place=Place.ASTANA,
            is_lowest=True,
            essay_needed=post.essay,
            temporary=None,
        )
        made = make_vacancy(db, BODY, said, facts, by=cast.hr.id, now=world.now)
        assert isinstance(made, Vacancy), made
        published = _published(world, cast, made)
    assert published.closes_on is not None
    return Run(world, published.id, published.number, cast, published.closes_on)


def _ask_by_codes(world: World, cast: Cast, post: Post) -> None:
    """Publish a version of the requirements that a program can judge."""
    with world.scene() as db:
        ministry = body(db, BODY)
        assert ministry is not None
        known = post_of_body(db, ministry, post.key)
        assert known is not None
        by, now = cast.hr.id, world.now
        draft = begin_draft(db, BODY, known, from_register=True, actor_id=by, now=now)
        needs = (ExperienceNeed(MONTHS, fields=frozenset({"law"})),)
        asked = Requirements(
            source=draft.requirements["source"],
            education=(EducationNeed(Level.BACHELOR, frozenset({"law"})),),
            experience=Experience((Alternative(needs),)),
            computer=ComputerNeed(frozenset({"documents"})),
        )
        saved = save_draft(
            db, BODY, post.key, revision=draft.revision, asked=asked, texts={},
            actor_id=by, now=now,
        )  # fmt: skip
        assert not isinstance(saved, StaleDraft), saved
        sent = Publishing(saved.revision, world.today, "SIMULATION")
        version = publish_draft(db, BODY, post.key, sent, actor_id=by, now=now)
        assert isinstance(version, RequirementSet), version


def _published(world: World, cast: Cast, row: Vacancy) -> Announcement:
    with world.scene() as db:
        by, now, calendar = cast.hr.id, world.now, world.calendar
        begun = announcing.begin_draft(
            db,
            row.id,
            calendar=calendar,
            speak=world.languages,
            by=by,
            now=now,
        )
        assert isinstance(begun, Announcement), begun
        texts = {part: {"kk": f"{part}: қазақша", "ru": f"{part}: по-русски"} for part in PARTS}
        stages: frozenset[CompetitionStage] = frozenset(begun.stages)  # type: ignore[arg-type]  # its own words
        edit = Edit(
            texts=texts,
            stages=stages,
            sites=frozenset({"body", "authorised-body"}),
            closes_on=begun.closes_on,
            interview_on=begun.interview_on,
        )
        saved = announcing.save_draft(db, begun.id, edit, version=begun.version, by=by, now=now)
        assert isinstance(saved, Announcement), saved
        done = publish(db, saved.id, version=saved.version, calendar=calendar, by=by, now=now)
        assert isinstance(done, Announcement), done
        return done


@dataclass(frozen=True)
class Crowd:
    """Who applies: so many; of everybody, or of `lacking` alone, some lack something."""

    number: int
    some_lack: bool = True
    pasts: tuple[Past, ...] = ()


def receive(run: Run, crowd: Crowd) -> None:
    """Let people apply on the days of reception, each at a moment of the dice."""
    world = run.world
    lacking = LACKS * crowd.number if crowd.some_lack else ()
    wanted = [
        (lacking[place // ONE_IN] if lacking and place % ONE_IN == ONE_IN - 1 else "", place)
        for place in range(crowd.number)
    ]
    moments = sorted(_moment(run) for _ in wanted)
    for (lacks, place), moment in zip(wanted, moments, strict=True):
        run.until(moment)
        past = crowd.pasts[place] if place < len(crowd.pasts) else _past(world, lacks)
        _apply(run, past, lacks)
        if lacks == "late-annex":
            _add_annex(run, run.people[-1])
    if crowd.some_lack:
        _twice(run)
        run.until(at(run.closes_on + ONE_DAY, time(8, 5)))
        _too_late(run)
    run.until(world.morning(run.closes_on + ONE_DAY))
    look_at_all(run)


def _moment(run: Run) -> datetime:
    world = run.world
    days = (run.closes_on - world.today).days
    minute = world.dice.among(EARLIEST, LATEST)
    day = world.today + timedelta(days=world.dice.among(1, days))
    return at(day, time(minute // 60, minute % 60))


def _past(world: World, lacks: str) -> Past:
    since = date(2016, 1, 4) + timedelta(days=world.dice.among(0, 8 * 365))
    past = Past(world.dice.one_of(("bachelor", "bachelor", "master")), works_since=since)
    if lacks == "experience":
        return replace(past, works_since=world.today - timedelta(days=world.dice.among(90, 600)))
    if lacks == "field":
        return replace(past, field="economics")
    return replace(past, is_foreign=lacks.startswith("foreign"))


def _apply(run: Run, past: Past, lacks: str) -> None:
    world = run.world
    with world.scene():
        who, account = world.person(Role.CANDIDATE)
        fill_file(world, account, who, past)
        for kind in WHOLE:
            if not (kind is DocumentKind.DIPLOMA_ANNEX and lacks in {"annex", "late-annex"}):
                add_scan(world, account, kind)
        declare_all(world, account, is_barred=lacks == "bar")
        if lacks != "certificate":
            give_certificate(world, account)
    one = Candidate(who, account, lacks=lacks)
    answer = _applying(run, one)
    assert isinstance(answer, Applied), answer
    one.application_id = answer.application.id
    run.people.append(one)


def _applying(run: Run, one: Candidate) -> Applied | Against:
    world = run.world
    with world.scene() as db:
        caller = Caller(one.account.id, keeper_of(world, one.account).consent_version)
        answer = apply(db, run.round_id, caller, calendar=world.calendar, now=world.now)
        if isinstance(answer, Applied):
            world.names[str(answer.application.id)] = one.who.name
        return answer


def _add_annex(run: Run, one: Candidate) -> None:
    """Who was refused for a missing scan adds it while documents are received."""
    world = run.world
    run.until(world.now + timedelta(hours=1))
    with world.scene() as db:
        add_scan(world, one.account, DocumentKind.DIPLOMA_ANNEX)
        made = check_again(db, one.application_id, calendar=world.calendar, now=world.now)
    assert made is not None
    assert made.outcome is Standing.ADMITTED, made.outcome
    run.reached("refused, mended in time, admitted")


def _twice(run: Run) -> None:
    """A double click files nothing a second time."""
    again = _applying(run, run.people[0])
    assert isinstance(again, Applied)
    assert not again.is_new
    run.reached("sent twice, filed once")


def _too_late(run: Run) -> None:
    """Somebody comes after the last day of reception."""
    world = run.world
    who, account = world.person(Role.CANDIDATE)
    with world.scene():
        fill_file(world, account, who, Past())
    answer = _applying(run, Candidate(who, account))
    assert answer is Against.CLOSED, answer
    world.remark("VC-1", who.name, "applies after the last day of reception and is not taken.")
    run.reached("applied too late")


def look_at_all(run: Run) -> None:
    """HR answers every question that the program has left to a person (VC-3)."""
    for one in run.people:
        with run.scene() as db:
            row = queries.application(db, one.application_id)
        if row is not None and row.standing is Standing.LOOK:
            _look(run, one)
    run.tick()


def _look(run: Run, one: Candidate) -> None:
    world = run.world
    is_refused = one.lacks == "foreign-refused"
    verdict: Literal["met", "not-met"] = "not-met" if is_refused else "met"
    why = reason(f"diploma-{verdict}")
    while True:
        run.until(world.now + timedelta(minutes=4))
        with world.scene() as db:
            row = queries.application(db, one.application_id)
            assert row is not None
            asked = kept_answer(queries.newest_decision(db, row)).shown.to_look_at
            if not asked:
                break
            said = LookSaid(row.decisions, asked[0].code, asked[0].subject, verdict, why)
            made = look(db, row.id, said, by=run.cast.hr.id, calendar=world.calendar, now=world.now)
            assert isinstance(made, AdmissionDecision), made
    run.reached("a person looked: not met" if is_refused else "a person looked: met")


def take_back(run: Run, one: Candidate) -> None:
    """A candidate takes the application back."""
    with run.scene() as db:
        assert withdraw(db, one.application_id, now=run.world.now)
    run.tick()
    run.reached("withdrew")
