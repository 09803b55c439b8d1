"""What each line of an admission says: its title, its sentence, what can be done and where.

Every sentence is a message that a notice can keep; a test walks all codes and reasons of the law.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from service.core.i18n import Message, say
from service.law.declarations import CODES as BARS
from service.law.experience import Duration, days_of
from service.law.line import Line, Remedy
from service.law.look import Look
from service.law.terms import MONTHS_A_YEAR
from service.personal_files.codes import codes
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_words import LANGUAGE_LEVELS, LANGUAGES

TITLES: Final[Mapping[str, Message]] = {
    "round": say("Who may take part in this round"),
    "citizenship": say("Citizenship of Kazakhstan"),
    "age-18": say("Age of eighteen"),
    "pension-age": say("Below pension age"),
    "bar": say("Bar to entry"),
    "penalty": say("No penalty that bars an official"),
    "certificate": say("Certificate of the test"),
    "education": say("Education"),
    "education-document": say("Scans of the education documents"),
    "experience": say("Experience"),
    "employment-document": say("Scan of a document on employment"),
    "acts": say("Acts to be known"),
    "language": say("Language: %(language)s"),
    "computer": say("Work with a computer"),
    "secrets": say("Access to state secrets"),
    "wording": say("Requirement: %(text)s"),
}
BAR_TITLES: Final[Mapping[str, Message]] = {
    "incapable": say("Not recognised as incapable"),
    "deprived-of-right": say("No ban on state positions"),
    "illness": say("No illness that prevents the duties"),
    "restrictions-refused": say("Restrictions of the civil service accepted"),
    "discrediting-misdemeanour": say("No discrediting misdemeanour"),
    "corruption-offence": say("No penalty for a corruption offence"),
    "corruption-crime": say("No corruption crime"),
    "lesser-crime": say("No crime of minor or medium gravity"),
    "unspent-conviction": say("No conviction that is not spent"),
    "grave-crime": say("No grave crime"),
    "crime-in-group": say("No crime in a criminal group"),
    "group-case-ended": say("No ended case on a criminal group"),
    "dismissed-for-cause": say("No dismissal for negative reasons"),
}
_ROUND_NOT_MET: Final = {
    "internal-body": say(
        "Only officials of this body, its departments and territorial units, and persons dismissed "
        "from the service no more than 30 days ago, take part in this round."
    ),
    "internal-all": say(
        "Only serving officials of state bodies, and persons dismissed from the service no more "
        "than 30 days ago, take part in this round."
    ),
}
# (code, outcome, why); of a round the ground or the round stands in the place of the reason
SENTENCES: Final[Mapping[tuple[str, str, str], Message]] = {
    ("round", "met", "citizen"): say("Every citizen may take part in a general competition."),
    ("round", "met", "serving"): say(
        "The candidate serves in a body whose officials may take part."
    ),
    ("round", "met", "former-official"): say(
        "The candidate left the service no more than 30 days ago: the law opens this round."
    ),
    ("round", "met", "displaced-official"): say(
        "The candidate's post went to a person whom a court reinstated: the law opens this round."
    ),
    **{("round", "not-met", one): text for one, text in _ROUND_NOT_MET.items()},
    ("citizenship", "met", ""): say("State registers confirm the citizenship of Kazakhstan."),
    ("citizenship", "not-met", ""): say("By state registers it is another citizenship."),
    ("citizenship", "look", "not-confirmed"): say(
        "State registers have not confirmed the citizenship yet."
    ),
    ("age-18", "met", ""): say("Eighteen years are complete by the closing day."),
    ("age-18", "not-met", ""): say(
        "Eighteen years are complete on %(first_on)s only, after the closing day."
    ),
    ("age-18", "look", "no-birth-date"): say("State registers have not told the date of birth."),
    ("pension-age", "met", ""): say("Pension age is not reached by the closing day."),
    ("pension-age", "met", "told"): say(
        "By the state register pension age is reached on %(pension_on)s."
    ),
    ("pension-age", "not-met", "told"): say(
        "By the state register pension age is reached on %(pension_on)s, before the closing day "
        "is over."
    ),
    ("pension-age", "not-met", "reached"): say("Pension age is reached by the closing day."),
    ("pension-age", "look", "between-ages"): say(
        "The age lies between the lowest and the highest pension age: a person must look which "
        "applies."
    ),
    ("pension-age", "look", "no-birth-date"): say(
        "State registers have not told the date of birth."
    ),
    ("bar", "met", "not-so"): say("It is declared that it is not so, and no register denies it."),
    ("bar", "met", "look-back-over"): say("It is longer ago than the law looks back."),
    ("bar", "met", "ended"): say("It held until %(until_on)s and is over."),
    ("bar", "met", "no-health-requirement"): say(
        "For this post no special requirements to health are set."
    ),
    ("bar", "not-met", "not-declared"): say("This declaration has not been made yet."),
    ("bar", "not-met", "stands"): say("It still holds on the closing day."),
    ("bar", "not-met", "look-back-runs"): say(
        "It bars from the civil service for three years; the first free day is %(first_on)s."
    ),
    ("bar", "not-met", "never-ends"): say("It bars from the civil service without a term."),
    ("bar", "not-met", "restrictions-refused"): say(
        "It is declared that the restrictions of the civil service are not accepted."
    ),
    ("bar", "look", "no-date"): say(
        "It is declared without the day: a person must look whether it still bars."
    ),
    ("bar", "look", "medical-report-needed"): say(
        "The post sets requirements to health: a person must look at a medical report."
    ),
    ("bar", "look", "two-readings"): say(
        "The law can be read in two ways here: a person must look which applies."
    ),
    ("bar", "look", "declared-otherwise"): say(
        "A register of the state says something else than the declaration: a person must look."
    ),
    ("penalty", "met", ""): say("No penalty stands in the way."),
    ("penalty", "not-met", ""): say("A penalty keeps the official from competitions for now."),
    ("certificate", "met", ""): say("The certificate %(number)s is valid until %(valid_until)s."),
    ("certificate", "met", "exempt"): say(
        "Officials and persons of article 29(5) take no test in this competition."
    ),
    ("certificate", "not-met", "none"): say("There is no certificate of the test."),
    ("certificate", "not-met", "expired"): say(
        "The certificate %(number)s was valid until %(valid_until)s."
    ),
    ("certificate", "not-met", "not-yet"): say("The certificate %(number)s is not valid yet."),
    ("certificate", "not-met", "other-kind"): say(
        "The certificate %(number)s (%(programme)s) is of another kind: here %(asked)s counts."
    ),
    ("education", "met", ""): say("An education in the file is what is asked."),
    ("education", "look", "field-not-known"): say(
        "An education in the file may be what is asked: nobody has said yet to which field it "
        "belongs."
    ),
    ("education", "look", "not-recognised"): say(
        "The education is from abroad: a person must look whether it is recognised."
    ),
    ("education", "not-met", "none"): say("There is no completed education in the file."),
    ("education", "not-met", "other-level-or-field"): say(
        "The education in the file is of a lower level or of another field than is asked."
    ),
    ("education", "not-met", "not-completed"): say(
        "The education is what is asked once it is completed, on %(first_on)s."
    ),
    ("education-document", "met", ""): say("The diploma and its annex are there."),
    ("education-document", "not-met", "no-annex"): say(
        "The diploma is there, its annex with the marks is missing."
    ),
    ("education-document", "not-met", "no-document"): say("The scan of the diploma is missing."),
    ("experience", "met", ""): say("The work in the file adds up to what is asked."),
    ("experience", "look", "typical-not-known"): say(
        "The post refers to typical requirements that are not in the register: a person must look."
    ),
    ("experience", "look", "condition"): say(
        "The work is enough together with a condition that is not proved yet: a person must look."
    ),
    ("experience", "look", "work-not-classified"): say(
        "The work may be enough: nobody has said yet to which field or level some of it belongs."
    ),
    ("experience", "not-met", "too-short"): say("Of the %(asked)s asked, %(held)s of work count."),
    ("employment-document", "met", ""): say("A document on employment is there."),
    ("employment-document", "not-met", "no-document"): say(
        "The scan of a document on employment is missing."
    ),
    ("acts", "met", ""): say("The test asked about these acts."),
    ("acts", "look", "left-to-interview"): say(
        "No test asked about some of these acts: they are left to the interview."
    ),
    ("language", "met", ""): say("The language is in the file at the level asked."),
    ("language", "not-met", "none"): say("The language is not in the file."),
    ("language", "not-met", "level-too-low"): say("The level is %(held)s, asked is %(asked)s."),
    ("language", "look", "level-not-stated"): say("The file does not say the level."),
    ("computer", "met", ""): say("What is asked is in the file."),
    ("computer", "not-met", "none"): say("The file says nothing about work with a computer."),
    ("computer", "not-met", "program-missing"): say(
        "Some of the programs asked are not in the file."
    ),
    ("secrets", "met", ""): say("The access asked is there."),
    ("secrets", "look", "no-access-yet"): say(
        "There is no such access yet. It is granted for a post: a person must look."
    ),
    ("wording", "look", ""): say("A program cannot judge this: a person must look."),
}
LOOKED: Final[Mapping[str, Message]] = {
    "met": say("A person of HR has looked at it and found it met: %(reason)s"),
    "not-met": say("A person of HR has looked at it and found it not met: %(reason)s"),
}


@dataclass(frozen=True, slots=True)
class Todo:
    """What the candidate can do about a line, and where."""

    text: Message
    url: str | None = None


REMEDIES: Final[Mapping[Remedy, Todo]] = {
    "wait": Todo(say("Time brings it: nothing else is needed from you.")),
    "wait-for-later-round": Todo(
        say("If nobody is chosen, a later round opens to more people. Watch the vacancies."),
        "/vacancies",
    ),
    "add-birth-date": Todo(say("Fetch your data from state systems."), "/me/file#state"),
    "confirm-citizenship": Todo(say("Fetch your data from state systems."), "/me/file#state"),
    "declare": Todo(say("Make or complete this declaration."), "/me/file/declarations/edit"),
    "accept-restrictions": Todo(
        say("If you accept the restrictions after all, change the declaration."),
        "/me/file/declarations/edit",
    ),
    "take-test": Todo(say("Take the test; its certificate counts at once."), "/book"),
    "add-education": Todo(
        say("Add what is missing to your education, or name its field."), "/me/file#education"
    ),
    "upload-education": Todo(say("Upload the diploma with its annex."), "/me/file/documents"),
    "upload-annex": Todo(say("Upload the annex to the diploma."), "/me/file/documents"),
    "add-employment": Todo(
        say("Add what is missing to your work, or name its field."), "/me/file#employment"
    ),
    "upload-employment": Todo(say("Upload a document on employment."), "/me/file/documents"),
    "add-language": Todo(say("Add the language with your level."), "/me/file#language"),
    "add-computer": Todo(say("Say which programs you work with."), "/me/file/computer"),
}


def title_of(line: Line, texts: Mapping[str, Mapping[str, str]]) -> Message:
    """Return what the line is about; `texts` are the wordings of the announcement by their code."""
    message = TITLES[line.code]
    match line.code:
        case "bar":
            return BAR_TITLES[line.subject]
        case "language":
            named = LANGUAGES.get(line.subject, Message(line.subject))
            return Message(message.msgid, {"language": named})
        case "wording":
            known = texts.get(line.subject) or requirement_codes().wordings.get(line.subject)
            return Message(message.msgid, {"text": known or line.subject})
    return message


def sentence_of(line: Line, look: Look | None = None) -> Message:
    """Return what the line comes to, in one sentence; with the look that answered it.

    Raises:
        KeyError: the law has a reason that has no sentence here.
    """
    if look is not None:
        return Message(LOOKED[look.verdict].msgid, {"reason": look.reason})
    message = SENTENCES[key_of(line)]
    values = _VALUES.get(line.code)
    told = {} if values is None else values(line)
    if line.first_on is not None:
        told["first_on"] = line.first_on
    wanted = {name: value for name, value in told.items() if f"%({name})s" in message.msgid}
    return Message(message.msgid, wanted)


def key_of(line: Line) -> tuple[str, str, str]:
    """Return by what a line's sentence is found."""
    if line.code == "round":
        return line.code, line.outcome, str(line.facts["ground"] or line.facts["round"])
    return line.code, line.outcome, line.why


