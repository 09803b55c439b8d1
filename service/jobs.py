"""What happens by itself: the handler of each kind of due work, and the periodic work."""

from collections.abc import Mapping
from typing import Final

from service.core.due_work import Handler, Periodic

HANDLERS: Final[Mapping[str, Handler]] = {}
PERIODIC: Final[Mapping[str, Periodic]] = {}
