"""Sign-in through OpenID Connect, against the demo provider over real HTTP (ID-1)."""

from collections.abc import Callable
from datetime import date

import httpx
import pytest
from joserfc.jwk import RSAKey

from service.core.i18n import translators
from service.gateways.sso import REASONS, Begun, Identity, Provider, SignInFailed
from service.settings import ROOT
from tests.clock import FixedClock
from tests.demo.signing_in import REDIRECT, SIGNED_OUT, choose
from tests.gateways.crooked import DISCOVERY, Body, Crooked, Forger
from tests.gateways.sign_ins import changed, refusal, sign_in, without


def test_id_1_the_whole_flow_gives_the_identity(provider: Provider, clock: FixedClock):
    found = sign_in(provider, clock)
    assert found == Identity(
        issuer=provider.issuer,
        subject=found.subject,
        iin="980317499011",
        family_name="Серікова",
        given_name="Аружан",
        patronymic="Ерланқызы",
        birth_on=date(1998, 3, 17),
        phone="+77000000001",
        email="aruzhan@example.org",
        id_token=found.id_token,
    )
    assert found.subject


def test_the_subject_of_a_person_stays_the_same(provider: Provider, clock: FixedClock):
    assert sign_in(provider, clock).subject == sign_in(provider, clock).subject
    assert sign_in(provider, clock).subject != sign_in(provider, clock, "daniyar").subject


def test_what_the_provider_does_not_know_is_empty(provider: Provider, clock: FixedClock):
    found = sign_in(provider, clock, "sanzhar")
    assert (found.patronymic, found.email) == ("", "")


def test_every_sign_in_has_secrets_of_its_own(provider: Provider, clock: FixedClock):
    begun = [provider.begin(now=clock.now()) for _ in range(2)]
    secrets = {value for one in begun for value in one.kept().values()}
    assert len(secrets) == 6
    assert {len(secret) for secret in secrets} == {43}
    assert not any(one.verifier in one.url for one in begun)


def test_the_page_is_asked_for_in_the_persons_language(provider: Provider, clock: FixedClock):
    url = provider.begin(now=clock.now(), ui_locales="ru kk").url
    assert '<html lang="ru">' in httpx.get(url).text


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
def test_a_client_with_a_secret_signs_in(
    issuer: str, wire: Crooked, http: httpx.Client, clock: FixedClock, methods: list[str] | None
):
    key = "token_endpoint_auth_methods_supported"
    wire.bends["/.well-known/openid-configuration"] = lambda body: (
        {name: value for name, value in body.items() if name != key}
        | ({key: methods} if methods else {})
    )
    keeper = Provider(issuer, "keeper", "kept: сыр %", REDIRECT, http)
    assert sign_in(keeper, clock).given_name == "Аружан"
    stranger = Provider(issuer, "keeper", "another", REDIRECT, http)
    assert refusal(stranger, clock) == ("refused", "token: 401 invalid_client")


@pytest.mark.parametrize(
    ("kept", "changed", "ground"),
    [
        ({}, {"state": "another"}, "state"),
        ({}, {"state": ""}, "state"),
        ({"state": ""}, {"state": ""}, "state"),
        ({}, {"state": "күй"}, "state"),
        ({}, {"iss": "https://evil.example"}, "token"),
        ({}, {"iss": None}, "token"),
        ({}, {"error": "access_denied"}, "cancelled"),
        ({}, {"error": "server_error"}, "refused"),
        ({}, {"code": None}, "refused"),
        ({}, {"code": "made-up"}, "refused"),
        ({"verifier": "x" * 43}, {}, "refused"),
        ({"nonce": "another"}, {}, "token"),
        ({"nonce": ""}, {}, "token"),
    ],
    ids=[
        "another state",
        "no state",
        "no cookie",
        "a state that is not ASCII",
        "another issuer",
        "no issuer though promised",
        "the person cancelled",
        "the provider failed",
        "no code",
        "a made-up code",
        "a wrong verifier",
        "a wrong nonce",
        "no nonce kept",
    ],
)
def test_a_wrong_way_back_signs_nobody_in(
    provider: Provider,
    clock: FixedClock,
    kept: dict[str, str],
    changed: dict[str, str | None],
    ground: str,
):
    begun = provider.begin(now=clock.now())
    merged = choose(begun.url, person="aruzhan") | changed
    back = {name: value for name, value in merged.items() if value is not None}
    with pytest.raises(SignInFailed) as failed:
        provider.finish(Begun.restored(begun.kept() | kept), back, now=clock.now())
    assert failed.value.ground == ground


