"""The fourteen bars of LAW 16(3) in words: Kazakh is the law's own text, the rest translates it."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say

BAR_WORDS: Final[Mapping[int, Message]] = {
    1: say(
        "I am under eighteen, and the legislation sets no other requirement for the state "
        "position concerned."
    ),
    2: say("A court has recognised me as incapable or as having limited capacity."),
    3: say("A court has deprived me of the right to hold state positions for a certain term."),
    4: say(
        "I have an illness that, by the conclusion of a medical institution, prevents the duties "
        "of a position for which the qualification requirements set special requirements to health."
    ),
    5: say(
        "I refuse to accept the restrictions that the law on the civil service sets to prevent "
        "acts that may lead to the use of my status and the authority based on it in personal, "
        "group and other interests outside the service."
    ),
    6: say(
        "In the last three years before entering the civil service I was held liable for a "
        "disciplinary misdemeanour that discredits the civil service, or I was dismissed for such "
        "a misdemeanour at any time."
    ),
    7: say(
        "In the last three years before entering the civil service a court imposed an "
        "administrative penalty on me for a corruption offence."
    ),
    8: say("I have committed a corruption crime."),
    9: say(
        "In the last three years before entering the civil service I was convicted by a court of a "
        "criminal misdemeanour or of a crime of minor or medium gravity, or was released from "
        "criminal liability for one under items 3), 4), 9), 10) and 12) of part one of article 35 "
        "or under article 36 of the Criminal Procedure Code."
    ),
    10: say(
        "I have a conviction that is not spent or not removed by law at the time of entering the "
        "civil service."
    ),
    11: say(
        "I was earlier convicted of a grave or especially grave crime, or was released from "
        "criminal liability for a crime under items 3), 4), 9), 10) and 12) of part one of article "
        "35 or under article 36 of the Criminal Procedure Code."
    ),
    12: say("I have committed a crime as part of a criminal group."),
    13: say(
        "A criminal case against me on a crime as part of a criminal group was ended under items "
        "3), 4), 9), 10) and 12) of part one of article 35 or under article 36 of the Criminal "
        "Procedure Code, and the lower limit of the term of imprisonment in the article of the "
        "Criminal Code has not passed yet."
    ),
    14: say(
        "I was dismissed for negative reasons from law-enforcement bodies, special state bodies, "
        "courts or military service, or am barred in other cases that laws provide for."
    ),
}
