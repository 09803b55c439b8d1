"""Identifiers: UUIDv7, so that rows sort by the time they were made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import uuid_utils


def _fresh() -> UUID:
    return UUID(int=uuid_utils.uuid7().int)


_source: ContextVar[Callable[[], UUID]] = ContextVar("ids", default=_fresh)


def new_id() -> UUID:
    """Return a new UUIDv7 as the standard library's UUID."""
    return _source.get()()


@contextmanager
def ids_from(source: Callable[[], UUID]) -> Iterator[None]:
    """Take identifiers from elsewhere within the block: for a simulation that repeats."""
    before = _source.set(source)
    try:
        yield
    finally:
        _source.reset(before)
