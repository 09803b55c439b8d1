"""The interview: files re-checked, a time set, who attends, points signed with real keys (ST-5)."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from service.core.i18n import Message
from service.demo.signer_keys import DemoKey
from service.demo.simulate.invented import reason
from service.demo.simulate.run import Candidate, Run
from service.demo.simulate.sitting import Judge, judges_of, members_of, secretary_of
from service.demo.simulate.writing import mark
from service.law.interview import METHOD
from service.people.models import Account
from service.scoring.interviews import (
    Hall,
    enter_waiting_room,
    keep_signed_points,
    let_in,
    mark_absent,
    note_attendance,
    points_to_sign,
    schedule_interviews,
)
from service.scoring.models import Interview, InterviewScore, InterviewTurn
from service.signatures.actions import (
    Accepted,
    Asked,
    Checked,
    accept_signature,
    ask_signature,
)
from service.signatures.matter import Matter
from service.signatures.models import Signature
from service.signatures.refusals import NotAccepted

LINK: Final = "https://meet.example.org/simulation"
BEGINS: Final = time(10)


@dataclass(frozen=True)
class Talks:
    """What happens at the interviews.

    Args:
        marks: what every member gives, by the applications' keys, where the play wants it so.
        absent: who does not come, by places.
        waits_for_quorum: at first too few members are there.
        wrong_key: a member signs with somebody else's key first.
    """

    marks: Mapping[str, int] | None = None
    absent: frozenset[int] = frozenset()
    waits_for_quorum: bool = False
    wrong_key: bool = False


def recheck(run: Run, refuses: int = 0) -> None:
    """HR checks the files of the best again; the first so many are refused, the next ones come."""
    world = run.world
    assert run.course().state.state == "recheck", run.course().state.state
    run.until(max(world.now, world.morning(world.today)) + timedelta(minutes=30))
    while there := run.at("recheck"):
        run.later(minutes=12)
        one = there[0]
        if refuses:
            refuses -= 1
            why = reason("file-refused")
            run.do("file-refused", "hr", one, actor=run.cast.hr, reason=why)
            run.reached("re-check refused, the next one sent")
        else:
            run.do("file-confirmed", "hr", one, actor=run.cast.hr)


def hold_interviews(run: Run, talks: Talks) -> None:
    """Set the time, let the candidates in one by one, let every member sign the points."""
    world = run.world
    hall = Hall(run.round_id, world.calendar)
    begins_at = world.after(2, BEGINS)
    with run.scene() as db:
        made = schedule_interviews(db, hall, begins_at, LINK, by=run.cast.hr.id, now=world.now)
        assert isinstance(made, Interview), made
    run.until(begins_at)
    people = run.at("interview")
    if talks.waits_for_quorum:
        _too_few(run, hall, people[0])
    with run.scene() as db:
        secretary = secretary_of(run).id
        for _, holder, _ in members_of(run):
            note_attendance(db, hall, secretary, holder, now=world.now)
    judges, is_wrong = judges_of(run), talks.wrong_key
    for place, one in enumerate(people):
        if place in talks.absent:
            _is_absent(run, hall, one)
            continue
        _talk(run, hall, one)
        wanted = (talks.marks or {}).get(one.key)
        conflicted = run.course().state.candidacy(one.key).conflicted
        for judge in (each for seat, each in judges.items() if str(seat) not in conflicted):
            run.later(minutes=1)
            marks = {name: _mark(run, one, judge, wanted) for name in METHOD.criteria}
            if is_wrong:
                _wrong_key(run, hall, judge, one, marks)
                is_wrong = False
            _sign(run, hall, judge, one, marks)
    run.later(minutes=5)


def _mark(run: Run, one: Candidate, judge: Judge, wanted: int | None) -> int:
    if wanted is not None:
        return wanted
    return mark(run, 1.2 + 3.8 * one.who.skill + judge.leaning, 0)


def _too_few(run: Run, hall: Hall, one: Candidate) -> None:
    """With one member there nobody is let in (O26 IS 130-1)."""
    secretary, (_, holder, _) = secretary_of(run), members_of(run)[0]
    with run.scene() as db:
        enter_waiting_room(db, hall, one.application_id, now=run.world.now)
        note_attendance(db, hall, secretary.id, holder, now=run.world.now)
        refused = let_in(db, hall, secretary.id, one.application_id, now=run.world.now)
    assert isinstance(refused, Message), refused
    run.world.remark("ST-5", run.world.names[str(secretary.id)], f"waits: {refused.msgid}")
    run.reached("no quorum, nobody let in")
    run.later(minutes=10)


def _is_absent(run: Run, hall: Hall, one: Candidate) -> None:
    run.later(minutes=20)
    with run.scene() as db:
        secretary = secretary_of(run).id
        turn = mark_absent(db, hall, secretary, one.application_id, now=run.world.now)
        assert isinstance(turn, InterviewTurn), turn
    run.tick()
    run.reached("did not come to the interview")


def _talk(run: Run, hall: Hall, one: Candidate) -> None:
    run.later(minutes=3)
    with run.scene() as db:
        enter_waiting_room(db, hall, one.application_id, now=run.world.now)
    run.later(minutes=2)
    with run.scene() as db:
        secretary = secretary_of(run).id
        turn = let_in(db, hall, secretary, one.application_id, now=run.world.now)
        assert isinstance(turn, InterviewTurn), turn
        assert turn.ends_at is not None
    run.until(turn.ends_at)


def _sign(run: Run, hall: Hall, judge: Judge, one: Candidate, marks: Mapping[str, int]) -> None:
    asked, canonical = _ask(run, hall, judge, one, marks)
    with signed(run, judge.account, asked, canonical) as signature, run.scene() as db:
        kept = keep_signed_points(db, hall, signature, now=run.world.now)
        assert isinstance(kept, InterviewScore), kept


def _wrong_key(
    run: Run, hall: Hall, judge: Judge, one: Candidate, marks: Mapping[str, int]
) -> None:
    """Somebody else's key lies in the reader: the signature is refused, and that is kept."""
    asked, canonical = _ask(run, hall, judge, one, marks)
    key = run.world.key_of(run.cast.hr)
    checked = _checked(run, key, asked, canonical)
    assert isinstance(checked, NotAccepted), checked
    with run.scene() as db:
        accept_signature(db, checked, now=run.world.now, rule="ST-5")
    run.reached("signature with a wrong key refused")


