"""The session as a signed token in a cookie: revocation, rotation, an idle limit.

A token is good for one turn. Every quarter of an hour the session takes its next turn and hands
out a new token. Because an answer can be lost on its way, the former turn stays good until the
browser has shown the new one; after that, whoever shows the former turn has an old copy of the
cookie, and the whole session ends.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session
from starlette.requests import cookie_parser

from service.core.db import Database
from service.core.security import Keys, soon
from service.core.wiring import Wiring, wiring
from service.journal.actions import record
from service.people.models import Account, SignIn
from service.people.person import Person
from service.people.queries import live_sign_in, person_of, unrevoked_sign_ins

COOKIE: Final = "synaq_session"
TURN_EVERY: Final = timedelta(minutes=15)
ON_THEIR_WAY: Final = timedelta(minutes=1)  # requests sent before the new token arrived
SEEN_EVERY: Final = timedelta(minutes=1)


def begin(db: Session, owner: Account, *, device: str, now: datetime) -> SignIn:
    """Open a session for the account, with an id of its own."""
    sign_in = SignIn(
        account_id=owner.id,
        turned_at=now,
        turn_taken_at=now,
        began_at=now,
        last_seen_at=now,
        device=device[:300],
    )
    db.add(sign_in)
    record(db, "signed in", subject=("account", owner.id), now=now, actor_id=owner.id)
    db.flush()
    return sign_in


def end(db: Session, sign_in_id: UUID, *, now: datetime, verb: str = "signed out") -> None:
    """Revoke the session: its cookie is worth nothing from now on."""
    sign_in = db.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.revoked_at is not None:
        return
    sign_in.revoked_at = now
    db.add(sign_in)
    owner_id = sign_in.account_id
    record(db, verb, subject=("account", owner_id), now=now, actor_id=owner_id)


def sign_out_everywhere(
    db: Session, account_id: UUID, *, now: datetime, but: UUID | None = None
) -> int:
    """Revoke every session of the account (`but` one); return how many it were."""
    ended = [one for one in unrevoked_sign_ins(db, account_id) if one.id != but]
    for sign_in in ended:
        end(db, sign_in.id, now=now)
    return len(ended)


def keep_alive(db: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Note that the person is there, e.g. from the heartbeat of a test: the idle limit waits."""
    sign_in = db.get(SignIn, sign_in_id, with_for_update=True)
    if sign_in is not None and sign_in.last_seen_at < now:
        sign_in.last_seen_at = now
        db.add(sign_in)


def touch(house: Wiring, cookies: str, *, now: datetime) -> None:
    """Keep the session of a request's Cookie header alive, where it has one of ours."""
    token = cookie_parser(cookies).get(COOKIE, "")
    claims = house.keys.read_token("session", token, now=now)
    if claims is None:
        return
    with house.database.writing() as db:
        sign_in = db.get(SignIn, UUID(claims["sid"]))
        if sign_in is not None and sign_in.revoked_at is None:
            keep_alive(db, sign_in.id, now=now)


def session_token(keys: Keys, sign_in: SignIn, *, hours: int) -> str:
    """Return the signed token of the session in its present turn."""
    claims = {"sid": str(sign_in.id), "turn": sign_in.turn}
    return keys.token("session", claims, until=soon(sign_in.began_at, hours=hours))


def put_cookie(response: Response, keys: Keys, sign_in: SignIn, *, hours: int) -> None:
    """Hand the session's token to the browser."""
    token = session_token(keys, sign_in, hours=hours)
    response.set_cookie(COOKIE, token, httponly=True, secure=True, samesite="lax", path="/")


def drop_cookie(response: Response) -> None:
    """Take the session's token from the browser."""
    response.delete_cookie(COOKIE, httponly=True, secure=True, samesite="lax", path="/")


def signed_in(request: Request) -> Person | None:
    """Return the person of the request's cookie; touch and turn the session when it is time."""
    house = wiring(request)
    now = house.clock.now()
    claims = house.keys.read_token("session", request.cookies.get(COOKIE, ""), now=now)
    if claims is None:
        return None
    sign_in_id, turn = UUID(claims["sid"]), int(claims["turn"])
    with house.database.reading() as db:
        found = live_sign_in(db, sign_in_id, now=now, idle=timedelta(minutes=house.idle_minutes))
        if found is None:
            return None
        sign_in, owner = found
        person = person_of(db, sign_in, owner)
    if _is_old_copy(sign_in, turn, now):
        _end_stolen(house.database, sign_in_id, now)
        return None
    if turn != sign_in.turn:
        _hand_out(request, house, sign_in)
    elif sign_in.turn_taken_at is None or sign_in.last_seen_at + SEEN_EVERY <= now:
        _touch(request, house, sign_in_id, turn, now)
    return person


def _is_old_copy(sign_in: SignIn, turn: int, now: datetime) -> bool:
    if turn == sign_in.turn:
        return False
    if turn != sign_in.turn - 1:
        return True
    taken_at = sign_in.turn_taken_at
    return taken_at is not None and taken_at + ON_THEIR_WAY <= now


def _end_stolen(database: Database, sign_in_id: UUID, now: datetime) -> None:
    with database.writing() as db:
        end(db, sign_in_id, now=now, verb="session ended: an old copy of its cookie was shown")


def _touch(request: Request, house: Wiring, sign_in_id: UUID, turn: int, now: datetime) -> None:
    with house.database.writing() as db:
        sign_in = db.get(SignIn, sign_in_id, with_for_update=True)
        assert sign_in is not None
        sign_in.last_seen_at = max(sign_in.last_seen_at, now)
        # another request may have turned it since we looked
        if turn == sign_in.turn:
            sign_in.turn_taken_at = sign_in.turn_taken_at or now
            if sign_in.turned_at + TURN_EVERY <= now:
                sign_in.turn += 1
                sign_in.turned_at = now
                sign_in.turn_taken_at = None
        db.add(sign_in)
    if turn != sign_in.turn:
        _hand_out(request, house, sign_in)


def _hand_out(request: Request, house: Wiring, sign_in: SignIn) -> None:
    carrier = Response()
    put_cookie(carrier, house.keys, sign_in, hours=house.session_hours)
    # the edge adds it to whatever answer the route makes
    request.state.cookies = [carrier.headers["set-cookie"]]
