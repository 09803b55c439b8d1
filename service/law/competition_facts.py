"""Which facts a step of a competition carries, in words; days and moments in ISO form."""

from typing import Final

Facts = tuple[tuple[str, str], ...]

_DAYS: Final[Facts] = (("opens_on", "its first day"), ("closes_on", "its last day"))
_CHOSEN: Final = ("chosen", "the applications that go on")
_SEAT: Final[Facts] = (("seat", "the member's seat"),)
_COMPLAINT: Final[Facts] = (("complaint", "the complaint's key"),)
_SCORE: Final[Facts] = (("score", "the mean over the members, as 17/5"),)
_TIME: Final[Facts] = (("starts_at", "the time"),)

COMPETITION_FACTS: Final[dict[str, Facts]] = {
    "commission-formed": (("seats", "the seats of the commission"),),
    "member-replaced": _SEAT,
    "personal-qualities-opened": _DAYS,
    "ability-opened": _DAYS,
    "essay-opened": (*_DAYS, _CHOSEN),
    "recheck-opened": (_CHOSEN,),
    "files-sent": (_CHOSEN,),
    "interview-scheduled": _TIME,
    "lot-drawn": (("order", "those whom nothing else sets apart, in the order drawn"),),
    "results-determined": (
        ("order", "the list, the first place first"),
        ("winner", "the winner; null where there is none"),
    ),
    "next-invited": (("invited", "who is invited"),),
    "body-reorganised": (("unit_unchanged", "true where the unit stays as it is; may be missing"),),
    "complaint-filed": _COMPLAINT,
    "complaint-dismissed": _COMPLAINT,
    "complaint-upheld": _COMPLAINT,
}
CANDIDACY_FACTS: Final[dict[str, Facts]] = {
    "admitted": (
        ("experience_days", "all work up to the closing day, in days"),
        ("education", "the highest level; may be missing"),
        ("exempt", "true for officials of LAW 29(2-1); may be missing"),
    ),
    "slot-chosen": _TIME,
    "technical-failure": (("closes_on", "the last day for this one alone; may be missing"),),
    "review-published": (("correct", "after the tests of ability: right answers of the 50"),),
    "essay-scored": _SEAT,
    "essay-rated": _SCORE,
    "let-in": (("present", "the seats whose members attend"),),
    "interview-signed": _SEAT,
    "interview-rated": _SCORE,
    "conflict-declared": _SEAT,
    "appointed": (("probation_until", "its last day; missing where none is served"),),
    "probation-changed": (("probation_until", "its last day after absence or an extension"),),
}
