"""Posts of order № 117 as a person reads them in the text; the tests compare."""

from typing import Any

TITLES = {
    "constitution": "Қазақстан Республикасының Конституциясы",
    "president": "Қазақстан Республикасының Президенті туралы",
    "parliament": "Қазақстан Республикасының Парламенті және оның депутаттарының мәртебесі туралы",
    "government": "Қазақстан Республикасының Үкіметі туралы",
    "service": "Мемлекеттік қызмет туралы",
    "corruption": "Сыбайлас жемқорлыққа қарсы күрес туралы",
    "procedures": "Әкімшілік рәсімдер туралы",
    "legal acts": "Нормативтік құқықтық актілер туралы",
    "appeals": "Жеке және заңды тұлғалардың өтініштерін қарау тәртібі туралы",
    "justice": "Әділет органдары туралы",
    "strategy": "«Қазақстан – 2050» Стратегиясы: қалыптасқан мемлекеттің жаңа саяси бағыты",
    "rules": "Қазақстан Республикасы Үкіметінің Регламенті",
    "treaties": "Қазақстан Республикасы халықаралық шарттары туралы",
    "budget": "Бюджет кодексі",
    "labour": "Еңбек кодексі",
    "civil": "Азаматтық кодекс",
    "civil procedure": "Азаматтық іс жүргізу кодексі",
    "tax": "Салық кодексі",
    "purchases": "Мемлекеттік сатып алу туралы",
    "accounting": "Бухгалтерлік есеп және қаржылық есептілік туралы",
    "companies": "Акционерлік қоғамдар туралы",
    "property": "Мемлекеттік мүлік туралы",
    "informatisation": "Ақпараттандыру туралы",
    "control standards": "Мемлекеттік қаржылық бақылау стандарттарын бекіту туралы",
    "control rules": "Қазақстан Республикасындағы республикалық және жергілікті деңгейдегі ішкі "
    "мемлекеттік қаржылық бақылауды іске асыру Ережесін бекіту туралы",
    "bailiffs": "Атқару өндірісі және сот орындаушылардың мәртебесі туралы",
    "committee": "Қазақстан Республикасы Әділет министрлігінің Сот актілерін орындау комитеті "
    "туралы ереже",
}
SHORT = {title: short for short, title in TITLES.items()}
STOCK = (
    "constitution president parliament government service corruption procedures legal_acts appeals "
    "justice strategy"
)
WITHOUT_LEGAL_ACTS = STOCK.replace(" legal_acts", "")
LAW = ("құқықтану",)
INTERNATIONAL = ("құқықтану", "халықаралық құқық")
STRATEGY = "Стратегиялық жоспарлау және ұйымдастыру–талдау жұмысы департаменті"
SUBORDINATE = "Заңға тәуелді актілер департаменті"
PROPERTY = "Мемлекеттің мүліктік құқықтарын қорғау департаменті"
FINANCE = "Экономика және қаржы департаменті"
STAFF = "Кадр қызметі департаменті"


