"""Item files: what a bank is made of, and everything that may be wrong with it."""

from pathlib import Path

import pytest

from service.items.bank import Bank, BankFault, BankFaults, load_bank, split_ref
from tests.make_bank import NOTICE, item, item_file, put, text


def faults_of(folder: Path) -> list[tuple[str, str, str]]:
    """What is wrong: (file name, item, message)."""
    with pytest.raises(BankFaults) as refusal:
        load_bank(folder)
    assert str(refusal.value).splitlines() == [str(each) for each in refusal.value.bank_faults]
    return [(each.file.name, each.item, each.message) for each in refusal.value.bank_faults]


def test_a_bank_finds_its_items_and_gives_the_pools_of_a_draw(tmp_path):
    items = [item(2), item(1), item(3, status="draft"), item(4, status="retired")]
    put(tmp_path, "constitution", item_file(items))
    bank = load_bank(tmp_path)
    assert len(bank) == 4
    assert bank.pools() == {"constitution": ("CONST-0001@1", "CONST-0002@1")}
    assert bank.counts() == {"constitution": 2}
    found = bank.find("CONST-0002@1")
    assert (found.act, found.key, found.texts["kk"].text) == (
        "constitution",
        "c",
        "2-сұрақ қандай?",
    )
    assert dict(found.texts["ru"].options)["d"] == "иной"
    assert bank.act("constitution").title["en"] == "Constitution"
    assert bank.act("constitution").notice == NOTICE
    assert bank.place("CONST-0001@1")[0].name == "constitution.yaml"
    assert bank.warnings == ()


def test_what_is_not_there_is_a_key_error(tmp_path):
    put(tmp_path, "constitution", item_file([item(1)]))
    bank = load_bank(tmp_path)
    for ask in (bank.find, bank.act):
        with pytest.raises(KeyError):
            ask("CONST-0001@2")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"id": "const-1"}, "'const-1' is no item id: write capitals, a hyphen and four digits"),
        ({"version": 0}, "versions begin with 1"),
        ({"version": "1"}, "version is no whole number. Write a number without quotes."),
        ({"status": "ready"}, "status - input should be 'draft', 'reviewed', 'approved'"),
        ({"key": "e"}, "key - input should be 'a', 'b', 'c' or 'd'"),
        ({"confidence": "low"}, "confidence - input should be 'high' or 'medium'"),
        ({"difficulty": 1.01}, "1.01 is not within 0 and 1: write a share"),
        ({"difficulty": True}, "difficulty is no number"),
        ({"topic": "General provisions"}, "'General provisions' is no tag"),
        ({"article": "  "}, "the article is empty: name what proves the key"),
        ({"article": None}, "article is missing. Add this key."),
        ({"author": "me"}, "author is not known here. Remove this key"),
        ({"ru": None}, "the text in ru is missing: write it, or take ru out"),
        ({"ru": text("Вопрос?", "а", "б", "в", " ")}, "the text is empty: write it"),
        ({"ru": text("Вопрос?", "да", "Да.", "в", "г")}, "option b says the same as a"),
        ({"ru": text("Вопрoс?", "а", "б", "в", "г")}, "Latin o within the word Вопрoс"),
        ({"ru": text("Вопрос?", "а", "б", "в", "Xр")}, "Latin X within the word Xр"),
        ({"kk": text("Сұрақ\u200b?", "а", "б", "в", "г")}, "an invisible sign stands in the text"),
        ({"kk": text("Қай?", "и\u0306", "б", "в", "г")}, "save the text in the form NFC"),
        ({"kk": {"text": "Сұрақ?"}}, "kk.options is missing. Add this key."),
    ],
)
def test_an_item_that_is_wrong_is_refused_with_its_id_and_a_way_out(tmp_path, values, message):
    put(tmp_path, "constitution", item_file([item(1, **values)]))
    found = faults_of(tmp_path)
    name = values.get("id", "CONST-0001")
    assert [(file, each) for file, each, _ in found] == [("constitution.yaml", name)]
    assert message in found[0][2]


