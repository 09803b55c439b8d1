"""The documentation names what there is."""

import re

from service.cli import app
from service.settings import ROOT, Settings

DOCS = ROOT / "docs"


def test_the_page_of_rules_names_every_rule_and_its_room():
    page = (DOCS / "rules.md").read_text()
    register = (ROOT / "tests" / "law" / "register.txt").read_text()
    rows = [line.split()[:2] for line in register.splitlines() if line and line[0] != "#"]
    for rule_id, room in rows:
        (where,) = re.findall(rf"^\| {re.escape(rule_id)} \| .* \| (.*) \|$", page, re.MULTILINE)
        expected = "later" if room == "-" else room.replace(".", "/")
        assert expected in where, rule_id


def test_the_operating_page_names_every_command_that_an_operator_needs():
    pages = "".join(file.read_text() for file in [*DOCS.glob("*.md"), ROOT / "README.md"])
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        if name not in {"demo", "assets", "work"}:
            assert f"synaq {name}" in pages, name


def test_the_operating_page_names_every_setting_that_is_not_for_tests():
    page = (DOCS / "operating.md").read_text()
    internal = {"environment", "shifted_clock", "question_bank", "registers", "web", "demo_guide"}
    for name in Settings.model_fields:
        if name not in internal:
            assert f"_{name.upper()}" in page, name


def test_links_between_the_pages_lead_somewhere():
    for file in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
