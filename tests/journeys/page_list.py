"""Every page of the service with an address at which it shows something, and who looks at it.

A new page gets a `Stop` in the list of those who see it; what its address needs (ids, codes) is
made in the scene. A route that answers with no page is named in NO_PAGES with the reason.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from fastapi.routing import APIRoute

from service.pages.epf_forms import KINDS
from service.rooms import routers
from tests.journeys.page_list_competitions import competitions, essays, interviews
from tests.journeys.scene import Scene
from tests.journeys.stop import MALFORMED, MISSING, REFUSED, Stop

NO_PAGES: Final[Mapping[str, str]] = {
    "/hr/applications/{application_id}/documents/{document_id}": "a file",
    "/hr/hirings/{hiring_id}/documents/{ordinal}": "a file",
    "/robots.txt": "for crawlers",
    "/favicon.ico": "a picture",
    "/health": "for the operator's watch",
    "/language/{code}": "goes back to where one was",
    "/theme/{name}": "goes back to where one was",
    "/keys/root.pem": "a file",
    "/draws/{number}.json": "a file",
    "/keys/receipts.pem": "a file",
    "/cabinet/applications/{application_id}/start": "leads to the equipment check",
    "/cabinet/applications/{application_id}/test.ics": "a file",
    "/cabinet/applications/{application_id}/draw.json": "a file",
    "/cabinet/documents/{document_id}.pdf": "a file",
    "/me/file/documents/{document_id}": "a file",
    "/competitions/{number}/{ordinal}/protocol.pdf": "a file",
    "/me/interviews/{application_id}/screen": "for a live page",
    "/me/interviews/{application_id}/events": "for a live page",
    "/me/interviews/{application_id}/room": "leads to the video room",
    "/commission/{number}/{ordinal}/interviews/screen": "for a live page",
    "/commission/{number}/{ordinal}/interviews/events": "for a live page",
    "/commission/{number}/{ordinal}/interviews/room": "leads to the video room",
    "/commission/{number}/{ordinal}/interviews/{application_id}/screen": "for a live page",
    "/commission/{number}/{ordinal}/interviews/{application_id}/events": "for a live page",
    "/signatures/{request_id}/to-sign.json": "a file",
    "/signatures/{request_id}/signature.p7s": "a file",
    "/test/{attempt_id}/receipts.json": "a file",
    "/bank/statistics/{report_id}/items.csv": "a file",
    "/vacancies.atom": "a feed",
    "/vacancies/{number}": "leads to the vacancy's newest round",
    "/vacancies/{number}/{ordinal}/calendar.ics": "a file",
    "/hr/requirements": "leads to the posts of the only body",
    "/practice/probe": "bytes to measure the line",
    "/api/player/state": "for the player",
}
PLAIN: Final = (
    "/", "/help", "/accessibility", "/privacy", "/fairness", "/style", "/programmes", "/keys",
    "/check", "/check/receipts", "/check/draw", "/sign-in", "/signed-out",
    "/draws", "/posts", "/posts/political", "/posts/civilian", "/vacancies",
)  # fmt: skip


def page_paths() -> set[str]:
    """Return the path of every page that the service has."""
    return {
        route.path
        for router in routers()
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and route.path not in NO_PAGES
    }


def stops(scene: Scene, audience: str) -> list[Stop]:
    """Return what this audience looks at."""
    return list(LISTS[audience](scene))


def _everybody(scene: Scene) -> Iterator[Stop]:
    things = scene.things
    for path in PLAIN:
        yield Stop(path, path)
    for asked in ("category=C-GP-5", "category=C-TP-4", "category=C-XX-1"):
        yield Stop("/programmes", f"/programmes?{asked}")
    yield Stop("/programmes/{code}", "/programmes/LE-2")
    yield Stop("/programmes/{code}/{version}", "/programmes/AD-1/1")
    yield Stop("/posts", "/posts?q=заңнама&category=C-3")
    yield Stop("/posts", "/posts?category=none")
    yield Stop("/posts/{key}", "/posts/117-6")
    yield Stop("/posts/political/{key}", "/posts/political/political-54a5adfefc1c")
    yield Stop("/posts/civilian/{key}", "/posts/civilian/civil-cf630b7ea6a9")
    yield Stop("/draws/{number}", f"/draws/{things['drawn-lot']}")
    yield Stop("/draws/{number}", f"/draws/{things['promised-lot']}")
    for asked in ("stand=any&category=C-5", "stand=over", "q=nothing+is+like+this"):
        yield Stop("/vacancies", f"/vacancies?{asked}")
    for name in ("announced", "temporary", "running"):
        vacancy = f"/vacancies/{things[f'{name}-announcement']}"
        yield Stop("/vacancies/{number}/{ordinal}", vacancy)
    yield Stop("", f"/vacancies/{things['drafted-announcement']}", status=MISSING)
    yield Stop("/check", f"/check?document={things['number']}")
    yield Stop("/check", "/check?document=%21", status=MALFORMED)
    yield Stop("/check/{code}", f"/check/{things['code']}")
    yield Stop("/check/{code}", f"/check/{things['statement-code']}")
    yield Stop("/check/{code}", "/check/AAAABBBBCCCC", status=MISSING)
    yield Stop("/sign-in/callback", "/sign-in/callback?state=x", status=400)
    yield Stop("", "/nothing/is/here", status=MISSING)


def _candidate(scene: Scene) -> Iterator[Stop]:
    for path in ("/me", "/me/contact", "/me/phone", "/consent", "/consent/withdraw", "/practice"):
        yield Stop(path, path, "yerlan")
    yield Stop("/me/phone/code", "/me/phone/code", "yerlan")
    yield Stop("/me/signature", "/me/signature", "asel")
    yield Stop("/me/signature", "/me/signature", "yerlan")
    for check in (scene.things["signed"], scene.things["to-sign"]):
        yield Stop("/me/signature/{request_id}", f"/me/signature/{check}", "yerlan")
    for who in ("yerlan", "madina", "sanzhar", "filing", "starting", "failing", "breaking"):
        yield Stop("/cabinet", "/cabinet", who)
        application = f"/cabinet/applications/{scene.applications[who]}"
        yield Stop("/cabinet/applications/{application_id}", application, who)
    yield Stop("/cabinet/notices", "/cabinet/notices", "failing")
    yield Stop("/cabinet/documents", "/cabinet/documents", "yerlan")
    yield from _personal_file(scene)
    yield from _booked_ahead(scene)
    yield from _booking(scene)
    yield from _around_the_test(scene)


def _personal_file(scene: Scene) -> Iterator[Stop]:
    own = ("", "/documents", "/computer", "/declarations", "/declarations/edit")
    for path in (f"/me/file{part}" for part in own):
        yield Stop(path, path, "yerlan")  # all of it is there
        yield Stop(path, path, "booked")  # none of it
    for kind in KINDS:
        yield Stop("/me/file/add/{kind}", f"/me/file/add/{kind}", "yerlan")
    line = f"/me/file/line/language/{scene.things['language-line']}"
    yield Stop("/me/file/line/{kind}/{entry_id}", line, "yerlan")


def _booked_ahead(scene: Scene) -> Iterator[Stop]:
    path = "/cabinet/applications/{application_id}"
    booked = f"/cabinet/applications/{scene.applications['booked']}"
    filed = f"/cabinet/applications/{scene.applications['filing']}"
    yield Stop(path, booked, "booked")
    yield Stop(f"{path}/cancel", f"{booked}/cancel", "booked")
    yield Stop(f"{path}/move", f"{booked}/move", "booked")
    yield Stop(f"{path}/move", f"{booked}/move?centre=astana", "booked")
    slot = scene.things["another-slot"]
    yield Stop(f"{path}/move/{{slot_id}}", f"{booked}/move/{slot}", "booked")
    yield Stop(f"{path}/confirm", f"{filed}/confirm", "filing")


def _booking(scene: Scene) -> Iterator[Stop]:
    full, slot = scene.things["full-day"], scene.things["another-slot"]
    yield Stop("/book", "/book", "yerlan")
    check = "/book/check"
    yield Stop(check, f"{check}?how=category", "yerlan", MALFORMED)
    yield Stop(check, f"{check}?how=category&category=C-XX-1", "yerlan", MALFORMED)
    yield Stop(check, f"{check}?category=C-GP-5", "yerlan")
    yield Stop(check, f"{check}?programme=AD-1", "yerlan")
    yield Stop(check, f"{check}?programme=LE-1", "yerlan")  # holds its certificate
    yield Stop(check, f"{check}?programme=LE-3", "madina")  # was below the threshold
    place = "/book/place"
    yield Stop(place, f"{place}?programme=AD-1", "yerlan")
    yield Stop(place, f"{place}?programme=AD-1&centre=astana", "yerlan")
    yield Stop(place, f"{place}?programme=AD-1&centre=shymkent&day={full}", "yerlan")
    yield Stop(place, f"{place}?programme=AD-1&centre=shymkent&day={full}", "filing")
    yield Stop("/book/review", f"/book/review?programme=AD-1&slot={slot}", "yerlan")


def _around_the_test(scene: Scene) -> Iterator[Stop]:
    starting = f"/test/{scene.attempts['starting']}"
    yield Stop("/test/{attempt_id}/check", f"{starting}/check", "starting")
    yield Stop("/test/{attempt_id}/terms", f"{starting}/terms", "starting")
    # on another device than the one that is live
    yield Stop("/test/{attempt_id}", f"/test/{scene.attempts['testing']}", "testing")
    for who in ("remarking", "failing"):
        yield Stop("/test/{attempt_id}/finished", f"/test/{scene.attempts[who]}/finished", who)
    testing = f"/test/{scene.attempts['testing']}/finished"
    yield Stop("/test/{attempt_id}/finished", testing, "testing", REFUSED)


def _proctor(scene: Scene) -> Iterator[Stop]:
    review = f"/proctor/reviews/{scene.things['review']}"
    yield Stop("/proctor", "/proctor", "asel")
    yield Stop("/proctor/published", "/proctor/published", "asel")
    yield Stop("/proctor/reviews/{review_id}", review, "asel")
    yield Stop("/proctor/reviews/{review_id}/breaches", f"{review}/breaches?at=1:30", "asel")


def _operator(scene: Scene) -> Iterator[Stop]:
    yield Stop("/administrator/attempts", "/administrator/attempts", "zhanar")
    attempt = f"/administrator/attempts/{scene.attempts['testing']}"
    yield Stop("/administrator/attempts/{attempt_id}", attempt, "zhanar")
    yield Stop("", "/administrator", "zhanar", 403)


def _author(scene: Scene) -> Iterator[Stop]:
    who, act = "saule", "constitution"
    yield from _bank(scene, who, "approved", "blank", "begun", "returned", "retired")
    for path in ("/bank/similar", "/bank/new", "/bank/papers", "/author/exchange"):
        yield Stop(path, path, who)
    yield Stop("/bank/new", f"/bank/new?act={act}", who)
    for code in ("AD-1", "LE-1"):  # one of whose papers many were drawn, one of whose none
        yield Stop("/bank/papers/{code}", f"/bank/papers/{code}", who)
    report = "/bank/statistics/{report_id}"
    here = f"/bank/statistics/{scene.things['item-report']}"
    yield Stop("/bank/statistics", "/bank/statistics", who)
    yield Stop(report, here, who)
    yield Stop(report, f"{here}?act=constitution&flag=too-few&page=2", who)
    item = scene.things["approved-item"]
    yield Stop(f"{report}/items/{{ref}}", f"{here}/items/{item}", who)
    losses = "/author/exchange/export"
    yield Stop(losses, f"{losses}?act={act}&format=gift&language=kk", who)
    yield Stop(losses, f"{losses}?format=gift", who, MALFORMED)
    kept = f"/author/exchange/import/{scene.things['item-import']}"
    yield Stop("/author/exchange/import/{import_id}", kept, who)


def _reviewer(scene: Scene) -> Iterator[Stop]:
    yield from _bank(scene, "marat", "approved", "handed-in", "reviewed")
    yield Stop("", "/bank/new", "marat", 403)


def _bank(scene: Scene, who: str, *stand: str) -> Iterator[Stop]:
    for path in ("/bank", "/bank/items"):
        yield Stop(path, path, who)
    for where in stand:
        yield Stop("/bank/items/{ref}", f"/bank/items/{scene.things[f'{where}-item']}", who)


def _administrator(scene: Scene) -> Iterator[Stop]:
    things, who = scene.things, "gulnara"
    own = [path for path in page_paths() if path.startswith("/administrator") and "{" not in path]
    for path in sorted(own):
        yield Stop(path, path, who)
    for name in ("testing", "remarking", "failing", "breaking", "yerlan", "sanzhar"):
        attempt = f"/administrator/attempts/{scene.attempts[name]}"
        yield Stop("/administrator/attempts/{attempt_id}", attempt, who)
    slot, testing = things["slot"], scene.attempts["testing"]
    for deed in ("time", "message", "failure"):
        yield Stop(f"/administrator/{deed}", f"/administrator/{deed}?whom=attempt:{testing}", who)
    yield Stop("/administrator/slots/{slot_id}", f"/administrator/slots/{slot}", who)
    centre = f"/administrator/centres/{things['centre']}"
    yield Stop("/administrator/centres/{centre_id}", centre, who)
    remark = f"/administrator/remarks/{things['remark']}"
    yield Stop("/administrator/remarks/{remark_id}", remark, who)
    paper = f"/administrator/documents/{things['paper']}"
    yield Stop("/administrator/documents/{document_id}", paper, who)
    yield Stop("/administrator/documents", "/administrator/documents?q=AD", who)
    for name in ("yerlan", "daniyar", "gulnara"):
        person = f"/administrator/people/{scene.accounts[name]}"
        yield Stop("/administrator/people/{account_id}", person, who)
    need = f"/administrator/people/{scene.accounts['daniyar']}/accommodation"
    yield Stop("/administrator/people/{account_id}/accommodation", need, who)
    yield Stop("/administrator/people", "/administrator/people?q=Ер", who)
    for post in ("posts/117-6", "political/political-54a5adfefc1c"):
        yield Stop("/administrator/registers/{name}/{key}", f"/administrator/registers/{post}", who)
    yield Stop("/administrator/registers/{name}", "/administrator/registers/posts", who)
    yield Stop("/administrator/programmes/{code}", "/administrator/programmes/LE-2", who)
    body = "/administrator/bodies/{code}"
    yield Stop(body, "/administrator/bodies/ministry-of-justice", who)
    yield Stop(f"{body}/edit", "/administrator/bodies/ministry-of-justice/edit", who)
    typical = "/administrator/typical-requirements"
    yield Stop(typical, typical, who)
    yield Stop(f"{typical}/new", f"{typical}/new?key=C-4", who)


def _hr(scene: Scene) -> Iterator[Stop]:
    who = "kuanysh"
    post, drafted = scene.things["requirements"], scene.things["requirements-draft"]
    place, one = "/hr/requirements/{code}", "/hr/requirements/{code}/{key}"
    yield Stop(place, "/hr/requirements/ministry-of-justice", who)
    yield Stop(place, "/hr/requirements/ministry-of-justice?state=draft", who)
    yield Stop(one, post, who)
    yield Stop(one, drafted, who)
    yield Stop(f"{one}/versions/{{number}}", f"{post}/versions/2", who)
    yield Stop(f"{one}/draft", f"{drafted}/draft", who)
    yield Stop(f"{one}/draft/publish", f"{drafted}/draft/publish", who)


def _hr_vacancies(scene: Scene) -> Iterator[Stop]:
    who, things = "kuanysh", scene.things
    new, one = "/hr/vacancies/new", "/hr/vacancies/{number}"
    chosen = "body=ministry-of-justice"
    yield Stop("/hr", "/hr", who)
    yield Stop("/hr", "/hr?state=filled", who)
    yield Stop(new, new, who)
    yield Stop(new, f"{new}?register=political", who)
    yield Stop(f"{new}/{{register}}/{{key}}", f"{new}/posts/117-42?{chosen}", who)
    yield Stop("", f"{new}/posts/117-1?{chosen}", who, REFUSED)  # the minister's assistant
    for name in ("announced", "running", "asked", "drafted"):
        yield Stop(one, f"/hr/vacancies/{things[f'{name}-vacancy']}", who)
    drafted = f"/hr/vacancies/{things['drafted-vacancy']}"
    for deed in ("edit", "withdraw", "outside"):
        yield Stop(f"{one}/{deed}", f"{drafted}/{deed}", who)
    due = f"/hr/vacancies/{things['due-vacancy']}"
    yield Stop(f"{one}/agreement", f"{due}/agreement", who)
    yield from _hr_announcements(scene)


def _hr_announcements(scene: Scene) -> Iterator[Stop]:
    who, things = "kuanysh", scene.things
    one = "/hr/announcements/{number}/{ordinal}"
    draft = f"/hr/announcements/{things['drafted-announcement']}"
    yield Stop(one, draft, who)
    yield Stop(one, f"{draft}?count=yes", who)
    yield Stop(f"{one}/preview", f"{draft}/preview", who)
    yield Stop(f"{one}/publish", f"{draft}/publish", who, MALFORMED)
    yield Stop(f"{one}/withdraw", f"{draft}/withdraw", who)
    running = f"/hr/announcements/{things['running-announcement']}"
    yield Stop(f"{one}/end", f"{running}/end", who)


def _authority(scene: Scene) -> Iterator[Stop]:
    who = "raushan"
    for path in ("/authority", "/authority/bodies"):
        yield Stop(path, path, who)
    question = f"/authority/agreements/{scene.things['agreement']}"
    yield Stop("/authority/agreements/{agreement_id}", question, who)
    yield Stop("/bodies/{code}/changes", "/bodies/ministry-of-justice/changes", who)


def _applications(scene: Scene) -> Iterator[Stop]:
    """An announced vacancy checked, applied to, answered and hired for: candidate and HR."""
    things, hr, own = scene.things, "kuanysh", "/me/applications/{application_id}"
    vacancy = f"/me/vacancies/{things['admitted-round']}"
    yield Stop("/me/vacancies/{number}/{ordinal}/check", f"{vacancy}/check", "zarina")
    yield Stop("/me/vacancies/{number}/{ordinal}/check", f"{vacancy}/check", "adilet")
    yield Stop("/me/vacancies/{number}/{ordinal}/apply", f"{vacancy}/apply", "adilet")
    people = {"admitted": "zarina", "refused": "timur", "to-look-at": "ainur", "hired": "adilet"}
    one = "/hr/applications/{application_id}"
    for name, who in people.items():
        yield Stop("/me/applications", "/me/applications", who)
        application = things[f"{name}-application"]
        yield Stop(own, f"/me/applications/{application}", who)
        yield Stop(one, f"/hr/applications/{application}", hr)
    admitted = things["admitted-application"]
    answer = f"{own}/decisions/{{ordinal}}"
    yield Stop(answer, f"/me/applications/{admitted}/decisions/1", "zarina")
    yield Stop(f"{own}/withdraw", f"/me/applications/{admitted}/withdraw", "zarina")
    yield Stop("/hr/applications", "/hr/applications", hr)
    listed = "/hr/announcements/{number}/{ordinal}/applications"
    yield Stop(listed, f"/hr/announcements/{things['admitted-round']}/applications", hr)
    answer = f"{one}/decisions/{{ordinal}}"
    yield Stop(answer, f"/hr/applications/{admitted}/decisions/1", hr)
    yield Stop(f"{one}/file", f"/hr/applications/{admitted}/file", hr)
    yield Stop(f"{one}/invite", f"/hr/applications/{admitted}/invite", hr)
    yield Stop("/hr/hirings", "/hr/hirings", hr)
    yield Stop("/hr/hirings", "/hr/hirings?over=yes", hr)
    yield Stop("/hr/hirings/{hiring_id}", f"/hr/hirings/{things['hiring']}", hr)
    mine = f"/me/hirings/{things['hiring']}"
    yield Stop("/me/hirings/{hiring_id}", mine, "adilet")
    yield Stop("/me/hirings/{hiring_id}/{deed}", f"{mine}/decline", "adilet")


LISTS: Final = {
    "everybody": _everybody,
    "candidate": _candidate,
    "proctor": _proctor,
    "operator": _operator,
    "author": _author,
    "reviewer": _reviewer,
    "administrator": _administrator,
    "hr": _hr,
    "hr-vacancies": _hr_vacancies,
    "authority": _authority,
    "competitions": competitions,
    "essays": essays,
    "interviews": interviews,
    "applications": _applications,
}
AUDIENCES: Final = tuple(LISTS)
