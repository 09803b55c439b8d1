"""The package that is written has the form that the published schemas demand.

The schemas of 1EdTech may be used, not redistributed, and were not found as a package. Here their
demands on our kind of item stand as RELAX NG of our own; whoever has the published files sets
SYNAQ_TEST_QTI_SCHEMA to their folder (imsqti_asiv3p0_v1p0.xsd and what it imports, made local) and
the exports are checked against those, too.
"""

import io
import os
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from service.items.bank import Item, load_bank
from service.items.exchange.qti import MANIFEST, difficulty_word, item_xml, write_qti
from service.settings import ROOT
from tests.items.exchange.questions import item, items, text

SCHEMAS = Path(__file__).parent / "schema"
PUBLISHED = os.environ.get("SYNAQ_TEST_QTI_SCHEMA", "")


@cache
def schema(name: str) -> Any:
    return etree.RelaxNG(etree.parse(SCHEMAS / name))


def check(content: bytes) -> int:
    """Check every file of a package; return how many items it has."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        manifest = etree.fromstring(package.read(MANIFEST))
        schema("manifest.rng").assertValid(manifest)
        hrefs = [each.get("href") for each in manifest.iter("{*}resource")]
        assert [MANIFEST, *hrefs] == names
        for name in hrefs:
            schema("item.rng").assertValid(etree.fromstring(package.read(name)))
    return len(hrefs)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_whatever_an_item_says_the_package_has_the_form(found: Item):
    assert check(write_qti([found], ("kk", "ru"))) == 2


def test_the_whole_shipped_bank_has_the_form():
    bank = load_bank(ROOT / "question_bank" / "items")
    found = [each for each in bank.items() if each.status == "approved"]
    assert check(write_qti(found, ("kk", "ru"))) == sum(len(each.texts) for each in found)


@pytest.mark.parametrize(
    ("path", "attribute"),
    [
        (".", "identifier"),
        (".", "time-dependent"),
        ("{*}qti-response-declaration", "cardinality"),
        (".//{*}qti-simple-choice", "identifier"),
    ],
)
def test_the_check_finds_what_is_missing(path: str, attribute: str):
    root = item_xml(item(1), "kk")
    assert schema("item.rng").validate(root)
    found = root if path == "." else root.find(path)
    del found.attrib[attribute]
    assert not schema("item.rng").validate(root)


def test_the_check_finds_a_wrong_order():
    root = item_xml(item(1), "kk")
    root.append(root[0])
    assert not schema("item.rng").validate(root)


def test_the_standard_has_a_place_for_key_language_and_title():
    root = item_xml(item(1, key="c"), "ru")
    assert root.get("identifier") == "CONST-0001-v1-ru"
    assert root.get("title") == "CONST-0001"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    assert [each.text for each in root.iterfind(".//{*}qti-correct-response/{*}qti-value")] == ["c"]
    ids = [each.get("identifier") for each in root.iterfind(".//{*}qti-simple-choice")]
    assert ids == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1.0, "very easy"),
        (0.79, "easy"),
        (0.5, "medium"),
        (0.2, "difficult"),
        (0.0, "very difficult"),
    ],
)
def test_lom_has_five_words_for_difficulty(share: float, word: str):
    assert difficulty_word(share) == word


@pytest.mark.skipif(not PUBLISHED, reason="the published schemas are not on this machine")
def test_items_validate_against_the_published_schema():
    parser = etree.XMLParser(no_network=True)
    published = etree.XMLSchema(etree.parse(Path(PUBLISHED) / "imsqti_asiv3p0_v1p0.xsd", parser))
    odd = item(2, level=2, texts={"kk": text("a < b & c?", "<b>", "]]>", "&amp;", '"')})
    for found, language in ((item(1), "kk"), (item(1), "ru"), (odd, "kk")):
        published.assertValid(etree.fromstring(etree.tostring(item_xml(found, language))))
