"""What a new draft says before anybody has typed: the register's facts, and what was said last."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from sqlmodel import Session

from service.core.i18n import Language, Message, Translator, current, say
from service.law.announcement import PARTS, Part
from service.posts.requirements_differences import Part as AskedPart
from service.posts.requirements_words import PARTS as ASKED_PARTS
from service.vacancies import queries
from service.vacancies.asked import Asked, post_of, requirement_lines
from service.vacancies.course import Course
from service.vacancies.place_words import PLACES

Texts = dict[str, dict[str, str]]

# O26 IS 76, LAW 16(7), 28(3): what is looked at when somebody applies
DOCUMENTS: Final = (
    say("Application in the service: it takes the data from your electronic personal file."),
    say("Scans of the education documents with their annexes."),
    say("A scan of the document on employment, where the post asks for experience."),
    say("A valid test certificate, where the general competition asks for it; it is found here."),
)
_NOT_ANNOUNCED: Final[frozenset[AskedPart]] = frozenset({"source"})


def prefilled(
    db: Session, course: Course, asked: Asked | None, speak: Mapping[Language, Translator]
) -> Texts:
    """Return the texts of a new draft, each part in Kazakh and in Russian as far as it is known.

    What the register and the body say today comes first; what nobody but HR knows comes from the
    last announcement of the same post.
    """
    last = queries.last_texts(db, course.body.code, course.vacancy.post_key)
    fresh: Texts = {
        "body": _two(course.body.name),
        "post": _two(course.vacancy.title),
        "category": dict.fromkeys(("kk", "ru"), course.vacancy.category),
        "requirements": requirements_said(asked, speak) if asked else {},
    }
    known: Texts = {
        "functions": {"kk": _duties(db, course), "ru": ""},
        "workplace": _workplace(course, speak),
        "documents": _said(DOCUMENTS, speak),
        "contacts": _two(course.body.contacts),
    }
    return {part: _first(fresh.get(part), last.get(part), known.get(part)) for part in PARTS}


def _first(*found: Mapping[str, str] | None) -> dict[str, str]:
    """In each language the first text that there is."""
    return {
        language: next((one[language] for one in found if one and one.get(language)), "")
        for language in ("kk", "ru")
    }


def _two(names: Mapping[str, str]) -> dict[str, str]:
    return {language: names.get(language, "") for language in ("kk", "ru")}


def requirements_said(asked: Asked, speak: Mapping[Language, Translator]) -> dict[str, str]:
    """Return what is asked as the announcement says it, in Kazakh and in Russian."""
    said: dict[str, str] = {}
    for language in ("kk", "ru"):
        with speaking(speak[language]):
            parts = [
                f"{speak[language].render(ASKED_PARTS[part])}: {'; '.join(lines)}."
                for part, lines in requirement_lines(asked.requirements, asked.texts)
                if part not in _NOT_ANNOUNCED
            ]
        said[language] = "\n".join(parts)
    return said


@contextmanager
def speaking(translator: Translator) -> Iterator[None]:
    """Let what is rendered inside be in this language."""
    token = current.set(translator)
    try:
        yield
    finally:
        current.reset(token)


def _duties(db: Session, course: Course) -> str:
    """The functions in the act's own words, where its published text was taken in."""
    post = post_of(db, course.vacancy.post_key)
    return str(post.body.get("wording", {}).get("duties", "")) if post else ""


def _workplace(course: Course, speak: Mapping[Language, Translator]) -> dict[str, str]:
    place = course.vacancy.place or course.body.place
    return {} if place is None else _said((PLACES[place],), speak)


def _said(messages: tuple[Message, ...], speak: Mapping[Language, Translator]) -> dict[str, str]:
    return {
        language: "\n".join(speak[language].render(one) for one in messages)
        for language in ("kk", "ru")
    }


def is_prefilled(part: Part) -> bool:
    """Tell whether the register or the body itself says what stands in a part."""
    return part in {"body", "post", "category", "requirements"}
