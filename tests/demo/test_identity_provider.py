"""The demo provider keeps to OpenID Connect: RFC 6749, RFC 7636, RFC 9207, Core 1.0."""

import base64

import httpx
import pytest
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.jwk import KeySet

from service.demo.people import demo_people
from tests.clock import FixedClock
from tests.demo.signing_in import SIGNED_OUT, VERIFIER, Walk, choose, query_of


def error_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_the_whole_flow_tells_who_was_chosen(walk: Walk, clock: FixedClock):
    back = choose(walk.url, person="daniyar")
    assert (back["state"], back["iss"]) == ("the-state", walk.issuer)
    tokens = walk.redeem(back["code"]).json()
    keys = KeySet.import_key_set(httpx.get(f"{walk.issuer}/jwks").json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    moment = int(clock.now().timestamp())
    assert {name: claims[name] for name in ("iss", "aud", "nonce", "iat", "exp", "iin")} == {
        "iss": walk.issuer,
        "aud": "synaq",
        "nonce": "the-nonce",
        "iat": moment,
        "exp": moment + 600,
        "iin": "950622399028",
    }
    assert walk.userinfo(tokens["access_token"]).json() == {
        "sub": claims["sub"],
        "iin": "950622399028",
        "name": "Ахметов Данияр Болатұлы",
        "family_name": "Ахметов",
        "given_name": "Данияр",
        "middle_name": "Болатұлы",
        "birthdate": "1995-06-22",
        "phone_number": "+77000000002",
        "phone_number_verified": True,
        "email": "daniyar@example.org",
        "email_verified": True,
    }


def test_the_published_keys_hold_no_private_part(walk: Walk):
    (key,) = httpx.get(f"{walk.issuer}/jwks").json()["keys"]
    assert set(key) == {"kty", "n", "e", "use", "alg", "kid"}


def test_the_discovery_document_is_valid(walk: Walk):
    document = httpx.get(f"{walk.issuer}/.well-known/openid-configuration").json()
    OpenIDProviderMetadata(document).validate()
    assert document["issuer"] == walk.issuer


def test_only_what_the_scope_asks_for_is_told(walk: Walk):
    walk.asked["scope"] = "openid phone"
    claims = walk.userinfo(walk.tokens()["access_token"]).json()
    assert set(claims) == {"sub", "phone_number", "phone_number_verified"}


def test_a_wrong_verifier_is_refused_and_burns_the_code(walk: Walk):
    code = walk.code()
    assert error_of(walk.redeem(code, code_verifier="x" * 43)) == (400, "invalid_grant")
    assert error_of(walk.redeem(code)) == (400, "invalid_grant")


@pytest.mark.parametrize("verifier", ["", "ә" * 43], ids=["none", "not ASCII"])
def test_a_malformed_verifier_is_refused(walk: Walk, verifier: str):
    assert walk.redeem(walk.code(), code_verifier=verifier).status_code == 400


def test_a_code_used_twice_is_refused_and_its_tokens_are_revoked(walk: Walk):
    code = walk.code()
    access_token = walk.redeem(code).json()["access_token"]
    assert walk.userinfo(access_token).status_code == 200
    assert error_of(walk.redeem(code)) == (400, "invalid_grant")
    assert walk.userinfo(access_token).status_code == 401


def test_another_redirect_uri_at_the_token_endpoint_is_refused(walk: Walk):
    answer = walk.redeem(walk.code(), redirect_uri=SIGNED_OUT)
    assert error_of(answer) == (400, "invalid_grant")


def test_another_client_cannot_redeem_the_code(walk: Walk):
    answer = walk.redeem(walk.code(), client_id="keeper", client_secret="kept: secret")
    assert error_of(answer) == (400, "invalid_grant")


def test_a_code_lives_less_than_sixty_seconds(walk: Walk, clock: FixedClock):
    in_time, late = walk.code(), walk.code()
    clock.move(seconds=59)
    assert walk.redeem(in_time).status_code == 200
    clock.move(seconds=1)
    assert error_of(walk.redeem(late)) == (400, "invalid_grant")


def test_an_access_token_lives_ten_minutes(walk: Walk, clock: FixedClock):
    token = walk.tokens()["access_token"]
    clock.move(minutes=10)
    assert error_of(walk.userinfo(token)) == (401, "invalid_token")


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "http://127.0.0.1:8000/sign-in/callback/"},
        {"redirect_uri": "http://127.0.0.1:8000/sign-in/callback?x=1"},
        {"redirect_uri": "https://evil.example/sign-in/callback"},
        {"redirect_uri": ""},
        {"client_id": "stranger"},
    ],
    ids=["a slash more", "a query more", "another host", "none", "an unknown client"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_address_or_client_never_gets_a_redirect(
    walk: Walk, changed: dict[str, str], method: str
):
    walk.asked |= changed
    answer = httpx.request(method, walk.url)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain", "code_challenge": VERIFIER}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
    ids=["no PKCE", "no method", "plain PKCE", "implicit", "no openid", "nobody may be asked"],
)
def test_a_malformed_request_goes_back_with_its_error(
    walk: Walk, changed: dict[str, str], error: str
):
    walk.asked |= changed
    back = query_of(httpx.get(walk.url))
    assert (back["error"], back["state"], back["iss"]) == (error, "the-state", walk.issuer)
    assert "code" not in back