def test_nothing_is_asked_of_the_provider_before_the_state_is_checked(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    with pytest.raises(SignInFailed):
        provider.finish(Begun.restored({}), {"code": "x", "state": "y"}, now=clock.now())
    assert wire.seen == {}


def test_cancelling_at_the_provider_is_told_as_such(provider: Provider, clock: FixedClock):
    begun = provider.begin(now=clock.now())
    back = choose(begun.url, action="cancel")
    with pytest.raises(SignInFailed) as failed:
        provider.finish(begun, back, now=clock.now())
    assert (failed.value.ground, failed.value.status) == ("cancelled", 400)


def test_a_code_works_once(provider: Provider, clock: FixedClock):
    begun = provider.begin(now=clock.now())
    back = choose(begun.url, person="aruzhan")
    provider.finish(begun, back, now=clock.now())
    with pytest.raises(SignInFailed) as failed:
        provider.finish(begun, back, now=clock.now())
    assert failed.value.ground == "refused"


def test_a_code_of_sixty_seconds_is_too_old(provider: Provider, clock: FixedClock):
    begun = provider.begin(now=clock.now())
    back = choose(begun.url, person="aruzhan")
    with pytest.raises(SignInFailed) as failed:
        provider.finish(begun, back, now=clock.move(seconds=60))
    assert failed.value.ground == "refused"


def test_another_redirect_uri_than_the_registered_is_refused(
    issuer: str, http: httpx.Client, clock: FixedClock
):
    provider = Provider(issuer, "synaq", None, f"{REDIRECT}/", http)
    answer = httpx.post(provider.begin(now=clock.now()).url, data={"person": "aruzhan"})
    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_the_iin_may_come_from_userinfo(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey
):
    Forger(wire, rsa).sign("RS256", without("iin"))
    assert sign_in(provider, clock).iin == "980317499011"


def test_signed_claims_stand_above_userinfo(provider: Provider, wire: Crooked, clock: FixedClock):
    wire.bends["/userinfo"] = lambda body: body | {"iin": "950622399028"}
    assert sign_in(provider, clock).iin == "980317499011"


@pytest.mark.parametrize(
    ("bend", "detail"),
    [
        (lambda body: body | {"sub": "another"}, "userinfo: another subject"),
        (lambda _: {}, "userinfo: another subject"),
        (lambda _: [], "userinfo: 200"),
    ],
    ids=["another subject", "no subject", "no object"],
)
def test_userinfo_of_somebody_else_signs_nobody_in(
    provider: Provider,
    wire: Crooked,
    clock: FixedClock,
    bend: Callable[[Body], Body],
    detail: str,
):
    wire.bends["/userinfo"] = bend
    assert refusal(provider, clock) == ("token", detail)


@pytest.mark.parametrize(
    ("iin", "ground", "detail"),
    [
        (None, "no-iin", ""),
        ("", "no-iin", ""),
        (980317499011, "no-iin", ""),
        ("980317499012", "faulty-iin", "check-digit"),
        ("98031749901", "faulty-iin", "length"),
    ],
    ids=["none", "empty", "a number", "a wrong check digit", "eleven digits"],
)
def test_id_1_without_a_sound_iin_nobody_is_signed_in(
    provider: Provider,
    wire: Crooked,
    clock: FixedClock,
    rsa: RSAKey,
    iin: object,
    ground: str,
    detail: str,
):
    change = without("iin") if iin is None else changed(iin=iin)
    Forger(wire, rsa).sign("RS256", change)
    wire.bends["/userinfo"] = without("iin")
    assert refusal(provider, clock) == (ground, detail)


def test_the_claim_with_the_iin_may_have_another_name(
    issuer: str, http: httpx.Client, wire: Crooked, clock: FixedClock
):
    wire.bends["/userinfo"] = changed(national_id="950622399028")
    provider = Provider(issuer, "synaq", None, REDIRECT, http, iin_claim="national_id")
    assert sign_in(provider, clock).iin == "950622399028"


@pytest.mark.parametrize("told", [None, "", "in spring", "0000-03-17"])
def test_the_iin_tells_the_birthday_that_the_provider_does_not(
    provider: Provider, wire: Crooked, clock: FixedClock, rsa: RSAKey, told: str | None
):
    Forger(wire, rsa).sign(
        "RS256", without("birthdate") if told is None else changed(birthdate=told)
    )
    wire.bends["/userinfo"] = without("birthdate")
    assert sign_in(provider, clock).birth_on == date(1998, 3, 17)


def test_signing_out_leads_through_the_provider_and_back(provider: Provider, clock: FixedClock):
    found = sign_in(provider, clock)
    url = provider.sign_out_url(id_token=found.id_token, back_to=SIGNED_OUT, now=clock.now())
    assert url is not None
    assert httpx.get(url).headers["location"] == SIGNED_OUT


def test_a_provider_without_sign_out_offers_none(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    wire.bends[DISCOVERY] = without("end_session_endpoint")
    url = provider.sign_out_url(id_token="", back_to=SIGNED_OUT, now=clock.now())
    assert url is None


def test_signing_out_does_not_depend_on_the_provider(
    provider: Provider, wire: Crooked, clock: FixedClock
):
    wire.lost.add(DISCOVERY)
    url = provider.sign_out_url(id_token="", back_to=SIGNED_OUT, now=clock.now())
    assert url is None


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_reason_is_told_in_kazakh_and_russian(language: str):
    texts = translators(ROOT / "web" / "locales")[language]  # type: ignore[index]  # a literal
    assert [one.msgid for one in REASONS.values() if one.msgid not in texts] == []
