"""What the service has set itself about admission and hiring stands among the settings."""

import pytest
from sqlmodel import Session

from service.core.i18n import translators
from service.law.selection_defaults import selection_settings
from service.settings import ROOT
from tests.clock import START
from tests.staff import administrator, words
from tests.visitor import Visitor


def test_the_settings_of_admission_and_hiring_are_shown_with_their_rules(
    client: Visitor, db: Session
):
    administrator(client, db)
    said = words(client.get("/administrator/settings"))
    for shown in (
        "How long the winner has for the hiring application. 10 calendar days LW-9 DEFAULT",
        "for a general competition, at the least. 7 working days VC-1 DEFAULT",
        "From this age on a person looks whether pension age is reached. 61 years LW-1 DEFAULT",
        "How soon a person answers a requirement that a program cannot judge. 2 working days",
        "its reminder goes out. 7 calendar days LW-9 DEFAULT",
        "its reminder goes out. 1 calendar day LW-9 DEFAULT",
    ):
        assert shown in said, shown


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_each_setting_is_said_in_the_readers_language(language: str):
    texts = translators(ROOT / "web" / "locales")[language]  # type: ignore[index]  # two of three
    for each in selection_settings(START.date()):
        assert each.text in texts
