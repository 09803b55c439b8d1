"""The pages of commissions and of calls for assessors: (route, address, who looks, status)."""

from collections.abc import Iterator, Mapping

Page = tuple[str, str, str]


def commission_pages(things: Mapping[str, str]) -> Iterator[Page]:
    """Yield what HR and members see of commissions."""
    hr, here = "kuanysh", things["competition"]
    board = "/hr/announcements/{number}/{ordinal}/commission"
    for number in (here, things["suspended-competition"]):  # the second has none yet
        yield board, f"/hr/announcements/{number}/commission", hr
    seat = f"/hr/announcements/{here}/commission/seats/{things['commission-seat']}/replace"
    yield f"{board}/seats/{{seat_id}}/replace", seat, hr
    yield "/commission", "/commission", "yerlan"
    yield "/commission", "/commission", "member"
    conflicts = "/commission/{number}/{ordinal}/conflicts"
    yield conflicts, f"/commission/{here}/conflicts", "member"
    yield "/assessors", "/assessors", ""
    yield "/assessors/{number}", f"/assessors/{things['call']}", ""
    yield "/assessors/{number}", f"/assessors/{things['call']}", "yerlan"
    calls = "/hr/assessors"
    for path in (calls, f"{calls}/new"):
        yield path, path, hr
    yield f"{calls}/{{number}}", f"{calls}/{things['call']}", hr
    listed = f"{calls}/list/{things['assessor']}"
    yield f"{calls}/list/{{assessor_id}}", listed, "raushan"
