"""The pages of competitions: where HR leads them, candidates take part, members score."""

from collections.abc import Iterator

from tests.journeys.commission_pages import commission_pages
from tests.journeys.scene import Scene
from tests.journeys.stop import Stop


def competitions(scene: Scene) -> Iterator[Stop]:
    who, things, one = "kuanysh", scene.things, "/hr/competitions/{number}/{ordinal}"
    here, there = things["competition"], things["suspended-competition"]
    for url in ("/hr/competitions", "/hr/competitions?over=yes"):
        yield Stop("/hr/competitions", url, who)
    for number in (here, there):
        yield Stop(one, f"/hr/competitions/{number}", who)
        yield Stop(f"{one}/protocol", f"/hr/competitions/{number}/protocol", who)
    of = f"/hr/competitions/{here}"
    person = things["competition-candidate"]
    yield Stop(f"{one}/candidates/{{application}}", f"{of}/candidates/{person}", who)
    yield Stop(f"{one}/protocol/{{request_id}}", f"{of}/protocol/{things['protocol-to-sign']}", who)
    for page in commission_pages(things):
        yield Stop(*page)
    own = "/me/competitions/{number}"
    yield Stop("/me/competitions", "/me/competitions", "yerlan")
    for number in (person, things["suspended-candidate"]):
        yield Stop(own, f"/me/competitions/{number}", "yerlan")
        yield Stop(f"{own}/complaint", f"/me/competitions/{number}/complaint", "yerlan")
    stage = f"/me/stages/{things['stage']}"
    yield Stop("/me/stages/{application_id}", stage, "yerlan")
    yield Stop("/me/stages/{application_id}/{slot_id}", f"{stage}/{things['stage-slot']}", "yerlan")
    complaints = "/authority/complaints"
    yield Stop(complaints, complaints, "raushan")
    yield Stop(f"{complaints}/{{complaint_id}}", f"{complaints}/{things['complaint']}", "raushan")


def essays(scene: Scene) -> Iterator[Stop]:
    """An essay from before it is begun to the chair's second look."""
    things, chair = scene.things, "essay-chair"
    own, who = "/me/essays/{application_id}", {"to-begin": "yerlan", "to-write": "madina"}
    for name, person in who.items():
        yield Stop(own, f"/me/essays/{things[f'essay-{name}']}", person)
    yield Stop(own, f"/me/essays/{things['essay-reviewed']}", "daniyar")
    written = f"/me/essays/{things['essay-to-write']}"
    for page in ("hand-in", "versions"):
        yield Stop(f"{own}/{page}", f"{written}/{page}", "madina")
    yield Stop("/proctor/essays", "/proctor/essays", "asel")
    for name in ("reviewed", "apart"):
        review = f"/proctor/essays/{things[f'essay-{name}']}"
        yield Stop("/proctor/essays/{application_id}", review, "asel")
    scored = "/commission/{number}/{ordinal}/essays"
    here = f"/commission/{things['essays']}/essays"
    yield Stop(scored, here, chair)
    for name in ("apart", "scored"):
        yield Stop(f"{scored}/{{code}}", f"{here}/{things[f'essay-code-{name}']}", chair)
    late = "/hr/competitions/{number}/{ordinal}/essays"
    yield Stop(late, f"/hr/competitions/{things['essays']}/essays", "kuanysh")


def interviews(scene: Scene) -> Iterator[Stop]:
    things, one = scene.things, "/commission/{number}/{ordinal}/interviews"
    number, inside = things["interviews"], things["interviewed"]
    time = "/hr/competitions/{number}/{ordinal}/interviews"
    for where in (number, things["competition"]):
        yield Stop(time, f"/hr/competitions/{where}/interviews", "kuanysh")
    own = "/me/interviews/{application_id}"
    yield Stop(own, f"/me/interviews/{inside}", "yerlan")
    yield Stop(own, f"/me/interviews/{things['waiting-for-interview']}", "madina")
    here = f"/commission/{number}/interviews"
    for who in ("interview-chair", "interview-secretary"):
        yield Stop(one, here, who)
    yield Stop(f"{one}/{{application_id}}", f"{here}/{inside}", "interview-chair")
    failure = f"{here}/{inside}/failure"
    yield Stop(f"{one}/{{application_id}}/failure", failure, "interview-secretary")
    sign = f"{here}/{inside}/sign/{things['points-to-sign']}"
    yield Stop(f"{one}/{{application_id}}/sign/{{request_id}}", sign, "interview-chair")