def _ask(
    run: Run, hall: Hall, judge: Judge, one: Candidate, marks: Mapping[str, int]
) -> tuple[Asked, bytes]:
    with run.scene() as db:
        account_id = judge.account.id
        matter = points_to_sign(db, hall, account_id, one.application_id, marks)
        assert isinstance(matter, Matter), matter
        return ask(run, judge.account, matter)


def ask(run: Run, account: Account, matter: Matter) -> tuple[Asked, bytes]:
    """Ask somebody for a signature; return for what, and the bytes."""
    with run.scene() as db:
        request = ask_signature(
            db, account.id, matter, translator=run.world.speak, now=run.world.now
        )
        return Asked(request.id, account.id, matter.purpose, matter.subject), request.canonical


@contextmanager
def signed(run: Run, account: Account, asked: Asked, canonical: bytes) -> Iterator[Signature]:
    """Sign with the person's own key and have it verified; yield it in the scene that keeps it."""
    checked = _checked(run, run.world.key_of(account), asked, canonical)
    assert isinstance(checked, Checked), checked
    with run.scene() as db:
        accepted = accept_signature(db, checked, now=run.world.now)
        assert isinstance(accepted, Accepted), accepted
        yield accepted.signature


def _checked(run: Run, key: DemoKey, asked: Asked, canonical: bytes) -> Checked | NotAccepted:
    """Verify between two transactions, as the service does."""
    cms = asyncio.run(key.sign(canonical, attached=False, now=run.world.now))
    return run.world.check(asked, cms)
