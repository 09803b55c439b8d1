"""What requirements say to readers, in the language of the page: each as one sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from service.core.i18n import Message, current, say
from service.law.experience import ExperienceNeed
from service.law.requirements import (
    Alternative,
    ComputerNeed,
    EducationNeed,
    LanguageNeed,
    Level,
    SecretsNeed,
    Wording,
)
from service.law.terms import MONTHS_A_YEAR
from service.personal_files.codes import codes
from service.posts.requirements_codes import Names, requirement_codes
from service.posts.requirements_differences import AskedAct, Part

PARTS: Final[Mapping[Part, Message]] = {
    "education": say("Education"),
    "experience": say("Experience"),
    "typical": say("Typical requirements"),
    "acts": say("Acts to be known"),
    "languages": say("Languages"),
    "computer": say("Computer"),
    "secrets": say("State secrets"),
    "health": say("Health"),
    "wordings": say("For a person to judge"),
    "source": say("Order"),
}
LEVELS: Final[Mapping[str, Message]] = {
    Level.SECONDARY: say("Secondary education"),
    Level.VOCATIONAL: say("Technical, vocational or post-secondary education"),
    Level.BACHELOR: say("Higher education, bachelor"),
    Level.SPECIALIST: say("Higher education, specialist"),
    Level.MASTER: say("Postgraduate education, master"),
    Level.DOCTOR: say("Postgraduate education, doctor or candidate of sciences"),
}
SECTORS: Final[Mapping[str, Message]] = {
    "civil": say("Civil service"),
    "law-enforcement": say("Law-enforcement or special state bodies, military service"),
    "other": say("Other work"),
}
POST_LEVELS: Final[Mapping[str, Message]] = {
    "worker": say("Worker or technical staff"),
    "specialist": say("Specialist"),
    "unit-head": say("Head of a unit or deputy"),
    "organisation-head": say("Head of an organisation or deputy"),
}
LANGUAGES: Final[Mapping[str, Message]] = {
    "kazakh": say("Kazakh language"),
    "russian": say("Russian language"),
    "english": say("English language"),
    "german": say("German language"),
    "french": say("French language"),
    "chinese": say("Chinese language"),
    "turkish": say("Turkish language"),
    "arabic": say("Arabic language"),
    "spanish": say("Spanish language"),
    "other": say("Another language"),
}
LANGUAGE_LEVELS: Final[Mapping[str, Message]] = {
    "a1": say("A1, beginner"),
    "a2": say("A2, elementary"),
    "b1": say("B1, intermediate"),
    "b2": say("B2, upper intermediate"),
    "c1": say("C1, advanced"),
    "c2": say("C2, proficient"),
    "native": say("Native language"),
}
FAULTS: Final[Mapping[str, Message]] = {
    "experience-months": say("More experience is asked than a working life has."),
    "empty-alternative": say("An alternative of the experience asks nothing."),
    "acts-empty": say("A list of acts to be known has no act."),
    "language-twice": say("A language is asked twice."),
    "wording-twice": say("The same text is asked twice."),
    "no-source": say("Name the order that sets these requirements."),
    "version": say("The version is counted wrongly."),
}
TYPICAL_KEYS: Final[Mapping[str, Message]] = {"internal-control": say("Internal-control services")}


def named(names: Names | None, code: str) -> str:
    """Return a code's name in the reader's language; Kazakh, then the code where there is none."""
    if not names:
        return code
    return names.get(current.get().language) or names.get("kk") or code


def typical_name(key: str) -> str:
    """Return what a row of typical requirements is for: a category, or a kind of service."""
    return _said(TYPICAL_KEYS[key]) if key in TYPICAL_KEYS else key


def sentence(part: Part, value: object, texts: Mapping[str, Names]) -> str:
    """Return one requirement as a reader meets it."""
    if isinstance(value, Wording):
        return _wished(named(texts.get(value.code), value.code), value)
    tell = _TELL.get(type(value))
    if tell is not None:
        return tell(value)
    return typical_name(str(value)) if part == "typical" else str(value)


def education_text(need: EducationNeed) -> str:
    """Return a level and the fields of which one is enough."""
    level = _said(LEVELS[need.level])
    if not need.fields:
        return _said(say("%(level)s, in any field", level=level))
    names = codes().education.names
    return f"{level}: {_any_of(named(names.get(one), one) for one in need.fields)}"


def way_text(way: Alternative) -> str:
    """Return one way to the experience: all of its parts together."""
    parts = [need_text(need) for need in way.needs]
    known = requirement_codes().conditions
    parts += [named(known.get(one), one) for one in sorted(way.conditions)]
    return "; ".join(parts)


def need_text(need: ExperienceNeed) -> str:
    """Return how long, where, in which field and how high."""
    fields = codes().work.names
    told = [
        (say("where: %(names)s"), [_word(SECTORS, one) for one in need.sectors]),
        (say("field: %(names)s"), [named(fields.get(one), one) for one in need.fields]),
        (say("post: %(names)s"), [_word(POST_LEVELS, one) for one in need.levels]),
    ]
    found = [
        _said(Message(message.msgid, {"names": _any_of(names)})) for message, names in told if names
    ]
    return ", ".join([months_text(need.months), *found])


def months_text(months: int) -> str:
    """Return so many months as years and months."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    said = []
    if years or not rest:
        said.append(_count("%(num)s year", "%(num)s years", years))
    if rest:
        said.append(_count("%(num)s month", "%(num)s months", rest))
    return " ".join(said)


def _count(one: str, many: str, number: int) -> str:
    return current.get().ngettext(one, many, number) % {"num": number}


def _language_text(need: LanguageNeed) -> str:
    name = _word(LANGUAGES, need.code)
    if need.level is not None:
        from_level = say("%(level)s or higher", level=LANGUAGE_LEVELS[need.level])
        name = f"{name}: {_said(from_level)}"
    return _wished(name, need)


def _computer_text(need: ComputerNeed) -> str:
    if not need.programs:
        return _wished(_said(say("Work with a computer")), need)
    names = codes().programs.names
    programs = ", ".join(sorted(named(names.get(one), one) for one in need.programs))
    return _wished(f"{_said(say('Work with a computer'))}: {programs}", need)


def _wished(text: str, need: AskedAct | LanguageNeed | ComputerNeed | Wording) -> str:
    return text if need.decides else f"{text} ({_said(say('preferred'))})"


def _any_of(names: Iterable[str]) -> str:
    ordered = sorted(names)
    if len(ordered) == 1:
        return ordered[0]
    last = say("%(names)s or %(last)s", names=", ".join(ordered[:-1]), last=ordered[-1])
    return _said(last)


def _word(words: Mapping[str, Message], word: str) -> str:
    return _said(words[word]) if word in words else word


def _said(message: Message) -> str:
    return current.get().render(message)


def _act_text(act: AskedAct) -> str:
    return _wished(named(requirement_codes().acts.get(act.code), act.code), act)


def _secrets_text(need: SecretsNeed) -> str:
    return _said(say("Access to state secrets, form %(number)s", number=need.form))


def _health_text(_: object) -> str:
    return _said(say("Special requirements to health are set"))


_TELL: Final[Mapping[type, Callable[[Any], str]]] = {
    EducationNeed: education_text,
    Alternative: way_text,
    AskedAct: _act_text,
    LanguageNeed: _language_text,
    ComputerNeed: _computer_text,
    SecretsNeed: _secrets_text,
    bool: _health_text,
}
