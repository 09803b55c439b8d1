"""The protocol: made once when the results are there, says them with arithmetic, signed by HR."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pypdf
import pytest
from pyhanko.sign.signers import SimpleSigner
from sqlmodel import Session, select

from service.competitions import protocol, queries
from service.competitions.course import Course
from service.core.db import Database
from service.core.i18n import Translator, translators
from service.demo.authority import make_demo_authority
from service.documents.actions import Press
from service.documents.facts import ProtocolFacts, from_json
from service.documents.models import Document
from service.documents.signature import load_signer
from service.gateways.storage import Storage
from service.law.machine import Illegal
from service.lots.queries import draw_of
from service.settings import ROOT
from service.signatures.actions import Accepted, accept_signature, ask_signature, check_signature
from service.signatures.models import Signature
from tests.clock import START
from tests.make_competitions import CALENDAR, Play
from tests.make_signatures import Authority, verifier_of
from tests.make_vacancies import hr


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> SimpleSigner:
    made = make_demo_authority(tmp_path_factory.mktemp("authority"), now=START)
    return load_signer(made.key, made.chain)


@pytest.fixture
def press(signer: SimpleSigner, tmp_path: Path) -> Press:
    return Press(signer, Storage.in_folder(tmp_path / "papers"), "https://synaq.test")


@pytest.fixture(scope="session")
def translator() -> Translator:
    return translators(ROOT / "web" / "locales")["kk"]


def determined(db: Session, scores: str = "4 3 2", correct: int = 30) -> Play:
    """A competition of three whose results are there."""
    play = Play(db)
    play.close()
    play.tests(dict.fromkeys(play.applications, correct))
    play.form()
    play.interviews(dict(zip(play.applications, scores.split(), strict=True)))
    return play


def issue(play: Play, press: Press) -> Document | None:
    return protocol.issue_protocol(
        play.db, play.round.id, press=press, calendar=CALENDAR, is_demo=True, now=play.now
    )


def issued(play: Play, press: Press) -> tuple[Document, ProtocolFacts]:
    made = issue(play, press)
    assert made is not None
    facts = from_json(made.kind, made.facts)
    assert isinstance(facts, ProtocolFacts)
    return made, facts


def code_of(play: Play, place: int) -> str:
    row = queries.candidacy(play.db, play.applications[place])
    assert row is not None
    return row.code


def test_st_7_before_the_results_there_is_no_protocol(db: Session, press: Press):
    play = Play(db)
    play.close()
    assert issue(play, press) is None
    assert queries.without_protocol(db) == []


def test_st_7_it_says_who_has_won_with_the_arithmetic_and_no_other_name(db: Session, press: Press):
    play = determined(db)
    assert queries.without_protocol(db) == [play.round.id]
    made, facts = issued(play, press)
    assert queries.without_protocol(db) == []
    assert made.number.startswith("CP-2026-")
    winner = play.people[0]
    assert facts.winner == winner.name
    assert [one.candidate for one in facts.places] == [
        winner.name, code_of(play, 1), code_of(play, 2),
    ]  # fmt: skip
    first = facts.places[0]
    assert [one.formula for one in first.stages] == ["30 × 10 ÷ 50 = 6.00", "4.00"]
    assert first.formula == "6.00 + 4.00 = 10.00"
    assert (first.decided, facts.places[-1].decided) == ("total", "last")
    assert facts.tie is None
    said = str(made.facts)
    assert all(one.family_name not in said for one in play.people[1:] if one.name != winner.name)
    assert all(one.iin not in said for one in play.people)


def test_cm_1_it_names_the_commission_with_its_drawn_assessors(db: Session, press: Press):
    _, facts = issued(determined(db), press)
    assert [one.part for one in facts.commission].count("chair") == 1
    assert sum(one.is_assessor for one in facts.commission) == 2
    assert facts.commission_lot is not None


def test_it_counts_who_took_part_in_each_stage(db: Session, press: Press):
    _, facts = issued(determined(db), press)
    assert [one.people for one in facts.stages] == [3, 3, 3, 3, 3, 3]


def test_st_6_it_shows_how_a_tie_was_ended(db: Session, press: Press):
    play = determined(db, "4 4 4")
    _, facts = issued(play, press)
    assert [one.decided for one in facts.places] == ["lot", "lot", "last"]
    assert facts.tie is not None
    row = queries.competition(db, play.round.id)
    assert row is not None
    assert row.tie_lot_id is not None
    drawn = draw_of(db, row.tie_lot_id)
    assert drawn is not None
    assert facts.tie.seed == drawn.record["seed"]


def test_it_is_made_once(db: Session, press: Press):
    play = determined(db)
    assert issue(play, press) is issue(play, press)


def test_the_paper_is_set_in_two_languages(db: Session, press: Press):
    play = determined(db, "4 4 4")
    made, facts = issued(play, press)
    pdf = press.storage.get(made.file_name)
    assert sha256(pdf).hexdigest() == made.file_sha256
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    text = " ".join(text.replace("\u00a0", " ").split())
    for words in ("30 × 10 ÷ 50 = 6,00", "6,00 + 4,00 = 10,00", made.number, play.round.number):
        assert text.count(words) >= 2
    assert facts.winner is not None
    assert "Победителем конкурса признан кандидат" in text
    assert "Конкурстың жеңімпазы деп" in text


def test_st_7_hr_signs_and_the_results_are_out(
    db: Session, database: Database, press: Press, tmp_path: Path, translator: Translator
):
    authority = Authority()
    play = determined(db)
    made, _ = issued(play, press)
    course = play.go_on()
    matter = protocol.protocol_matter(course, made, {"kk": "Сарапшы", "ru": "Эксперт"})
    asked = ask_signature(db, play.hr.id, matter, translator=translator, now=play.now)
    db.commit()
    meant = protocol.asked_to_sign(asked.id, play.hr.id, play.round.id)
    cms = authority.issue(play.hr.iin).sign(asked.canonical, at=play.now)
    verifier = verifier_of(tmp_path, authority)
    checked = check_signature(database, verifier, meant, cms, now=play.now)
    outcome = accept_signature(db, checked, now=play.now)
    assert isinstance(outcome, Accepted), outcome
    after = protocol.record_signed(
        db, play.round.id, outcome.signature, calendar=CALENDAR, now=play.now
    )
    assert isinstance(after, Course), after
    assert after.state.state == "hiring"
    assert after.steps[-1].facts["protocol"] == made.number
    kept = protocol.signature_of_protocol(db, play.round.id)
    assert kept is not None
    assert kept.account_id == play.hr.id
    again = protocol.record_signed(
        db, play.round.id, kept, calendar=CALENDAR, now=play.now + timedelta(minutes=1)
    )
    assert isinstance(again, Illegal)


class UndoneError(Exception):
    """Somebody else has signed first: this signature goes with its transaction."""


def undo_unless_published(after: object) -> None:
    if not isinstance(after, Course):
        raise UndoneError


def test_st_7_of_two_who_sign_at_once_one_publishes_and_no_signature_stays_alone(
    db: Session, database: Database, press: Press, tmp_path: Path, translator: Translator
):
    authority = Authority()
    play = determined(db)
    made, _ = issued(play, press)
    course, round_id, now = play.go_on(), play.round.id, play.now
    signers = [play.hr, hr(db)]
    matter = protocol.protocol_matter(course, made, {"kk": "Сарапшы", "ru": "Эксперт"})
    asked = [ask_signature(db, one.id, matter, translator=translator, now=now) for one in signers]
    db.commit()
    verifier = verifier_of(tmp_path, authority)
    meant = [
        protocol.asked_to_sign(each.id, one.id, round_id)
        for each, one in zip(asked, signers, strict=True)
    ]
    signed = [
        authority.issue(one.iin).sign(each.canonical, at=now)
        for each, one in zip(asked, signers, strict=True)
    ]
    at_once = Barrier(2)

    def sign(place: int) -> bool:
        checked = check_signature(database, verifier, meant[place], signed[place], now=now)
        at_once.wait(timeout=30)
        with suppress(UndoneError), database.writing() as own:
            outcome = accept_signature(own, checked, now=now)
            assert isinstance(outcome, Accepted), outcome
            after = protocol.record_signed(
                own, round_id, outcome.signature, calendar=CALENDAR, now=now
            )
            undo_unless_published(after)  # as the page does
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(sign, (0, 1))) == [False, True]
    with database.reading() as own:
        steps = [one for one in queries.steps_of(own, round_id) if one.what == "protocol-signed"]
        kept = own.exec(select(Signature)).all()
        assert [str(one.id) for one in kept] == [one.facts["signature"] for one in steps]
