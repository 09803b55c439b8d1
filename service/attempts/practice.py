"""A practice run: harmless questions about the player itself, nothing is kept."""

from datetime import datetime
from typing import Any, Final

from service.core.columns import milliseconds

MINUTES: Final = 5

QUESTIONS: Final[tuple[dict[str, tuple[str, str, str, str, str]], ...]] = (
    {
        "kk": (
            "Жауап қашан сақталған болып саналады?",
            "Экранда «сақталды» деп жазылғанда",
            "Нұсқаны басқан сәтте",
            "Тест аяқталғанда",
            "Бет жабылғанда",
        ),
        "ru": (
            "Когда ответ считается сохранённым?",
            "Когда на экране написано «сохранено»",
            "В момент нажатия на вариант",
            "Когда тест закончен",
            "Когда страница закрыта",
        ),
    },
    {
        "kk": (
            "Байланыс үзілсе, не істеу керек?",
            "Жұмысты жалғастыру: жауаптар осы құрылғыда сақталады",
            "Бетті жабу",
            "Компьютерді өшіру",
            "Басқа тестке жазылу",
        ),
        "ru": (
            "Что делать, если связь пропала?",
            "Продолжать: ответы хранятся на этом устройстве",
            "Закрыть страницу",
            "Выключить компьютер",
            "Записаться на другой тест",
        ),
    },
    {
        "kk": (
            "Сұраққа кейін қайта оралу үшін не істеуге болады?",
            "Жалаушамен белгілеп қою",
            "Оны жазып алу",
            "Жауапты екі рет басу",
            "Ештеңе істеуге болмайды",
        ),
        "ru": (
            "Что можно сделать, чтобы вернуться к вопросу позже?",
            "Отметить его флажком",
            "Выписать его",
            "Нажать на ответ дважды",
            "Ничего нельзя сделать",
        ),
    },
    {
        "kk": (
            "Сұрақтың тілін қай кезде ауыстыруға болады?",
            "Кез келген сәтте",
            "Тек тест басталғанға дейін",
            "Тек бір рет",
            "Ауыстыруға болмайды",
        ),
        "ru": (
            "Когда можно сменить язык вопроса?",
            "В любой момент",
            "Только до начала теста",
            "Только один раз",
            "Сменить нельзя",
        ),
    },
    {
        "kk": (
            "Уақытты кім есептейді?",
            "Сервер",
            "Сіздің сағатыңыз",
            "Браузер",
            "Операторлық орталықтың телефоны",
        ),
        "ru": (
            "Кто отсчитывает время?",
            "Сервер",
            "Ваши часы",
            "Браузер",
            "Телефон операторского центра",
        ),
    },
)
PRACTICE: Final = {"kk": "Жаттығу", "ru": "Тренировка", "en": "Practice"}


def practice_state(now: datetime) -> dict[str, Any]:
    """Return a player's state that no attempt stands behind."""
    paper = [
        {"position": place, "part": PRACTICE}
        | {
            language: {"text": texts[0], "options": list(texts[1:])}
            for language, texts in question.items()
        }
        for place, question in enumerate(QUESTIONS, start=1)
    ]
    deadline = milliseconds(now) + MINUTES * 60_000
    section = {
        "index": 0,
        "title": PRACTICE,
        "minutes": MINUTES,
        "questions": len(paper),
        "status": "open",
        "deadline_ms": deadline,
    }
    return {
        "attempt": "practice",
        "generation": 0,
        "token": "",
        "practice": True,
        "now_ms": milliseconds(now),
        "phase": "open",
        "sections": [section],
        "section": 0,
        "break_until_ms": None,
        "paper": paper,
        "answers": [],
        "head": {"seq": 0, "hash": "0" * 64, "mac": ""},
        "queue_key": "",
        "large_print": False,
        "messages": [],
        "told": 0,
    }