def todo_of(line: Line) -> Todo | None:
    """Return what the candidate can do about the line; None where there is nothing to do."""
    if line.remedy is None:
        return None
    todo = REMEDIES[line.remedy]
    if line.remedy == "take-test":
        kinds = line.facts.get("asked")
        only = kinds[0] if isinstance(kinds, list) and len(kinds) == 1 else None
        return Todo(todo.text, f"/book/check?programme={only}-1") if only in {"IS", "AD"} else todo
    if line.remedy == "declare":
        number = next(number for number, code in BARS.items() if code == line.subject)
        return Todo(todo.text, f"{todo.url}#field-a{number}")
    return todo


def told(line: Line, texts: Mapping[str, Mapping[str, str]], look: Look | None = None) -> Message:
    """Return the line as a notice has it: what it is about, and what it comes to."""
    return Message(
        "%(title)s: %(text)s", {"title": title_of(line, texts), "text": sentence_of(line, look)}
    )


def duration_words(days: int) -> Message:
    """Return so many days of work in years, months and days."""
    years, months, rest = Duration(days).parts
    return say("%(years)s y. %(months)s m. %(days)s d.", years=years, months=months, days=rest)


def months_words(months: int) -> Message:
    """Return a term of experience that is asked."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return say("%(years)s y. %(months)s m.", years=years, months=rest)


def field_name(code: str, kind: str) -> Any:
    """Return the name of a field of education or of work by its code."""
    names = codes().education.names if kind == "education" else codes().work.names
    return names.get(code, code)


def _certificate(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {name: line.facts.get(name, "") for name in ("number", "programme")}
    until = line.facts.get("valid_until")
    told["valid_until"] = date.fromisoformat(str(until)) if until else ""
    told["asked"] = ", ".join(line.facts.get("asked", ()))  # type: ignore[arg-type]  # kinds
    return told


def _pension(line: Line) -> dict[str, Any]:
    on = line.facts.get("pension_on")
    return {"pension_on": date.fromisoformat(str(on))} if on else {}


def _bar(line: Line) -> dict[str, Any]:
    until = line.facts.get("until_on")
    return {"until_on": date.fromisoformat(str(until))} if until else {}


def _experience(line: Line) -> dict[str, Any]:
    """The need that is nearest to being met: of each way what it lacks most, of these the least."""
    ways: Any = line.facts.get("alternatives", ())
    lacking = []
    for way in ways:
        short = [each for each in way if not each["met"]]
        if short:
            lacking.append(max(short, key=_missing))
    if not lacking:
        return {}
    nearest = min(lacking, key=_missing)
    return {
        "asked": months_words(nearest["need"]["months"]),
        "held": duration_words(nearest["days"]),
    }


def _missing(measured: Mapping[str, Any]) -> int:
    return days_of(measured["need"]["months"]) - int(measured["days"])


def _language(line: Line) -> dict[str, Any]:
    return {
        name: LANGUAGE_LEVELS.get(str(line.facts[name]), Message(str(line.facts[name])))
        for name in ("asked", "held")
    }


_VALUES: Final[Mapping[str, Callable[[Line], dict[str, Any]]]] = {
    "certificate": _certificate,
    "pension-age": _pension,
    "bar": _bar,
    "experience": _experience,
    "language": _language,
}
