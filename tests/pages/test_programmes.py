"""Programmes as everyone sees them, and the finder."""

import re
from html import unescape

import pytest
from sqlmodel import Session

from service.items.bank import Bank
from service.people.models import Role
from service.programmes.actions import publish_programme
from service.settings import ROOT
from tests import make
from tests.clock import START
from tests.shipped_bank import load_shipped
from tests.visitor import Visitor

LE_3 = (ROOT / "question_bank" / "programmes" / "le-3.yaml").read_text(encoding="utf-8")


@pytest.fixture
def bank(db: Session) -> Bank:
    return load_shipped(db)


@pytest.fixture
def reader(client: Visitor, bank: Bank) -> Visitor:
    """Somebody who reads English and has not signed in."""
    assert bank
    client.headers["accept-language"] = "en"
    return client


def text(visitor: Visitor, path: str, status: int = 200) -> str:
    """The page's words, its tags gone and its blanks made one."""
    answer = visitor.get(path)
    assert answer.status_code == status
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def answer(visitor: Visitor, query: str) -> str:
    said = text(visitor, f"/programmes?{query}")
    return said[said.index("Find the programme") : said.index("LE-1 · Law")]


def test_all_programmes_in_force_are_shown_with_their_thresholds(reader: Visitor):
    said = text(reader, "/programmes")
    for code in ("LE-1", "LE-2", "LE-3", "AD-1", "IS-1"):
        assert f"{code} · " in said
    assert "155 questions 130 minutes 2 tests, each with its own clock" in said
    assert "At least 95 correct answers of 135, and at least 5 for each act." in said
    assert said.count("No threshold: the result is shown, nobody fails by it.") == 5
    assert said.count("Unconfirmed") == 1
    # AD-1, IS-1, the ability test and the three of personal qualities
    assert said.count("Set by the service, not by law") == 6


@pytest.mark.parametrize(
    "typed", ["C-GP-6", "c-gp-6", "С-GР-6", "CGP6", "C GP 6", "С‑GP–6", " c - gp - 6 "]
)
def test_a_category_is_found_in_any_alphabet_and_spelling(reader: Visitor, typed: str):
    said = answer(reader, f"category={typed}&education=required")
    assert "First programme of the law-enforcement service" in said


def test_a_category_of_one_programme_needs_no_question(reader: Visitor):
    said = answer(reader, "category=C-SVO-8")
    assert "First programme of the law-enforcement service" in said
    assert "stands in this programme alone." in said
    assert "Does the post require" not in said


@pytest.mark.parametrize(
    ("education", "title", "reason"),
    [
        ("required", "First programme", "The post requires a legal education, therefore"),
        ("not-required", "Third programme", "The post requires no legal education, therefore"),
    ],
)
def test_where_a_category_stands_twice_the_education_decides(reader, education, title, reason):
    for unanswered in ("", "&education=", "&education=perhaps"):
        said = answer(reader, f"category=C-GP-5{unanswered}")
        assert "Category C-GP-5 stands in several programmes" in said
        assert "Does the post require a legal education?" in said
        assert "programme of the" not in said
    said = answer(reader, f"category=C-GP-5&education={education}")
    assert title in said
    assert reason in said


def test_a_category_that_nobody_knows_gets_the_nearest_ones(reader: Visitor):
    said = answer(reader, "category=C-GB-5")
    assert "No programme names the category C-GB-5 Did you mean one of these?" in said
    assert "C-GP-5" in said
    assert "Please compare it with the announcement" in answer(reader, "category=12345")
    assert "No programme names" in answer(reader, "category=" + "x" * 5000)
    assert "<script>" not in reader.get("/programmes?category=<script>").text
    assert "No programme names" not in text(reader, "/programmes?category=%20")


def test_le_2_shows_the_contradiction_of_its_source(reader: Visitor):
    said = text(reader, "/programmes/LE-2")
    assert "Unconfirmed" in said
    assert "The sources contradict themselves" in said
    assert "105 questions in all (7 × 15)" in said
    assert "On law-enforcement service»: 8" in said
    assert "state courier service: 7" in said
    assert "28 categories as the order prints them" in said


def test_a_programme_shows_its_acts_source_terms_and_settings(reader: Visitor):
    said = text(reader, "/programmes/le-1")
    assert "Criminal Code of the Republic of Kazakhstan 15 5" in said
    assert "O26 annex 3 (annex 3 to the LE rules), item 1)" in said
    assert "from 1 February 2024" in said
    assert "a new attempt after 1 month" in said
    assert "Certificate is valid 1 year" in said
    assert "5 minutes (TT-4, DEFAULT)" in said
    assert "10 minutes (BK-4, DEFAULT)" in said
    assert "The numbers of questions and minutes and the thresholds" not in said


def test_the_numbers_of_ad_1_are_marked_as_the_services_own(reader: Visitor):
    said = text(reader, "/programmes/AD-1")
    assert "The numbers of questions and minutes and the thresholds of this programme." in said
    assert "a new attempt after 15 calendar days" in said
    assert "Categories of posts" not in said


def test_an_old_version_can_be_read_and_says_where_it_stands(
    reader: Visitor, db: Session, bank: Bank
):
    owner = make.account(db, roles=(Role.ADMINISTRATOR,))
    later = LE_3.replace("\nversion: 1\n", "\nversion: 2\n").replace("2024-02-01", "2026-11-23")
    publish_programme(db, later, administrator_id=owner.id, now=START)
    future = later.replace("\nversion: 2\n", "\nversion: 3\n").replace("2026-11-23", "2027-01-01")
    publish_programme(db, future, administrator_id=owner.id, now=START)
    newest = text(reader, "/programmes/LE-3")
    assert "Version 2 (shown here) from 23 November 2026 to 31 December 2026 In force" in newest
    assert "Version 3 from 1 January 2027 Not yet in force" in newest
    assert "Version 1 from 1 February 2024 to 22 November 2026 No longer in force" in newest
    old = text(reader, "/programmes/LE-3/1")
    assert "Version 1 (shown here)" in old
    assert "third programme" in old.lower()
    assert "Not yet in force" in text(reader, "/programmes/LE-3/3")


@pytest.mark.parametrize(
    "path", ["/programmes/LE-9", "/programmes/LE-1/2", "/programmes/LE-1/x", "/programmes/-"]
)
def test_what_does_not_exist_is_not_found(reader: Visitor, path: str):
    text(reader, path, 404)


def test_without_programmes_the_page_still_stands(client: Visitor):
    assert client.get("/programmes?category=C-GP-5").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "135 сұрақтан кемінде 95 дұрыс жауап, оның ішінде әр акт бойынша кемінде 5"),
        ("ru", "Не менее 95 верных ответов из 135 и не менее 5 по каждому акту."),
    ],
)
def test_thresholds_are_said_in_the_readers_language(client, bank, language, words):
    assert bank
    client.headers["accept-language"] = language
    assert words in text(client, "/programmes")
    assert words in text(client, "/programmes/LE-1")
