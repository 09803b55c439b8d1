"""Keys, signed tokens and secrets: everything is derived from the one secret of the settings."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jose import JWTError, jwt

ALGORITHM: Final = "HS256"
NONCE_SIZE: Final = 12


class Keys:
    """Derives a key for each purpose, so that one token can never stand for another."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._derived: dict[str, bytes] = {}

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that belong to this purpose alone."""
        if purpose not in self._derived:
            self._derived[purpose] = self.derive_once(purpose)
        return self._derived[purpose]

    def derive_once(self, purpose: str) -> bytes:
        """Return the same 32 bytes without keeping them (for keys of one attempt)."""
        return HKDF(algorithm=SHA256(), length=32, salt=b"synaq", info=purpose.encode()).derive(
            self._secret
        )

    @cached_property
    def receipt_key(self) -> Ed25519PrivateKey:
        """Return the key that signs answer receipts."""
        return Ed25519PrivateKey.from_private_bytes(self.derive("answer-receipts"))

    @cached_property
    def receipt_public_key(self) -> bytes:
        """Return the 32 bytes with which anyone checks an answer receipt."""
        return self.receipt_key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )

    def token(self, purpose: str, claims: Mapping[str, Any], *, until: datetime) -> str:
        """Return a signed token with these claims, good until then."""
        body = {**claims, "exp": int(until.timestamp())}
        return str(jwt.encode(body, self.derive(purpose).hex(), algorithm=ALGORITHM))

    def read_token(self, purpose: str, token: str, *, now: datetime) -> dict[str, Any] | None:
        """Return the claims, or None where the token is forged, foreign or over."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.derive(purpose).hex(),
                algorithms=[ALGORITHM],
                options={"verify_exp": False, "verify_aud": False},
            )
        except JWTError:
            return None
        # our own clock decides, so that tests may move it
        if claims.get("exp", 0) <= now.timestamp():
            return None
        return claims

    def mac(self, purpose: str, data: bytes) -> str:
        """Return the hex HMAC-SHA256 of the data under this purpose's key."""
        return hmac.new(self.derive(purpose), data, hashlib.sha256).hexdigest()

    def is_mac(self, purpose: str, data: bytes, mac: str) -> bool:
        """Return whether the MAC is ours, in constant time."""
        # as bytes: a str that is not ASCII would raise
        return hmac.compare_digest(self.mac(purpose, data).encode(), mac.encode(errors="replace"))

    def seal(self, purpose: str, data: bytes) -> str:
        """Return the data encrypted (AES-256-GCM), as text that only `unseal` can read."""
        nonce = new_secret(NONCE_SIZE)
        sealed = AESGCM(self.derive(purpose)).encrypt(nonce, data, purpose.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def unseal(self, purpose: str, text: str) -> bytes | None:
        """Return what was sealed for this purpose, or None where it was not sealed by us."""
        try:
            raw = base64.urlsafe_b64decode(text)
            cipher = AESGCM(self.derive(purpose))
            return cipher.decrypt(raw[:NONCE_SIZE], raw[NONCE_SIZE:], purpose.encode())
        except (InvalidTag, ValueError):
            return None


_dice: ContextVar[Random] = ContextVar("dice", default=secrets.SystemRandom())  # noqa: B039  # it keeps nothing


def new_secret(size: int = 32) -> bytes:
    """Return fresh random bytes."""
    return _dice.get().randbytes(size)


def new_code(digits: int = 6) -> str:
    """Return a random code of decimal digits, leading zeros kept."""
    return f"{_dice.get().randrange(10**digits):0{digits}d}"


@contextmanager
def secrets_from(dice: Random) -> Iterator[None]:
    """Let secrets follow from a seed within the block: for a simulation that repeats, never else.

    Everybody who knows the seed knows the secrets. A test sees to it that the demo alone does it.
    """
    before = _dice.set(dice)
    try:
        yield
    finally:
        _dice.reset(before)


def soon(now: datetime, **term: float) -> datetime:
    """Return the moment that is this timedelta after now."""
    return now + timedelta(**term)


def new_code_of(alphabet: str, length: int) -> str:
    """Return a random code of this alphabet's letters."""
    return "".join(_dice.get().choice(alphabet) for _ in range(length))
