"""What the electronic personal file says: kinds, levels, refusals."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from service.core.i18n import Message, current, say
from service.personal_files.actions import FileRefusal
from service.personal_files.codes import CodeList, codes
from service.personal_files.content import Unsound
from service.personal_files.models import (
    DocumentKind,
    Education,
    EducationLevel,
    Employment,
    Entry,
    Gravity,
    LanguageLevel,
    LanguageSkill,
    Outcome,
    PenaltyKind,
    PostLevel,
    ProvedCondition,
    Scan,
    ServiceKind,
    Volunteering,
)

Options = list[tuple[str, str]]

EDUCATION_LEVELS: Final[Mapping[str, Message]] = {
    EducationLevel.SECONDARY: say("Secondary education"),
    EducationLevel.VOCATIONAL: say("Technical, vocational or post-secondary education"),
    EducationLevel.BACHELOR: say("Higher education, bachelor"),
    EducationLevel.SPECIALIST: say("Higher education, specialist"),
    EducationLevel.MASTER: say("Postgraduate education, master"),
    EducationLevel.DOCTOR: say("Postgraduate education, doctor or candidate of sciences"),
}
POST_LEVELS: Final[Mapping[str, Message]] = {
    PostLevel.WORKER: say("Worker or technical staff"),
    PostLevel.SPECIALIST: say("Specialist"),
    PostLevel.UNIT_HEAD: say("Head of a unit or deputy"),
    PostLevel.ORGANISATION_HEAD: say("Head of an organisation or deputy"),
}
SERVICES: Final[Mapping[str, Message]] = {
    ServiceKind.CIVIL: say("Civil service"),
    ServiceKind.LAW_ENFORCEMENT: say("Law-enforcement or special state bodies, military service"),
    ServiceKind.OTHER: say("Other work"),
}
LANGUAGE_LEVELS: Final[Mapping[str, Message]] = {
    LanguageLevel.A1: say("A1, beginner"),
    LanguageLevel.A2: say("A2, elementary"),
    LanguageLevel.B1: say("B1, intermediate"),
    LanguageLevel.B2: say("B2, upper intermediate"),
    LanguageLevel.C1: say("C1, advanced"),
    LanguageLevel.C2: say("C2, proficient"),
    LanguageLevel.NATIVE: say("Native language"),
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
CLEARANCE_FORMS: Final[Mapping[str, Message]] = {
    "1": say("Form 1 (of special importance)"),
    "2": say("Form 2 (top secret)"),
    "3": say("Form 3 (secret)"),
}
GRAVITIES: Final[Mapping[str, Message]] = {
    Gravity.MISDEMEANOUR: say("Criminal misdemeanour"),
    Gravity.MINOR: say("Crime of minor gravity"),
    Gravity.MEDIUM: say("Crime of medium gravity"),
    Gravity.GRAVE: say("Grave crime"),
    Gravity.ESPECIALLY_GRAVE: say("Especially grave crime"),
}
PENALTIES: Final[Mapping[str, Message]] = {
    PenaltyKind.CORRUPTION: say("Administrative penalty for a corruption offence"),
    PenaltyKind.DISCREDITING: say(
        "Disciplinary penalty for a misdemeanour that discredits the civil service"
    ),
}
DOCUMENT_KINDS: Final[Mapping[str, Message]] = {
    DocumentKind.EMPLOYMENT: say("Document on employment"),
    DocumentKind.DIPLOMA: say("Diploma or other education document"),
    DocumentKind.DIPLOMA_ANNEX: say("Annex to an education document"),
    DocumentKind.RECOGNITION: say("Recognition of a foreign education document"),
    DocumentKind.CONDITION: say("Document on training under the state order"),
    DocumentKind.LANGUAGE: say("Language certificate"),
    DocumentKind.VOLUNTEERING: say("Document on social work or volunteering"),
    DocumentKind.OTHER: say("Another document"),
}
SCANS: Final[Mapping[str, Message]] = {
    Scan.CLEAN: say("checked for viruses"),
    Scan.NOT_SCANNED: say("not checked for viruses"),
}
REFUSALS: Final[Mapping[FileRefusal, Message]] = {
    FileRefusal.NO_CONSENT: say(
        "Without your consent to the processing of personal data nothing can be kept. "
        "Please read and give it first."
    ),
    FileRefusal.FULL: say("There is no room for more of this kind. Please take something out."),
    FileRefusal.UNCLEAR: say("Please say what the document belongs to."),
    FileRefusal.STATES: say(
        "This line comes from state systems. Please have it corrected where it was made, then "
        "fetch it again."
    ),
}
UNSOUND: Final[Mapping[Unsound, Message]] = {
    Unsound.EMPTY: say("The file is empty."),
    Unsound.TOO_LARGE: say("The file is larger than 20 MB. Scan it with fewer dots per inch."),
    Unsound.UNKNOWN_TYPE: say("By its content this is neither a PDF nor a JPEG nor a PNG."),
    Unsound.TWO_THINGS: say(
        "The file holds something else before or behind the document. "
        "Save or scan it once more and send the new file."
    ),
    Unsound.TRUNCATED: say("The file breaks off: its end is missing. Copy or scan it once more."),
    Unsound.UNREADABLE: say("The file is damaged and cannot be read. Save or scan it once more."),
    Unsound.ENCRYPTED: say("The PDF is protected with a password. Save it without protection."),
    Unsound.ACTIVE: say(
        "The PDF holds programs, forms with actions or other files inside. "
        'Print it with "Save as PDF" and send the new file.'
    ),
    Unsound.BOMB: say("The file unpacks to far more than a document needs."),
    Unsound.TOO_LONG: say("The file could not be read in time. Please try again in a minute."),
    Unsound.INFECTED: say("The virus scanner has found a virus in the file."),
    Unsound.SCANNER_AWAY: say(
        "The virus scanner does not answer just now. Please try again in a few minutes."
    ),
}
FETCHED: Final[Mapping[Outcome, Message]] = {
    Outcome.FOUND: say("The data of state systems have been fetched."),
    Outcome.UNKNOWN: say(
        "State systems have no records about you. You can write them here yourself; "
        "they stay to be confirmed."
    ),
    Outcome.AWAY: say(
        "State systems do not answer just now. You can write your data here yourself; "
        "they stay to be confirmed until state systems answer."
    ),
    Outcome.REFUSED: say(
        "State systems gave an answer that cannot be used. You can write your data here yourself; "
        "they stay to be confirmed."
    ),
}


def options(words: Mapping[str, Message], of: Iterable[str] | type[StrEnum] = ()) -> Options:
    """Return what a list to choose from offers, in the reader's language."""
    return [(str(value), current.get().render(words[value])) for value in of or words]


def code_options(known: CodeList) -> Options:
    """Return what a list of codes offers, by name in the reader's language."""
    shown = [(code, str(current.get().show(name))) for code, name in known.names.items()]
    return sorted(shown, key=lambda one: one[1].casefold())


def line_words(line: Entry) -> str:
    """Return a line of the file in a few words of the reader's language."""
    show = current.get()
    match line:
        case Education():
            year = line.completed_on.year if line.completed_on is not None else line.ended_in
            return f"{line.field}, {line.institution}" + (f" ({year})" if year else "")
        case Employment():
            return f"{line.post}, {line.organisation} ({line.began_on.year})"
        case Volunteering():
            return line.organisation
        case LanguageSkill():
            return show.render(LANGUAGES[line.language])
        case ProvedCondition():
            return str(show.show(codes().conditions.names[line.code]))
    raise TypeError(type(line).__name__)
