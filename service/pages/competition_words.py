"""What pages say of a competition: its states, who acts in it, what is owed."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, current, say

STATES: Final[Mapping[str, Message]] = {
    "announced": say("Applications are received"),
    "admission": say("It is decided who is admitted"),
    "personal-qualities": say("Personal qualities are assessed"),
    "ability": say("The ability to work with texts and numbers is tested"),
    "essay": say("Essays are written and scored"),
    "recheck": say("HR checks the files of the best again"),
    "interview": say("The commission interviews"),
    "ranking": say("Totals and places are worked out"),
    "protocol": say("The protocol waits for HR's signature"),
    "hiring": say("The winner, or the next one, is hired"),
    "suspended": say("Suspended by a complaint"),
    "filled": say("The post is taken"),
    "ended": say("Ended without a person for the post"),
    "cancelled": say("The competition is cancelled"),
}
# where an application stands
STANDINGS: Final[Mapping[str, Message]] = {
    "new": say("Has not applied"),
    "filed": say("Applied; the file is checked"),
    "waiting": say("In the running; waits for the next stage"),
    "personal-qualities": say("To take the assessment of personal qualities"),
    "personal-qualities-review": say("The recording of the assessment is reviewed"),
    "ability": say("To take the tests of ability"),
    "ability-review": say("The recording of the tests is reviewed"),
    "essay": say("To write the essay"),
    "essay-review": say("The recording of the writing is reviewed"),
    "essay-scoring": say("The commission scores the essay"),
    "recheck": say("HR checks the file again"),
    "confirmed": say("HR has confirmed the file"),
    "interview": say("Invited to the interview"),
    "in-interview": say("The interview is held and scored"),
    "interviewed": say("Interviewed; waits for the results"),
    "ranked": say("Stands on the list"),
    "invited": say("Invited as the next one on the list; to answer"),
    "named": say("Won; to hand in the hiring application"),
    "applied": say("The hiring application is handed in"),
    "probation": say("Appointed, on probation"),
    "hired": say("Holds the post"),
    "refused": say("Not admitted to the competition"),
    "withdrawn": say("Has withdrawn"),
    "breach": say("Out: the rules were broken"),
    "missed": say("Did not take part in the stage"),
    "not-passed": say("Did not pass the stage"),
    "not-among-best": say("Others with more points went on"),
    "not-confirmed": say("HR could not confirm the file"),
    "declined": say("Declined the post"),
    "lapsed": say("Did not answer in time"),
    "not-appointed": say("Could not be appointed"),
    "left": say("Left before the end of probation"),
    "ended": say("The competition ended for everybody"),
}
ACTORS: Final[Mapping[str, Message]] = {
    "candidate": say("Candidate"),
    "hr": say("HR service"),
    "secretary": say("Secretary of the commission"),
    "member": say("Member of the commission"),
    "chair": say("Chair of the commission"),
    "proctor": say("Proctor"),
    "administrator": say("Selection administrator"),
    "system": say("The system"),
    "authorised-body": say("Authorised body"),
    "competition": say("Course of the competition"),
}
# what is owed, by the event that fulfils it
TODOS: Final[Mapping[str, Message]] = {
    "reception-closed": say("The reception of documents ends"),
    "personal-qualities-opened": say("The assessment of personal qualities opens"),
    "ability-opened": say("The tests of ability open"),
    "essay-opened": say("The essay opens"),
    "recheck-opened": say("The files of the best go to HR"),
    "interview-opened": say("Answer about every file, then the interviews open"),
    "interview-scheduled": say("Set the time of the interviews"),
    "interviews-finished": say("The interviews are held and scored"),
    "results-determined": say("Totals, ties and the winner are worked out"),
    "protocol-signed": say("Sign the protocol"),
    "next-invited": say("Invite the next one on the list"),
    "complaint-dismissed": say("Decide the complaint"),
    "commission-formed": say("Form the commission"),
    "member-replaced": say("Replace the members with a conflict of interest"),
    "admitted": say("Look at the application and decide"),
    "finished": say("Take the stage"),
    "review-published": say("Review the recording"),
    "essay-scored": say("Score the essay"),
    "essay-rated": say("The mean of the essay is worked out"),
    "file-confirmed": say("Check the file again and answer"),
    "let-in": say("Let the candidate in to the interview"),
    "interview-signed": say("Score the interview and sign"),
    "interview-rated": say("The mean of the interview is worked out"),
    "accepted": say("Answer the invitation"),
    "hiring-application-filed": say("Hand in the hiring application"),
    "appointed": say("Appoint, when the special check allows it"),
    "probation-passed": say("The probation is served"),
}
# the same said to the candidate, who waits for others to do it
AWAITED: Final[Mapping[str, Message]] = {
    "review-published": say("Your recording is being reviewed"),
    "essay-scored": say("The commission scores your essay"),
    "file-confirmed": say("HR checks your file again"),
    "let-in": say("You are invited to the interview"),
    "interview-signed": say("The commission scores your interview"),
    "appointed": say("Your appointment is being prepared"),
}
STAGES: Final[Mapping[str, Message]] = {
    "personal-qualities": say("Personal qualities"),
    "ability": say("Text and number ability"),
    "essay": say("Essay"),
    "interview": say("Interview"),
}
# what a complaint is about
AGAINST: Final[Mapping[str, Message]] = {
    "results": say("The results"),
    "hr": say("What HR did, or did not do"),
}
# what sets a place above the next one
DECIDED: Final[Mapping[str, Message]] = {
    "total": say("total of points"),
    "experience": say("longer experience"),
    "education": say("higher education level"),
    "lot": say("the lot"),
    "last": say("nothing: it is the last one"),
}


def figures(text: str) -> str:
    """Return printed points with the decimal mark of the reader's language."""
    return text if current.get().language == "en" else text.replace(".", ",")
