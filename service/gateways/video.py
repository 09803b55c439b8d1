"""Video rooms: a link to a room that nobody can guess, and the way into it for one person.

Two kinds of providers. Of a Jitsi-compatible one the link itself is the way in:

    SYNAQ_VIDEO_URL=https://meet.example.kz                 → https://meet.example.kz/<room>

LiveKit lets in who brings a token. It is made for one person at the moment of entering, and the
provider's own page takes it (as LiveKit Meet's page `custom` does):

    SYNAQ_VIDEO_URL=https://meet.example.kz/custom          the page
    SYNAQ_VIDEO_SERVER=wss://livekit.example.kz             the server
    SYNAQ_VIDEO_KEY, SYNAQ_VIDEO_SECRET                     sign the tokens
    → https://meet.example.kz/custom?liveKitUrl=wss://…&token=…

A link to anything else, typed by hand, is followed as it is. No picture and no sound passes here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from jose import jwt

from service.core.security import new_code_of

ALPHABET: Final = "abcdefghijkmnpqrstuvwxyz23456789"  # no two of them look alike
LENGTH: Final = 24  # letters; 120 bits
GOOD_FOR: Final = timedelta(hours=4)
GUEST_GOOD_FOR: Final = timedelta(minutes=5)  # to get in; the provider renews it while one is there
SKEW: Final = timedelta(minutes=1)  # the provider's clock may be behind ours


@dataclass(frozen=True)
class Guest:
    """Who enters: an id of ours, the name that the others see; the host may close the room.

    `good_for` is how long one can get in: the next candidate is talked to in the same room.
    """

    identity: str
    name: str
    is_host: bool = False
    good_for: timedelta = GOOD_FOR


@dataclass(frozen=True)
class VideoRooms:
    """The rooms of one provider; `server`, `key` and `secret` are LiveKit's."""

    page: str
    server: str = ""
    key: str = ""
    secret: str = ""

    def new_link(self) -> str:
        """Return the link to a new room."""
        return f"{self.page.rstrip('/')}/{new_code_of(ALPHABET, LENGTH)}"

    def is_own(self, link: str) -> bool:
        """Tell whether the link leads to a room of this provider."""
        return self._room(link) != ""

    def entrance(self, link: str, guest: Guest, *, now: datetime) -> str:
        """Return the address at which this person enters now."""
        if not self.server or not self.is_own(link):
            return link
        query = {"liveKitUrl": self.server, "token": self._token(self._room(link), guest, now)}
        return f"{self.page.rstrip('/')}?{urlencode(query)}"

    def _room(self, link: str) -> str:
        before = f"{self.page.rstrip('/')}/"
        room = link.removeprefix(before) if link.startswith(before) else ""
        return room if set(room) <= set(ALPHABET) else ""

    def _token(self, room: str, guest: Guest, now: datetime) -> str:
        grants = {
            "room": room,
            "roomJoin": True,
            "roomAdmin": guest.is_host,
            "canPublish": True,
            "canSubscribe": True,
            "canPublishData": True,
        }
        claims = {
            "iss": self.key,
            "sub": guest.identity,
            "name": guest.name,
            "nbf": int((now - SKEW).timestamp()),
            "exp": int((now + guest.good_for).timestamp()),
            "video": grants,
        }
        return str(jwt.encode(claims, self.secret, algorithm="HS256"))
