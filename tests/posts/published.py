"""Where the published texts are that some tests read: they are not part of the repository."""

import os
from pathlib import Path

import pytest

from service.settings import ROOT

SOURCES = Path(os.environ.get("SYNAQ_SOURCES") or ROOT.parent / "shared" / "sources")


def published(name: str) -> Path:
    """The text of that name; without it the test is skipped and says why."""
    path = SOURCES / name
    if not path.is_file():
        pytest.skip(f"needs the published text {name} in {SOURCES} (or in SYNAQ_SOURCES)")
    return path
