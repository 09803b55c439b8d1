"""The hiring of whoever a competition has named: what the competition forbids on its pages."""

from datetime import timedelta

from sqlmodel import Session

from service.hirings.models import What
from service.hirings.queries import hiring_of, steps_of
from service.law.calendar import local_day
from service.law.vacancy import Round
from service.pages import hiring_in_competition as hiring
from service.vacancies.ending import cancel_round
from service.vacancies.models import AnnouncementState
from tests.clock import FixedClock
from tests.make_competitions import Play
from tests.visitor import Visitor


def the_round_is_ended_by_the_competition_alone(client: Visitor, play: Play) -> None:
    there = f"/hr/competitions/{play.round.number}"
    shown = client.get(f"/hr/applications/{play.applications[1]}").text
    assert f'href="{there}"' in shown
    assert "/invite" not in shown
    end = f"/hr/announcements/{play.round.number}/end"
    vacancy = client.get(f"/hr/vacancies/{play.round.number.rsplit('/', 1)[0]}").text
    assert f'href="{there}"' in vacancy
    assert end not in vacancy
    reason = {"reason": "Nobody was chosen.", "sure": "yes"}
    for reply, code in ((client.get(end), 200), (client.submit(end, reason), 409)):
        assert reply.status_code == code
        assert "The competition ends this round by itself" in reply.text
        assert f'href="{there}"' in reply.text
    play.db.expire_all()
    assert play.round.state is AnnouncementState.ANNOUNCED


def test_lw_9_the_competition_decides_who_is_hired_and_when_it_stands_still(
    db: Session, client: Visitor, clock: FixedClock
):
    play = Play(db, candidates=2)
    play.round.round = Round.INTERNAL_ALL
    play.close()
    play.form()
    play.interviews(dict(zip(play.applications, ("5", "4"), strict=True)))

    def look() -> None:
        clock.set(play.now)
        db.commit()

    look()
    client.sign_in_as(play.hr)
    reply = client.get(f"/hr/applications/{play.applications[1]}/invite")
    assert reply.headers["location"] == f"/hr/competitions/{play.round.number}"
    assert client.said() == hiring.NAMED_BY_COMPETITION.msgid
    the_round_is_ended_by_the_competition_alone(client, play)
    play.do("protocol-signed", "hr")
    row = hiring_of(db, play.applications[0])
    assert row is not None
    play.do("complaint-filed", "candidate", complaint="C-1")
    look()
    url = f"/hr/hirings/{row.id}"
    today = local_day(play.now).isoformat()
    lapsed = {"what": "lapsed", "on": today, "seen": "1", "note": ""}
    client.submit(f"{url}/steps", lapsed)
    assert client.said() == hiring.SUSPENDED.msgid
    play.now += timedelta(days=4)
    play.do("complaint-dismissed", "authorised-body", complaint="C-1")
    look()
    client.sign_in_as(play.hr)
    client.submit(f"{url}/steps", lapsed)
    assert client.said() == hiring.LAPSES_BY_ITSELF.msgid
    play.go_on(days=8)  # the twelfth day: the suspension has put off the ten
    look()
    client.sign_in_as(play.people[0])
    own = f"/me/hirings/{row.id}"
    assert f"{own}/accept" in client.get(own).text
    client.submit(f"{own}/accept")
    db.expire_all()
    assert steps_of(db, row.id)[-1].what is What.APPLIED
    client.submit(f"{own}/decline")
    db.expire_all()
    assert steps_of(db, row.id)[-1].what is What.REFUSED
    play.go_on()
    look()
    client.sign_in_as(play.hr)
    client.submit(f"{url}/back", {"ordinal": "3", "reason": "A mistake.", "seen": "3"})
    assert client.said() == hiring.FOLLOWED.msgid
    a_cancelled_competition_ends_the_hiring_and_says_why(client, play)


def a_cancelled_competition_ends_the_hiring_and_says_why(client: Visitor, play: Play) -> None:
    """The next one is hired when the body is reorganised: both pages say what has happened."""
    second = play.applications[1]
    play.do("next-invited", "hr", invited=str(second))
    play.do("accepted", "candidate", second)
    row = hiring_of(play.db, second)
    assert row is not None
    reason, by = "reorganised", play.hr.id
    cancel_round(play.db, play.round.id, reason=reason, rule="VC-2", by=by, now=play.now)
    play.go_on()
    play.db.commit()
    for person, url in (
        (play.hr, f"/hr/hirings/{row.id}"),
        (play.people[1], f"/me/hirings/{row.id}"),
    ):
        client.sign_in_as(person)
        shown = client.get(url).text
        assert "Not hired: the competition is cancelled" in shown
        assert "The body or its unit is reorganised." in shown
        assert 'value="cancelled"' not in shown
        assert "/competitions/" in shown
    client.sign_in_as(play.hr)
    sent = {"what": "cancelled", "on": local_day(play.now).isoformat(), "seen": "2", "note": ""}
    client.submit(f"/hr/hirings/{row.id}/steps", sent)
    assert client.said() == "This comes about by itself: nobody enters it."
