"""ID-1: the whole way through a real provider (the demo's), and each way in which it ends early."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import Session, col, select

from service.core.edge import LANGUAGE_COOKIE
from service.demo import identity_provider
from service.demo.identity_provider import Client
from service.people.models import Role, SignIn
from service.people.queries import account_by_iin
from service.people.sign_in import COOKIE
from service.settings import Settings
from tests import make
from tests.clock import FixedClock
from tests.demo.serving import served
from tests.visitor import Visitor

BACK = "https://testserver/sign-in/callback"
HOME = "https://testserver/"
ARUZHAN = "980317499011"
EVIL = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "evil.example",
    " /me",
    "",
]
lent: list[FixedClock] = []


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    clients = [Client("synaq", (BACK,), (HOME,))]
    with served(lambda at: identity_provider.create_app(at, clients, now=_now)) as address:
        yield address


def _now() -> datetime:
    return lent[-1].now()


@pytest.fixture
def settings(settings: Settings, issuer: str, clock: FixedClock) -> Settings:
    lent.append(clock)  # the provider goes by the test's clock
    return settings.model_copy(update={"sso_issuer": issuer})


def begin(client: Visitor, next_page: str = "/me") -> str:
    """Press the button; return the provider's address to which it leads."""
    answer = client.submit("/sign-in/begin", {"next": next_page})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def choose(url: str, person: str = "aruzhan") -> str:
    """Sign in at the provider; return our own address to which it leads back."""
    answer = httpx.post(url, data={"person": person})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix("https://testserver")


def sign_in(client: Visitor, next_page: str = "/me", person: str = "aruzhan") -> str:
    """Go the whole way; return where it leads in the end."""
    answer = client.get(choose(begin(client, next_page), person))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def sessions(db: Session) -> list[SignIn]:
    return list(db.exec(select(SignIn).order_by(col(SignIn.id))))


def test_id_1_the_first_sign_in_leads_over_the_consent_to_where_one_wanted(
    client: Visitor, db: Session
):
    assert client.get("/me").headers["location"] == "/sign-in?next=%2Fme"
    assert sign_in(client) == "/consent?next=%2Fme"
    person = account_by_iin(db, ARUZHAN)
    assert person is not None
    assert person.name == "Серікова Аружан Ерланқызы"
    assert 'name="next" value="/me"' in client.get("/consent?next=%2Fme").text
    sent = {"rules": "true", "data": "true", "version": "2026-11-01", "next": "/me"}
    answer = client.submit("/consent", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me")
    page = client.get("/me")
    assert page.status_code == 200
    assert "Серікова" in page.text
    assert ARUZHAN in page.text


def test_the_second_time_it_leads_there_at_once(client: Visitor, db: Session):
    make.consent(db, make.account(db, iin=ARUZHAN))
    assert sign_in(client, "/me?tab=1") == "/me?tab=1"


def test_a_newer_version_of_the_consent_is_asked_for(client: Visitor, db: Session):
    make.consent(db, make.account(db, iin=ARUZHAN), version="2025-01-01")
    assert sign_in(client) == "/consent?next=%2Fme"


def test_who_works_here_is_not_asked_for_consent(client: Visitor, db: Session):
    make.account(db, iin=ARUZHAN, roles=[Role.PROCTOR])
    assert sign_in(client) == "/me"


@pytest.mark.parametrize("next_page", EVIL)
def test_nobody_is_led_to_another_host(client: Visitor, db: Session, next_page: str):
    make.consent(db, make.account(db, iin=ARUZHAN))
    assert sign_in(client, next_page) == "/"
    assert client.get("/sign-in", params={"next": next_page}).headers["location"] == "/"


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(
    client: Visitor, db: Session
):
    sign_in(client)
    first = client.cookies.get(COOKIE)
    sign_in(client)
    [former, present] = sessions(db)
    assert client.cookies.get(COOKIE) != first
    assert former.revoked_at is not None
    assert present.revoked_at is None


def test_a_session_planted_in_the_browser_is_not_taken_over(
    client: Visitor, db: Session, clock: FixedClock
):
    planted = client.sign_in_as(make.account(db))
    clock.move(minutes=10)
    url = begin(client)
    clock.move(minutes=5)  # the planted session would take its next turn in the same answer
    answer = client.get(choose(url))
    names = [cookie.split("=")[0] for cookie in answer.headers.get_list("set-cookie")]
    assert names.count(COOKIE) == 1
    assert db.get_one(SignIn, planted.id).revoked_at == clock.now()
    assert "Серікова" in client.get("/me").text


def test_the_browser_and_its_language_are_remembered(client: Visitor, db: Session):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
    client.headers["user-agent"] = firefox
    make.account(db, iin=ARUZHAN, language="ru")
    sign_in(client)
    assert client.cookies.get(LANGUAGE_COOKIE) == "ru"
    assert [one.device for one in sessions(db)] == [firefox]
    assert "Firefox, Linux" in client.get("/me").text


def test_a_language_once_chosen_stays(client: Visitor, db: Session):
    make.account(db, iin=ARUZHAN, language="ru")
    client.get("/language/kk")
    sign_in(client)
    assert client.cookies.get(LANGUAGE_COOKIE) == "kk"


def no_one_is_in(client: Visitor, db: Session) -> bool:
    return client.cookies.get(COOKIE) is None and sessions(db) == []


def test_a_way_back_without_its_cookie_is_refused(client: Visitor, db: Session):
    back = choose(begin(client))
    client.cookies.clear()
    answer = client.get(back)
    assert answer.status_code == 400
    assert "begun in another window or took too long" in answer.text
    assert "Begin again" in answer.text
    assert no_one_is_in(client, db)


def test_a_way_back_of_another_sign_in_is_refused(client: Visitor, db: Session):
    theirs = choose(begin(client))
    client.cookies.clear()
    begin(client)
    assert client.get(theirs).status_code == 400
    assert no_one_is_in(client, db)


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (10, 400)])
def test_the_way_takes_ten_minutes_at_most(
    client: Visitor, clock: FixedClock, minutes: int, status: int
):
    url = begin(client)
    clock.move(minutes=minutes)
    assert client.get(choose(url)).status_code == status


