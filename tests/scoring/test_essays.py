"""Essays: drawn topics, saved versions, two windows, time, scores, the chair's second look."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, select

from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts
from service.commissions.models import Part
from service.competitions.queries import candidacy
from service.core.i18n import Message
from service.journal.models import JournalEntry
from service.journal.queries import entries_before
from service.law.conflict import Closed
from service.law.essay import scores_due
from service.law.lot import verify_lot
from service.lots.queries import draw_of
from service.notices.queries import notices_of
from service.scoring import queries
from service.scoring.essay_scores import Sheet, decide_spread, score_essay, spread_of
from service.scoring.essay_telling import ONCE_MORE, WAITS
from service.scoring.essays import (
    MOST_VERSIONS,
    Breach,
    Desk,
    Newer,
    Saved,
    begin_essay,
    end_by_time,
    find_breach,
    finish_essay,
    publish_review,
    save_text,
)
from service.scoring.models import Essay, EssayScore
from service.scoring.topics import load_topics
from service.settings import ROOT
from tests import make
from tests.make_competitions import CALENDAR, Play

DESK = Desk(CALENDAR, load_topics(ROOT / "question_bank"))
CRITERIA = ("understanding", "argument", "structure", "language", "originality")


@pytest.fixture
def play(db: Session) -> Play:
    """A competition that stands at the essay, on its first day."""
    play = Play(db, stages=("essay", "interview"))
    play.close()
    play.tests(dict.fromkeys(play.applications, 30))
    play.form()
    play.go_on()
    play.first_day()
    return play


def begun(play: Play, number: int = 0) -> Essay:
    one = begin_essay(play.db, play.applications[number], "kk", desk=DESK, now=play.now)
    assert isinstance(one, Essay), one
    return one


def handed_in(play: Play, number: int = 0, text: str = "Бірінші сөйлем.") -> Essay:
    essay = begun(play, number)
    save_text(play.db, essay.application_id, text, after=0, now=play.now)
    done = finish_essay(play.db, essay.application_id, desk=DESK, now=play.now)
    assert isinstance(done, Essay), done
    return done


def to_score(play: Play) -> Essay:
    """An essay that the members can score; nobody has a conflict of interest."""
    essay = handed_in(play)
    for number in (1, 2):
        handed_in(play, number)
    proctor = make.account(play.db).id
    for one in play.applications:
        publish_review(play.db, one, by=proctor, desk=DESK, now=play.now)
    for _, holder, _ in members(play):
        clear = {one: (frozenset[str](), "") for one in play.applications}
        declare_conflicts(play.db, holder, clear, now=play.now)  # type: ignore[arg-type]  # no ties
    return essay


def members(play: Play):
    commission = commissions.commission_of(play.db, play.round.id)
    assert commission is not None
    found = commissions.holders(play.db, commission.id)
    return [each for each in found if each[0].part is not Part.SECRETARY]


def give(play: Play, essay: Essay, account_id: UUID, mark: int) -> object:
    sheet = Sheet(dict.fromkeys(CRITERIA, mark))
    return score_essay(play.db, essay, account_id, sheet, calendar=CALENDAR, now=play.now)


def state(play: Play, number: int = 0) -> str:
    row = candidacy(play.db, play.applications[number])
    assert row is not None
    return row.state


def test_st_3_topics_are_drawn_by_a_lot_promised_before(play: Play):
    essay = begun(play)
    task = queries.essay_task(play.db, play.round.id)
    assert task is not None
    drawn = draw_of(play.db, task.lot_id)
    assert drawn is not None
    assert verify_lot(drawn.record) == []
    assert drawn.record["committed_at"] < drawn.record["fixed_at"]
    assert essay.topic == task.topics[str(essay.application_id)]
    assert len(set(task.topics.values())) == 3


def test_beginning_again_is_the_same_essay_and_the_clock_goes_on(play: Play):
    deadline = begun(play).deadline_at
    play.now += timedelta(minutes=5)
    assert begun(play).deadline_at == deadline == play.now + timedelta(minutes=40)


def test_the_journal_names_who_began_and_handed_in_and_nobody_where_the_time_did(play: Play):
    handed_in(play)
    essay = begun(play, 1)
    over = essay.deadline_at + timedelta(minutes=1)
    end_by_time(play.db, essay.application_id, desk=DESK, now=over)

    def kept(number: int) -> list[tuple[str, UUID | None]]:
        one = str(play.applications[number])
        found = entries_before(play.db, subject_kind="candidacy", subject_id=one)
        ours = [each for each in found if each.facts.get("what") in {"started", "finished"}]
        return [(each.facts["what"], each.actor_id) for each in ours[:2]]

    first, second = (one.id for one in play.people[:2])
    assert kept(0) == [("finished", first), ("started", first)]
    assert kept(1) == [("finished", None), ("started", second)]


def test_every_version_is_kept_and_the_same_text_is_none(play: Play):
    one = begun(play).application_id
    first = save_text(play.db, one, "Бір екі", after=0, now=play.now)
    assert isinstance(first, Saved)
    assert (first.ordinal, first.words) == (1, 2)
    again = save_text(play.db, one, "Бір екі", after=1, now=play.now)
    assert isinstance(again, Saved)
    assert again.ordinal == 1
    save_text(play.db, one, "Бір екі үш", after=1, now=play.now)
    assert [each.words for each in queries.versions_of(play.db, one)] == [2, 3]


def test_of_two_windows_the_second_is_shown_what_the_first_has_saved(play: Play):
    one = begun(play).application_id
    save_text(play.db, one, "Бірінші терезе", after=0, now=play.now)
    found = save_text(play.db, one, "Екінші терезе", after=0, now=play.now)
    assert found == Newer(1, "Бірінші терезе")


def test_st_3_251_words_are_kept_and_not_handed_in_and_a_breach_ends_it_pr_1(play: Play):
    one = begun(play).application_id
    save_text(play.db, one, "сөз " * 251, after=0, now=play.now)
    faults = finish_essay(play.db, one, desk=DESK, now=play.now)
    assert isinstance(faults, list)
    assert [(each.code, each.found, each.allowed) for each in faults] == [
        ("too-many-words", 251, 250)
    ]
    save_text(play.db, one, "сөз " * 250, after=1, now=play.now)
    # another window has saved what the candidate has not read
    assert isinstance(finish_essay(play.db, one, desk=DESK, now=play.now, seen=1), Message)
    assert isinstance(finish_essay(play.db, one, desk=DESK, now=play.now, seen=2), Essay)
    assert state(play) == "essay-review"
    found, proctor = Breach("phone", "Телефонмен сөйлесті."), make.account(play.db).id
    for _ in range(2):
        done = find_breach(play.db, one, found, by=proctor, desk=DESK, now=play.now)
        assert isinstance(done, Essay | Message)
    assert state(play) == "breach"
    published = publish_review(play.db, one, by=proctor, desk=DESK, now=play.now)
    assert isinstance(published, Message)


def test_when_the_time_is_over_the_last_text_that_fits_counts(play: Play):
    essay = begun(play)
    save_text(play.db, essay.application_id, "Үш сөз бар", after=0, now=play.now)
    save_text(play.db, essay.application_id, "сөз " * 300, after=1, now=play.now)
    over = essay.deadline_at + timedelta(seconds=31)
    begun(play, 1)
    play.do("withdrew", "candidate", play.applications[1])
    assert queries.essays_over(play.db, over) == [essay.application_id]
    late = save_text(play.db, essay.application_id, "кеш", after=2, now=over)
    assert isinstance(late, Message)
    ended = end_by_time(play.db, essay.application_id, desk=DESK, now=over)
    assert isinstance(ended, Essay)
    play.now = over
    newest = queries.newest_version(play.db, essay.application_id)
    assert newest is not None
    assert (newest.text, ended.words, ended.finished_by_time) == ("Үш сөз бар", 3, True)
    assert end_by_time(play.db, essay.application_id, desk=DESK, now=over) is None
    # after a failure of the service it is begun once more, with the text that is there
    play.do("technical-failure", "administrator", essay.application_id)
    again = begun(play)
    assert (again.deadline_at, again.finished_at) == (over + timedelta(minutes=45), None)
    assert isinstance(save_text(play.db, again.application_id, "Жаңа", after=3, now=over), Saved)


def test_is_123_nothing_is_scored_before_the_review(play: Play):
    essay = handed_in(play)
    (_, _, chair), *_ = members(play)
    assert isinstance(give(play, essay, chair.id, 4), Closed | Message)
    play.do("complaint-filed", "candidate", complaint="C-1")
    by = make.account(play.db).id
    refused = publish_review(play.db, essay.application_id, by=by, desk=DESK, now=play.now)
    assert isinstance(refused, Message)
    assert "suspended" in refused.msgid


def test_cm_4_who_has_not_declared_does_not_score(play: Play):
    essay = handed_in(play)
    publish_review(play.db, essay.application_id, by=make.account(play.db).id, desk=DESK,
                   now=play.now)  # fmt: skip
    (_, _, chair), *_ = members(play)
    found = give(play, essay, chair.id, 4)
    assert isinstance(found, Closed)
    assert found.why == "declare-first"


def test_st_3_the_mean_over_the_members_rates_the_essay(play: Play):
    essay = to_score(play)
    marks = (4, 4, 3, 4, 4, 3)
    for (_, _, person), mark in zip(members(play), marks, strict=True):
        assert isinstance(give(play, essay, person.id, mark), EssayScore)
    assert state(play) == "waiting"
    row = candidacy(play.db, essay.application_id)
    assert row is not None
    assert Fraction(row.points["essay"]) == Fraction(22, 6)


def test_a_second_sheet_changes_nothing_and_a_stranger_does_not_score(play: Play):
    essay = to_score(play)
    (_, _, chair), *_ = members(play)
    first = give(play, essay, chair.id, 4)
    again = give(play, essay, chair.id, 1)
    assert isinstance(first, EssayScore)
    assert isinstance(again, EssayScore)
    assert again.points == first.points
    assert isinstance(give(play, essay, make.account(play.db).id, 5), Message)


def test_marks_outside_the_scale_are_named(play: Play):
    essay = to_score(play)
    (_, _, chair), *_ = members(play)
    sheet = Sheet({"understanding": 6, "argument": 0, "structure": 3, "language": 3})
    faults = score_essay(play.db, essay, chair.id, sheet, calendar=CALENDAR, now=play.now)
    assert isinstance(faults, list)
    found = [(each.criterion, each.why) for each in faults]
    assert found == [("understanding", "too-high"), ("argument", "too-low"),
                     ("originality", "missing")]  # fmt: skip


def test_scores_far_apart_wait_for_the_chair_who_never_changes_one(play: Play):
    essay = to_score(play)
    everybody = members(play)
    for (_, _, person), mark in zip(everybody, (5, 5, 5, 5, 2, 5), strict=True):
        give(play, essay, person.id, mark)
    assert state(play) == "essay-scoring"
    apart = spread_of(play.db, essay)
    assert (apart.is_large, apart.decided) == (True, None)
    chair = next(person for place, _, person in everybody if place.part is Part.CHAIR)
    other = next(person for place, _, person in everybody if place.part is Part.MEMBER)
    said = {"again": True, "reason": "Бағалар алшақ", "calendar": CALENDAR, "now": play.now}
    assert isinstance(decide_spread(play.db, essay, other.id, **said), Message)  # type: ignore[arg-type]  # as written
    play.now += timedelta(days=1)
    decide_spread(play.db, essay, chair.id, **said | {"now": play.now})  # type: ignore[arg-type]  # as written
    noted = select(JournalEntry).where(JournalEntry.verb == "essay scores far apart decided")
    entry = play.db.exec(noted).one()
    assert entry.actor_id == chair.id
    assert entry.facts == {"again": True, "reason": "Бағалар алшақ"}
    # the members have their term once more, and are told so
    assert essay.due_at == scores_due(play.now, CALENDAR)
    told = {(one.text["msgid"], one.url) for one in notices_of(play.db, other.id)}
    page = f"/commission/{play.round.number}/essays"
    assert {(WAITS.msgid, page), (ONCE_MORE.msgid, page)} <= told
    for _, _, person in everybody:
        give(play, essay, person.id, 3)
    assert state(play) == "waiting"
    row = candidacy(play.db, essay.application_id)
    assert row is not None
    assert Fraction(row.points["essay"]) == 3
    assert len(queries.essay_scores_ever(play.db, essay.application_id)) == 12


def test_an_essay_keeps_so_many_versions_and_no_more(play: Play):
    essay = begun(play)
    essay.versions = MOST_VERSIONS - 1
    # of what no database keeps, the rest: NUL, and half of a sign that a browser has cut in two
    saved = save_text(play.db, essay.application_id, "Соң\0ғы\ud83d", after=0, now=play.now)
    assert isinstance(saved, Saved)
    newest = queries.newest_version(play.db, essay.application_id)
    assert newest is not None
    assert newest.text == "Соңғы"
    assert saved.ordinal == MOST_VERSIONS
    again = save_text(play.db, essay.application_id, "Тағы", after=saved.ordinal, now=play.now)
    assert isinstance(again, Message)
    assert isinstance(
        finish_essay(play.db, essay.application_id, desk=DESK, now=play.now), Essay | list
    )


def test_whoever_ends_an_essay_takes_the_competition_first(play: Play):
    """As who begins one once more and the chair do: in another order two would wait for ever."""
    essay, proctor = begun(play), make.account(play.db).id
    save_text(play.db, essay.application_id, "Бірінші сөйлем.", after=0, now=play.now)
    locked: list[str] = []

    def note(asked: ORMExecuteState) -> None:
        if getattr(asked.statement, "_for_update_arg", None) is not None:
            mapper = asked.bind_mapper
            assert mapper is not None
            locked.append(mapper.class_.__name__)

    key, late = essay.application_id, essay.deadline_at + timedelta(minutes=1)
    seen = Breach("not-alone", "?")
    event.listen(play.db, "do_orm_execute", note)
    for deed in (
        lambda: end_by_time(play.db, key, desk=DESK, now=play.now),
        lambda: finish_essay(play.db, key, desk=DESK, now=play.now),
        lambda: publish_review(play.db, key, by=proctor, desk=DESK, now=late),
        lambda: find_breach(play.db, key, seen, by=proctor, desk=DESK, now=late),
    ):
        locked.clear()
        deed()
        assert locked.index("Competition") < locked.index("Essay")
    event.remove(play.db, "do_orm_execute", note)
