"""What the application is made of, hung on `app.state.wiring` by create_app."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from jinja2 import Environment

from service.core.clock import Clock
from service.core.db import Database
from service.core.security import Keys


@dataclass
class Wiring:
    """The parts that every request may need; concepts find their own under `parts`."""

    environment: str
    public_url: str
    database: Database
    clock: Clock
    keys: Keys
    templates: Environment
    idle_minutes: int = 30
    session_hours: int = 12
    parts: dict[str, Any] = field(default_factory=dict)


def wiring(request: Request) -> Wiring:
    """Return the application's parts."""
    found: Wiring = request.app.state.wiring
    return found
