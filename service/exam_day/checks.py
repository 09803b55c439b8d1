"""What the service checks of itself before and on an exam day."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

import httpx
from sqlmodel import Session

from service.core.due_work import failed_jobs
from service.core.i18n import Message, say
from service.core.migrate import migration_of, newest_migration
from service.core.wiring import Wiring
from service.documents.actions import Press
from service.exam_day import queries
from service.exam_day.work import BEAT_EVERY
from service.gateways import mail, sms
from service.law.calendar import local_day, local_time
from service.law.programme import shortages
from service.programmes.blueprints import drawable
from service.programmes.queries import programmes_on

Kind = Literal["good", "wait", "bad"]

WORK_IN_TIME: Final = timedelta(minutes=1)
CERTIFICATE_ENDS_SOON: Final = timedelta(days=30)
GIGABYTE: Final = 1024**3
LITTLE_SPACE, NO_SPACE = 5 * GIGABYTE, 1 * GIGABYTE
CLOCKS_DIFFER: Final = timedelta(seconds=2)


@dataclass(frozen=True)
class Check:
    """One finding: good, wait (look at it) or bad (act before the test), with the way out."""

    code: str
    title: Message
    kind: Kind
    finding: Message
    way_out: Message | None = None
    url: str | None = None


@dataclass(frozen=True)
class Place:
    """Where the service runs: its data folder, the SMS gateway's address, the way to it."""

    data_folder: Path
    sms_url: str
    http: httpx.Client


def checks(db: Session, house: Wiring, place: Place, *, now: datetime) -> list[Check]:
    """Return every finding in a fixed order; none of them changes anything."""
    return [
        _database(house),
        _worker(db, now),
        _waiting_work(db, now),
        _failed_work(db),
        _signing_key(house, now),
        _sms_gateway(place),
        _mail_server(house),
        _papers(db, now),
        _programmes(db, now),
        _disk(place),
        _clock(db, house.clock.now),
    ]


def _database(house: Wiring) -> Check:
    here, newest = migration_of(house.database), newest_migration()
    title = say("Database")
    if here == newest:
        return Check("database", title, "good", say("It answers and has the newest migration."))
    finding = say("It has the migration %(here)s, not %(newest)s.", here=here, newest=newest)
    return Check("database", title, "bad", finding, say("Run `synaq migrate`."))


def _worker(db: Session, now: datetime) -> Check:
    title, seen_at = say("Worker"), queries.worker_seen_at(db)
    if seen_at is not None and now - seen_at <= 4 * BEAT_EVERY:
        return Check("worker", title, "good", say("Alive, last heard %(at)s.", at=seen_at))
    way_out = say("Start it: results, papers and messages are made by it.")
    if seen_at is None:
        return Check("worker", title, "bad", say("It has never been heard."), way_out)
    return Check("worker", title, "bad", say("Not heard since %(at)s.", at=seen_at), way_out)


def _waiting_work(db: Session, now: datetime) -> Check:
    title = say("Work in time")
    number, since = queries.work_waiting(db, now - WORK_IN_TIME)
    if since is None:
        return Check("backlog", title, "good", say("Nothing waits longer than a minute."))
    finding = say("Waiting since %(at)s: %(n)s.", at=since, n=number)
    return Check("backlog", title, "wait", finding, url="/administrator/work")


def _failed_work(db: Session) -> Check:
    title, failed = say("Failed work"), failed_jobs(db)
    if not failed:
        return Check("failed-work", title, "good", say("None."))
    finding = say("Given up: %(n)s.", n=len(failed))
    way_out = say("Read why, mend the cause and try again.")
    return Check("failed-work", title, "bad", finding, way_out, "/administrator/work")