@pytest.mark.parametrize("topic", ["orthography", "punctuation"])
def test_capitals_and_commas_are_a_difference_where_they_are_what_is_asked(tmp_path, topic):
    letters = text("Қайсысы дұрыс?", "қазақ тілі", "Қазақ тілі", "Қазақ Тілі", "қазақ тілі.")
    content = item_file([item(1, kk=letters, ru=None, topic=topic)], languages=["kk"])
    put(tmp_path, "constitution", content)
    assert len(load_bank(tmp_path)) == 1


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"act": "president"}, "president is not the file's name: make them alike"),
        ({"edition": ""}, "the edition is empty: say which wording was used"),
        ({"languages": ["ru"]}, "write each language once, Kazakh (kk) among them"),
        ({"languages": ["kk", "en"]}, "languages.1 - input should be 'kk' or 'ru'"),
        ({"notice": {"kk": "Банк", "ru": "Банк"}}, "notice.en is missing. Add this key."),
        ({"notice": {**NOTICE, "ru": ""}}, "the text is empty: write it"),
        ({"items": []}, "there are no items: write some, or remove the file"),
        ({"items": "none"}, "items is no list. Write a list."),
    ],
)
def test_a_head_that_is_wrong_is_refused(tmp_path, head, message):
    put(tmp_path, "constitution", item_file([item(1, ru=None)], **{"languages": ["kk"], **head}))
    messages = [found for _, each, found in faults_of(tmp_path) if not each]
    assert message in messages[0]


def test_a_file_that_does_not_say_what_it_is_is_refused(tmp_path):
    content = item_file([item(1)]).split("\n", maxsplit=1)[1]
    put(tmp_path, "constitution", "# Official items\n" + content)
    file, _, message = faults_of(tmp_path)[0]
    assert (file, message.startswith("the first line does not warn")) == ("constitution.yaml", True)


def test_all_faults_of_all_files_are_named_with_their_lines(tmp_path):
    one = put(tmp_path, "constitution", item_file([item(1, key="x"), item(2), item(3, version=0)]))
    other = put(tmp_path, "president", "act: [\n")
    with pytest.raises(BankFaults) as refusal:
        load_bank(tmp_path)
    lines = one.read_text().splitlines()
    assert [(each.file, each.line, each.item) for each in refusal.value.bank_faults] == [
        (one, lines.index("  key: x") + 1, "CONST-0001"),
        (one, lines.index("  version: 0") + 1, "CONST-0003"),
        (other, 2, ""),
    ]
    assert str(refusal.value.bank_faults[0]).startswith(f"{one}:{lines.index('  key: x') + 1}: CON")


def test_an_id_belongs_to_one_item_and_a_prefix_to_one_act(tmp_path):
    put(tmp_path, "constitution", item_file([item(1), item(1, kk=text("Не?", *"абвг"))]))
    put(
        tmp_path,
        "president",
        item_file([item(1, kk=text("Кім?", *"абвг")), item(7)], act="president"),
    )
    assert [
        (file, each, sentence.partition(".yaml")[0]) for file, each, sentence in faults_of(tmp_path)
    ] == [
        ("constitution.yaml", "CONST-0001", "the id is taken at constitution"),
        ("president.yaml", "CONST-0001", "the id is taken at constitution"),
        ("president.yaml", "CONST-0001", "ids with CONST belong to constitution"),
        ("president.yaml", "CONST-0007", "ids with CONST belong to constitution"),
    ]


def test_a_question_that_stands_there_twice_is_refused(tmp_path):
    twin = item(2) | {"kk": item(1)["kk"]}
    put(tmp_path, "constitution", item_file([item(1), twin]))
    assert faults_of(tmp_path) == [
        ("constitution.yaml", "CONST-0002", "asks the same as CONST-0001: remove one")
    ]


