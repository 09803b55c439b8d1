"""Every page, for everyone who may see it: accessible, still, whole, and all from our own host."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
from starlette.routing import compile_path

from service.core.i18n import Language
from tests.journeys.conftest import Arrive
from tests.journeys.deed_list import Deed, deeds
from tests.journeys.looks import LOOKS
from tests.journeys.page_list import AUDIENCES, page_paths, stops
from tests.journeys.scene import Scene, set_scene
from tests.journeys.soundness import Soundness
from tests.journeys.stop import Stop
from tests.journeys.theatre import Theatre, opened
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
SEND = "(form) => form.requestSubmit()"

Seen = TypeVar("Seen", Stop, Deed)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One scene for all, in a theatre whose time no other story has moved."""
    folder = tmp_path_factory.mktemp("scene")
    with opened(folder, f"sqlite:///{folder}/synaq.sqlite") as theatre:
        yield set_scene(theatre)


@pytest.fixture
def theatre(scene: Scene) -> Theatre:
    return scene.theatre


def test_every_page_is_on_the_list(scene: Scene):
    listed = {stop.path for audience in AUDIENCES for stop in stops(scene, audience)}
    assert sorted(page_paths() - listed) == []


def test_every_stop_stands_at_its_page(scene: Scene):
    listed = [stop for audience in AUDIENCES for stop in stops(scene, audience)]
    assert {stop.path for stop in listed} - page_paths() == {""}  # a refusal is at no page
    for stop in filter(attrgetter("path"), listed):
        assert compile_path(stop.path)[0].fullmatch(urlsplit(stop.url).path), stop


def test_what_is_wrong_is_found(visit: Arrive):
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
    here = visit(language, size, theme=theme)
    sound = Soundness(here, faults)
    for stop in _by_person(stops(scene, audience), here, scene):
        answer = here.page.goto(here.theatre.address + stop.url)
        assert answer is not None
        sound.came(f"{stop.who or 'anyone'} at {stop.url}", answer.status, stop.status)
    assert "\n".join(faults) == ""


@pytest.mark.parametrize(("language", "size", "theme"), LOOKS)
def test_the_answers_to_forms_are_sound(
    scene: Scene, visit: Arrive, language: Language, size: str, theme: str
):
    faults: list[str] = []
    here = visit(language, size, theme=theme)
    sound = Soundness(here, faults)
    for deed in _by_person(deeds(scene), here, scene):
        here.goto(deed.url)
        sound.came(f"{deed.who or 'anyone'} after {deed}", _send(here, deed), deed.status)
    assert "\n".join(faults) == ""


def _send(here: Visit, deed: Deed) -> int:
    """Fill in and send; return the status of what comes."""
    form = here.page.locator(deed.form)
    for name, text in deed.fills.items():
        form.locator(f"[name='{name}']").fill(text)
    with here.page.expect_navigation() as coming:
        form.evaluate(SEND)
    assert coming.value is not None
    return coming.value.status


def _by_person(listed: Iterable[Seen], here: Visit, scene: Scene) -> Iterator[Seen]:
    """Go through the list as one person after another, those whom nobody knows first."""
    whose: Callable[[Seen], str] = attrgetter("who")
    for who, seen in groupby(sorted(listed, key=whose), key=whose):
        if who:
            here.known_as(scene.accounts[who])
        yield from seen
