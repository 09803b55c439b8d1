"""The public checks of answer receipts and of draws, and the keys to do it alone."""

import json
from typing import Any

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from service.core.wiring import Wiring
from service.demo.authority import make_demo_authority
from service.documents.signature import load_roots
from service.pages.verify_records import LARGEST, MOST_FAULTS, MOST_POOLS, faults_of_draw
from tests.clock import START
from tests.make_records import (
    ATTEMPT,
    FOLDER,
    Json,
    ability_record,
    draw_record,
    receipts_content,
)
from tests.visitor import Visitor


@pytest.fixture(autouse=True)
def english(client: Visitor):
    client.headers["accept-language"] = "en"


def send(client: Visitor, path: str, content: object) -> Any:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.submit(path, files={"file": ("record.json", raw, "application/json")})


def receipts(client: Visitor, content: object) -> str:
    answer = send(client, "/check/receipts", content)
    assert answer.status_code == 200
    return str(answer.text)


def draw(client: Visitor, content: object) -> str:
    answer = send(client, "/check/draw", content)
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("draw", draw_record()),
        ("ability", ability_record()),
        ("receipts", receipts_content()),
    ],
)
def test_the_browsers_checks_are_tested_with_what_the_service_makes(name: str, made: Json):
    kept = json.loads((FOLDER / f"{name}.json").read_text())
    assert kept == made, "run `python -m tests.make_records`"


