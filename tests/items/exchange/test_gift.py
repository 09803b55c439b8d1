"""Moodle GIFT as other programs write it, with their faults."""

import pytest

from service.items.exchange.gift import write_gift
from service.items.exchange.gift_reading import read_gift
from service.items.exchange.model import Reading
from tests.items.exchange.questions import faults, item, losses, text

MOODLE = """\
// question: 0  name: Switch category to $course$/top/Заң
$CATEGORY: $course$/top/Заң


// question: 17  name: Мемлекет нысаны
::Мемлекет нысаны::[html]<p>Қазақстан <b>қандай</b> мемлекет?<br></p>{
\t~%-33.33333%<p>федеративтік&nbsp;мемлекет</p>#<p>Жоқ</p>
\t=<p>біртұтас мемлекет</p>
\t~<p>одақ</p>
\t~<p>конфедерация</p>
\t####<p>2-бапты қараңыз</p>
}


// question: 18  name: Екінші [id:CONST-0007] [tag:оңай]
::Екінші::2 + 2 \\= ?{~\\{3\\} ~\\#3 =4 ~5}
"""


def read(content: str) -> Reading:
    return read_gift("moodle.txt", content.encode())


def question(answers: str) -> Reading:
    return read(f"::Q1::Сұрақ қандай? {{{answers}}}\n")


def test_a_file_of_moodle_is_read_with_its_losses_named():
    reading = read(MOODLE)
    assert reading.faults == []
    first, second = reading.questions
    assert (first.name, first.place.line, first.key) == ("Мемлекет нысаны", 6, "b")
    assert first.text == "Қазақстан қандай мемлекет?"
    assert first.options["a"] == "федеративтік\xa0мемлекет"
    assert (second.name, second.text, second.key) == ("CONST-0007", "2 + 2 = ?", "c")
    assert second.options == {"a": "{3}", "b": "#3", "c": "4", "d": "5"}
    assert sorted(losses(reading)) == [
        ("feedback", "The bank has no feedback on an answer."),
        ("look", "Bold, italics, lists and the like become plain text."),
        ("marks", "Every wrong option gives no mark in a test of the bank."),
        ("rest", "The bank has no tags; the topic can be written in the draft."),
        ("topic", "The category $course$/top/Заң is no topic of the bank."),
        ("topic", "The category $course$/top/Заң is no topic of the bank."),
    ]


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ("=a =b ~c ~d", "key", "Several options are marked as right: A, B."),
        ("~a ~b ~c ~d", "key", "No option is marked as right."),
        ("~%50%a ~%50%b ~c ~d", "key", "Several options give a part of the mark: A, B."),
        ("~%50%a ~b ~c ~d", "key", "The best option gives a part of the mark only: 50 of 100."),
        ("=a ~%50%b ~c ~d", "key", "Several options give a part of the mark: A, B."),
        ("=a ~b ~c", "options", "An item of the bank has four options; this one has 3."),
        ("=a ~b ~c ~d ~e", "options", "An item of the bank has four options; this one has 5."),
        ("=a ~b ~c ~", "options", "Option D is empty."),
        ("a =b ~c ~d ~e", "options", "Before the first option stands a text without = or ~."),
        ("=a ~{b ~c ~d", "options", "A { stands within the answers."),
        ("", "options", "This is a question of another kind: an essay."),
        ("#1822:5", "options", "This is a question of another kind: a number as the answer."),
        ("TRUE#no", "options", "This is a question of another kind: true or false."),
        (
            "=Canada->Ottawa =Italy->Rome",
            "options",
            "This is a question of another kind: matching.",
        ),
        ("=no one =nobody", "options", "This is a question of another kind: a typed answer."),
        (
            '=a ~[html]<img src\\="x.png"> ~c ~d',
            "options",
            "There is a picture, a formula or a recording in it; the bank keeps text.",
        ),
    ],
)
def test_a_fault_names_its_field(answers: str, field: str, sentence: str):
    reading = question(answers)
    assert reading.questions == []
    assert (field, sentence) in faults(reading)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Сұрақ? {=a ~b ~c ~d", "The answers begin with { and do not end with }."),
        ("Сұрақ? =a ~b ~c ~d}", "A } stands where no answers have begun."),
        ("Сұрақ? {=a ~b ~c ~d} және {=e ~f}", "The question has several lists of answers."),
        ("Жай ғана мәтін", "This is a question of another kind: a text without answers."),
        (":: ::{=a ~b ~c ~d}", "The question has no text."),
    ],
)
def test_braces_that_do_not_fit_are_told(content: str, sentence: str):
    assert [fault for _, fault in faults(read(content))] == [sentence]


