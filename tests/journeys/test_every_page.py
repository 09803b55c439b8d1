"""Every page, for everyone who may see it: accessible, still, whole, and all from our own host."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import pytest

from service.core.i18n import Language
from tests.journeys.conftest import Arrive
from tests.journeys.deed_list import Deed, deeds
from tests.journeys.looks import LOOKS
from tests.journeys.page_list import AUDIENCES, Stop, page_paths, stops
from tests.journeys.scene import Scene, set_scene
from tests.journeys.soundness import Soundness
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SPOIL = """async () => {
  const picture = document.createElement("img");
  picture.src = "/static/no-such-picture.png";
  const block = document.createElement("div");
  [block.style.height, block.style.width] = ["300px", "900px"];
  block.append(picture);
  document.querySelector("main").prepend(block);
  await new Promise((resolve) => { picture.onerror = resolve; });
}"""

Seen = TypeVar("Seen", Stop, Deed)

_scenes: dict[str, Scene] = {}


@pytest.fixture
def scene(theatre: Theatre) -> Scene:
    """The scene of this service, set anew when its time is over."""
    known = _scenes.get(theatre.address)
    if known is None or known.is_over:
        known = _scenes[theatre.address] = set_scene(theatre)
    return known


def test_every_page_is_on_the_list(scene: Scene):
    listed = {stop.path for audience in AUDIENCES for stop in stops(scene, audience)}
    assert sorted(page_paths() - listed) == []


def test_what_is_wrong_is_found(theatre: Theatre, visit: Arrive):
    here = visit("en", "phone")
    faults: list[str] = []
    sound = Soundness(here, faults)
    here.goto("/help")
    here.page.evaluate(SPOIL)
    sound.look("a spoilt page")
    assert [one.split(": ")[1].split(" ")[0] for one in faults] == [
        "image-alt",
        "layout",
        "900",
        "console",
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_every_page_is_sound(
    scene: Scene, visit: Arrive, audience: str, language: Language, size: str, theme: str
):
    faults: list[str] = []
    for who, seen in _by_person(stops(scene, audience)):
        here = _as(visit(language, size, theme=theme), scene, who)
        sound = Soundness(here, faults)
        for stop in seen:
            answer = here.page.goto(here.theatre.address + stop.url)
            assert answer is not None
            sound.came(f"{who or 'anyone'} at {stop.url}", answer.status, stop.status)
        here.context.close()
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_every_answer_to_a_form_is_sound(
    scene: Scene,
    visit: Arrive,
    tmp_path: Path,
    audience: str,
    language: Language,
    size: str,
    theme: str,
):
    faults: list[str] = []
    for who, done in _by_person(deeds(scene, audience, tmp_path)):
        here = _as(visit(language, size, theme=theme), scene, who)
        sound = Soundness(here, faults)
        for deed in done:
            here.goto(deed.url)
            sound.came(f"{who or 'anyone'} after {deed}", _do(here, deed), deed.status)
        here.context.close()
    assert "\n".join(faults) == ""


def _as(here: Visit, scene: Scene, who: str) -> Visit:
    if who:
        here.known_as(scene.accounts[who])
    return here


def _do(here: Visit, deed: Deed) -> int:
    """Fill in, press, and return the status of what comes."""
    for place, text in deed.fills.items():
        found = here.page.locator(place)
        if found.evaluate("(element) => element.tagName") == "SELECT":
            found.select_option(index=int(text))
        else:
            found.fill(text)
    for place, file in deed.files.items():
        here.page.locator(place).set_input_files(file)
    with here.page.expect_navigation() as coming:
        here.page.locator(deed.button).first.click()
    answer = coming.value
    assert answer is not None
    return answer.status


def _by_person(listed: list[Seen]) -> Iterator[tuple[str, list[Seen]]]:
    ordered = sorted(listed, key=lambda one: one.who)
    for who, seen in groupby(ordered, key=lambda one: one.who):
        yield who, list(seen)
