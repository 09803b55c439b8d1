"""Every template parses and is used; every message exists in Kazakh and in Russian.

A room is a folder of templates and the Python module of the same name, or a concept.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes

from service.core.i18n import translators
from service.core.render import make_templates
from service.settings import ROOT

WEB = ROOT / "web"
SERVICE = ROOT / "service"
TEMPLATES = sorted(
    str(file.relative_to(WEB / "templates")) for file in (WEB / "templates").rglob("*.html")
)
ENVIRONMENT = make_templates(WEB / "templates")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
CATALOGUES = sorted((WEB / "locales").glob("*/*.po"))
# rooms of Python files by folder, these by file: each page is a room of its own
BY_FILE = {"pages", "api"}


def _parsed(name: str) -> nodes.Template:
    source = (WEB / "templates" / name).read_text()
    return ENVIRONMENT.parse(source, name)


def _python_files() -> list[Path]:
    return [
        file
        for file in sorted(SERVICE.rglob("*.py"))
        if file.relative_to(SERVICE).parts[0] != "demo"
    ]


def _python_room(file: Path) -> str:
    parts = file.relative_to(SERVICE).with_suffix("").parts
    if parts[0] in BY_FILE:
        # player_pages.py and player.py are one room
        return parts[1]
    return parts[0]


@cache
def _messages() -> dict[str, dict[str, str]]:
    """Room → message → the place where it stands."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in TEMPLATES:
        folder = Path(name).parent
        room = folder.parts[0] if folder.parts else "layout"
        source = (WEB / "templates" / name).read_text()
        for line, _, message in ENVIRONMENT.extract_translations(source):  # type: ignore[attr-defined]  # the extension adds it
            one = message if isinstance(message, str) else message[0]
            found[room].setdefault(one, f"web/templates/{name}:{line}")
    for file in _python_files():
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text)), *_]):
                    place = f"{file.relative_to(ROOT)}:{node.lineno}"
                    found[_python_room(file)].setdefault(text, place)
    return found


def test_every_template_parses():
    for name in TEMPLATES:
        ENVIRONMENT.get_template(name)


@cache
def _used_templates() -> frozenset[str]:
    """Names that a page or another template names; a name may be made of a known folder."""
    named = set()
    for name in TEMPLATES:
        for kind in (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import):
            for node in _parsed(name).find_all(kind):
                source: nodes.Expr = node.template  # type: ignore[attr-defined]  # each has one
                if isinstance(source, nodes.Const):
                    named.add(str(source.value))
    for file in _python_files():
        for piece in ast.walk(ast.parse(file.read_text())):
            if isinstance(piece, ast.Constant) and str(piece.value).endswith(".html"):
                named.add(str(piece.value))
    return frozenset(named)


def test_every_template_is_used():
    unused = set(TEMPLATES) - _used_templates()
    assert not unused, "no page and no template names them: delete them"


def test_a_template_has_at_most_150_lines():
    lines = {name: (WEB / "templates" / name).read_text().count("\n") for name in TEMPLATES}
    assert {name: count for name, count in lines.items() if count > 150} == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_message_is_translated(language: str):
    translator = translators(WEB / "locales")[language]  # type: ignore[index]  # two of three
    missing = [
        f'{place}: "{message}"'
        for room in _messages().values()
        for message, place in sorted(room.items())
        if message not in translator
    ]
    assert not missing, f"not in web/locales/{language}/*.po:\n" + "\n".join(missing)


def _forms(text: str | Iterable[str] | None) -> list[str]:
    """The plural forms of a text, or the one there is."""
    return [text] if isinstance(text, str) else list(text or ())


def test_a_translation_names_the_values_of_its_message():
    for file in CATALOGUES:
        _names_the_values(file)


def _names_the_values(file: Path) -> None:
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.parent.name)
    for message in catalogue:
        if not message.id:
            continue
        ids = _forms(message.id)
        texts = _forms(message.string)
        wanted = set(PLACEHOLDER.findall(" ".join(ids)))
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, f'"{ids[0]}" → "{text}"'


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_two_catalogues_do_not_translate_one_message_in_two_ways(language: str):
    seen: dict[object, tuple[object, str]] = {}
    for file in sorted((WEB / "locales" / language).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    text, first = seen.setdefault(key, (message.string, file.name))
                    assert text == message.string, f'"{key}" in {first} and {file.name}'


def test_a_heading_that_means_the_name_of_a_thing_stands_over_no_people():
    """The word is «Название» in Russian: people have a "Full name"."""
    uses = {name for name in TEMPLATES if '_("Name")' in (WEB / "templates" / name).read_text()}
    things = {"bodies", "centre", "centres"}
    assert uses <= {"help/privacy.html", *(f"administrator/{each}.html" for each in things)}


@pytest.mark.parametrize("room", ["commissions", "competitions", "essays", "interviews", "stages"])
def test_who_competes_has_one_word_in_kazakh(room: str):
    assert "андидат" not in (WEB / "locales" / "kk" / f"{room}.po").read_text()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_conflicts_of_interest_are_declared_not_applied_for(language: str):
    translator = translators(WEB / "locales")[language]  # type: ignore[index]  # two of three
    for message in ("Declarations", "My declarations", "Send the declaration"):
        assert "еклараци" in translator.gettext(message)
