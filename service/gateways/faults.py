"""How the outside world lets us down: not now, or not at all."""

from datetime import timedelta


class GatewayDown(Exception):
    """The other system does not answer or asks to wait: the same request may be sent again.

    `retry_after` is the wait that it asked for, if it named one.
    """

    def __init__(self, detail: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class GatewayRefused(Exception):
    """The other system has read the request and will never accept it: do not send it again."""
