"""Files of passages: what they are made of, and everything that may be wrong with them."""

import json
from pathlib import Path

import pytest

from service.ability.passages import FOLDER, load_passages, passage_from_body
from service.items.bank import BankFaults
from service.settings import ROOT
from tests.make_passages import LONG, conclusion, passage, put_passages, statement

SHIPPED = load_passages(ROOT / "question_bank" / FOLDER)
QUESTIONS = [question for each in SHIPPED.passages for question in each.questions]


def faults_of(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BankFaults) as refusal:
        load_passages(folder)
    return [(each.item, each.message) for each in refusal.value.bank_faults]


def test_a_file_gives_passages_with_their_questions(tmp_path):
    put_passages(tmp_path, passage(1), passage(2, status="draft"))
    found = load_passages(tmp_path)
    assert found.counts() == {"ability-statements": 1}
    first = found.passages[0]
    assert (first.ref, first.act, first.topic) == ("TXT-0001@1", "ability-statements", "culture")
    assert [question.key for question in first.questions] == ["a", "b", "c"]
    assert first.questions[0].texts["ru"].options == {
        "a": "Верно",
        "b": "Неверно",
        "c": "По тексту нельзя сказать",
    }
    assert found.places["TXT-0001@1"][0].name == "statements.yaml"


def test_true_false_and_cannot_say_keep_their_order_and_conclusions_are_mixed(tmp_path):
    put_passages(tmp_path, passage(1))
    put_passages(tmp_path, conclusion(1), kind="conclusions", act="ability-conclusions", asks=1)
    by_id = {each.id: each.questions[0] for each in load_passages(tmp_path).passages}
    assert by_id["TXT-0001"].order("dbca") == "abc"
    assert by_id["TXC-0001"].order("dbca") == "dbca"


def test_what_is_stored_is_read_again(tmp_path):
    put_passages(tmp_path, passage(1))
    (stored,) = load_passages(tmp_path).passages
    assert passage_from_body(stored.ref, json.loads(json.dumps(stored.body()))) == stored


@pytest.mark.parametrize(
    ("values", "changes_the_hash"),
    [
        ({"topic": "city"}, False),
        ({"questions": [statement(1, difficulty=0.2), statement(2, "wrong"),
                        statement(3, "unsaid", reason="Иначе.")]}, False),
        ({"questions": [statement(1, "unsaid"), statement(2, "wrong"), statement(3, "unsaid")]},
         True),
        ({"ru": {"title": "Текст 1", "text": LONG["ru"] + " Новое."}}, True),
    ],
    ids=["a topic", "difficulty and reason", "a key", "a word"],
)  # fmt: skip
def test_words_and_keys_make_a_version(tmp_path, values, changes_the_hash):
    put_passages(tmp_path / "one", passage(1))
    put_passages(tmp_path / "other", passage(1, **values))
    one, other = (load_passages(tmp_path / name).passages[0] for name in ("one", "other"))
    assert (one.sha256 != other.sha256) == changes_the_hash


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"id": "txt1"}, "'txt1' is no item id"),
        ({"version": 0}, "versions begin with 1"),
        ({"topic": "City life"}, "'City life' is no tag"),
        ({"status": "ready"}, "status - input should be"),
        ({"questions": [statement(1)]}, "asks 1 questions, the file says 3: make them alike"),
        (
            {"questions": [statement(each) for each in (1, 2, 3)]},
            "every statement is right: one answer must not give the others",
        ),
        (
            {"questions": [statement(1), statement(1, "wrong"), statement(3, "unsaid")]},
            "says the same as statement 1",
        ),
        (
            {"questions": [statement(1, "maybe"), statement(2, "wrong"), statement(3)]},
            "questions.0.key - input should be 'right', 'wrong' or 'unsaid'",
        ),
        (
            {"questions": [statement(1, difficulty=1.2), statement(2, "wrong"), statement(3)]},
            "1.2 is not within 0 and 1: write a share",
        ),
        (
            {"questions": [statement(1, reason=" "), statement(2, "wrong"), statement(3)]},
            "the text is empty: write it",
        ),
        ({"kk": {"title": "", "text": LONG["kk"]}}, "one language has a title"),
        ({"kk": {"title": "Қысқа", "text": "Қысқа."}}, "the text has 6 letters: write 60 to 700"),
        ({"ru": {"title": "Текcт", "text": LONG["ru"]}}, "Latin c within the word Текcт"),
        ({"ru": None}, "ru is missing. Add this key."),
    ],
)
def test_a_fault_is_named(tmp_path, values, message):
    put_passages(tmp_path, passage(1, **values))
    found = faults_of(tmp_path)
    assert any(said.startswith(message) for _, said in found), found


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"act": "ability-texts"}, "ability-texts is not ability-statements"),
        ({"asks": 0, "passages": []}, "each text asks at least one question"),
        ({"passages": []}, "there are no texts"),
        ({"kind": "riddles"}, "kind - input should be 'statements' or 'conclusions'"),
    ],
)
def test_a_fault_of_the_head_is_named(tmp_path, head, message):
    path = put_passages(tmp_path, passage(1), **head)
    path.rename(tmp_path / "statements.yaml")
    assert any(said.startswith(message) for _, said in faults_of(tmp_path))


def test_the_first_line_must_warn(tmp_path):
    path = put_passages(tmp_path, passage(1))
    path.write_text(path.read_text().split("\n", 1)[1])
    assert faults_of(tmp_path)[0][1].startswith("the first line does not warn")


def test_an_id_and_a_text_stand_there_once(tmp_path):
    put_passages(tmp_path, passage(1), passage(1), passage(3, kk=passage(1)["kk"]))
    said = [message for _, message in faults_of(tmp_path)]
    assert [each.split(":")[0] for each in said] == [
        "the id is taken at statements.yaml",
        "says the same as TXT-0001",
    ]


def test_a_file_whose_keys_can_be_guessed_warns(tmp_path):
    guessable = [statement(1), statement(2), statement(3, "wrong")]
    put_passages(tmp_path, passage(1, questions=guessable))
    put_passages(
        tmp_path,
        *[conclusion(number, "b") for number in (1, 2, 3)],
        kind="conclusions",
        act="ability-conclusions",
        asks=1,
    )
    said = [each.message for each in load_passages(tmp_path).warnings]
    assert said == [
        "key b stands at 3 of 3 texts: move some",
        "right is the key of 67% of the statements: a third is fair",
        "unsaid is the key of 0% of the statements: a third is fair",
    ]


def test_a_bank_without_the_folder_has_no_passages(tmp_path):
    assert load_passages(tmp_path / "none").passages == ()


def test_the_shipped_bank_has_thirty_texts_with_ninety_questions():
    approved = [each for each in SHIPPED.passages if each.status == "approved"]
    assert len(approved) >= 30
    assert sum(len(each.questions) for each in approved) >= 90
    assert SHIPPED.warnings == ()


def test_every_shipped_key_has_its_reason():
    assert all(len(question.reason) >= 10 for question in QUESTIONS)
    assert all(0.4 <= question.difficulty <= 0.95 for question in QUESTIONS)


def test_every_shipped_text_is_told_in_both_languages():
    for each in SHIPPED.passages:
        assert set(each.texts) == {"kk", "ru"}
        lengths = [len(text) for text in each.texts.values()]
        assert max(lengths) <= 1.4 * min(lengths), each.id
        assert len({text.count("\n\n") for text in each.texts.values()}) == 1, each.id
