"""What the service checks of itself, where it takes more than a look at the page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session

from service.core.wiring import Wiring
from service.demo.authority import Authority, make_demo_authority
from service.documents.actions import Press
from service.documents.signature import load_signer
from service.exam_day import checks as checking
from service.exam_day.checks import Check, Place, checks
from service.gateways.storage import Storage
from tests.clock import START, FixedClock


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_demo_authority(tmp_path_factory.mktemp("authority"), now=START)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    answers = httpx.MockTransport(lambda _: httpx.Response(204))
    with httpx.Client(transport=answers) as http:
        yield Place(tmp_path, "https://sms.test/messages", http)


def check(db: Session, house: Wiring, place: Place, code: str) -> Check:
    found = {one.code: one for one in checks(db, house, place, now=house.clock.now())}
    return found[code]


def test_a_certificate_is_named_thirty_days_before_it_ends(
    db: Session,
    house: Wiring,
    place: Place,
    clock: FixedClock,
    authority: Authority,
    tmp_path: Path,
):
    signer = load_signer(authority.key, authority.chain)
    house.parts["press"] = Press(signer, Storage.in_folder(tmp_path / "papers"), "https://t")
    assert signer.signing_cert is not None
    ends = signer.signing_cert.not_valid_after
    kinds = []
    for before in (timedelta(days=30), timedelta(days=30, seconds=-1), timedelta()):
        clock.set(ends - before)
        kinds.append(check(db, house, place, "signing-key").kind)
    assert kinds == ["good", "wait", "bad"]


@pytest.mark.parametrize(
    ("free", "kind"),
    [
        (checking.LITTLE_SPACE, "good"),
        (checking.LITTLE_SPACE - 1, "wait"),
        (checking.NO_SPACE, "wait"),
        (checking.NO_SPACE - 1, "bad"),
    ],
)
def test_disk_space_is_judged_by_what_is_free(
    db: Session, house: Wiring, place: Place, monkeypatch: pytest.MonkeyPatch, free: int, kind: str
):
    usage = type("Usage", (), {"free": free, "total": 100 * checking.GIGABYTE})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert check(db, house, place, "disk").kind == kind


def test_a_clock_apart_from_the_databases_is_seen(db: Session, house: Wiring, place: Place):
    # the clock of the tests stands at a day of its own, the server's database has a real one
    kind = check(db, house, place, "clock").kind
    assert kind == ("good" if house.database.is_sqlite else "bad")


def test_a_worker_is_alive_for_two_minutes_after_its_last_beat(
    db: Session, house: Wiring, place: Place, clock: FixedClock, run_due
):
    assert check(db, house, place, "worker").kind == "bad"
    run_due()
    clock.move(minutes=2)
    assert check(db, house, place, "worker").kind == "good"
    clock.move(seconds=1)
    assert check(db, house, place, "worker").kind == "bad"


def test_without_programmes_nobody_can_be_tested(db: Session, house: Wiring, place: Place):
    assert check(db, house, place, "programmes").kind == "bad"
