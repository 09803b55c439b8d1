"""A page to look at, and what it answers."""

from dataclasses import dataclass

FOUND, REFUSED, MALFORMED, MISSING = 200, 409, 422, 404


@dataclass(frozen=True)
class Stop:
    """A page to look at: its route, the address, whose eyes (a name of the scene), the status."""

    path: str
    url: str
    who: str = ""
    status: int = FOUND
