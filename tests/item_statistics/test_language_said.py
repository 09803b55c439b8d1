"""The player says in which language the questions stand; the steps keep it."""

from sqlmodel import Session

from service.attempts.queries import step_rows
from service.core.wiring import Wiring
from service.item_statistics import queries
from tests import make_attempts
from tests.visitor import Visitor


def test_the_language_is_kept_with_the_section(client: Visitor, db: Session, house: Wiring):
    made = make_attempts.started(db, house)
    db.commit()
    player = make_attempts.Player(client, db, house, made.id)
    assert player.post("section", {"finish": 0, "language": "ru"}).status_code == 200
    assert player.post("section", {"start": 1, "language": "ru"}).status_code == 200
    assert player.post("finish", {"section": 1, "remarks": None, "language": "kk"}).is_success
    db.expire_all()
    said = [row.facts.get("language") for row in step_rows(db, made.id) if "how" in row.facts]
    assert said[-3:] == ["ru", "ru", "kk"]
    assert queries.languages_said(db, [made.id]) == {made.id: ["ru", "kk"]}


def test_a_player_that_does_not_say_it_is_served_too(client: Visitor, db: Session, house: Wiring):
    made = make_attempts.started(db, house)
    db.commit()
    player = make_attempts.Player(client, db, house, made.id)
    assert player.post("section", {"finish": 0}).status_code == 200
    db.expire_all()
    assert queries.languages_said(db, [made.id]) == {made.id: [""]}
    assert player.post("section", {"start": 1, "language": "en"}).status_code == 422
