from pathlib import Path

import pytest

from service.core.wiring import Wiring
from service.demo.authority import make_demo_authority
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage


@pytest.fixture
def press(house: Wiring, tmp_path: Path) -> Press:
    """What makes papers, hung on the house: a signing key of a demonstration's authority."""
    authority = make_demo_authority(tmp_path / "authority", now=house.clock.now())
    made = Press(
        load_signer(authority.key, authority.chain),
        Storage.in_folder(tmp_path / "papers"),
        house.public_url,
    )
    house.parts["press"] = made
    return made
