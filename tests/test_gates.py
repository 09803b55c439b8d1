"""Nothing is open unless its router says for whom; nobody comes in with another role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from sqlmodel import Session
from starlette.routing import Mount

from service.pages.gates import guard_origin
from service.people.models import Role
from tests import make
from tests.visitor import Visitor

# one database will do: no gate asks which
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
OPEN_ON_PURPOSE = {"public_gate", "bearer_gate"}
ROLES = {
    "gate_candidate": {Role.CANDIDATE},
    "gate_operator_administrator": {Role.OPERATOR, Role.ADMINISTRATOR},
    "gate_proctor": {Role.PROCTOR},
    "gate_administrator": {Role.ADMINISTRATOR},
    "gate_author": {Role.AUTHOR},
    "gate_reviewer": {Role.REVIEWER},
    "gate_author_reviewer": {Role.AUTHOR, Role.REVIEWER},
    "gate_author_reviewer_administrator": {Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR},
    "gate_hr": {Role.HR},
    "gate_hr_authority": {Role.HR, Role.AUTHORITY},
    "gate_authority": {Role.AUTHORITY},
    "gate_administrator_authority": {Role.ADMINISTRATOR, Role.AUTHORITY},
    "anyone_gate": set(Role),
}
SOME_ID = UUID("0192f6a1-0000-7000-8000-000000000001")


@dataclass(frozen=True)
class Way:
    """One way into the application: a method, an address, and what stands before it."""

    method: str
    path: str
    gates: frozenset[str]
    guarded: bool

    @property
    def url(self) -> str:
        return re.sub(r"\{[^}]+\}", str(SOME_ID), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _called(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _called(one)


def _is_gate(name: str) -> bool:
    return name.startswith("gate_") or name.endswith("_gate")


@pytest.fixture
def ways(app: FastAPI) -> list[Way]:
    found: list[Way] = []
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, Mount):
            assert context.original_route.path == "/static"
            continue
        calls = list(_called(context.dependant))
        names = {getattr(call, "__name__", "") for call in calls}
        gates = frozenset(filter(_is_gate, names))
        path, guarded = context.path or "", guard_origin in calls
        found.extend(Way(method, path, gates, guarded) for method in context.methods or ())
    assert found
    return found


@pytest.fixture
def pages(ways: list[Way]) -> list[Way]:
    """The ways that are for people with roles."""
    return [way for way in ways if way.gates & ROLES.keys()]


def test_every_route_has_one_gate(ways: list[Way]):
    # pytest cuts lists short, a text it shows whole
    assert "\n".join(str(way) for way in ways if len(way.gates) != 1) == ""


def test_every_gate_is_known_here(ways: list[Way]):
    assert {gate for way in ways for gate in way.gates} <= ROLES.keys() | OPEN_ON_PURPOSE


def test_every_unsafe_request_is_guarded_unless_it_needs_a_token(ways: list[Way]):
    unguarded = [way for way in ways if way.method in UNSAFE and not way.guarded]
    assert "\n".join(str(way) for way in unguarded if way.gates != {"bearer_gate"}) == ""


def test_nobody_is_asked_to_sign_in(client: Visitor, pages: list[Way]):
    let_in = []
    for way in pages:
        answer = client.request(way.method, way.url)
        asked = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        if not asked and answer.status_code != 401:
            let_in.append(f"{way}: {answer.status_code}")
    assert "\n".join(let_in) == ""


def test_without_a_token_no_program_is_let_in(client: Visitor, ways: list[Way]):
    bearers = [way for way in ways if "bearer_gate" in way.gates]
    answers = {str(way): client.request(way.method, way.url).status_code for way in bearers}
    # what cannot be read is refused before the token is looked at
    assert {way: code for way, code in answers.items() if code not in (401, 403, 422)} == {}


@pytest.mark.parametrize("role", list(Role))
def test_another_role_is_refused(client: Visitor, db: Session, pages: list[Way], role: Role):
    client.sign_in_as(make.account(db, roles=[role]))
    let_in = []
    for way in pages:
        if all(role in ROLES[gate] for gate in way.gates):
            continue
        content = {"data": {"csrf": client.csrf}} if way.method in UNSAFE else {}
        answer = client.request(way.method, way.url, **content)
        if answer.status_code != 403 or "has no right" not in answer.text:
            let_in.append(f"{way}: {answer.status_code}")
    assert "\n".join(let_in) == ""


@pytest.mark.parametrize(
    "forgery",
    [
        pytest.param({}, id="a form without its token"),
        pytest.param({"token": "0" * 64}, id="a token made up"),
        pytest.param({"token": "another"}, id="the token of another session"),
        pytest.param({"token": "own", "origin": "https://evil.example"}, id="another origin"),
        pytest.param({"token": "own", "origin": "null"}, id="a hidden origin"),
        pytest.param({"token": "own", "site": "cross-site"}, id="a request from another site"),
        pytest.param({"token": "own", "site": "same-site"}, id="a request from a neighbour"),
    ],
)
def test_a_forged_request_is_refused(
    client: Visitor, db: Session, ways: list[Way], forgery: dict[str, str]
):
    other = make.session_of(db, make.account(db))
    client.sign_in_as(make.account(db, roles=list(Role)))
    tokens = {
        "own": client.csrf,
        "another": client.house.keys.mac("csrf", str(other.id).encode()),
    }
    token = forgery.get("token")
    form = {"csrf": tokens.get(token, token)} if token else {}
    headers = {"origin": forgery.get("origin"), "sec-fetch-site": forgery.get("site")}
    sent = {name: value for name, value in headers.items() if value}
    let_in = []
    for way in ways:
        if way.method not in UNSAFE or not way.guarded:
            continue
        answer = client.request(way.method, way.url, data=form, headers=sent)
        if answer.status_code != 403:
            let_in.append(f"{way}: {answer.status_code}")
    assert "\n".join(let_in) == ""


def test_our_own_page_may_post(client: Visitor, db: Session):
    client.sign_in_as(make.account(db))
    own = {"origin": "https://testserver", "sec-fetch-site": "same-origin"}
    by_form = client.submit("/me/contact", {"language": "ru"}, headers=own)
    assert by_form.status_code == 303
    by_header = client.post(
        "/me/contact", data={"language": "kk"}, headers=own | {"x-csrf-token": client.csrf}
    )
    assert by_header.status_code == 303
