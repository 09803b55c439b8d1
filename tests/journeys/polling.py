"""Waiting for what has no event, and doing what the browser's event loop must not see."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import ParamSpec, TypeVar

PAUSE = 0.05
PATIENCE = 60.0  # seconds, for a busy machine; nothing takes that long on one that is not

Found = TypeVar("Found")
Given = ParamSpec("Given")


def until(ask: Callable[[], Found | None], what: str, *, within: float = PATIENCE) -> Found:
    """Return the first answer that is not empty.

    Raises:
        AssertionError: none came in time; `what` says what was waited for.
    """
    never, last = Event(), monotonic() + within
    while monotonic() < last:
        found = ask()
        if found:
            return found
        never.wait(PAUSE)
    raise AssertionError(f"waited {within:.0f} s in vain: {what}")


def apart(do: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """Do it in a thread of its own: signing runs an event loop, and Playwright's runs here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do, *given, **named).result()
