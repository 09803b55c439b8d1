"""Announcements for programs: a feed of them with the list's filters, the days for a calendar."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from icalendar import Alarm, Calendar, Event
from lxml import etree

from service.core.db import Db
from service.core.i18n import LANGUAGES, Language, current, say
from service.core.render import translate
from service.core.wiring import Wiring
from service.law.calendar import ONE_DAY, local_day
from service.pages import vacancies_words as words
from service.pages.doors import House, Now
from service.pages.gates import behind, public_gate
from service.pages.vacancies import public_announcement, wanted_of
from service.pages.vacancies_view import Ad, ad_of, summary_of
from service.vacancies import queries
from service.vacancies.models import AnnouncementState
from service.vacancies.prefill import speaking
from service.vacancies.queries import Stand

ATOM: Final = "http://www.w3.org/2005/Atom"
MOST: Final = 50
FIVE_MINUTES: Final = 300
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed has not changed since

router = APIRouter(dependencies=behind(public_gate))


@router.get("/vacancies.atom")
def feed(request: Request, db: Db, house: House, now: Now, lang: str = "") -> Response:
    """Hand out the newest announcements that fit the filters as an Atom feed (RFC 4287)."""
    with speaking(house.parts["translators"][_language(lang)]):
        today = local_day(now)
        wanted = wanted_of(request, today, stand=Stand.ANY)
        found = queries.public_announcements(db, wanted, limit=MOST)
        ads = [ad_of(db, one, row, today) for one, row in found]
        changed = max((ad.one.changed_at for ad in ads), default=EPOCH)
        content = _atom(ads, house, request, changed, today)
    return _kept(request, content, "application/atom+xml; charset=utf-8", changed)


@router.get("/vacancies/{number}/{ordinal}/calendar.ics")
def calendar_file(
    request: Request,
    db: Db,
    house: House,
    now: Now,
    number: str,
    ordinal: int,
    lang: str = "",
) -> Response:
    """Hand out the last day of reception and the day of the interview as events (RFC 5545)."""
    one, row = public_announcement(db, number, ordinal)
    with speaking(house.parts["translators"][_language(lang)]):
        today = local_day(now)
        content = _calendar(ad_of(db, one, row, today), house, today)
    answer = _kept(request, content, "text/calendar; charset=utf-8", one.changed_at)
    name = one.number.replace("/", "-")
    answer.headers["content-disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _language(wanted: str) -> Language:
    """The language that the address names, else the reader's."""
    return next((one for one in LANGUAGES if one == wanted), current.get().language)


def _kept(request: Request, content: bytes, kind: str, changed: datetime) -> Response:
    """The content with what lets others keep it; 304 for who has it already."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "etag": tag,
        "last-modified": format_datetime(changed.replace(microsecond=0), usegmt=True),
        "cache-control": f"public, max-age={FIVE_MINUTES}",
        "vary": "Cookie, Accept-Language",
    }
    if _has(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _has(request: Request, tag: str, changed: datetime) -> bool:
    """Whether the asker has this state: by its tag, else by its time (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = {each.strip().removeprefix("W/") for each in tags.split(",")}
        return tags.strip() == "*" or tag in known
    since = request.headers.get("if-modified-since")
    try:
        moment = parsedate_to_datetime(since) if since else None
    except ValueError:
        return False
    if moment is None or moment.tzinfo is None:
        return False
    return changed.replace(microsecond=0) <= moment


def _atom(
    ads: Sequence[Ad], house: Wiring, request: Request, changed: datetime, today: date
) -> bytes:
    base = house.public_url.rstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    own = f"{base}/vacancies.atom{query}"
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", current.get().language)
    _add(root, "id", own)
    _add(root, "title", translate(say("Vacancies of state bodies")))
    _add(root, "updated", _moment(changed))
    _add(root, "link", rel="self", href=own, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=f"{base}/vacancies", type="text/html")
    _add(root, "generator", "Synaq")
    for ad in ads:
        _entry(root, ad, base, today)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return content


def _entry(root: Any, ad: Ad, base: str, today: date) -> None:
    entry = _add(root, "entry")
    assert ad.one.published_at is not None
    _add(entry, "id", f"urn:uuid:{ad.one.id}")
    _add(entry, "title", f"{words.two_named(ad.vacancy.title)[0]} ({ad.one.number})")
    _add(entry, "link", rel="alternate", href=f"{base}{ad.url}", type="text/html")
    calendar = f"{base}{ad.url}/calendar.ics"
    _add(entry, "link", rel="related", href=calendar, type="text/calendar")
    _add(entry, "published", _moment(ad.one.published_at))
    _add(entry, "updated", _moment(ad.one.changed_at))
    author = _add(entry, "author")
    _add(author, "name", translate(ad.body.name))
    term = str(ad.one.round)
    _add(entry, "category", term=term, label=translate(words.ROUNDS[ad.one.round]))
    if ad.vacancy.category:
        _add(entry, "category", term=ad.vacancy.category)
    _add(entry, "summary", summary_of(ad, today), type="text")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", **attributes)
    # what XML cannot hold may stand in a text that somebody has pasted
    child.text = None if text is None else "".join(each for each in text if _may_stand(each))
    return child


def _may_stand(letter: str) -> bool:
    return letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _calendar(ad: Ad, house: Wiring, today: date) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Synaq//Synaq//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title, summary = words.two_named(ad.vacancy.title)[0], summary_of(ad, today)
    days = (
        ("closing", ad.one.closes_on, say("Last day to apply: %(post)s", post=title)),
        ("interview", ad.one.interview_on, say("Interview: %(post)s", post=title)),
    )
    for name, day, said in days:
        if day is not None:
            calendar.add_component(_event(ad, house, name, day, translate(said), summary))
    return bytes(calendar.to_ical())


def _event(ad: Ad, house: Wiring, name: str, day: date, title: str, summary: str) -> Any:
    page_url = house.public_url.rstrip("/") + ad.url
    event = Event()
    event.add("uid", f"{ad.one.id}-{name}@synaq")
    event.add("dtstamp", ad.one.changed_at)
    event.add("last-modified", ad.one.changed_at)
    event.add("sequence", ad.one.version)
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    event.add("description", f"{translate(ad.body.name)}. {summary} {page_url}")
    event.add("url", page_url)
    is_off = ad.one.state is AnnouncementState.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -timedelta(hours=15))  # nine in the morning of the eve
    event.add_component(alarm)
    return event