def test_a_brace_that_is_not_closed_does_not_swallow_the_next_question():
    reading = read("::Q1::Бірінші {=a ~b ~c\n\n::Q2::Екінші {=a ~b ~c ~d}\n")
    assert faults(reading) == [("options", "The answers begin with { and do not end with }.")]
    assert [found.name for found in reading.questions] == ["Q2"]
    assert reading.faults[0].place.line == 1
    assert reading.questions[0].place.line == 3


def test_a_blank_line_within_the_answers_is_let_pass():
    reading = read("Сұрақ?{\n=a\n\n~b\n~c\n\n~d\n}\n\nЕкінші?{~a =b ~c ~d}")
    assert (reading.faults, [found.key for found in reading.questions]) == ([], ["a", "b"])


def test_a_question_may_be_a_gap_in_a_sentence():
    (found,) = read("Елорда – {=Астана ~Алматы ~Шымкент ~Семей} қаласы.").questions
    assert found.text == "Елорда – _____ қаласы."


def test_whole_marks_may_be_written_as_a_weight():
    assert [found.key for found in question("~a ~%100%b ~c ~%-50%d").questions] == ["b"]


def test_text_formats_are_told_apart():
    plain, markdown, moodle = (
        question(f"={start}a < b ~[plain]<b>b</b> ~c ~d")
        for start in ("[plain]", "[markdown]*", "[moodle]<i>")
    )
    assert plain.questions[0].options["a"] == "a < b"
    assert plain.questions[0].options["b"] == "<b>b</b>"
    assert markdown.questions[0].options["a"] == "*a < b"
    assert losses(markdown) == [("look", "The signs of Markdown stay in the text as they are.")]
    assert moodle.questions[0].options["a"] == "a < b"


def test_what_the_bank_writes_is_what_moodle_reads():
    written = write_gift([item(1, key="b", article="2[1]", level=2)], "kk").decode()
    assert written.splitlines()[2:] == [
        "$CATEGORY: constitution/general-provisions",
        "",
        (
            "// [id:CONST-0001] [tag:language:kk] [tag:version:1] [tag:topic:general-provisions] "
            "[tag:level:2] [tag:difficulty:0.5] [tag:article:2[1\\]] [tag:confidence:high]"
        ),
        "// reason: Известно всем.",
        "::CONST-0001::[plain]1-сұрақ қандай? {",
        "\t~бірінші",
        "\t=екінші",
        "\t~үшінші",
        "\t~төртінші",
        "}",
    ]


def test_signs_of_the_format_are_escaped():
    odd = item(1, key="a", texts={"kk": text("a~b=c#d{e}f:g\\h", "%50%", "[html]", "->", "//")})
    written = write_gift([odd], "kk").decode()
    assert "[plain]a\\~b\\=c\\#d\\{e\\}f\\:g\\\\h {" in written
    assert "\t=[plain]%50%\n\t~[plain][html]\n\t~->\n\t~//\n" in written


def test_facts_of_another_form_are_losses():
    content = "// [tag:difficulty:hard] [tag:level:9] [tag:article:5]\nСұрақ {=a ~b ~c ~d}"
    reading = read(content)
    assert reading.questions[0].facts == {"article": "5"}
    assert losses(reading) == [
        ("level", "What the file says (9) is not of the bank's form."),
        ("difficulty", "What the file says (hard) is not of the bank's form."),
    ]


def test_a_text_without_end_is_refused():
    reading = question("=" + "a" * 4001 + " ~b ~c ~d")
    assert faults(reading) == [("options", "The text is longer than 4000 signs.")]


def test_a_crafted_file_costs_no_time():
    for crafted in (
        "{" * 100_000,
        "\\" * 100_000,
        "::" * 50_000,
        "[tag:" * 20_000,
        "//\n" * 30_000,
    ):
        assert read(crafted).questions == []