def _signing_key(house: Wiring, now: datetime) -> Check:
    title = say("Signing key")
    press: Press | None = house.parts["press"]
    if press is None or press.signer.signing_cert is None:
        way_out = say("Set SYNAQ_SIGNING_KEY and SYNAQ_SIGNING_CHAIN: no paper can be issued.")
        return Check("signing-key", title, "bad", say("There is none."), way_out)
    ends_at: datetime = press.signer.signing_cert.not_valid_after
    way_out = say("Get a new certificate from the certification centre.")
    if ends_at <= now:
        finding = say("Its certificate ended on %(day)s.", day=local_day(ends_at))
        return Check("signing-key", title, "bad", finding, way_out)
    finding = say("Its certificate is valid until %(day)s.", day=local_day(ends_at))
    if ends_at - now < CERTIFICATE_ENDS_SOON:
        return Check("signing-key", title, "wait", finding, way_out)
    return Check("signing-key", title, "good", finding)


def _sms_gateway(place: Place) -> Check:
    title = say("SMS gateway")
    if sms.is_reachable(place.sms_url, http=place.http):
        return Check("sms", title, "good", say("It answers."))
    way_out = say("Without it nobody can confirm an application: call the operator.")
    return Check("sms", title, "bad", say("It does not answer."), way_out)


def _mail_server(house: Wiring) -> Check:
    title, server = say("Mail server"), house.parts["mail"]
    if server is None:
        way_out = say("Set SYNAQ_MAIL_HOST: without it nobody is reminded by e-mail.")
        return Check("mail", title, "wait", say("There is none."), way_out)
    if mail.is_reachable(server):
        return Check("mail", title, "good", say("It answers."))
    way_out = say("Letters wait for it: call who runs it, or look at its name and password.")
    return Check("mail", title, "bad", say("It does not answer."), way_out)


def _papers(db: Session, now: datetime) -> Check:
    title = say("Papers of today's bookings")
    missing = queries.unprepared_on(db, local_day(now))
    if not missing:
        return Check("papers", title, "good", say("All are drawn."))
    way_out = say("The worker draws them: see the work that waits or has failed.")
    finding = say("Not drawn yet: %(n)s.", n=missing)
    return Check("papers", title, "bad", finding, way_out, "/administrator/work")


def _programmes(db: Session, now: datetime) -> Check:
    title = say("Programmes and question bank")
    in_force, counts = programmes_on(db, local_day(now)), drawable(db).counts()
    short = [each.code for each in in_force if shortages(each, counts)]
    if not in_force:
        way_out = say("Load the question bank: `synaq validate-bank` says what is wrong.")
        return Check("programmes", title, "bad", say("No programme is in force."), way_out)
    if not short:
        finding = say("In force: %(n)s. The bank fills all of them.", n=len(in_force))
        return Check("programmes", title, "good", finding, url="/programmes")
    finding = say("The bank cannot fill: %(codes)s.", codes=", ".join(short))
    way_out = say("Add approved questions, or publish a version that the bank can fill.")
    return Check("programmes", title, "bad", finding, way_out, "/programmes")


def _disk(place: Place) -> Check:
    title = say("Disk space")
    usage = shutil.disk_usage(place.data_folder)
    finding = say(
        "%(free)s GB are free, %(percent)s %% of the disk.",
        free=round(usage.free / GIGABYTE, 1),
        percent=round(100 * usage.free / usage.total),
    )
    if usage.free >= LITTLE_SPACE:
        return Check("disk", title, "good", finding)
    kind: Kind = "wait" if usage.free >= NO_SPACE else "bad"
    return Check("disk", title, kind, finding, say("Make room or add a disk."))


def _clock(db: Session, read: Callable[[], datetime]) -> Check:
    title, now = say("Clock"), read()
    shown = local_time(now).strftime("%H:%M:%S")
    theirs = queries.database_clock(db)
    if theirs is None or abs(theirs - now) <= CLOCKS_DIFFER:
        finding = say("It shows %(time)s: compare it with your watch.", time=shown)
        return Check("clock", title, "good", finding)
    seconds = round(abs((theirs - now).total_seconds()))
    finding = say(
        "It shows %(time)s and is %(n)s s apart from the database's.", time=shown, n=seconds
    )
    way_out = say("Set the clocks by a time server: the deadlines of tests hang on them.")
    return Check("clock", title, "bad", finding, way_out)
