"""Aiken as people type it, with their faults."""

import pytest

from service.items.exchange.aiken import read_aiken, write_aiken
from service.items.exchange.model import Reading
from tests.items.exchange.questions import faults, item, losses

SOUND = "Сұрақ қандай?\nA) бірінші\nB) екінші\nC) үшінші\nD) төртінші\nANSWER: B\n"


def read(content: str) -> Reading:
    return read_aiken("aiken.txt", content.encode())


def test_a_question_is_read_with_its_line():
    reading = read(f"\n{SOUND}\n\n{SOUND}")
    assert (reading.faults, reading.losses) == ([], [])
    assert [(found.place.line, found.place.item) for found in reading.questions] == [
        (2, "1"),
        (10, "2"),
    ]
    assert reading.questions[0].key == "b"
    assert reading.questions[0].options["d"] == "төртінші"


def test_what_the_bank_writes_is_aiken():
    assert write_aiken([item(1)], "kk").decode() == (
        "1-сұрақ қандай?\nA) бірінші\nB) екінші\nC) үшінші\nD) төртінші\nANSWER: B\n"
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (SOUND.replace(")", "."), "b"),
        (SOUND.replace(") ", ")"), "b"),
        ("С?\na) 1\nb) 2\nc) 3\nd) 4\nanswer: c", "c"),
        ("С?\nA) 1\nB) 2\nC) 3\nD) 4\nANSWER:d.", "d"),
        ("С?\n\nA) 1\n\nB) 2\nC) 3\nD) 4\n\nANSWER: A", "a"),
        ("С?\nА) 1\nВ) 2\nС) 3\nD) 4\nANSWER: B", "b"),  # Cyrillic letters, a Latin answer
        ("С?\nА) 1\nБ) 2\nВ) 3\nГ) 4\nANSWER: В", "c"),
        ("С?\nА) 1\nБ) 2\nВ) 3\nГ) 4\nОТВЕТ: Г", "d"),
        ("А. Байтұрсынұлы кім?\nA) 1\nB) 2\nC) 3\nD) 4\nЖАУАБЫ: A", "a"),
    ],
)
def test_ways_of_writing_letters_are_understood(content: str, key: str):
    reading = read(content)
    assert (faults(reading), [found.key for found in reading.questions]) == ([], [key])


@pytest.mark.parametrize(
    ("content", "field", "sentence"),
    [
        (SOUND.replace("ANSWER: B\n", ""), "key", "There is no line ANSWER: after the options."),
        (SOUND.replace(": B", ": E"), "key", "ANSWER: names E; there is no such option."),
        (SOUND.replace(": B", ":"), "key", "ANSWER: names –; there is no such option."),
        (SOUND.replace(": B", ": екінші"), "key", "ANSWER: names екінші; there is no such option."),
        (SOUND.replace(": B", ": A, C"), "key", "ANSWER: names several options: A, C."),
        (
            SOUND.replace("D) төртінші\n", ""),
            "options",
            "An item of the bank has four options; this one has 3.",
        ),
        (
            SOUND.replace("ANSWER", "E) бесінші\nANSWER"),
            "options",
            "An item of the bank has four options; this one has 5.",
        ),
        (
            SOUND.replace("C)", "D)"),
            "options",
            "The letters of the options do not follow one another: A, B, D, D.",
        ),
        (SOUND.replace("үшінші", ""), "options", "Option C is empty."),
        (
            SOUND.removeprefix("Сұрақ қандай?\n"),
            "text",
            "Options or an answer stand here without a question.",
        ),
        ("ANSWER: A\n", "text", "Options or an answer stand here without a question."),
    ],
)
def test_a_fault_names_its_field(content: str, field: str, sentence: str):
    reading = read(content)
    assert reading.questions == []
    assert faults(reading) == [(field, sentence)]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_missing_answer_does_not_swallow_the_next_question(between: str):
    reading = read(SOUND.replace("\nANSWER: B\n", between) + SOUND)
    assert faults(reading) == [("key", "There is no line ANSWER: after the options.")]
    assert (reading.faults[0].place.line, len(reading.questions)) == (1, 1)


def test_moodles_own_file_of_faults_is_told_question_by_question():
    # the faults of qformat_aiken's test file, in words of our own
    reading = read(
        "Too few answers\nA) Only one\nANSWER: A\n\n"
        "A) No question\n\nANSWER: none\n\n"
        "Sound\nA) 1\nB) 2\nC) 3\nD) 4\nANSWER: A\n\n"
        "Begun and not ended\nA) 1\nB) 2\n\n"
        "No blanks\nA)1\nB)2\nC)3\nD)4\nANSWER: B"
    )
    assert [(fault.place.line, fault.field) for fault in reading.faults] == [
        (1, "options"),
        (5, "text"),
        (16, "key"),
    ]
    assert [found.text for found in reading.questions] == ["Sound", "No blanks"]


def test_lines_that_go_on_belong_to_what_stands_above():
    reading = read("Бірінші жол\nекінші жол?\nA) 1\nжалғасы\nB) 2\nC) 3\nD) 4\nANSWER: A")
    (found,) = reading.questions
    assert (found.text, found.options["a"]) == ("Бірінші жол екінші жол?", "1 жалғасы")


def test_feedback_is_a_loss():
    for content in (
        SOUND + "FEEDBACK: Себебі...\n",
        SOUND.replace("ANSWER", "FEEDBACK: а\nANSWER"),
    ):
        reading = read(content)
        assert losses(reading) == [("feedback", "The bank has no feedback on an answer.")]
        assert len(reading.questions) == 1
