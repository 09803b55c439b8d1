"""The published order № 117, read as a whole and post by post."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.core.yaml_file import read_yaml
from service.posts.printed_dates import ActNumber
from service.posts.qualification_cells import posts_of
from service.posts.qualification_file import (
    FILE_NAME,
    QualificationFile,
    load_qualification_posts,
    qualification_file,
)
from service.posts.qualification_order import (
    QualificationPost,
    QualificationReading,
    read_qualification_order,
)
from service.posts.shipped_registers import QUALIFICATION_SOURCE, qualification_text
from service.posts.source_text import read_source
from service.settings import ROOT
from tests.posts.published import published
from tests.posts.qualification_by_hand import POSTS, SHORT

SHIPPED = ROOT / "registers" / FILE_NAME


@pytest.fixture(scope="module")
def reading() -> QualificationReading:
    return read_qualification_order(published(QUALIFICATION_SOURCE))


def told(post: QualificationPost) -> dict[str, Any]:
    work, skills = post.experience, post.skills
    return {
        "department": post.department,
        "division": post.division,
        "position": post.position,
        "category": post.category_key,
        "staff numbers": post.staff_numbers,
        "units": post.units,
        "lines": (post.first_line, post.last_line),
        "fields": post.education.fields,
        "acts": [SHORT[act.title] for act in post.knowledge.acts],
        "typical": work.typical.number if work.typical else "",
        "work": (work.field, work.years),
        "ways": tuple(
            (way.kind, way.years, way.managing_years, way.after_state_study)
            for way in work.alternatives
        ),
        "skills": (
            skills.computer,
            skills.programs,
            skills.foreign_languages,
            skills.secrets_form,
        ),
    }


@pytest.mark.parametrize("number", POSTS)
def test_a_post_is_read_as_a_person_reads_it(reading: QualificationReading, number: int):
    post = reading.records[number - 1]
    expected = dict(POSTS[number])
    begins, ends = expected.pop("duties")
    assert told(post) == expected
    assert (post.duties[: len(begins)], post.duties[-len(ends) :]) == (begins, ends)


def test_the_order_is_counted_and_dated(reading: QualificationReading):
    assert reading.counts == {"posts": 136, "units": 266, "staff_numbers": 215, "anomalies": 253}
    assert [post.number for post in reading.records] == list(range(1, 137))
    assert (reading.act.number, reading.act.adopted_on) == ("117", date(2014, 3, 20))
    assert reading.act.registration == ActNumber(date(2014, 4, 10), "9306")
    assert reading.act.repealed_by == ActNumber(date(2014, 10, 28), "1114")
    assert (reading.body, reading.corps) == ("Қазақстан Республикасы Әділет министрлігі", "Б")


def test_every_anomaly_is_of_a_known_kind(reading: QualificationReading):
    assert Counter(one.kind for one in reading.anomalies) == {
        "label varies": 149,
        "level in other words": 25,
        "act named otherwise": 22,
        "category in the title line": 17,
        "staff number without its sign": 8,
        "comma after the title": 8,
        "act named twice": 7,
        "list with a comma for «or»": 4,
        "category without its word": 3,
        "staff number left out": 3,
        "unit named otherwise": 2,
        "units differ from staff numbers": 2,
        "nought for a letter in the category": 2,
        "field of education twice": 1,
    }
    lines = {one.line: one.text for one in reading.anomalies if one.kind.startswith("units")}
    assert lines == {7375: "16 units, 0 staff numbers", 7418: "35 units, 0 staff numbers"}


def test_every_fault_of_the_pdf_is_mended(reading: QualificationReading):
    assert Counter(one.kind for one in reading.mends) == {
        "mixed alphabets": 393,
        "letter-spaced": 274,
        "moved words": 265,
        "page break": 115,
        "label behind a page break": 32,
        "torn word": 13,
    }


def test_words_that_were_moved_are_back_where_other_posts_have_them(reading: QualificationReading):
    """The first sentence is the same in most posts, in damaged lines and in whole ones."""
    sentences = Counter(
        next(cell.text for cell in post.cells if cell.name == "knowledge").split("білуі")[0]
        for post in reading.records
    )
    assert sorted(sentences.values(), reverse=True) == [102, 16, 11, 4, 2, 1]


def test_every_line_of_a_post_is_taken_once_and_in_order():
    source = read_source(published(QUALIFICATION_SOURCE))
    for post in posts_of(source):
        assert post.table_head is not None
        taken = [*post.head, post.table_head, *(line for cell in post.cells for line in cell.lines)]
        numbers = [line.number for line in taken]
        assert numbers == sorted(set(numbers))
        labels = {cell.label_line for cell in post.cells}
        left = [
            line.text
            for line in source.between(post.first_line, post.last_line)
            if not line.is_empty and line.number not in {*numbers, *labels}
        ]
        assert set(left) <= {"міндеттері"}  # the second half of a label


def test_all_posts_have_what_every_post_has(reading: QualificationReading):
    for post in reading.records:
        assert [cell.name for cell in post.cells] == [
            "education",
            "knowledge",
            "experience",
            "duties",
        ]
        assert post.education.level == "higher"
        assert post.education.fields
        assert post.experience.typical is not None
        assert (post.knowledge.left, post.experience.left) == ((), ())
        titles = {SHORT[act.title] for act in post.knowledge.acts}
        assert {"constitution", "service", "corruption", "strategy"} <= titles


def test_categories_and_fields_of_education(reading: QualificationReading):
    assert Counter(post.category_key for post in reading.records) == {
        "C-5": 40,
        "C-3": 35,
        "C-4": 35,
        "C-1": 14,
        "C-2": 10,
        "C-O-1": 1,
        "C-O-2": 1,
    }
    assert Counter(post.education.fields for post in reading.records).most_common(3) == [
        (("құқықтану",), 79),
        (("құқықтану", "халықаралық құқық"), 30),
        (("экономика", "менеджмент", "есеп және аудит", "қаржы"), 8),
    ]


def test_the_shipped_facts_are_what_the_text_says(reading: QualificationReading):
    assert read_yaml(SHIPPED, QualificationFile).value == qualification_file(reading)
    source = published(QUALIFICATION_SOURCE)
    assert SHIPPED.read_text(encoding="utf-8") == qualification_text(source.parent)


def test_the_shipped_register_stands_without_the_text():
    shipped = load_qualification_posts(SHIPPED)
    assert shipped.counts == {"posts": 136, "units": 266, "staff_numbers": 215}
    for number, expected in POSTS.items():
        assert told(shipped.records[number - 1]) == {
            key: value for key, value in expected.items() if key != "duties"
        }


def run(*arguments: str) -> tuple[int, str, str]:
    secret = {"SYNAQ_SECRET": "s" * 40}
    result = CliRunner().invoke(app, ["import-posts", *arguments], env=secret)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_one_object_with_the_counts():
    status, out, _ = run(str(published(QUALIFICATION_SOURCE)), "--dry-run", "--json")
    assert status == 0
    told_counts = json.loads(out)
    assert {key: told_counts[key] for key in ("posts", "units", "staff_numbers", "anomalies")} == {
        "posts": 136,
        "units": 266,
        "staff_numbers": 215,
        "anomalies": 253,
    }


def test_the_command_refuses_a_text_that_breaks_off_behind_a_whole_post(tmp_path):
    lines = published(QUALIFICATION_SOURCE).read_text(encoding="utf-8").split("\n")
    cut = tmp_path / "cut.txt"
    cut.write_text("\n".join(lines[:5172]), encoding="utf-8")
    status, out, err = run(str(cut), "--dry-run", "--json")
    assert (status, out) == (1, "")
    assert "order № 117 has 136 posts, this text only 91" in " ".join(err.split())


def test_the_command_refuses_a_foreign_text(tmp_path):
    foreign = tmp_path / "foreign.txt"
    foreign.write_text("Басқа мәтін\n", encoding="utf-8")
    status, out, err = run(str(foreign), "--dry-run")
    assert (status, out) == (1, "")
    assert "this is another text" in err
