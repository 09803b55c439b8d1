"""What the pages of the demo programs share: their words, languages, templates and headers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE: Final = Path(__file__).parent
LANGUAGES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
LOCAL: Final = ZoneInfo("Asia/Almaty")
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def computer_clock() -> datetime:
    """Return the moment by the computer's clock; the demo programs are asked with this default."""
    return datetime.now(UTC)


def chosen_language(request: Request) -> str:
    """Return the first of `ui_locales`, else of the browser's languages, that the demo speaks."""
    wanted = request.query_params.get("ui_locales", "").split()
    accepted = request.headers.get("accept-language", "").split(",")
    for tag in (*wanted, *accepted):
        code = tag.strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "kk"


class Frame:
    """The pages of one demo program; `program` names its words and its folder of templates."""

    def __init__(self, app: FastAPI, program: str) -> None:
        self._words = {
            name: texts
            for file in ("frame", program)
            for name, texts in yaml.safe_load(
                (HERE / "words" / f"{file}.yaml").read_text(encoding="utf-8")
            ).items()
        }
        self._templates = Environment(
            loader=FileSystemLoader([HERE / "templates" / program, HERE / "templates"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["moment"] = _moment
        app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")

    def page(
        self,
        request: Request,
        template: str,
        *,
        status_code: int = 200,
        form_target: str = "",
        **context: Any,
    ) -> HTMLResponse:
        """Return a page in the reader's language.

        `form_target` is the origin to which an answer to the page's form may redirect the browser.
        """
        language = chosen_language(request)
        text = self._templates.get_template(template).render(
            w={name: texts[language] for name, texts in self._words.items()},
            language=language,
            languages={
                code: (name, _in_language(request, code)) for code, name in LANGUAGES.items()
            },
            **context,
        )
        headers = {
            "content-security-policy": f"{POLICY} {form_target}".strip(),
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        return HTMLResponse(text, status_code=status_code, headers=headers)


def _in_language(request: Request, code: str) -> str:
    url = request.url.include_query_params(ui_locales=code)
    return f"{url.path}?{url.query}"


def _moment(value: datetime) -> str:
    return value.astimezone(LOCAL).strftime("%d.%m.%Y, %H:%M:%S")
