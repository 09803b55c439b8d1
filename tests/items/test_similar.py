"""Near-duplicates: what is found, what is not, and how fast the shipped bank is compared."""

from typing import Any

import pytest
from sqlmodel import Session

from service.items import actions
from service.items.bank import load_bank
from service.items.similar import LIKE, Likenesses, likenesses
from service.settings import ROOT
from tests import make_items
from tests.clock import START

ITEMS = ROOT / "question_bank" / "items"


def texts(ru: str, *options: str, kk: str = "") -> dict[str, Any]:
    given = options or ("Президент", "Парламент", "Правительство", "Верховный Суд")
    found = {"ru": {"text": ru, "options": dict(zip("abcd", given, strict=True))}}
    return found | ({"kk": {"text": kk, "options": found["ru"]["options"]}} if kk else {})


ASKED = "Кто согласно Конституции назначает на должность Председателя Национального Банка?"
# what gives the strings of letters their weight: without a bank every one is as rare as another
OTHERS = [
    "Кто согласно Конституции утверждает республиканский бюджет?",
    "Кто согласно Конституции решает вопросы гражданства?",
    "Кто согласно Конституции объявляет амнистию граждан?",
    "Кто согласно Конституции вправе распустить Парламент?",
    "На какой срок избираются судьи Конституционного Суда?",
    "Сколько депутатов насчитывает Мажилис Парламента?",
    "Какой возраст установлен для кандидата в депутаты Сената?",
    "В какой срок рассматривается обращение гражданина?",
]


@pytest.fixture
def bank() -> Likenesses:
    return Likenesses(
        [("CONST-0001", texts(ASKED))]
        + [(f"CONST-{number:04}", texts(text)) for number, text in enumerate(OTHERS, start=2)]
    )


def found(bank: Likenesses, asked: dict[str, Any]) -> list[str]:
    return [each.item_id for each in bank.like(asked)]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(texts(ASKED), id="the same words"),
        pytest.param(
            texts(
                "Председателя Национального Банка кто назначает на должность согласно Конституции?"
            ),
            id="another order of the words",
        ),
        pytest.param(
            texts(ASKED.replace("назначает", "избирает")),
            id="one changed word",
        ),
        pytest.param(
            texts(ASKED, "Верховный Суд", "Президент", "Парламент", "Правительство"),
            id="another order of the options",
        ),
        pytest.param(
            texts(ASKED, "Президент", "Сенат", "Премьер-Министр", "Мажилис"),
            id="other wrong options",
        ),
        pytest.param(texts(ASKED.upper().replace("?", " ?")), id="capitals and blanks"),
    ],
)
def test_a_question_that_is_asked_again_is_found(bank: Likenesses, asked: dict[str, Any]):
    assert found(bank, asked) == ["CONST-0001"]


@pytest.mark.parametrize(
    "asked",
    [
        texts("Кто согласно Конституции подписывает международные договоры Республики?"),
        texts("Кто согласно Конституции вправе распустить маслихат области?", *"абвг"),
        texts(""),
    ],
    ids=["a common beginning", "a common beginning, other options", "nothing yet"],
)
def test_a_common_beginning_does_not_make_two_questions_alike(
    bank: Likenesses, asked: dict[str, Any]
):
    assert "CONST-0001" not in found(bank, asked)
    assert bank.pairs == ()


def test_what_is_quoted_is_what_a_question_is_about():
    quoted = [
        (f"LANG-{n}", texts(f"Найдите синоним слова «{word}».", *options))
        for n, (word, options) in enumerate(
            [
                ("алма", ("яблоко", "груша", "слива", "вишня")),
                ("жол", ("путь", "поле", "лес", "сад")),
            ]
        )
    ]
    others = [(f"CONST-{n}", texts(text)) for n, text in enumerate(OTHERS)]
    assert Likenesses([*quoted, *others]).pairs == ()


def test_a_pair_says_how_like_it_is_and_in_which_words(bank: Likenesses):
    (like,) = bank.like(texts("Кто назначает на должность Председателя Национального Банка?"))
    assert LIKE <= like.score < 1
    assert (like.language, like.percent) == ("ru", int(like.score * 100))
    assert {"председателя", "национального", "назначает"} <= set(like.words)


def test_the_item_itself_is_left_out_and_languages_are_compared_apart():
    bank = Likenesses(
        [
            ("CONST-0001", texts(ASKED, kk="Ұлттық Банк Төрағасын кім тағайындайды?")),
            ("CONST-0002", texts("Совсем иной вопрос о сроках?", *"абвг", kk="Бюджет туралы?")),
        ]
    )
    assert bank.like(texts(ASKED), but="CONST-0001") == []
    kazakh = {"kk": {"text": "Төрағасын Ұлттық Банк кім тағайындайды?", "options": {}}}
    assert [each.language for each in bank.like(kazakh)] == ["kk"]


def test_the_shipped_bank_is_compared_and_planted_twins_are_found():
    shipped = [(item.id, item.body()["texts"]) for item in load_bank(ITEMS).items()]
    assert len(shipped) >= 900
    twins = []
    for item_id, known in shipped[::40]:
        turned = {
            language: {
                "text": " ".join(reversed(text["text"].split())),
                "options": dict(zip("abcd", reversed(text["options"].values()), strict=True)),
            }
            for language, text in known.items()
        }
        twins.append((f"TWIN-{item_id}", turned))
    pairs = Likenesses([*shipped, *twins]).pairs
    together = {(pair.item_id, pair.other.item_id) for pair in pairs}
    assert {(twin.removeprefix("TWIN-"), twin) for twin, _ in twins} <= {
        tuple(sorted(pair, key=lambda name: name.startswith("TWIN-"))) for pair in together
    }
    # a reader looks through them all: a few dozen of half a million
    assert len(together) - len(twins) < 120


def test_what_is_compared_follows_what_may_be_drawn(db: Session, tmp_path):
    make_items.bank(db, tmp_path)
    author, reviewer = make_items.author(db), make_items.reviewer(db)
    asked = make_items.body()["texts"]
    assert likenesses(db).like(asked) == []
    make_items.draft(db, author)
    assert likenesses(db).like(asked) == []
    work = make_items.approved(db, author, reviewer)
    assert [each.item_id for each in likenesses(db).like(asked)] == [work.item_id]
    db.commit()  # what a transaction has changed itself is not kept for others
    assert likenesses(db) is likenesses(db)
    why: Any = {"why": "Бап өзгерді", "by": reviewer.id, "turn": work.turn, "now": START}
    actions.retire_item(db, work, **why)
    assert likenesses(db).like(asked) == []