def test_cancelling_goes_back_with_access_denied(walk: Walk):
    assert choose(walk.url, action="cancel") == {
        "error": "access_denied",
        "state": "the-state",
        "iss": walk.issuer,
    }


def test_everybody_of_the_demo_can_be_chosen(walk: Walk):
    page, people = httpx.get(walk.url).text, demo_people()
    assert [person.key for person in people if f'value="{person.key}"' not in page] == []


def test_an_unknown_person_is_asked_again(walk: Walk):
    answer = httpx.post(walk.url, data={"person": "nobody"})
    assert (answer.status_code, "location" in answer.headers) == (200, False)


@pytest.mark.parametrize(("secret", "status"), [("kept: secret", 200), ("another", 401), ("", 401)])
@pytest.mark.parametrize("way", ["post", "basic"])
def test_a_client_with_a_secret_must_bring_it(walk: Walk, way: str, secret: str, status: int):
    walk.asked["client_id"] = "keeper"
    form = {
        "grant_type": "authorization_code",
        "redirect_uri": walk.asked["redirect_uri"],
        "code": walk.code(),
        "code_verifier": VERIFIER,
    }
    if way == "post":
        form |= {"client_id": "keeper", "client_secret": secret}
        answer = httpx.post(f"{walk.issuer}/token", data=form)
    else:
        pair = base64.b64encode(f"keeper:{secret.replace(':', '%3A')}".encode()).decode()
        answer = httpx.post(
            f"{walk.issuer}/token", data=form, headers={"Authorization": f"Basic {pair}"}
        )
    assert answer.status_code == status


def test_another_kind_of_grant_is_refused(walk: Walk):
    answer = walk.redeem(walk.code(), grant_type="password")
    assert error_of(answer) == (400, "unsupported_grant_type")


def test_signing_out_returns_to_a_registered_address_only(walk: Walk):
    def end(back_to: str) -> httpx.Response:
        query = {"client_id": "synaq", "post_logout_redirect_uri": back_to, "state": "s"}
        return httpx.get(f"{walk.issuer}/end_session", params=query)

    assert end(SIGNED_OUT).headers["location"] == f"{SIGNED_OUT}?state=s"
    assert "location" not in end("https://evil.example/").headers


OWN = {
    "action": "own",
    "iin": "970101 399207",
    "family_name": "Тестов",
    "given_name": "Тест",
    "patronymic": "",
    "phone": "8 (700) 000-00-99",
    "email": "",
}


def test_somebody_made_up_can_sign_in(walk: Walk):
    tokens = walk.redeem(choose(walk.url, **OWN)["code"]).json()
    claims = walk.userinfo(tokens["access_token"]).json()
    del claims["sub"]
    assert claims == {
        "iin": "970101399207",
        "name": "Тестов Тест",
        "family_name": "Тестов",
        "given_name": "Тест",
        "birthdate": "1997-01-01",
        "phone_number": "+77000000099",
        "phone_number_verified": True,
        "email_verified": False,
    }


def test_the_number_of_a_demo_person_gives_that_person(walk: Walk):
    tokens = walk.redeem(choose(walk.url, **OWN | {"iin": "980317499011"})["code"]).json()
    assert walk.userinfo(tokens["access_token"]).json()["family_name"] == "Серікова"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("iin", "", "An IIN has 12 digits."),
        ("iin", "97010139920a", "An IIN consists of digits only."),
        ("iin", "970101999207", "The seventh digit of an IIN is 1 to 6."),
        ("iin", "971301399207", "There is no such day."),
        ("iin", "970101399202", "(the check digit) does not fit."),
        ("family_name", " ", "Type the family name."),
        ("given_name", "", "Type the given name."),
        ("phone", "12", "Type the phone as +7 and 10 digits"),
        ("email", "no address", "Type the address like name@example.org"),
    ],
)
def test_a_fault_is_named_and_what_was_typed_is_kept(
    walk: Walk, field: str, value: str, sentence: str
):
    walk.asked["ui_locales"] = "en"
    answer = httpx.post(walk.url, data=OWN | {field: value})
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert sentence in answer.text
    assert 'value="Тест' in answer.text


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [("ru", "en", "ru"), ("de en", "ru", "en"), ("", "ru-KZ,ru;q=0.9", "ru"), ("", "de", "kk")],
)
def test_the_page_speaks_the_wanted_language(walk: Walk, wanted: str, accepted: str, language: str):
    if wanted:
        walk.asked["ui_locales"] = wanted
    answer = httpx.get(walk.url, headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text


def test_the_form_may_lead_back_to_the_client_and_nowhere_else(walk: Walk):
    policy = httpx.get(walk.url).headers["content-security-policy"]
    assert policy.endswith("form-action 'self' http://127.0.0.1:8000")


def test_what_is_typed_is_shown_as_text(walk: Walk):
    text = httpx.post(walk.url, data=OWN | {"iin": '"><script>alert(1)</script>'}).text
    assert "<script>" not in text
