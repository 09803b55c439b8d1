"""What the player is told when something is refused: problem details with a code to act upon."""

import json
from typing import Final

from fastapi import Request
from fastapi.responses import Response

STATUS: Final = {"token": 401, "unreadable": 422, "accident": 500}
MEDIA_TYPE: Final = "application/problem+json"


class Problem(Exception):
    """A refusal that the player knows how to handle, by its code."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail

    @property
    def status(self) -> int:
        """The HTTP status of the code; 409 where none is said."""
        return STATUS.get(self.code, 409)

    def body(self) -> bytes:
        """Return the problem details as JSON."""
        return json.dumps(
            {
                "title": self.code,
                "status": self.status,
                "detail": self.detail,
                "code": self.code,
            }
        ).encode()


def answer_problem(_: Request, problem: Exception) -> Response:
    """Return problem details from a route."""
    assert isinstance(problem, Problem)
    return Response(problem.body(), problem.status, media_type=MEDIA_TYPE)


REFUSALS: Final = {
    "taken-over": "The test goes on on another device or in another window.",
    "closed": "This part of the test takes no more answers.",
    "token": "The player's token is not valid. Please open the test again.",
}


def refusal(code: str) -> Problem:
    """Return the problem with its usual sentence."""
    return Problem(code, REFUSALS[code])
