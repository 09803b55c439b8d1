"""Addresses of the pages of a competition, so that every page names them alike."""

from uuid import UUID


def hr_competition(number: str) -> str:
    """Return where HR leads the competition of an announced round, by the round's number."""
    return f"/hr/competitions/{number}"


def hr_candidate(number: str, application_number: str) -> str:
    """Return where HR sees one candidate of a competition."""
    return f"{hr_competition(number)}/candidates/{application_number}"


def hr_protocol(number: str) -> str:
    """Return where HR reads and signs the protocol."""
    return f"{hr_competition(number)}/protocol"


def protocol_file(number: str) -> str:
    """Return the protocol as a file, for whoever may read it."""
    return f"/competitions/{number}/protocol.pdf"


def hr_interviews(number: str) -> str:
    """Return where HR sets the time of the interviews."""
    return f"{hr_competition(number)}/interviews"


def hr_commission(number: str) -> str:
    """Return where HR forms the commission."""
    return f"/hr/announcements/{number}/commission"


def commission_home() -> str:
    """Return where members of commissions see what they have to do."""
    return "/commission"


def commission_conflicts(number: str) -> str:
    """Return where a member declares conflicts of interest before anything else is shown."""
    return f"/commission/{number}/conflicts"


def commission_essays(number: str) -> str:
    """Return where members score the essays of an announced round, by the round's number."""
    return f"/commission/{number}/essays"


def commission_interviews(number: str) -> str:
    """Return where members and the secretary hold the interviews."""
    return f"/commission/{number}/interviews"


def assessors_call(number: str) -> str:
    """Return the public page of a call for assessors."""
    return f"/assessors/{number}"


def hr_file(application_id: UUID) -> str:
    """Return where HR reads the file of an application."""
    return f"/hr/applications/{application_id}"


def candidate_competition(application_number: str) -> str:
    """Return where a candidate sees the own competition, by the number of the application."""
    return f"/me/competitions/{application_number}"


def essay(application_id: UUID) -> str:
    """Return where a candidate writes the essay."""
    return f"/me/essays/{application_id}"


def essay_text(application_id: UUID) -> str:
    """Return where the browser saves the text of an essay while it is written."""
    return f"/api/essays/{application_id}/text"


def proctor_essay(application_id: UUID) -> str:
    """Return where a proctor reviews the writing of an essay."""
    return f"/proctor/essays/{application_id}"


def commission_essay(number: str, code: str) -> str:
    """Return where a member reads and scores one essay, by the candidate's code."""
    return f"{commission_essays(number)}/{code}"


def hr_essays(number: str) -> str:
    """Return where HR sees which scores for essays are late."""
    return f"{hr_competition(number)}/essays"


def interview(application_id: UUID) -> str:
    """Return where a candidate waits for the interview."""
    return f"/me/interviews/{application_id}"


def times(application_id: UUID) -> str:
    """Return where a candidate chooses a time for a stage that is taken by the clock."""
    return f"/me/stages/{application_id}"


def complaint(complaint_id: UUID) -> str:
    """Return where the authorised body decides a complaint."""
    return f"/authority/complaints/{complaint_id}"


def lot(number: str) -> str:
    """Return the public page that repeats a lot."""
    return f"/draws/{number}"
