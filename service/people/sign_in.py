"""The session as a signed token in a cookie: revocation, rotation, an idle limit."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import Request, Response
from sqlmodel import Session

from service.core.security import Keys, soon
from service.core.wiring import Wiring, wiring
from service.journal.actions import record
from service.people.models import Account, SignIn
from service.people.person import Person
from service.people.queries import live_sign_in, person_of

COOKIE: Final = "synaq_session"
TURN_EVERY: Final = timedelta(minutes=15)
OLD_TURN_GOOD_FOR: Final = timedelta(minutes=1)  # requests already on their way
SEEN_EVERY: Final = timedelta(minutes=1)


def begin(db: Session, owner: Account, *, device: str, now: datetime) -> SignIn:
    """Open a session for the account."""
    sign_in = SignIn(
        account_id=owner.id, turned_at=now, began_at=now, last_seen_at=now, device=device[:300]
    )
    db.add(sign_in)
    record(db, "signed in", subject=("account", owner.id), now=now, actor_id=owner.id)
    db.flush()
    return sign_in


def end(db: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Revoke the session: its cookie is worth nothing from now on."""
    sign_in = db.get(SignIn, sign_in_id)
    if sign_in is not None and sign_in.revoked_at is None:
        sign_in.revoked_at = now
        db.add(sign_in)
        record(
            db,
            "signed out",
            subject=("account", sign_in.account_id),
            now=now,
            actor_id=sign_in.account_id,
        )


def session_token(keys: Keys, sign_in: SignIn, *, hours: int) -> str:
    """Return the signed token of the session in its present turn."""
    claims = {"sid": str(sign_in.id), "turn": sign_in.turn}
    return keys.token("session", claims, until=soon(sign_in.began_at, hours=hours))


def put_cookie(response: Response, keys: Keys, sign_in: SignIn, *, hours: int) -> None:
    """Hand the session's token to the browser."""
    token = session_token(keys, sign_in, hours=hours)
    response.set_cookie(COOKIE, token, httponly=True, secure=True, samesite="lax", path="/")


def signed_in(request: Request) -> Person | None:
    """Return the person of the request's cookie; touch and turn the session when it is time."""
    house = wiring(request)
    now = house.clock.now()
    claims = house.keys.read_token("session", request.cookies.get(COOKIE, ""), now=now)
    if claims is None:
        return None
    sign_in_id = UUID(claims["sid"])
    with house.database.reading() as db:
        found = live_sign_in(db, sign_in_id, now=now, idle=timedelta(minutes=house.idle_minutes))
        if found is None:
            return None
        sign_in, owner = found
        if not _is_current(sign_in, int(claims["turn"]), now):
            return None
        person = person_of(db, sign_in, owner)
    if sign_in.last_seen_at + SEEN_EVERY <= now:
        _touch(request, house, sign_in_id, now)
    return person


def _is_current(sign_in: SignIn, turn: int, now: datetime) -> bool:
    if turn == sign_in.turn:
        return True
    return turn == sign_in.turn - 1 and now < sign_in.turned_at + OLD_TURN_GOOD_FOR


def _touch(request: Request, house: Wiring, sign_in_id: UUID, now: datetime) -> None:
    with house.database.writing() as db:
        sign_in = db.get(SignIn, sign_in_id, with_for_update=True)
        assert sign_in is not None
        sign_in.last_seen_at = max(sign_in.last_seen_at, now)
        if sign_in.turned_at + TURN_EVERY <= now:
            sign_in.turn += 1
            sign_in.turned_at = now
            carrier = Response()
            put_cookie(carrier, house.keys, sign_in, hours=house.session_hours)
            # the edge adds it to whatever answer the route makes
            request.state.cookies = [carrier.headers["set-cookie"]]
        db.add(sign_in)
