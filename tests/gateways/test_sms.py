"""Text messages through the gateway, against the demo receiver over real HTTP."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from service.core.ids import new_id
from service.gateways.sms import GatewayDown, GatewayRefused, Receipt, send
from tests.gateways.crooked import Crooked

TO = "+77000000001"
TEXT = "Растау коды: 123456"


def hand_over(
    sms_url: str, http: httpx.Client, message_id: UUID, *, to: str = TO, bearer: str = "the-token"
) -> Receipt:
    return send(sms_url, bearer, to=to, text=TEXT, message_id=message_id, http=http)


def arrived(sms_url: str, message_id: UUID) -> list[tuple[str, str]]:
    listed = httpx.get(f"{sms_url}.json").json()["messages"]
    return [(m["to"], m["text"]) for m in listed if m["message_id"] == str(message_id)]


def test_a_message_arrives(sms_url: str, http: httpx.Client):
    message_id = new_id()
    receipt = hand_over(sms_url, http, message_id)
    assert receipt.gateway_id
    assert not receipt.repeated
    assert arrived(sms_url, message_id) == [(TO, TEXT)]


def test_a_message_sent_twice_arrives_once(sms_url: str, http: httpx.Client):
    message_id = new_id()
    first = hand_over(sms_url, http, message_id)
    assert hand_over(sms_url, http, message_id) == Receipt(first.gateway_id, repeated=True)
    assert arrived(sms_url, message_id) == [(TO, TEXT)]


def test_a_message_whose_answer_was_lost_is_sent_again_and_arrives_once(
    sms_url: str, http: httpx.Client, wire: Crooked
):
    message_id = new_id()
    wire.lost.add("/messages")
    with pytest.raises(GatewayDown, match="ReadTimeout"):
        hand_over(sms_url, http, message_id)
    wire.lost.clear()
    assert hand_over(sms_url, http, message_id).repeated
    assert arrived(sms_url, message_id) == [(TO, TEXT)]


def test_a_busy_gateway_says_when_to_try_again(sms_url: str, http: httpx.Client):
    message_id = new_id()
    with pytest.raises(GatewayDown) as down:
        hand_over(sms_url, http, message_id, to="+77000000503")
    assert down.value.retry_after == timedelta(seconds=1)
    assert not hand_over(sms_url, http, message_id, to="+77000000503").repeated


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 599])
def test_not_now_is_to_be_tried_again(sms_url: str, http: httpx.Client, wire: Crooked, status: int):
    wire.statuses["/messages"] = status
    with pytest.raises(GatewayDown) as down:
        hand_over(sms_url, http, new_id())
    assert down.value.retry_after is None


@pytest.mark.parametrize("status", [201, 204, 301, 404])
def test_an_answer_outside_the_contract_is_a_refusal(
    sms_url: str, http: httpx.Client, wire: Crooked, status: int
):
    wire.statuses["/messages"] = status
    with pytest.raises(GatewayRefused):
        hand_over(sms_url, http, new_id())


def test_nobody_at_the_address_is_to_be_tried_again(http: httpx.Client):
    with pytest.raises(GatewayDown):
        hand_over("http://127.0.0.1:9/messages", http, new_id())


@pytest.mark.parametrize(
    ("to", "token", "detail"),
    [
        ("87000000001", "the-token", "422 malformed: to"),
        ("+77000000422", "the-token", "422 this number is never reached"),
        (TO, "another", "401 wrong token"),
        (TO, "", "401 wrong token"),
    ],
)
def test_what_the_gateway_will_never_take_is_not_tried_again(
    sms_url: str, http: httpx.Client, to: str, token: str, detail: str
):
    with pytest.raises(GatewayRefused, match=f"SMS gateway: {detail}$"):
        hand_over(sms_url, http, new_id(), to=to, bearer=token)


def test_an_id_cannot_stand_for_two_messages(sms_url: str, http: httpx.Client):
    message_id = new_id()
    hand_over(sms_url, http, message_id)
    with pytest.raises(GatewayRefused, match="409"):
        hand_over(sms_url, http, message_id, to="+77000000002")


def test_the_code_stands_in_no_error(sms_url: str, http: httpx.Client):
    with pytest.raises(GatewayRefused) as refused:
        hand_over(sms_url, http, new_id(), to="+77000000422")
    assert "123456" not in str(refused.value)
