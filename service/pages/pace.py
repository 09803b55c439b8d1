"""How much and how often a visitor may send; looked at before a body is read.

The counts are of this process and by network address: coarse, against floods, not against people.
"""

from collections.abc import AsyncIterator, Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from service.core.errors import Malformed, TooMany
from service.core.i18n import say
from service.core.wiring import wiring

PART: Final = "pace"
MEGABYTE: Final = 1024 * 1024
AROUND_THE_FILE: Final = MEGABYTE  # fields and boundaries of the form that carries it
HOUSEHOLD: Final = 64  # bits of an IPv6 address that one subscriber shares


def at_most(times: int, what: str) -> Callable[[Request], None]:
    """Return the dependency that lets an address do this so many times a minute."""
    limit = RateLimitItemPerMinute(times)

    def pace(request: Request) -> None:
        parts = wiring(request).parts
        if PART not in parts:
            parts[PART] = FixedWindowRateLimiter(MemoryStorage())
        if not parts[PART].hit(limit, what, address_of(request)):
            raise TooMany(say("Too many checks from your network. Please try again in a minute."))

    return pace


def address_of(request: Request) -> str:
    """Return whom a request is counted for: the address, of IPv6 the subscriber's part."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(int(address) >> HOUSEHOLD)
    return host


def no_larger_than(megabytes: int) -> Callable[[Request], AsyncIterator[None]]:
    """Return the dependency that refuses a form with a larger file before it is read.

    What was read is closed with the request: large files lie in a temporary file until then.
    """

    async def size(request: Request) -> AsyncIterator[None]:
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            raise Malformed(say("The size of what is sent must be said beforehand."))
        if int(length) > megabytes * MEGABYTE + AROUND_THE_FILE:
            raise Malformed(
                say("The file is larger than %(n)s MB.", n=megabytes),
                way_out=say("Please go back and choose a smaller file."),
            )
        yield
        await request.close()

    return size