def test_a_folder_without_items_is_refused(tmp_path):
    assert faults_of(tmp_path) == [(tmp_path.name, "", "holds no item file: put the files there")]


@pytest.mark.parametrize(
    ("kk", "ru", "warned"),
    [
        ("Қайсысы дұрыс?", "Что верно?", []),
        ("Қайсысы жатпайды?", "Что верно?", ["жатпайды"]),
        ("Қайсысы дұрыс емес?", "Что верно?", ["емес"]),
        ("Қайсысы дұрыс ЕМЕС?", "Что НЕ относится к органам?", []),
        ("Қайсысы дұрыс?", "Что не относится к органам?", ["не"]),
        ("Қайсысы дұрыс?", "Что верно, если иное не предусмотрено законом?", []),
        ("Қайсысы дұрыс?", "Не позднее какого срока?", []),
    ],
)
def test_a_question_that_denies_without_marking_it_is_a_warning(tmp_path, kk, ru, warned):
    asked = item(1, kk=text(kk, *"абвг"), ru=text(ru, *"абвг"))
    put(tmp_path, "constitution", item_file([asked]))
    assert [each.message for each in load_bank(tmp_path).warnings] == [
        f"the question denies ({word}) and does not mark it: ask it positively" for word in warned
    ]


def test_a_latin_letter_that_stands_alone_is_a_warning(tmp_path):
    put(tmp_path, "constitution", item_file([item(1, ru=text("Связан c чем?", *"абвг"))]))
    warning = load_bank(tmp_path).warnings[0]
    assert warning.message == "a Latin letter stands alone: is it a Cyrillic one?"


def test_keys_that_prefer_a_place_or_the_longest_option_are_a_warning(tmp_path):
    longest = text("Вопрос {}?", "самый длинный ответ из всех", "б", "в", "г")
    items = [
        item(number, key="a", ru=longest | {"text": f"Вопрос {number}?"}) for number in range(1, 21)
    ]
    path = put(tmp_path, "constitution", item_file(items))
    messages = [each.message for each in load_bank(tmp_path).warnings]
    assert messages == [
        "key a stands at 100% of the items: move some, a quarter is fair",
        *(f"key {each} stands at 0% of the items: move some, a quarter is fair" for each in "bcd"),
        "the key is the longest option in 100% of the items (ru)",
    ]
    assert load_bank(tmp_path).warnings[0] == BankFault(path, 1, "", messages[0])


@pytest.mark.parametrize(
    ("values", "other"),
    [
        ({"key": "a"}, True),
        ({"kk": text("Басқа сұрақ?", *"абвг")}, True),
        ({"difficulty": 0.9}, False),
        ({"article": "2"}, False),
        ({"status": "retired"}, False),
    ],
)
def test_words_and_key_make_a_version_but_what_is_known_about_it_does_not(tmp_path, values, other):
    put(tmp_path / "a", "constitution", item_file([item(1)]))
    put(tmp_path / "b", "constitution", item_file([item(1, **values)]))
    before, after = (next(iter(load_bank(tmp_path / each).items())) for each in "ab")
    assert (before.sha256 != after.sha256) is other


def test_the_hash_of_a_bank_tells_whether_two_draw_alike(tmp_path):
    put(tmp_path / "a", "constitution", item_file([item(1), item(2)]))
    put(tmp_path / "b", "constitution", item_file([item(2), item(1)]))
    put(tmp_path / "c", "constitution", item_file([item(1), item(2, status="retired")]))
    a, b, c = (load_bank(tmp_path / each).sha256 for each in "abc")
    assert a == b != c
    assert Bank([]).counts() == {}


@pytest.mark.parametrize("ref", ["CONST-0001", "CONST-0001@", "@1", ""])
def test_a_ref_names_item_and_version(ref):
    assert split_ref("CONST-0001@12") == ("CONST-0001", 12)
    with pytest.raises(ValueError, match=r"names no item version|invalid literal"):
        split_ref(ref)
