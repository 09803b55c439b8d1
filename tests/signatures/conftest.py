from pathlib import Path

import pytest

from service.core.i18n import Translator, translators
from service.gateways.esign import Verifier
from service.settings import ROOT
from tests.make_signatures import Authority, verifier_of


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def verifier(authority: Authority, tmp_path: Path) -> Verifier:
    return verifier_of(tmp_path, authority)


@pytest.fixture(scope="session")
def translator() -> Translator:
    return translators(ROOT / "web" / "locales")["kk"]
