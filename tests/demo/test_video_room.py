"""The demo's video rooms: a page for each room that can be one of ours, marked as a demo."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from service.demo.video_room import create_app
from service.gateways.video import Guest, VideoRooms
from tests.clock import START

BASE = "http://127.0.0.1:8005"


@pytest.fixture
def rooms() -> Iterator[TestClient]:
    with TestClient(create_app(), base_url=BASE, headers={"accept-language": "ru"}) as client:
        yield client


def test_a_link_of_the_provider_leads_to_a_room_that_is_marked_as_a_demo(rooms: TestClient):
    provider = VideoRooms(BASE)
    link = provider.new_link()
    assert provider.entrance(link, Guest("1", "Әсел"), now=START) == link
    shown = rooms.get(link)
    assert shown.status_code == 200
    assert link.rpartition("/")[2] in shown.text
    assert "ДЕМО" in shown.text
    assert "ничего не передаётся" in shown.text
    assert rooms.get(f"{BASE}/Another%20room").status_code == 404


def test_a_link_to_another_place_is_followed_as_it_is_and_no_token_goes_there():
    provider = VideoRooms("https://meet.test/custom", "wss://live.test", "key", "secret")
    for link in ("https://elsewhere.test/custom/abc", "https://meet.test/custom/"):
        assert not provider.is_own(link)
        assert provider.entrance(link, Guest("1", "Әсел"), now=START) == link