def test_the_same_way_back_twice_leads_home(client: Visitor, db: Session):
    back = choose(begin(client))
    client.get(back)
    again = client.get(back)
    assert (again.status_code, again.headers["location"]) == (303, "/")
    assert len(sessions(db)) == 1


def test_who_cancels_can_begin_again_and_still_gets_where_they_wanted(
    client: Visitor, db: Session, issuer: str
):
    state = parse_qs(urlsplit(begin(client, "/me/contact")).query)["state"][0]
    query = {"state": state, "error": "access_denied", "iss": issuer}
    answer = client.get("/sign-in/callback", params=query)
    assert answer.status_code == 400
    assert "You cancelled the sign-in" in answer.text
    assert 'value="/me/contact"' in answer.text
    assert no_one_is_in(client, db)


def test_a_blocked_account_is_told_so(client: Visitor, db: Session, clock: FixedClock):
    make.account(db, iin=ARUZHAN, blocked_at=clock.now())
    answer = client.get(choose(begin(client)))
    assert answer.status_code == 403
    assert "Your account is blocked" in answer.text
    assert no_one_is_in(client, db)


def test_signing_out_ends_the_session_not_only_the_cookie(client: Visitor, db: Session):
    owner = make.account(db)
    client.sign_in_as(owner)
    kept = client.cookies.get(COOKIE) or ""
    answer = client.submit("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert client.cookies.get(COOKIE) is None
    client.cookies.set(COOKIE, kept, domain="testserver.local", path="/")
    assert client.get("/me").status_code == 303


def test_the_page_after_signing_out_leads_to_the_provider_too(client: Visitor, issuer: str):
    page = client.get("/signed-out")
    assert page.status_code == 200
    assert f'href="{issuer}/end_session?client_id=synaq' in page.text


def test_signing_out_everywhere(client: Visitor, db: Session):
    owner = make.account(db)
    elsewhere = make.session_of(db, owner)
    client.sign_in_as(owner)
    assert client.submit("/sign-out-everywhere").headers["location"] == "/signed-out"
    db.refresh(elsewhere)
    assert elsewhere.revoked_at is not None
    assert client.get("/me").status_code == 303


def test_who_is_in_already_is_led_on(client: Visitor, db: Session):
    client.sign_in_as(make.account(db))
    assert client.get("/sign-in?next=/me").headers["location"] == "/me"


def test_the_way_back_to_a_page_keeps_its_question(client: Visitor):
    asked = client.get("/consent?next=/me").headers["location"]
    assert asked == "/sign-in?next=%2Fconsent%3Fnext%3D%2Fme"


class TestWithoutAProvider:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"sso_issuer": "http://127.0.0.1:9"})

    def test_a_provider_that_is_down_is_named_and_nothing_is_lost(self, client: Visitor):
        answer = client.submit("/sign-in/begin", {"next": "/me"})
        assert answer.status_code == 503
        assert "does not answer" in answer.text
        assert 'value="/me"' in answer.text

    def test_signing_out_needs_no_provider(self, client: Visitor, db: Session):
        client.sign_in_as(make.account(db))
        client.submit("/sign-out")
        page = client.get("/signed-out")
        assert page.status_code == 200
        assert "single sign-on too" not in page.text