@pytest.mark.parametrize("path", ["/check/receipts", "/check/draw", "/keys"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_opens_for_everyone(client: Visitor, path: str, language: str):
    assert client.get(path, headers={"accept-language": language}).status_code == 200


def test_a_whole_chain_is_said_to_be_whole_with_what_it_says(client: Visitor, house: Wiring):
    text = receipts(client, receipts_content(12, keys=house.keys))
    assert "The chain is whole" in text
    assert "All 12 receipts follow from one another" in text
    assert ATTEMPT in text
    # the twelfth receipt is the third save of the second question: its choice counts
    assert "Section 1, question 2" in text
    assert "10:00:12" in text
    assert "The receipts do not hold" not in text


def test_the_choice_that_counts_is_the_last_one(client: Visitor, house: Wiring):
    content = receipts_content(3, keys=house.keys)
    text = receipts(client, content)
    assert "no choice" in text  # the third is none
    assert content["receipts"][2]["choice"] is None


def test_a_chain_that_was_pasted_is_checked_as_well(client: Visitor, house: Wiring):
    pasted = json.dumps(receipts_content(4, keys=house.keys))
    answer = client.submit("/check/receipts", {"text": pasted})
    assert "All 4 receipts follow from one another" in answer.text


def test_a_chain_of_another_key_is_not_ours(client: Visitor):
    text = receipts(client, receipts_content(2))
    assert "The receipts do not hold" in text
    assert "Receipt 2: the signature is not that of this service." in text
    assert "names another public key" in text


def test_a_changed_receipt_is_named(client: Visitor, house: Wiring):
    content = receipts_content(6, keys=house.keys)
    content["receipts"][4]["choice"] = "d" if content["receipts"][4]["choice"] != "d" else "a"
    text = receipts(client, content)
    assert "1 fault was found:" in text
    assert "Receipt 5: it does not follow from the one before it." in text


def test_a_receipt_taken_out_is_noticed(client: Visitor, house: Wiring):
    content = receipts_content(6, keys=house.keys)
    del content["receipts"][1]
    assert "Receipt 2: number 3 stands where 2 belongs." in receipts(client, content)


def test_many_faults_are_counted_and_not_all_listed(client: Visitor):
    text = receipts(client, receipts_content(60))
    assert "61 faults were found:" in text
    assert f"and {61 - MOST_FAULTS} more" in text


def test_an_empty_chain_is_told_apart(client: Visitor, house: Wiring):
    assert "whole, but empty" in receipts(client, receipts_content(0, keys=house.keys))


BROKEN: list[object] = [
    7,
    [],
    {},
    {"format": "synaq-receipt-1"},
    {"format": "synaq-receipt-1", "receipts": [7]},
    {"format": "synaq-receipt-1", "receipts": [{}]},
    {"format": "synaq-receipt-1", "receipts": [{**receipts_content(1)["receipts"][0], "seq": "1"}]},
    {
        "format": "synaq-receipt-1",
        "receipts": [{**receipts_content(1)["receipts"][0], "received_ms": 10**30}],
    },
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_file_of_receipts_is_a_verdict(client: Visitor, content: object):
    assert "The receipts do not hold" in receipts(client, content)


def test_a_draw_repeats(client: Visitor):
    record = draw_record()
    text = draw(client, record)
    assert "The draw repeats exactly" in text
    assert record["seed"] in text
    assert record["commitment"] in text
    assert text.count("@1") == 50


def test_an_exchanged_question_is_named(client: Visitor):
    record = draw_record()
    item = record["paper"][1]["items"][2]
    given, order = item["item"], item["order"]
    item["item"] = "CONST-999@1"
    said = f"question 3: the record says CONST-999@1 ({order}), the draw gives {given} ({order})."
    assert f"Section legislation, {said}" in draw(client, record)


def test_another_seed_does_not_fit(client: Visitor):
    record = draw_record() | {"seed": "11" * 32}
    assert "The seed does not fit the commitment" in draw(client, record)


def broken_draws() -> list[object]:
    record = draw_record()
    blueprint = record["blueprint"]
    long = [{**pool, "part": "p" * 500} for pool in blueprint["pools"]]
    heavy = [[f"A-{n:05}", "t", n % 2 * 1000] for n in range(20_000)]
    return [
        7,
        [],
        {},
        {"version": "synaq-lot/1"},
        {"algorithm": "synaq-draw/1"},
        {"algorithm": "synaq-draw/2"},
        record | {"seed": "xyz"},
        record | {"blueprint": 7},
        record | {"blueprint": blueprint | {"pools": 7}},
        record | {"blueprint": blueprint | {"pools": [{"section": []}]}},
        record | {"blueprint": blueprint | {"options": "abcd" * 10}},
        record | {"blueprint": blueprint | {"options": ["a" * 100_000]}},
        record | {"blueprint": blueprint | {"pools": long}},
        record | {"blueprint": blueprint | {"pools": [blueprint["pools"][0] | {"items": heavy}]}},
        record | {"paper": []},
        record | {"paper": [7]},
    ]


@pytest.mark.parametrize("content", broken_draws())
def test_a_broken_record_of_a_draw_is_a_verdict(client: Visitor, content: object):
    assert "The draw does not repeat" in draw(client, content)


def test_a_record_of_more_pools_than_a_programme_has_is_not_drawn_at_all():
    # drawn, enemies that always meet would keep the server busy for minutes
    record = draw_record()
    pools = [
        {"section": "s", "part": "p", "act": f"{n}", "count": 1, "items": [[f"{n:05}", "t", 0]]}
        for n in range(MOST_POOLS + 1)
    ]
    enemies = [["00000", "00001"]]
    found = faults_of_draw(
        record | {"blueprint": record["blueprint"] | {"pools": pools, "enemies": enemies}}
    )
    assert found == ["The record cannot be repeated: it holds more pools than a programme has."]


@pytest.mark.parametrize("path", ["/check/receipts", "/check/draw"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Please choose the file, or paste its text."),
        (b"{", "This cannot be read as JSON."),
        (b"\xff\xfe", "This cannot be read as JSON."),
        (b"[" * 200_000, "This cannot be read as JSON."),
        (b" " * (LARGEST * 1024 * 1024 + 1), f"The file is larger than {LARGEST} MB."),
    ],
    ids=["nothing", "half a file", "another encoding", "without end", "too large"],
)
def test_what_cannot_be_read_is_a_fault_of_the_form(
    client: Visitor, path: str, content: bytes, said: str
):
    answer = send(client, path, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#field-file"' in answer.text


def test_what_was_pasted_stays(client: Visitor):
    answer = client.submit("/check/draw", {"text": "{ half <b>"})
    assert answer.status_code == 422
    assert "{ half &lt;b&gt;</textarea>" in answer.text
    assert 'href="#field-text"' in answer.text


def test_the_key_of_receipts_is_public(client: Visitor, house: Wiring):
    assert house.keys.receipt_public_key.hex() in client.get("/keys").text
    answer = client.get("/keys/receipts.pem")
    key = load_pem_public_key(answer.content)
    assert isinstance(key, Ed25519PublicKey)
    assert key.public_bytes_raw() == house.keys.receipt_public_key


def test_the_root_certificate_can_be_downloaded(client: Visitor, house: Wiring, tmp_path: Any):
    authority = make_demo_authority(tmp_path, now=START)
    house.parts["roots"] = load_roots(authority.root)
    assert "DEMO Synaq root (do not trust)" in client.get("/keys").text
    answer = client.get("/keys/root.pem")
    assert pem.unarmor(answer.content)[2] == house.parts["roots"][0].dump()
    assert 'filename="synaq-root.pem"' in answer.headers["content-disposition"]


def test_without_a_root_the_page_says_so(client: Visitor):
    assert "No root certificate is set up" in client.get("/keys").text
    assert client.get("/keys/root.pem").status_code == 404


def test_questions_that_generators_make_are_repeated_too(client: Visitor):
    content = ability_record()
    assert "The draw repeats exactly" in draw(client, content)
    content["numbers"]["items"][6]["sha256"] = "0" * 64
    text = draw(client, content)
    assert "Number question 7 is not the one that follows from the seed." in text
    content["numbers"]["items"].pop()
    text = draw(client, content)
    assert "The record does not name the number questions of the paper as they are." in text
