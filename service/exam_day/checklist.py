"""What a person looks after on an exam day: the items that no program can check."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say

ITEMS: Final[Mapping[str, Message]] = {
    "halls": say("The halls are open, and the seats are numbered and counted."),
    "computers": say("The computers in the halls are on and show the start page."),
    "operators": say("An operator is in every hall and is signed in."),
    "identity": say("Identity documents are checked at the entrance of every hall."),
    "proctors": say("Proctors are on duty for the remote attempts that end today."),
    "support": say("The support line answers: somebody has called it."),
    "power": say("The reserve power and the second internet line have been tried."),
}