def by_hand(
    department: str,
    division: str,
    position: str,
    category: str,
    numbers: str,
    *,
    lines: tuple[int, int],
    fields: tuple[str, ...] = LAW,
    acts: str = STOCK,
    units: int | None = None,
    typical: str = "02-01-02/5",
    work: tuple[str, int | None] = ("", None),
    ways: tuple[tuple[str, int, int | None, bool], ...] = (),
    computer: str | None = "required",
    programs: str = "",
    languages: str | None = None,
    secrets: int | None = None,
    duties: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    staff = tuple(numbers.split())
    return {
        "department": department,
        "division": division,
        "position": position,
        "category": category,
        "staff numbers": staff,
        "units": len(staff) if units is None else units,
        "lines": lines,
        "fields": fields,
        "acts": [short.replace("_", " ") for short in acts.split()],
        "typical": typical,
        "work": work,
        "ways": ways,
        "skills": (computer, tuple(programs.split()), languages, secrets),
        "duties": duties,
    }


OFFICE = "Word Excel Internet"
CONTROL = f"{STOCK} budget control_standards purchases accounting control_rules"
POSTS: dict[int, dict[str, Any]] = {
    1: by_hand(
        "", "", "Министрдің көмекшісі", "C-3", "1-0-1 1-0-2", lines=(41, 84),
        duties=("Құқықтық, ұйымдастырушылық", "басқа да тапсырмаларын орындау."),
    ),
    3: by_hand(
        STRATEGY, "", "директоры", "C-1", "13-0-1", lines=(133, 205),
        duties=("Департаментке жалпы басшылық", "Министрлік басшыларының тапсырмаларын орындау."),
    ),
    17: by_hand(
        STRATEGY, "Нормативтік құқықтық актілерді үйлестіру, жүйелеу және мониторингтеу басқармасы",
        "басшысы", "C-3", "13-5-1", lines=(908, 975),
        duties=("Басқарманың жұмысын ұйымдастыру. ведомствоаралық", "әділет органдарына шығуы."),
    ),
    39: by_hand(
        SUBORDINATE, "", "директоры", "C-1", "3-0-1", lines=(1984, 2036),
        fields=INTERNATIONAL, acts=f"{STOCK} rules",
        duties=("Жалпы басшылықты атқару", "жазалау туралы ұсыныстарды енгізу."),
    ),
    41: by_hand(
        SUBORDINATE, "Заңға тәуелді нормативтік құқықтық актілерді талдау және мониторингін "
        "үйлестіру басқармасы", "басшысы", "C-3", "3-1-1", lines=(2093, 2157),
        acts=f"{STOCK} rules",
        duties=("Заңға тәуелді нормативтік", "еңбек тәртібін ұстануын қамтамасыз ету"),
    ),
    47: by_hand(
        SUBORDINATE, "Өнеркәсіп, инфрақұрылым және агроөнеркәсіптік кешен мәселелері бойынша "
        "заңға тәуелді актілерді сараптау басқармасы", "басшысы", "C-3", "3-3-1",
        lines=(2452, 2519), acts=f"{STOCK} rules",
        duties=("Ауыл шаруашылығы министрлігі, Индустрия", "ұстануын қамтамасыз ету."),
    ),
    52: by_hand(
        SUBORDINATE, "Қорғаныс, құқықтық тәртіп, көлік, телекоммуникациялар және қоршаған ортаны "
        "қорғау мәселелері бойынша актілерді сараптау басқармасы", "сарапшысы", "C-5", "3-4-4",
        lines=(2750, 2803), acts=f"{STOCK} rules",
        duties=("Мемлекеттік органдармен әзірленген", "басқа да тапсырмаларын орындау."),
    ),
    65: by_hand(
        PROPERTY, "", "бас сарапшысы", "C-4",
        "6-0-4 6-0-5 6-0-6 6-0-7 6-0-8 6-0-9 6-0-10", lines=(3465, 3538),
        fields=INTERNATIONAL, acts=f"{STOCK} civil civil_procedure budget tax purchases",
        programs=OFFICE, languages="preferred",
        duties=("Қазақстан Республикасы Президентінің, Үкіметінің", "жұмыстар жүзеге асыру."),
    ),
    80: by_hand(
        "Экономикалық интеграция бойынша жобаларды сараптау департаменті", "", "директоры", "C-1",
        "5-2-0-1", lines=(4390, 4447), fields=INTERNATIONAL, acts=f"{STOCK} rules",
        computer=None, languages="preferred",
        duties=("Департамент қызметін жоспарлауға", "дербес жауапкершілікте болу."),
    ),
    91: by_hand(
        "Экономикалық интеграция бойынша жобаларды сараптау департаменті",
        "Бәсекелестік, монополияға қарсы және кедендік реттеу саласындағы шарттар жобаларын "
        "сараптау басқармасы", "сарапшысы", "C-5", "5-2-3-4 5-2-3-5", lines=(5110, 5171),
        fields=INTERNATIONAL,
        acts="constitution president parliament government service corruption procedures appeals "
        "strategy justice treaties rules",
        programs=OFFICE, languages="preferred",
        duties=("Қазақстан Республикасының халықаралық шарттардың,", "тапсырмаларын орындау."),
    ),
    92: by_hand(
        FINANCE, "", "директоры", "C-1", "7-0-1", lines=(5173, 5229),
        fields=("экономика", "менеджмент", "есеп және аудит", "қаржы"),
        acts=f"{STOCK} budget labour purchases accounting companies property",
        work=("қаржы, экономика және бухгалтерлік есеп", None), computer=None,
        duties=("Қаржылық, бухгалтерлік және", "басшылықты жүзеге асыру."),
    ),
    97: by_hand(
        FINANCE, "Қаржы және мемлекеттік сатып алу басқармасы", "басшысы – бас бухгалтер", "C-3",
        "7-2-1", lines=(5437, 5491),
        fields=("экономика", "менеджмент", "есеп және аудит", "қаржы"),
        acts=f"{STOCK} budget labour purchases accounting property",
        work=("қаржы және экономика", None), computer=None,
        duties=("Әділет министрлігіне ведомстволық", "жүктелген басқа да функциялар."),
    ),
    100: by_hand(
        FINANCE, "Қаржы және мемлекеттік сатып алу басқармасы", "сарапшысы", "C-5", "7-2-12",
        lines=(5594, 5639),
        fields=("экономика", "менеджмент", "есеп және аудит", "қаржы", "құқықтану"),
        acts=f"{WITHOUT_LEGAL_ACTS} budget labour purchases accounting property", computer=None,
        duties=("Шығыстардың жекелеген түрлері", "жүктелген басқа да функциялар."),
    ),
    117: by_hand(
        STAFF, "Кадр жұмысы басқармасы", "сарапшысы", "C-5", "9-1-4 9-1-5", lines=(6393, 6441),
        fields=("құқықтану", "аударма ісі", "қаржы", "мемлекеттік басқару"),
        acts=WITHOUT_LEGAL_ACTS,
        duties=("Министрлік және комитеттер", "бөлімшелермен хат алмасады."),
    ),
    119: by_hand(
        STAFF, "Мемлекеттік қызметшілердің этикасын сақтауды бақылау басқармасы", "бас сарапшысы",
        "C-4", "9-2-2 9-2-3", lines=(6491, 6538), fields=INTERNATIONAL, acts=WITHOUT_LEGAL_ACTS,
        duties=("Сыбайлас жемқорлықты анықтау", "талдауды ұйымдастырады."),
    ),
    121: by_hand(
        "Ішкі бақылау басқармасы", "", "басшысы–тексеруші (жеке басқарма құқығындағы)", "C-3",
        "16-0-1", lines=(6588, 6645), fields=("экономика", "құқықтану"), acts=CONTROL,
        typical="648",
        ways=(
            ("state service", 3, None, False),
            ("posts in state bodies", 2, None, False),
            ("fields of the post", 4, 2, False),
        ),
        duties=("Республикалық бюджетті орындау", "басқа да міндеттерді іске асыру."),
    ),
    122: by_hand(
        "Ішкі бақылау басқармасы", "", "бас сарапшысы - тексеруші", "C-4",
        "16-0-2 16-0-3 16-0-4", lines=(6647, 6705),
        fields=("экономика", "бухгалтерлік есеп және талдау"), acts=CONTROL, typical="648",
        ways=(
            ("state service", 2, None, False),
            ("state service", 1, None, True),
            ("posts in state bodies", 1, None, False),
            ("fields of the post", 3, 1, False),
        ),
        duties=("Республикалық бюджетті орындау", "мерзімінде әрі сапалы орындау."),
    ),
    126: by_hand(
        "Мемлекеттік құпияларды қорғау жұмыстарын ұйымдастыру басқармасы", "", "бас сарапшысы",
        "C-4", "10-0-2", lines=(6882, 6933), work=("мемлекеттік құпияларды қорғау", 3),
        computer=None, secrets=1,
        duties=("Мемлекеттік құпияларды қорғау жөніндегі", "міндетті орындайды."),
    ),
    128: by_hand(
        "Ақпараттандыру және ақпараттық ресурстарды қорғау басқармасы", "",
        "басшысы (дербес басқарма құқығында)", "C-3", "14-0-1", lines=(6984, 7043),
        fields=(
            "автоматтандыру және басқару",
            "ақпараттық жүйелер",
            "есептеу техникасы және бағдарламалық қамтамасыз ету",
            "математикалық және компьютерлік модельдеу",
            "радиотехника, электроника және телекоммуникациялар",
            "информатика, есептегіш техника және басқару",
        ),
        acts=f"{STOCK} budget labour companies property informatisation",
        work=("ақпараттық технологиялар", None), computer=None,
        duties=("Жұмыс қызметін мемлекеттік органдармен", "басқа да қызметтерді атқару."),
    ),
    132: by_hand(
        "Сот актілерін орындау комитеті", "", "төрағасының орынбасары", "C-1", "15-0-2 15-0-3",
        lines=(7220, 7270), acts=f"{STOCK} bailiffs rules committee",
        duties=("Жетекшілік ететін басқарма", "Сотта Комитеттің мүддесін қорғау."),
    ),
    135: by_hand(
        "Әділет департаменті", "", "басшысы", "C-O-1", "", units=16, lines=(7375, 7415),
        duties=("Департаментке жалпы басшылық", "тапсырмаларын орындау."),
    ),
    136: by_hand(
        "Әділет департаменті", "", "басшысының орынбасары", "C-O-2", "", units=35,
        lines=(7417, 7463),
        duties=("Өз құзыреті шегінде бағынышты", "Департамент басшылығының тапсырмаларын орындау."),
    ),
}  # fmt: skip
