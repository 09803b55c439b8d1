"""What the words of the registers say to readers: authorities, bases, fields, kinds of acts."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.posts.authorities import Authority
from service.posts.models import RegisterName

REGISTERS: Final[Mapping[str, Message]] = {
    RegisterName.POSTS: say("Posts with qualification requirements"),
    RegisterName.POLITICAL: say("Political and other posts"),
    RegisterName.CIVILIAN: say("Civilian posts"),
}
AUTHORITIES: Final[Mapping[str, Message]] = {
    Authority.PRESIDENT: say("President"),
    Authority.FIRST_PRESIDENT: say("First President"),
    Authority.FIRST_PRESIDENT_OFFICE_HEAD: say("Head of the First President's Office"),
    Authority.PRESIDENT_OFFICE_HEAD: say("Head of the President's Office"),
    Authority.HEAD_OF_ADMINISTRATION: say("Head of the Presidential Administration"),
    Authority.SECURITY_COUNCIL_CHAIRMAN: say("Chairman of the Security Council"),
    Authority.SECURITY_COUNCIL_SECRETARY: say("Secretary of the Security Council"),
    Authority.LAW_ENFORCEMENT_COMMISSION: say("Commission"),
    Authority.MAJILIS: say("Majilis of the Parliament"),
    Authority.SENATE: say("Senate of the Parliament"),
    Authority.PRIME_MINISTER: say("Prime Minister"),
    Authority.GOVERNMENT: say("Government"),
    Authority.SUPREME_JUDICIAL_COUNCIL: say("Supreme Judicial Council"),
    Authority.SUPREME_COURT_CHAIRMAN: say("Chairman of the Supreme Court"),
    Authority.PROSECUTOR_GENERAL: say("Prosecutor General"),
    Authority.ACCOUNTS_COMMITTEE_CHAIRMAN: say("Chairman of the Accounts Committee"),
    Authority.NATIONAL_SECURITY_CHAIRMAN: say("Chairman of the National Security Committee"),
    Authority.STATE_GUARD_HEAD: say("Head of the State Guard Service"),
    Authority.HEADS_UNDER_THE_PRESIDENT: say("Heads of the bodies under the President"),
    Authority.ANTI_CORRUPTION_CHAIRMAN: say("Chairman of the Anti-Corruption Agency"),
    Authority.CIVIL_SERVICE_CHAIRMAN: say("Chairman of the Agency for Civil Service Affairs"),
    Authority.STRATEGIC_PLANNING_CHAIRMAN: say(
        "Chairman of the Agency for Strategic Planning and Reforms"
    ),
    Authority.COMPETITION_CHAIRMAN: say("Chairman of the Competition Agency"),
    Authority.FINANCIAL_MONITORING_CHAIRMAN: say("Chairman of the Financial Monitoring Agency"),
    Authority.MINISTER: say("Minister"),
    Authority.MINISTER_OF_FOREIGN_AFFAIRS: say("Minister of Foreign Affairs"),
    Authority.MINISTER_OF_DEFENCE: say("Minister of Defence"),
    Authority.MINISTER_OF_INTERNAL_AFFAIRS: say("Minister of Internal Affairs"),
    Authority.MINISTER_OF_JUSTICE: say("Minister of Justice"),
    Authority.MINISTER_FOR_EMERGENCIES: say("Minister for Emergency Situations"),
    Authority.MINISTER_OF_NATIONAL_ECONOMY: say("Minister of National Economy"),
    Authority.MINISTER_OF_CULTURE: say("Minister of Culture and Sports"),
    Authority.MINISTER_OF_INDUSTRY: say("Minister of Industry and Infrastructure Development"),
    Authority.HEAD_OF_APPARATUS: say("Head of the apparatus"),
    Authority.REGIONAL_AKIM: say("Akim of the region"),
    Authority.CITY_AKIM: say("Akim of the city"),
    Authority.REGIONAL_MASLIKHAT: say("Maslikhat of the region"),
    Authority.DISTRICT_MASLIKHAT: say("Maslikhat of the district"),
    Authority.CITY_MASLIKHAT: say("Maslikhat of the city"),
    Authority.HOLDING_DIRECTORS: say("Boards of directors of the holdings"),
    Authority.NATIONAL_WELFARE_FUND: say("Management board of the National Welfare Fund"),
}
BASES: Final[Mapping[str, Message]] = {
    "printed": say("All columns are printed."),
    "commission_agrees": say("By the footnote: the Commission's decision is an agreement."),
    "peoples_body_consents": say("The parliament and maslikhats give their consent."),
    "chairman_agrees": say("By paragraph 2-1 of the Rules: the chairman agrees."),
    "others_propose": say("Others propose to the one who appoints."),
    "higher_agrees": say("By paragraph 3 of the Rules: the higher one agrees."),
    "across_pages": say("The page ends between the cells: their order is uncertain."),
}
FIELDS: Final[Mapping[str, Message]] = {
    "department": say("Department"),
    "division": say("Division"),
    "category_key": say("Category in Latin letters"),
    "education.level": say("Level of education"),
    "education.fields": say("Fields of education"),
    "appointed_by": say("Who appoints"),
    "proposed_by": say("Who proposes"),
    "agreed_with": say("Who agrees"),
    "link": say("Link"),
    "level": say("Level"),
}
ACT_KINDS: Final[Mapping[str, Message]] = {
    "constitution": say("Constitution"),
    "constitutional law": say("Constitutional law"),
    "code": say("Code"),
    "law": say("Law"),
    "decree": say("Decree"),
    "resolution": say("Resolution"),
    "rules": say("Rules"),
    "strategy": say("Strategy"),
}
LEVELS: Final[Mapping[str, Message]] = {
    "higher": say("Higher education"),
    "unknown": say("Not understood: see the act's own words"),
}
WISHES: Final[Mapping[str, Message]] = {
    "required": say("required"),
    "preferred": say("preferred"),
}
WAYS: Final[Mapping[str, Message]] = {
    "state service": say("in the state service"),
    "posts in state bodies": say("in posts of state bodies"),
    "fields of the post": say("in the field of the post"),
    "other": say("otherwise, see the act's own words"),
}
SCOPES: Final[Mapping[str, Message]] = {
    "republic": say("Of republican significance"),
    "regional": say("Regional"),
    "district": say("Of districts"),
}
GRADES: Final[Mapping[str, Message]] = {
    "highest": say("Highest category"),
    "first": say("First category"),
    "second": say("Second category"),
    "none": say("Without a category"),
    "high": say("High level of qualification"),
    "middle": say("Middle level of qualification"),
}
# a kind of anomaly is its own English sentence
_ANOMALIES: Final = (
    say("abbreviation not explained"),
    say("act named otherwise"),
    say("act named twice"),
    say("category in the title line"),
    say("category without its word"),
    say("cell over two pages"),
    say("cells without a gap"),
    say("column unclear"),
    say("column without a heading"),
    say("comma after the title"),
    say("field of education twice"),
    say("full stop inside a list"),
    say("heading worded differently"),
    say("label inside its row"),
    say("label varies"),
    say("letter-spaced"),
    say("level in other words"),
    say("level without a label"),
    say("link without a label"),
    say("list with a comma for «or»"),
    say("misprint"),
    say("mixed alphabets"),
    say("moved words"),
    say("nought for a letter in the category"),
    say("page break"),
    say("row over two pages"),
    say("scope worded differently"),
    say("staff number left out"),
    say("staff number without its sign"),
    say("stray hyphen"),
    say("title and cell on one line"),
    say("torn word"),
    say("unbalanced quotes"),
    say("unit named otherwise"),
    say("units differ from staff numbers"),
)
ANOMALIES: Final[Mapping[str, Message]] = {one.msgid: one for one in _ANOMALIES}
