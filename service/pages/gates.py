"""One gate per audience: nothing is open unless its router says for whom."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from service.core.errors import NotAllowed, SignInNeeded
from service.core.i18n import say
from service.core.render import csrf_subject
from service.core.security import Keys
from service.core.wiring import wiring
from service.pages.navigation import ways_of
from service.people.models import Role
from service.people.person import Person
from service.people.sign_in import signed_in

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


async def guard_origin(request: Request) -> None:
    """Refuse an unsafe request that another site has caused (Sec-Fetch-Site, Origin, token)."""
    if request.method not in UNSAFE:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        raise NotAllowed(say("This request came from another site. Please use our own page."))
    origin = request.headers.get("origin")
    if origin is not None and origin.rstrip("/") != wiring(request).public_url.rstrip("/"):
        raise NotAllowed(say("This request came from another site. Please use our own page."))
    token = request.headers.get("x-csrf-token")
    if request.headers.get("content-type", "").startswith(FORM_TYPES):
        # read here also where the header is enough: a body that is long on its way holds nothing
        sent = (await request.form()).get("csrf", "")
        token = token or (sent if isinstance(sent, str) else "")
    keys: Keys = wiring(request).keys
    if not keys.is_mac("csrf", csrf_subject(request), token or ""):
        raise NotAllowed(say("The page was open too long. Please reload it and try again."))


def look_who(request: Request) -> None:
    """Find out who is signed in; a page open to all may greet them."""
    request.state.person = signed_in(request)
    request.state.nav = ways_of(request.state.person, request.url.path)


def _gate(*roles: Role) -> Callable[[Request], Person]:
    def gate(request: Request) -> Person:
        person: Person | None = request.state.person
        if person is None:
            raise SignInNeeded
        if not person.has(*roles):
            raise NotAllowed
        return person

    gate.__name__ = "gate_" + "_".join(roles)
    return gate


candidate_gate = _gate(Role.CANDIDATE)
operator_gate = _gate(Role.OPERATOR, Role.ADMINISTRATOR)
proctor_gate = _gate(Role.PROCTOR)
administrator_gate = _gate(Role.ADMINISTRATOR)
author_gate = _gate(Role.AUTHOR)
reviewer_gate = _gate(Role.REVIEWER)
bank_gate = _gate(Role.AUTHOR, Role.REVIEWER)
hr_gate = _gate(Role.HR)
authority_gate = _gate(Role.AUTHORITY)
recruiter_gate = _gate(Role.HR, Role.AUTHORITY)
body_keeper_gate = _gate(Role.ADMINISTRATOR, Role.AUTHORITY)
papers_gate = _gate(Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR)


def anyone_gate(request: Request) -> Person:
    """Let in whoever is signed in."""
    person: Person | None = request.state.person
    if person is None:
        raise SignInNeeded
    return person


def public_gate() -> None:
    """Open to everyone, on purpose: the test of all routes looks for a gate on each."""


def behind(gate: Callable[..., Any]) -> list[Any]:
    """Return a router's dependencies: who it is, may they, did our own page send it."""
    return [Depends(look_who), Depends(gate), Depends(guard_origin)]


Candidate = Annotated[Person, Depends(candidate_gate)]
Operator = Annotated[Person, Depends(operator_gate)]
Proctor = Annotated[Person, Depends(proctor_gate)]
Administrator = Annotated[Person, Depends(administrator_gate)]
Author = Annotated[Person, Depends(author_gate)]
Reviewer = Annotated[Person, Depends(reviewer_gate)]
Hr = Annotated[Person, Depends(hr_gate)]
Authority = Annotated[Person, Depends(authority_gate)]
Recruiter = Annotated[Person, Depends(recruiter_gate)]
BodyKeeper = Annotated[Person, Depends(body_keeper_gate)]
BankReader = Annotated[Person, Depends(bank_gate)]
PapersReader = Annotated[Person, Depends(papers_gate)]
Anyone = Annotated[Person, Depends(anyone_gate)]
