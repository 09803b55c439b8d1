"""Sign-in through an OpenID Connect provider: authorization code, PKCE S256, state, nonce (ID-1).

The caller keeps `Begun.kept()` in a short-lived signed cookie (SameSite=Lax: the way back comes
from another site) and hands it back with the query of the way back.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from service.core.errors import Fault
from service.core.i18n import Message, say
from service.core.security import new_secret
from service.gateways.faults import GatewayDown
from service.gateways.openid_documents import PATIENCE, Documents, json_object
from service.law.identity import birth_date, iin_fault

ALGORITHMS: Final = ("RS256", "ES256")
SCOPE: Final = "openid profile phone email iin"
# the provider's clock and ours may differ by this many seconds
LEEWAY: Final = 60

Ground = Literal["down", "state", "cancelled", "refused", "token", "no-iin", "faulty-iin"]

REASONS: Final[Mapping[Ground, Message]] = {
    "down": say("The sign-in provider does not answer. Please try again in a few minutes."),
    "state": say("This sign-in was begun in another window or took too long. Please begin again."),
    "cancelled": say("You cancelled the sign-in. You can begin again at any time."),
    "refused": say("The sign-in provider did not complete the sign-in. Please begin again."),
    "token": say(
        "The answer of the sign-in provider could not be verified, so nobody was signed in. "
        "Please begin again; if it happens again, tell the support service."
    ),
    "no-iin": say(
        "The sign-in provider did not give your individual identification number (IIN). "
        "Please sign in with an account that has one."
    ),
    "faulty-iin": say(
        "The individual identification number (IIN) that the sign-in provider gave is not "
        "correct. Please tell the provider's support service."
    ),
}


class SignInFailed(Fault):
    """Nobody is signed in; `reason` says why to the person, `detail` to the operators."""

    status = 400

    def __init__(self, ground: Ground, detail: str = "") -> None:
        super().__init__(REASONS[ground])
        self.reason = REASONS[ground]
        self.ground = ground
        self.detail = detail
        if ground == "down":
            self.status = 503


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way: where to send the browser, and what must come back unchanged."""

    url: str
    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """Return what the caller keeps in the signed cookie."""
        return {"state": self.state, "nonce": self.nonce, "verifier": self.verifier}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "Begun":
        """Return the sign-in that was kept; without a cookie (`{}`) `finish` refuses it."""
        return cls("", *(str(kept.get(name, "")) for name in ("state", "nonce", "verifier")))


@dataclass(frozen=True)
class Identity:
    """Who signed in, as the provider vouches for it.

    The IIN is sound by its check digit; what the provider does not know is an empty text;
    `birth_on` is the IIN's where the provider gives none. `id_token` is for `sign_out_url`.
    """

    issuer: str
    subject: str
    iin: str
    family_name: str
    given_name: str
    patronymic: str
    birth_on: date
    phone: str
    email: str
    id_token: str


