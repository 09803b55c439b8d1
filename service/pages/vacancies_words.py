"""What public vacancies say: rounds, who may apply and why, stages, parts, filters."""

from collections.abc import Mapping
from typing import Final

from service.bodies.models import Office
from service.core.i18n import Message, current, say
from service.law.announcement import Absence, Part, Stage
from service.law.vacancy import Round
from service.personal_files.codes import codes
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_words import named
from service.vacancies.models import FacetKind
from service.vacancies.place_words import PLACES
from service.vacancies.queries import Stand

ROUNDS: Final[Mapping[str, Message]] = {
    Round.INTERNAL_BODY: say("Internal competition in the body"),
    Round.INTERNAL_ALL: say("Internal competition among all bodies"),
    Round.GENERAL: say("General competition"),
}
WHO: Final[Mapping[str, Message]] = {
    Round.INTERNAL_BODY: say(
        "Civil servants of this body, of its departments and territorial units, and of the bodies"
        " with which it shares its HR service."
    ),
    Round.INTERNAL_ALL: say("Civil servants of all state bodies."),
    Round.GENERAL: say(
        "Every citizen of Kazakhstan who meets the requirements and has passed the test."
    ),
}
ALSO_FORMER: Final = say(
    "Also who left the civil service within the last 30 days and works nowhere else."
)
EXEMPT: Final = say("Civil servants take part here without the test (LAW 29(2-1)).")
WHY: Final[Mapping[str, Message]] = {
    "first-round": say("The law begins with a competition in the body itself."),
    "new-body": say("The body is being created: there is nobody in it yet who could compete."),
    "nobody-in-body": say("The competition in the body brought nobody."),
    "nobody-in-all": say("The competitions among civil servants brought nobody."),
    "direct": say("The competition in the body brought nobody; the next one may be left out."),
    "lowest-post": say("For the lowest posts the law provides the general competition at once."),
}
STAGES: Final[Mapping[Stage, Message]] = {
    "personal-qualities": say("Assessment of personal qualities"),
    "ability": say("Tests of text and number ability"),
    "essay": say("Essay"),
    "interview": say("Interview"),
}
PARTS: Final[Mapping[Part, Message]] = {
    "body": say("State body"),
    "post": say("Post"),
    "category": say("Category"),
    "functions": say("Functional duties"),
    "requirements": say("Requirements"),
    "salary": say("Salary"),
    "workplace": say("Workplace"),
    "documents": say("Documents"),
    "contacts": say("Contacts"),
}
ABSENCES: Final[Mapping[Absence, Message]] = {
    "secondment": say("Secondment"),
    "social-leave": say("Social leave"),
    "studies": say("Studies on a state order"),
    "illness": say("Illness of more than two months"),
}
OFFICES: Final[Mapping[str, Message]] = {
    Office.CENTRAL: say("Central body"),
    Office.TERRITORIAL: say("Territorial unit"),
    Office.LOCAL: say("Local body"),
}
STANDS: Final[Mapping[Stand, Message]] = {
    Stand.OPEN: say("Open for applications"),
    Stand.RUNNING: say("Competition under way"),
    Stand.OVER: say("Ended and cancelled"),
}
CERTIFICATES: Final[Mapping[str, Message]] = {
    "IS": say("of the integrated system"),
    "AD": say("of the administrative service"),
}
FILTERS: Final[Mapping[FacetKind, Message]] = {
    FacetKind.BODY: say("State body"),
    FacetKind.PLACE: say("Region or city"),
    FacetKind.OFFICE: say("Kind of body"),
    FacetKind.ROUND: say("Who may apply"),
    FacetKind.CATEGORY: say("Category"),
    FacetKind.DEPARTMENT: say("Department"),
    FacetKind.FIELD: say("Field of education"),
    FacetKind.ACT: say("Act to be known"),
}


def facet_words(kind: FacetKind, value: str, bodies: Mapping[str, Mapping[str, str]]) -> str:
    """Return a facet's value as a reader meets it, in the language of the page."""
    said: Mapping[FacetKind, Mapping[str, Message]] = {
        FacetKind.PLACE: PLACES,
        FacetKind.OFFICE: OFFICES,
        FacetKind.ROUND: ROUNDS,
        FacetKind.STAGE: {str(name): word for name, word in STAGES.items()},
    }
    if value in said.get(kind, {}):
        return current.get().render(said[kind][value])
    names: Mapping[FacetKind, Mapping[str, Mapping[str, str]]] = {
        FacetKind.BODY: bodies,
        FacetKind.FIELD: codes().education.names,
        FacetKind.ACT: requirement_codes().acts,
    }
    return named(names.get(kind, {}).get(value), value)


def two_named(names: Mapping[str, str]) -> tuple[str, str]:
    """Return a text kept in Kazakh and Russian with its language: the page's, else Kazakh.

    An English page shows what was announced in Kazakh, marked as such.
    """
    language = current.get().language
    if names.get(language):
        return names[language], language
    return names.get("kk") or names.get("ru", ""), "kk" if names.get("kk") else "ru"
