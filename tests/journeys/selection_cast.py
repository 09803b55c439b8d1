"""Who plays in the story of a whole competition, and what those do who have no browser in it."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from service.admissions.actions import Applied, apply
from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts
from service.commissions.models import Assessor, Commission, Ground
from service.competitions.acting import act
from service.competitions.course import Course, course_of
from service.competitions.queries import candidacies
from service.core.i18n import translators
from service.demo.people import demo_people
from service.demo.signer import KEYS
from service.demo.signer_keys import load_demo_keys
from service.law.essay import METHOD as ESSAY
from service.law.interview import METHOD as INTERVIEW
from service.law.machine import Actor
from service.people.models import Account
from service.people.queries import account_by_iin
from service.scoring import queries
from service.scoring.essay_scores import Sheet, score_essay
from service.scoring.interviews import Hall, keep_signed_points, points_to_sign
from service.settings import ROOT
from service.signatures.actions import (
    Accepted,
    Asked,
    accept_signature,
    ask_signature,
    check_signature,
)
from service.signatures.matter import Matter
from service.vacancies.models import Announcement
from tests import make_admissions as admissions
from tests.journeys.polling import apart
from tests.journeys.theatre import Theatre
from tests.make_competitions import CALENDAR

PEOPLE = {one.key: one for one in demo_people()}
NAMES = ("Бірінші", "Екінші", "Келмеген")  # the first, the second, the one who stays away
CHAIR, OTHERS, SECRETARY = "gulnara", ("bolat", "saule", "raushan"), "zhanar"
LISTED = ("marat", "asel")
FIELD = "law"


@dataclass
class Round:
    """An announced round of an essay and an interview, and the three who have applied."""

    theatre: Theatre
    id: UUID
    number: str
    people: list[UUID]
    applications: list[UUID]

    @property
    def course(self) -> Course:
        """The competition as it stands."""
        with self.theatre.house.database.reading() as db:
            found = course_of(db, self.id, CALENDAR)
        assert found is not None
        return found

    def state(self, place: int) -> str:
        """The state of the candidate at this place of the cast."""
        return self.course.state.candidacy(str(self.applications[place])).state

    def code(self, place: int) -> str:
        """The code under which the commission sees the candidate."""
        with self.theatre.house.database.reading() as db:
            rows = candidacies(db, self.id)
        return next(str(one.code) for one in rows if one.application_id == self.applications[place])

    def began(self) -> bool:
        """Tell whether the reception is over and the competition goes on."""
        with self.theatre.house.database.reading() as db:
            return course_of(db, self.id, CALENDAR) is not None

    def commission(self, db: Session) -> Commission:
        """The commission of the round."""
        found = commissions.commission_of(db, self.id)
        assert found is not None
        return found


def person(db: Session, key: str) -> Account:
    """One of the demo's people."""
    found = account_by_iin(db, PEOPLE[key].iin)
    assert found is not None
    return found


def announced(theatre: Theatre) -> Round:
    """Announce the round, let three people apply and be admitted, and put assessors on the list."""
    now = theatre.clock.now()
    with theatre.house.database.writing() as db:
        round_ = admissions.announced(db, person(db, "kuanysh"), now=now)
        round_.stages = ["essay", "interview"]
        db.add(round_)
        people = [admissions.candidate(db, family_name=name) for name in NAMES]
        made = [_applied(db, theatre, round_, each) for each in people]
        for place, key in enumerate(LISTED, 1):
            db.add(
                Assessor(
                    number=f"A-{place:05d}",
                    account_id=person(db, key).id,
                    ground=Ground.EXPERIENCE,
                    fields=[FIELD],
                    since_at=now,
                )
            )
        return Round(theatre, round_.id, round_.number, [one.id for one in people], made)


def _applied(db: Session, theatre: Theatre, round_: Announcement, who: Account) -> UUID:
    db.flush()
    answer = apply(
        db, round_.id, admissions.caller(who), calendar=CALENDAR, now=theatre.clock.now()
    )
    assert isinstance(answer, Applied), answer
    return answer.application.id


def members(theatre: Theatre, round_: Round) -> dict[str, UUID]:
    """Who scores, by the demo's names."""
    with theatre.house.database.reading() as db:
        seated = commissions.holders(db, round_.commission(db).id)
        iins = {one.iin: key for key, one in PEOPLE.items()}
        return {iins[who.iin]: who.id for _, _, who in seated if iins[who.iin] != SECRETARY}


def take_test(round_: Round, place: int, **review: int) -> None:
    """A candidate takes the test of the stage, up to the review: other stories show it."""
    steps: tuple[tuple[str, Actor, dict[str, int]], ...] = (
        ("started", "candidate", {}),
        ("finished", "candidate", {}),
        ("review-published", "proctor", review),
    )
    with round_.theatre.house.database.writing() as db:
        for what, by, facts in steps:
            after = act(
                db,
                round_.id,
                what,
                by=by,
                now=round_.theatre.clock.now(),
                calendar=CALENDAR,
                application_id=round_.applications[place],
                facts=facts,
            )
            assert isinstance(after, Course), after


def declare_for(theatre: Theatre, round_: Round, key: str) -> None:
    """A member declares to have no conflict."""
    with theatre.house.database.writing() as db:
        seated = commissions.holders(db, round_.commission(db).id)
        holder = next(each for _, each, who in seated if who.iin == PEOPLE[key].iin)
        said = {one: (frozenset[str](), "") for one in round_.applications}
        declare_conflicts(db, holder, said, now=theatre.clock.now())  # type: ignore[arg-type]  # no tie at all


def score_for(theatre: Theatre, round_: Round, key: str, place: int, mark: int) -> None:
    """A member scores an essay."""
    with theatre.house.database.writing() as db:
        essay = queries.essay(db, round_.applications[place])
        assert essay is not None
        sheet = Sheet(dict.fromkeys(ESSAY.criteria, mark))
        now = theatre.clock.now()
        who = person(db, key).id
        made = score_essay(db, essay, who, sheet, calendar=CALENDAR, now=now)
        assert made is not None


def sign_points_for(theatre: Theatre, round_: Round, key: str, place: int, mark: int) -> None:
    """A member gives points and signs them with the own key, without a browser."""
    house, now = theatre.house, theatre.clock.now()
    hall = Hall(round_.id, CALENDAR)
    points = dict.fromkeys(INTERVIEW.criteria, mark)
    with house.database.writing() as db:
        who = person(db, key).id
        matter = points_to_sign(db, hall, who, round_.applications[place], points)
        assert isinstance(matter, Matter), matter
        translator = translators(ROOT / "web" / "locales")["kk"]
        asked = ask_signature(db, who, matter, translator=translator, now=now)
    own = load_demo_keys(theatre.settings.data_folder / "keys" / KEYS)[f"{key}-good"]
    meant = Asked(asked.id, who, matter.purpose, matter.subject)

    def sign() -> None:
        cms = asyncio.run(own.sign(asked.canonical, attached=False, now=now))
        checked = check_signature(house.database, house.parts["esign"], meant, cms, now=now)
        with house.database.writing() as db:
            accepted = accept_signature(db, checked, now=now)
            assert isinstance(accepted, Accepted), accepted
            keep_signed_points(db, hall, accepted.signature, now=now)

    apart(sign)
