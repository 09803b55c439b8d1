"""Codes and tokens of the demo provider; they live in memory and die with the program."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import RSAKey

from service.demo.people import DemoPerson

CODE_LIFE: Final = timedelta(seconds=60)
TOKEN_LIFE: Final = timedelta(minutes=10)
SECRET_LENGTH: Final = 43
CLAIMS: Final = {
    "profile": ("family_name", "given_name", "middle_name", "birthdate", "name"),
    "phone": ("phone_number", "phone_number_verified"),
    "email": ("email", "email_verified"),
    "iin": ("iin",),
}


@dataclass(frozen=True)
class Grant:
    """A person's consent that a client may know who they are."""

    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    challenge: str
    person: DemoPerson
    given_at: datetime


class Grants:
    """Codes are taken out at their first use, right or wrong; a second use revokes the tokens."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._codes: dict[str, Grant] = {}
        self._spent: dict[str, datetime] = {}
        self._tokens: dict[str, tuple[Grant, str, datetime]] = {}
        self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    def public_keys(self) -> dict[str, Any]:
        """Return the JSON Web Key Set with which anyone checks the ID tokens."""
        return {"keys": [self._key.as_dict(private=False)]}

    def code_for(self, grant: Grant) -> str:
        """Return a fresh authorization code."""
        self._forget(grant.given_at)
        code: str = generate_token(SECRET_LENGTH)
        self._codes[code] = grant
        return code

    def redeem(
        self, code: str, verifier: str, *, client_id: str, redirect_uri: str, now: datetime
    ) -> dict[str, Any]:
        """Return the answer of the token endpoint.

        Raises:
            InvalidGrantError: an unknown, used, expired or another's code, a wrong verifier.
        """
        if code in self._spent:
            self._tokens = {k: entry for k, entry in self._tokens.items() if entry[1] != code}
            raise InvalidGrantError("the code was used before; its tokens are revoked")
        grant = self._codes.pop(code, None)
        if grant is None:
            raise InvalidGrantError("no such code")
        self._spent[code] = now
        if grant.given_at + CODE_LIFE <= now:
            raise InvalidGrantError("the code has expired")
        if (grant.client_id, grant.redirect_uri) != (client_id, redirect_uri):
            raise InvalidGrantError("the code was given to another client or redirect_uri")
        challenge = create_s256_code_challenge(verifier) if verifier.isascii() else ""
        if not hmac.compare_digest(challenge, grant.challenge):
            raise InvalidGrantError("code_verifier does not fit code_challenge")
        return self._answer(grant, code, now)

    def userinfo(self, access_token: str, *, now: datetime) -> dict[str, Any] | None:
        """Return the claims behind an access token; None where it is unknown or over."""
        grant, _, given_at = self._tokens.get(access_token, (None, "", now))
        if grant is None or given_at + TOKEN_LIFE <= now:
            return None
        return self._claims(grant, tuple(CLAIMS))

    def _answer(self, grant: Grant, code: str, now: datetime) -> dict[str, Any]:
        access_token: str = generate_token(SECRET_LENGTH)
        self._tokens[access_token] = (grant, code, now)
        moment = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": grant.client_id,
            "iat": moment,
            "exp": moment + int(TOKEN_LIFE.total_seconds()),
            "auth_time": int(grant.given_at.timestamp()),
            "at_hash": create_half_hash(access_token, "RS256").decode(),
            # phone and e-mail come from userinfo only, so that a client has to manage both ways
            **self._claims(grant, ("profile", "iin")),
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        header = {"alg": "RS256", "kid": self._key.kid}
        return {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFE.total_seconds()),
            "scope": grant.scope,
            "id_token": jwt.encode(header, claims, self._key, algorithms=["RS256"]),
        }

    def _claims(self, grant: Grant, scopes: tuple[str, ...]) -> dict[str, Any]:
        person = grant.person
        everything = {
            "iin": person.iin,
            "name": person.full_name,
            "family_name": person.family_name,
            "given_name": person.given_name,
            "middle_name": person.patronymic,
            "birthdate": person.birth_on.isoformat(),
            "phone_number": person.phone,
            "phone_number_verified": True,
            "email": person.email,
            "email_verified": bool(person.email),
        }
        asked = set(grant.scope.split())
        names = [name for scope in scopes if scope in asked for name in CLAIMS[scope]]
        subject = hashlib.sha256(f"{self._issuer} {person.iin}".encode()).hexdigest()[:32]
        return {"sub": subject} | {
            name: everything[name] for name in names if everything[name] != ""
        }

    def _forget(self, now: datetime) -> None:
        self._codes = {c: g for c, g in self._codes.items() if g.given_at + CODE_LIFE > now}
        self._spent = {c: at for c, at in self._spent.items() if at + TOKEN_LIFE > now}
        self._tokens = {t: e for t, e in self._tokens.items() if e[2] + TOKEN_LIFE > now}
