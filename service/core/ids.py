"""Identifiers: UUIDv7, so that rows sort by the time they were made."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a new UUIDv7 as the standard library's UUID."""
    return UUID(int=uuid_utils.uuid7().int)
