"""The edge of the service: headers, language and theme of a request; plain ASGI, cheap to pass."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.core.i18n import Language, Translator, chosen, current

LANGUAGE_COOKIE: Final = "synaq_language"
THEME_COOKIE: Final = "synaq_theme"
THEMES: Final = frozenset({"light", "dark"})

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; "
    "manifest-src 'self'; form-action 'self'{form_targets}; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CONNECT: Final = "connect-src 'self'"
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
CAMERA_PATHS: Final = ("/test/", "/practice")


class Edge:
    """Sets what every answer carries and which language the request speaks."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        translators: dict[Language, Translator],
        form_targets: str,
        https: bool,
    ) -> None:
        self._app = app
        self._translators = translators
        self._policy = POLICY.format(form_targets=form_targets and f" {form_targets}")
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        cookies = cookie_parser(headers.get(b"cookie", b"").decode("latin-1"))
        accept = headers.get(b"accept-language", b"").decode("latin-1")
        language = chosen(cookies.get(LANGUAGE_COOKIE), accept)
        theme = cookies.get(THEME_COOKIE, "")
        state = scope.setdefault("state", {})
        state["theme"] = theme if theme in THEMES else "auto"
        current.set(self._translators[language])
        await self._app(scope, receive, self._with_headers(scope, send))

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", self._policy_of(scope))
                camera = "(self)" if scope["path"].startswith(CAMERA_PATHS) else "()"
                headers["permissions-policy"] = (
                    f"camera={camera}, microphone={camera}, display-capture={camera}, "
                    f"fullscreen=(self), geolocation=(), payment=(), usb=()"
                )
                if self._https:
                    headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
                for cookie in scope.get("state", {}).get("cookies", []):
                    headers.append("set-cookie", cookie)
            await send(message)

        return sending

    def _policy_of(self, scope: Scope) -> str:
        """Return the policy; a page that signs (`connects_to`) may speak with its program."""
        other = scope.get("state", {}).get("connects_to")
        return self._policy.replace(CONNECT, f"{CONNECT} {other}") if other else self._policy
