from pathlib import Path

import pytest

from service.core.wiring import Wiring
from service.documents.actions import Press
from tests import make_assessment


@pytest.fixture
def press(house: Wiring, tmp_path: Path) -> Press:
    """What makes papers, hung on the house."""
    return make_assessment.press(house, tmp_path)
