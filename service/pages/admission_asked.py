"""What a line of an admission asks, in the words of the requirements."""

from collections.abc import Callable, Mapping
from typing import Final

from service.core.i18n import say
from service.core.render import translate
from service.law.declarations import CODES as BARS
from service.law.line import Line
from service.law.requirements import Requirements
from service.personal_files.bar_words import BAR_WORDS
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_words import (
    education_text,
    named,
    sentence,
    typical_name,
    way_text,
)


def asked_by(line: Line, asked: Requirements) -> list[str]:
    """Return what the line asks, each alternative a sentence; nothing where the title says it."""
    tell = _TELL.get(line.code)
    return tell(line, asked) if tell is not None else []


def _education(_: Line, asked: Requirements) -> list[str]:
    return [education_text(each) for each in asked.education]


def _experience(_: Line, asked: Requirements) -> list[str]:
    if asked.experience.typical is not None:
        name = typical_name(asked.experience.typical)
        return [translate(say("Typical requirements: %(name)s", name=name))]
    return [way_text(each) for each in asked.experience.alternatives]


def _acts(line: Line, asked: Requirements) -> list[str]:
    known = requirement_codes().acts
    return sorted(named(known.get(each), each) for each in asked.acts[int(line.subject) - 1].acts)


def _languages(line: Line, asked: Requirements) -> list[str]:
    wanted = [each for each in asked.languages if each.code == line.subject]
    return [sentence("languages", each, {}) for each in wanted]


def _bar(line: Line, _: Requirements) -> list[str]:
    number = next(number for number, code in BARS.items() if code == line.subject)
    return [translate(say("None of this: %(text)s", text=BAR_WORDS[number]))]


_TELL: Final[Mapping[str, Callable[[Line, Requirements], list[str]]]] = {
    "education": _education,
    "experience": _experience,
    "acts": _acts,
    "language": _languages,
    "computer": lambda _, asked: [sentence("computer", asked.computer, {})],
    "secrets": lambda _, asked: [sentence("secrets", asked.secrets, {})],
    "bar": _bar,
}
