"""A wire to a real server that a test may bend: it loses answers, and it lies."""

import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

Body = dict[str, Any]

DISCOVERY = "/.well-known/openid-configuration"


class Crooked(httpx.BaseTransport):
    """Hands every request on; then bends the answer of a path, or loses it."""

    def __init__(self) -> None:
        self._straight = httpx.HTTPTransport()
        self.bends: dict[str, Callable[[Body], Body]] = {}
        self.lost: set[str] = set()
        self.statuses: dict[str, int] = {}
        self.seen: Counter[str] = Counter()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.seen[path] += 1
        answer = self._straight.handle_request(request)
        if path in self.lost:
            answer.close()
            raise httpx.ReadTimeout("lost on the way", request=request)
        bend = self.bends.get(path)
        if bend is None and path not in self.statuses:
            return answer
        body = json.loads(answer.read())
        changed = bend(body) if bend else body
        return httpx.Response(self.statuses.get(path, answer.status_code), json=changed)

    def close(self) -> None:
        self._straight.close()


class Forger:
    """Signs ID tokens anew, with a key that it also slips into the published keys."""

    def __init__(self, wire: Crooked, key: RSAKey | ECKey) -> None:
        self.key = key
        self.wire = wire
        wire.bends["/jwks"] = lambda _: dict(KeySet([key]).as_dict(private=False))

    def sign(self, alg: str, change: Callable[[Body], Body], *, named: bool = True) -> None:
        """From now on the token answer carries this signature over the changed claims."""
        header = {"alg": alg, "kid": self.key.kid} if named else {"alg": alg}

        def signed_anew(body: Body) -> Body:
            claims = change(claims_of(body["id_token"]))
            token = jwt.encode(dict(header), claims, self.key, algorithms=[alg])
            return body | {"id_token": token}

        self.wire.bends["/token"] = signed_anew


def claims_of(id_token: str) -> Body:
    """The claims of a token, unchecked."""
    claims: Body = json.loads(jws.extract_compact(id_token.encode()).payload)
    return claims


def unsigned(id_token: str) -> str:
    """The same claims under `alg: none`."""
    return f"{_part({'alg': 'none'})}.{_part(claims_of(id_token))}."


def signed_with_public_key(id_token: str, public_pem: bytes, kid: str | None) -> str:
    """The same claims under HS256, the provider's public key being the secret."""
    text = f"{_part({'alg': 'HS256', 'kid': kid})}.{_part(claims_of(id_token))}"
    mac = hmac.new(public_pem, text.encode(), hashlib.sha256).digest()
    return f"{text}.{_encoded(mac)}"


def with_other_claims(id_token: str, **changed: Any) -> str:
    """Other claims under the signature that was made for the first ones."""
    header, _, signature = id_token.split(".")
    return f"{header}.{_part(claims_of(id_token) | changed)}.{signature}"


def _part(content: Body) -> str:
    return _encoded(json.dumps(content).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
