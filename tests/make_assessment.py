"""Builders of assessments of personal qualities: a whole test marked as the key has it."""

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session

from service.attempts.models import Attempt
from service.attempts.paper import section_items
from service.core.wiring import Wiring
from service.demo.authority import make_demo_authority
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.qualities import queries as situations
from tests.make_attempts import Player
from tests.visitor import Visitor


def displayed(drawn: Mapping[str, str], letter: str) -> str:
    """Where an own letter of the situation stands on the screen."""
    return "abcd"[drawn["order"].index(letter)]


def walk(
    db: Session, house: Wiring, client: Visitor, attempt: Attempt, *, poor: str = "", skip: int = 0
) -> Player:
    """Mark the right ends of each situation's order; of the quality `poor` the wrong ones."""
    db.commit()
    player = Player(client, db, house, attempt.id)
    player.start(0)
    for number, drawn in enumerate(section_items(attempt, 0), start=1):
        if number <= skip:
            continue
        order = situations.situation(db, drawn["item"]).order
        best, worst = (order[3], order[0]) if drawn["act"] == poor else (order[0], order[3])
        player.save(2 * number - 1, displayed(drawn, best))
        player.save(2 * number, displayed(drawn, worst))
    player.finish(0)
    return player


def press(house: Wiring, folder: Path) -> Press:
    """What makes papers, hung on the house: a signing key of a demonstration's authority."""
    authority = make_demo_authority(folder / "authority", now=house.clock.now())
    made = Press(
        load_signer(authority.key, authority.chain),
        Storage.in_folder(folder / "papers"),
        house.public_url,
    )
    house.parts["press"] = made
    return made
