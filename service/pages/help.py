"""What people ask before, during and after a test; accessibility, personal data, fairness.

Every number comes from the rules and settings in force today: none is written into a text.
"""

from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.attempts.result_paper import APPEAL_DAYS
from service.attempts.tokens import DEVICE_COOKIE
from service.core.edge import LANGUAGE_COOKIE, THEME_COOKIE
from service.core.i18n import current
from service.core.render import FLASH_COOKIE, FLASH_SECONDS, page
from service.law.application import HOLD, OFFER
from service.law.booking import BREAK_FROM, BREAK_TO, CLOSES, OPENS
from service.law.calendar import local_day
from service.law.defaults import DEFAULTS
from service.law.proctoring import BREACH_KINDS
from service.law.rule_set import KINDS, rule_set
from service.law.technical_failure import REBOOK_WITHIN
from service.pages.doors import House, Now
from service.pages.gates import behind, public_gate
from service.people.actions import EXTRA_PERCENTS
from service.people.consent_text import ConsentText
from service.people.one_time_password import GOOD_FOR
from service.people.sign_in import COOKIE as SESSION_COOKIE
from service.programmes.programme_words import KINDS as KIND_WORDS

LEAST_MBIT: Final = 5  # TT-1
MINUTE: Final = 60
HOUR: Final = 60 * MINUTE

router = APIRouter(dependencies=behind(public_gate))


@router.get("/help")
def help_page(request: Request, now: Now) -> Response:
    return page(
        request,
        "help/help.html",
        n=numbers(),
        rules=rules_on(local_day(now)),
        conduct=[kind.text for kind in BREACH_KINDS if kind.act == "breach"],
        extra=[percent for percent in EXTRA_PERCENTS if percent],
    )


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    extra = [percent for percent in EXTRA_PERCENTS if percent]
    return page(request, "help/accessibility.html", extra=extra)


@router.get("/privacy")
def privacy(request: Request, house: House, now: Now) -> Response:
    """Show what is kept and why, and the consent as it is asked for today."""
    consent: ConsentText = house.parts["consent"].text_on(local_day(now), current.get().language)
    return page(
        request,
        "help/privacy.html",
        consent=consent,
        consent_from=date.fromisoformat(consent.version),
        n=numbers() | {"idle": house.idle_minutes, "session": house.session_hours},
        cookies={
            "session": SESSION_COOKIE,
            "device": DEVICE_COOKIE,
            "language": LANGUAGE_COOKIE,
            "theme": THEME_COOKIE,
            "flash": FLASH_COOKIE,
        },
    )


@router.get("/fairness")
def fairness(request: Request) -> Response:
    return page(request, "help/fairness.html", n=numbers())


def numbers() -> dict[str, Any]:
    """Return the numbers that the texts name, by what they are; times of day as HH:MM."""
    return {
        "door": DEFAULTS.door_minutes,
        "pause": DEFAULTS.break_between_sections // MINUTE,
        "loss_in_a_row": DEFAULTS.loss_in_a_row // MINUTE,
        "loss_in_all": DEFAULTS.loss_in_all // MINUTE,
        "outage": DEFAULTS.outage_given_back // MINUTE,
        "result": DEFAULTS.result_within,
        "review": DEFAULTS.review_working_days,
        "late_until": f"{DEFAULTS.hall_late_until:%H:%M}",
        "rebook": int(REBOOK_WITHIN.total_seconds()) // HOUR,
        "hold": int(HOLD.total_seconds()) // MINUTE,
        "offer": int(OFFER.total_seconds()) // HOUR,
        "code_minutes": int(GOOD_FOR.total_seconds()) // MINUTE,
        "appeal": APPEAL_DAYS,
        "mbit": LEAST_MBIT,
        "opens": f"{OPENS:%H:%M}",
        "break_from": f"{BREAK_FROM:%H:%M}",
        "break_to": f"{BREAK_TO:%H:%M}",
        "closes": f"{CLOSES:%H:%M}",
        "flash": FLASH_SECONDS,
    }


def rules_on(day: date) -> list[dict[str, Any]]:
    """Return the rule set of each kind in force on the day, with the kind's name."""
    return [{"kind": KIND_WORDS[kind], "rules": rule_set(kind, day)} for kind in KINDS]