class Provider:
    """One configured provider. `iin_claim` is the claim in which it gives the IIN."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str | None,
        redirect_uri: str,
        http: httpx.Client,
        *,
        iin_claim: str = "iin",
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._http = http
        self._iin_claim = iin_claim
        self._documents = Documents(issuer, http)

    def begin(self, *, now: datetime, ui_locales: str = "") -> Begun:
        """Return a fresh sign-in; `ui_locales` are the person's languages, best first ("kk ru").

        Raises:
            SignInFailed: the provider does not answer.
        """
        state, nonce, verifier = _random(), _random(), _random()
        with _told():
            endpoint = self._documents.metadata(now)["authorization_endpoint"]
        url = prepare_grant_uri(
            endpoint,
            self._client_id,
            "code",
            redirect_uri=self._redirect_uri,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            ui_locales=ui_locales or None,
        )
        return Begun(str(url), state, nonce, verifier)

    def finish(self, begun: Begun, query: Mapping[str, str], *, now: datetime) -> Identity:
        """Return who signed in; `query` are the parameters with which the browser came back.

        Raises:
            SignInFailed: in each way in which it can fail, with its ground.
        """
        with _told():
            code = self._code(begun.state, query, now)
            tokens = self._tokens(code, begun.verifier, now)
            id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
            if not isinstance(id_token, str) or not isinstance(access_token, str):
                raise SignInFailed("token", "the answer lacks id_token or access_token")
            claims = self._claims(id_token, access_token, begun.nonce, now)
            return self._identity(self._completed(claims, access_token, now), id_token)

    def sign_out_url(self, *, id_token: str, back_to: str, now: datetime) -> str | None:
        """Return where the browser ends the provider's own session; None where it offers none.

        Signing out here must not depend on the provider: one that is down offers none.
        """
        try:
            end = self._documents.metadata(now).get("end_session_endpoint")
        except GatewayDown:
            return None
        if not end:
            return None
        query = {"client_id": self._client_id, "post_logout_redirect_uri": back_to}
        if id_token:
            query["id_token_hint"] = id_token
        return str(httpx.URL(str(end)).copy_merge_params(query))

    def _code(self, state: str, query: Mapping[str, str], now: datetime) -> str:
        """Check the way back before anything of it is used (RFC 6749 4.1.2, RFC 9207)."""
        if not state or not _equal(state, query.get("state", "")):
            raise SignInFailed("state")
        issuer = query.get("iss")
        promised = "authorization_response_iss_parameter_supported"
        if issuer is None and self._documents.metadata(now).get(promised):
            raise SignInFailed("token", "the way back lacks iss")
        if issuer not in (None, self.issuer):
            raise SignInFailed("token", "the way back comes from another issuer")
        error = query.get("error")
        if error == "access_denied":
            raise SignInFailed("cancelled")
        if error or not query.get("code"):
            raise SignInFailed("refused", error or "no code")
        return query["code"]

    def _tokens(self, code: str, verifier: str, now: datetime) -> dict[str, Any]:
        metadata = self._documents.metadata(now)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        headers: dict[str, str] = {}
        if self._client_secret is None:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in metadata.get(
            # the specification's default where the provider is silent
            "token_endpoint_auth_methods_supported",
            ["client_secret_basic"],
        ):
            headers["Authorization"] = _basic(self._client_id, self._client_secret)
        else:
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        try:
            answer = self._http.post(
                metadata["token_endpoint"], data=form, headers=headers, timeout=PATIENCE
            )
        except httpx.RequestError as error:
            raise GatewayDown(f"token: {type(error).__name__}") from error
        if answer.is_server_error:
            raise GatewayDown(f"token: {answer.status_code}")
        body = json_object(answer)
        if answer.status_code != httpx.codes.OK or body is None:
            raise SignInFailed(
                "refused", f"token: {answer.status_code} {(body or {}).get('error')}"
            )
        return body

    def _claims(
        self, id_token: str, access_token: str, nonce: str, now: datetime
    ) -> dict[str, Any]:
        """Verify the ID token (OpenID Connect Core 3.1.3.7) and return its claims."""
        must: dict[str, dict[str, object]] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        known = {"client_id": self._client_id, "nonce": nonce, "access_token": access_token}
        try:
            kid = jws.extract_compact(id_token.encode()).headers().get("kid")
            key = self._documents.key(kid, now)
            token = jwt.decode(id_token, key, algorithms=ALGORITHMS)
            claims = CodeIDToken(token.claims, token.header, options=must, params=known)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        # some malformed tokens and keys come out of joserfc as plain errors
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SignInFailed("token", f"id_token: {type(error).__name__}: {error}") from error
        return dict(claims)

    def _completed(
        self, claims: dict[str, Any], access_token: str, now: datetime
    ) -> dict[str, Any]:
        """Add what the userinfo endpoint knows; the signed claims stand above it."""
        endpoint = self._documents.metadata(now).get("userinfo_endpoint")
        wanted = {self._iin_claim, "family_name", "given_name", "phone_number", "email"}
        if not endpoint or wanted <= claims.keys():
            return claims
        answer = self._documents.get(str(endpoint), {"Authorization": f"Bearer {access_token}"})
        more = json_object(answer)
        if answer.status_code != httpx.codes.OK or more is None:
            raise SignInFailed("token", f"userinfo: {answer.status_code}")
        # OpenID Connect Core 5.3.2: without this another person's data could be slipped in
        if more.get("sub") != claims["sub"]:
            raise SignInFailed("token", "userinfo: another subject")
        return more | claims

    def _identity(self, claims: dict[str, Any], id_token: str) -> Identity:
        iin = _text(claims, self._iin_claim)
        if not iin:
            raise SignInFailed("no-iin")
        fault = iin_fault(iin)
        if fault:
            raise SignInFailed("faulty-iin", fault)
        return Identity(
            issuer=self.issuer,
            subject=_text(claims, "sub"),
            iin=iin,
            family_name=_text(claims, "family_name"),
            given_name=_text(claims, "given_name"),
            patronymic=_text(claims, "middle_name"),
            birth_on=_day(_text(claims, "birthdate")) or birth_date(iin),
            phone=_text(claims, "phone_number"),
            email=_text(claims, "email"),
            id_token=id_token,
        )


@contextmanager
def _told() -> Iterator[None]:
    """Tell the person in our words that the provider is down."""
    try:
        yield
    except GatewayDown as error:
        raise SignInFailed("down", str(error)) from error


def _random() -> str:
    return urlsafe_b64encode(new_secret()).rstrip(b"=").decode()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _basic(client_id: str, secret: str) -> str:
    """Return HTTP Basic credentials, each half form-encoded first (RFC 6749 2.3.1)."""
    halves = (quote_plus(half) for half in (client_id, secret))
    return "Basic " + b64encode(":".join(halves).encode()).decode()


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
