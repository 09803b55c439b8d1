"""Who appoints, proposes and agrees: the officials and bodies that the decree's table names."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final


class Authority(StrEnum):
    """An official or body that takes part in an appointment."""

    PRESIDENT = "president"
    FIRST_PRESIDENT = "first_president"
    FIRST_PRESIDENT_OFFICE_HEAD = "first_president_office_head"
    PRESIDENT_OFFICE_HEAD = "president_office_head"
    HEAD_OF_ADMINISTRATION = "head_of_administration"
    SECURITY_COUNCIL_CHAIRMAN = "security_council_chairman"
    SECURITY_COUNCIL_SECRETARY = "security_council_secretary"
    LAW_ENFORCEMENT_COMMISSION = "law_enforcement_commission"
    MAJILIS = "majilis"
    SENATE = "senate"
    PRIME_MINISTER = "prime_minister"
    GOVERNMENT = "government"
    SUPREME_JUDICIAL_COUNCIL = "supreme_judicial_council"
    SUPREME_COURT_CHAIRMAN = "supreme_court_chairman"
    PROSECUTOR_GENERAL = "prosecutor_general"
    ACCOUNTS_COMMITTEE_CHAIRMAN = "accounts_committee_chairman"
    NATIONAL_SECURITY_CHAIRMAN = "national_security_chairman"
    STATE_GUARD_HEAD = "state_guard_head"
    HEADS_UNDER_THE_PRESIDENT = "heads_under_the_president"
    ANTI_CORRUPTION_CHAIRMAN = "anti_corruption_chairman"
    CIVIL_SERVICE_CHAIRMAN = "civil_service_chairman"
    STRATEGIC_PLANNING_CHAIRMAN = "strategic_planning_chairman"
    COMPETITION_CHAIRMAN = "competition_chairman"
    FINANCIAL_MONITORING_CHAIRMAN = "financial_monitoring_chairman"
    MINISTER = "minister"
    MINISTER_OF_FOREIGN_AFFAIRS = "minister_of_foreign_affairs"
    MINISTER_OF_DEFENCE = "minister_of_defence"
    MINISTER_OF_INTERNAL_AFFAIRS = "minister_of_internal_affairs"
    MINISTER_OF_JUSTICE = "minister_of_justice"
    MINISTER_FOR_EMERGENCIES = "minister_for_emergencies"
    MINISTER_OF_NATIONAL_ECONOMY = "minister_of_national_economy"
    MINISTER_OF_CULTURE = "minister_of_culture"
    MINISTER_OF_INDUSTRY = "minister_of_industry"
    HEAD_OF_APPARATUS = "head_of_apparatus"
    REGIONAL_AKIM = "regional_akim"
    CITY_AKIM = "city_akim"
    REGIONAL_MASLIKHAT = "regional_maslikhat"
    DISTRICT_MASLIKHAT = "district_maslikhat"
    CITY_MASLIKHAT = "city_maslikhat"
    HOLDING_DIRECTORS = "holding_directors"
    NATIONAL_WELFARE_FUND = "national_welfare_fund"


_ELBASY = "Қазақстан Республикасының Тұңғыш Президенті \u2013 Елбасы"
_ALL_REGIONS = "облыстардың, республикалық маңызы бар қалалардың және астананың"
_ANTI_CORRUPTION = "Сыбайлас жемқорлыққа қарсы іс-қимыл агенттігінің"
_ITS_SERVICE = f"{_ANTI_CORRUPTION} (Сыбайлас жемқорлыққа қарсы қызметтің)"
_STRATEGIC = "Стратегиялық жоспарлау және реформалар агенттігінің төрағасы"
_ACCOUNTS = "Республикалық бюджеттің атқарылуын бақылау жөніндегі есеп комитетінің төрағасы"
_UNDER = "Қазақстан Республикасының Президентіне тікелей бағынатын және есеп беретін органдардың"

PRINTED: Final[dict[str, Authority]] = {
    "Президент": Authority.PRESIDENT,
    _ELBASY: Authority.FIRST_PRESIDENT,
    f"{_ELBASY} Кеңсесінің Басшысы": Authority.FIRST_PRESIDENT_OFFICE_HEAD,
    "Президент Кеңсесінің бастығы": Authority.PRESIDENT_OFFICE_HEAD,
    "Әкімшілік Басшысы": Authority.HEAD_OF_ADMINISTRATION,
    "Қауіпсіздік Кеңесінің Төрағасы": Authority.SECURITY_COUNCIL_CHAIRMAN,
    "Қауіпсіздік Кеңесінің Хатшысы": Authority.SECURITY_COUNCIL_SECRETARY,
    "Комиссия": Authority.LAW_ENFORCEMENT_COMMISSION,
    "Парламент Мәжілісі": Authority.MAJILIS,
    "Парламент Сенаты": Authority.SENATE,
    "Премьер-Министр": Authority.PRIME_MINISTER,
    "Үкімет": Authority.GOVERNMENT,
    "Жоғары Сот Кеңесі": Authority.SUPREME_JUDICIAL_COUNCIL,
    "Жоғарғы Сот Төрағасы": Authority.SUPREME_COURT_CHAIRMAN,
    "Бас прокурор": Authority.PROSECUTOR_GENERAL,
    "Бас Прокурор": Authority.PROSECUTOR_GENERAL,
    _ACCOUNTS: Authority.ACCOUNTS_COMMITTEE_CHAIRMAN,
    "ҰҚК Төрағасы": Authority.NATIONAL_SECURITY_CHAIRMAN,
    "Мемлекеттік күзет қызметінің бастығы": Authority.STATE_GUARD_HEAD,
    f"{_UNDER} басшылары": Authority.HEADS_UNDER_THE_PRESIDENT,
    f"Қазақстан Республикасының {_ITS_SERVICE} төрағасы": Authority.ANTI_CORRUPTION_CHAIRMAN,
    f"{_ITS_SERVICE} төрағасы": Authority.ANTI_CORRUPTION_CHAIRMAN,
    f"{_ITS_SERVICE} агенттігінің төрағасы": Authority.ANTI_CORRUPTION_CHAIRMAN,
    "Мемлекеттік қызмет істері агенттігінің төрағасы": Authority.CIVIL_SERVICE_CHAIRMAN,
    f"Қазақстан Республикасының {_STRATEGIC}": Authority.STRATEGIC_PLANNING_CHAIRMAN,
    "Бәсекелестікті қорғау және дамыту агенттігінің төрағасы": Authority.COMPETITION_CHAIRMAN,
    "Қазақстан Республикасы Қаржылық мониторинг агенттігінің төрағасы": (
        Authority.FINANCIAL_MONITORING_CHAIRMAN
    ),
    "министр": Authority.MINISTER,
    "Министр": Authority.MINISTER,
    "министрлер": Authority.MINISTER,
    "Сыртқы істер министрі": Authority.MINISTER_OF_FOREIGN_AFFAIRS,
    "Қорғаныс министрі": Authority.MINISTER_OF_DEFENCE,
    "Ішкі істер министрі": Authority.MINISTER_OF_INTERNAL_AFFAIRS,
    "Әділет министрі": Authority.MINISTER_OF_JUSTICE,
    "Төтенше жағдайлар министрі": Authority.MINISTER_FOR_EMERGENCIES,
    "Төтенше жағдайлар министр": Authority.MINISTER_FOR_EMERGENCIES,
    "Ұлттық экономика министрі": Authority.MINISTER_OF_NATIONAL_ECONOMY,
    "Мәдениет және спорт министрі": Authority.MINISTER_OF_CULTURE,
    "Индустрия және инфрақұрылымдық даму министрі": Authority.MINISTER_OF_INDUSTRY,
    "аппарат басшысы": Authority.HEAD_OF_APPARATUS,
    f"{_ALL_REGIONS} әкімдері": Authority.REGIONAL_AKIM,
    "облыс әкімі": Authority.REGIONAL_AKIM,
    "қала әкімі": Authority.CITY_AKIM,
    f"тиісті {_ALL_REGIONS} мәслихаттары": Authority.REGIONAL_MASLIKHAT,
    "тиісті облыстың, республикалық маңызы бар қалалардың, астананың мәслихаттары": (
        Authority.REGIONAL_MASLIKHAT
    ),
    "облыстың ауданының, облыстық маңызы бар қаланың мәслихаты": Authority.DISTRICT_MASLIKHAT,
    "қала мәслихаты": Authority.CITY_MASLIKHAT,
    "тиісті холдингтердің директорлар кеңестері": Authority.HOLDING_DIRECTORS,
    '"Самұрық-Қазына" ұлттық әл-ауқат қоры" АҚ басқармасы': Authority.NATIONAL_WELFARE_FUND,
}
# printed with a fault; what is meant is plain from the rows around it
MISPRINTED: Final = frozenset(
    {"Төтенше жағдайлар министр", f"{_ITS_SERVICE} агенттігінің төрағасы"}
)
# the table names these officials as posts, too: the first time they stand in it
ALSO_POSTS: Final = frozenset(
    {Authority.FIRST_PRESIDENT_OFFICE_HEAD, Authority.HEADS_UNDER_THE_PRESIDENT}
)
ON_INSTRUCTION: Final = "немесе оның тапсырмасы бойынша"

_AUTHORITY = re.compile(
    "(" + "|".join(re.escape(one) for one in sorted(PRINTED, key=len, reverse=True)) + r")(?!\w)"
)
_MARK = re.compile(r" ?(\*+)")


@dataclass(frozen=True, slots=True)
class Party:
    """One who takes part; `by_instruction` means: instead of the one before, on his order."""

    authority: Authority
    printed: str
    mark: str = ""
    by_instruction: bool = False


@dataclass(frozen=True, slots=True)
class PartyCell:
    """The parties of one cell and where their text stands in what was read (start, end)."""

    parties: tuple[Party, ...]
    start: int
    end: int
    is_open: bool = False


def parse_cells(text: str) -> tuple[PartyCell, ...] | None:
    """Return the cells that a text consists of; None where it holds anything else.

    Names parted by a comma stand in one cell; a name that follows without one begins another.
    """
    cells: list[PartyCell] = []
    at = 0
    while at < len(text):
        cell = _cell(text, at)
        if cell is None:
            return None
        cells.append(cell)
        at = cell.end + (text[cell.end : cell.end + 1] == " ")
    return tuple(cells) or None


def _cell(text: str, start: int) -> PartyCell | None:
    parties: list[Party] = []
    at = start
    by_instruction = False
    while found := _AUTHORITY.match(text, at):
        printed = found.group(1)
        at = found.end()
        mark = _MARK.match(text, at)
        at = mark.end() if mark else at
        sign = mark.group(1) if mark else ""
        parties.append(Party(PRINTED[printed], printed, sign, by_instruction))
        rest = text[at:]
        by_instruction = rest.startswith(f" {ON_INSTRUCTION} ")
        if by_instruction:
            at += len(ON_INSTRUCTION) + 2
        elif rest == ",":
            return PartyCell(tuple(parties), start, at + 1, is_open=True)
        elif rest.startswith(", "):
            at += 2
        elif not rest or rest.startswith(" "):
            return PartyCell(tuple(parties), start, at)
        else:
            return None
    return None


@cache
def _beginnings() -> frozenset[str]:
    """Every text with which the name of a party may begin, cut between two words."""
    cut = (one.split() for one in PRINTED)
    return frozenset(" ".join(words[:size]) for words in cut for size in range(2, len(words)))


def is_beginning(text: str) -> bool:
    """Whether a party's name may begin so and go on elsewhere."""
    return text in _beginnings()


def trailing_cells(line: str) -> int | None:
    """Return where parties begin that stand behind other words on the same line, if any do.

    Only a name with a capital letter counts: «аппарат басшысы» ends many a post.
    """
    for found in re.finditer(r" (?=[^\W\d_])", line):
        begins = found.end()
        if line[begins].isupper() and parse_cells(line[begins:]) is not None:
            return begins
    return None
