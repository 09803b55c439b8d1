"""Every page, for everyone who may see it: accessible, still, whole, and all from our own host."""

from collections.abc import Iterator
from itertools import groupby

import pytest

from service.core.i18n import Language
from tests.journeys.conftest import Arrive
from tests.journeys.page_list import AUDIENCES, Stop, page_paths, stops
from tests.journeys.scene import Scene, set_scene
from tests.journeys.soundness import Soundness
from tests.journeys.theatre import Theatre

pytestmark = [pytest.mark.browser, pytest.mark.processes]

LOOKS = [
    pytest.param("kk", "phone", "dark", id="kk-phone-dark"),
    pytest.param("ru", "wide", "light", id="ru-wide-light"),
]

SPOIL = """async () => {
  const picture = document.createElement("img");
  picture.src = "/static/no-such-picture.png";
  const block = document.createElement("div");
  for (const [name, length] of [["height", "300px"], ["width", "900px"]]) block.style[name] = length;
  block.append(picture);
  document.querySelector("main").prepend(block);
  await new Promise((resolve) => { picture.onerror = resolve; });
}"""

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
    sound.watch()
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
        here = visit(language, size, theme=theme)
        sound = Soundness(here, faults)
        sound.watch()
        if who:
            here.known_as(scene.accounts[who])
        for stop in seen:
            answer = here.page.goto(here.theatre.address + stop.url)
            assert answer is not None
            if answer.status != stop.status:
                faults.append(f"{stop.url}: {answer.status} where {stop.status} is due")
            sound.look(f"{who or 'anyone'} at {stop.url}")
        here.context.close()
    assert "\n".join(faults) == ""


def _by_person(listed: list[Stop]) -> Iterator[tuple[str, list[Stop]]]:
    ordered = sorted(listed, key=lambda stop: stop.who)
    for who, seen in groupby(ordered, key=lambda stop: stop.who):
        yield who, list(seen)
