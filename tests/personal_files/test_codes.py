"""The codes of fields, programs and conditions: each once, each recognised by its whole name."""

from pathlib import Path

import pytest
import yaml

from service.core.yaml_file import MalformedFileError
from service.personal_files.codes import FIELDS_FILE, REGISTERS, SKILLS_FILE, codes, read_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Құқықтану", "law"),
        ("«ҚҰҚЫҚТАНУ»", "law"),
        ("Финансы и кредит", "finance"),
        ("азық–түлік өнімдерінің технологиясы", "food-technology"),
        ("Құқықтану және экономика", None),
        ("", None),
    ],
)
def test_a_field_is_known_by_its_whole_name_only(text: str, code: str | None):
    assert codes().education.named(text) == code


def test_every_field_that_a_post_of_the_register_asks_has_a_code():
    read = yaml.safe_load((REGISTERS / "qualification-posts.yaml").read_text(encoding="utf-8"))
    asked = {field for post in read["posts"] for field in post["education"]["fields"]}
    assert {field for field in asked if codes().education.named(field) is None} == set()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("- {code: law, kk: Аа, ru: Бб, en: Cc}", "law stands there twice"),
        ("- {code: other, kk: Құқықтану, ru: Бб, en: Cc}", "Құқықтану names another code too"),
    ],
)
def test_what_stands_twice_is_refused_with_its_line(tmp_path: Path, line: str, sentence: str):
    text = FIELDS_FILE.read_text(encoding="utf-8")
    file = tmp_path / "fields.yaml"
    file.write_text(text.replace("\nwork:", f"\n{line}\nwork:"), encoding="utf-8")
    with pytest.raises(MalformedFileError) as refused:
        read_codes(file, SKILLS_FILE)
    assert sentence in str(refused.value)
