"""What an OpenID Connect provider publishes about itself: its discovery document and its keys."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import structlog
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import Key, KeySet

from service.gateways.faults import GatewayDown

PATIENCE: Final = httpx.Timeout(10.0, connect=3.0)
KEPT_FOR: Final = timedelta(hours=1)

log = structlog.get_logger()


class Documents:
    """Kept for an hour and shared by all threads; an entry is replaced whole, so no lock."""

    def __init__(self, issuer: str, http: httpx.Client) -> None:
        self._issuer = issuer
        self._http = http
        self._metadata: tuple[dict[str, Any], datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    def metadata(self, now: datetime) -> dict[str, Any]:
        """Return the discovery document; an old one serves on while the provider is down.

        Raises:
            GatewayDown: the provider does not answer, or answers something else.
        """
        known = self._metadata
        if known and now - known[1] < KEPT_FOR:
            return known[0]
        try:
            read = self._read_metadata()
        except GatewayDown as error:
            log.warning("sso_discovery_failed", issuer=self._issuer, detail=str(error))
            if known:
                return known[0]
            raise
        self._metadata = (read, now)
        return read

    def key(self, kid: str | None, now: datetime) -> Key:
        """Return the provider's signing key; a `kid` not known yet makes the keys be read again.

        A token without `kid` gets the only key there is, never one tried out of several.

        Raises:
            GatewayDown: the provider does not answer.
            JoseError, ValueError: there is no such key, or the key set is malformed.
        """
        known = self._keys
        if known and now - known[1] < KEPT_FOR:
            try:
                return known[0].get_by_kid(kid)
            except InvalidKeyIdError:
                log.info("sso_key_unknown", issuer=self._issuer, kid=kid)
        keys = self._read_keys(now)
        self._keys = (keys, now)
        return keys.get_by_kid(kid)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Return the answer to a GET request.

        Raises:
            GatewayDown: no answer, or an error of the provider.
        """
        try:
            answer = self._http.get(url, headers=headers, timeout=PATIENCE)
        except httpx.RequestError as error:
            raise GatewayDown(f"{url}: {type(error).__name__}") from error
        if answer.is_server_error:
            raise GatewayDown(f"{url}: {answer.status_code}")
        return answer

    def _read_metadata(self) -> dict[str, Any]:
        answer = self.get(get_well_known_url(self._issuer, external=True))
        document = OpenIDProviderMetadata(json_object(answer) or {})
        try:
            # asks for https everywhere, but for a provider on this very machine
            document.validate()
        except (ValueError, TypeError, AttributeError) as error:
            raise GatewayDown(f"discovery document: {error}") from error
        if document["issuer"] != self._issuer:
            raise GatewayDown(f"discovery document of another issuer: {document['issuer']}")
        return dict(document)

    def _read_keys(self, now: datetime) -> KeySet:
        answer = self.get(str(self.metadata(now)["jwks_uri"]))
        listed = (json_object(answer) or {}).get("keys")
        if not isinstance(listed, list):
            raise GatewayDown(f"key set: {answer.status_code}, no keys")
        signing = [key for key in listed if key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": signing})


def json_object(answer: httpx.Response) -> dict[str, Any] | None:
    """Return the JSON object of an answer; None where it is something else."""
    try:
        body = answer.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
