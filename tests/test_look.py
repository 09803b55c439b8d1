"""The design tokens: both themes have every colour, and what stands on what can be read."""

import re
from itertools import chain
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "web" / "static" / "css"
TOKEN = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
SHEETS = sorted(CSS.glob("*.css"))

TEXT = 4.5  # WCAG 2.2, 1.4.3
SIGN = 3.0  # WCAG 2.2, 1.4.11

READABLE = [
    *(("ink", ground) for ground in ("ground", "surface", "sunken")),
    *(("ink-soft", ground) for ground in ("ground", "surface", "sunken")),
    *(("link", ground) for ground in ("ground", "surface", "sunken", "brand-soft")),
    *(("ink", f"{kind}-soft") for kind in ("good", "bad", "wait", "brand")),
    *((kind, f"{kind}-soft") for kind in ("good", "bad", "wait")),
    *((kind, "surface") for kind in ("good", "bad", "wait")),
    ("ink-soft", "brand-soft"),
    ("on-brand-soft", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-bad", "bad"),
    ("on-bad", "bad-hover"),
    ("bad", "ground"),
    ("on-header", "header"),
    ("on-header-soft", "header"),
]
VISIBLE = [
    *(("line-strong", ground) for ground in ("ground", "surface", "sunken")),
    *(("focus-line", ground) for ground in ("ground", "surface", "sunken")),
    ("brand", "surface"),
    ("brand", "ground"),
    ("accent", "header"),
]


def colours(file: str) -> dict[str, str]:
    found = TOKEN.findall((CSS / file).read_text())
    return {name[2:]: value for name, value in found if COLOUR.fullmatch(value)}


LIGHT = colours("tokens.css")
THEMES = {"light": LIGHT, "dark": LIGHT | colours("tokens-dark.css")}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) > 4 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), READABLE, ids="-on-".join)
def test_words_can_be_read(theme: str, front: str, back: str) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), VISIBLE, ids="-on-".join)
def test_signs_and_borders_can_be_seen(theme: str, front: str, back: str) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= SIGN


def test_the_dark_theme_gives_every_colour_of_the_light_one() -> None:
    assert set(colours("tokens-dark.css")) == set(LIGHT)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_only_tokens_that_exist(sheet: Path) -> None:
    known = {
        name for name, _ in chain.from_iterable(TOKEN.findall(file.read_text()) for file in SHEETS)
    }
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_asks_no_other_host(sheet: Path) -> None:
    assert not re.search(r"https?:|url\(\s*[\"']?//|@import", sheet.read_text())
