"""QTI 3.0 of other makers, and what is not QTI 3.0."""

import pytest

from service.items.exchange.model import Reading
from service.items.exchange.qti_reading import read_qti
from tests.items.exchange.questions import archive, faults, losses

NS = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
TAO = f"""<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item {NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  identifier="i60114" title="Элемент 1" label="x" xml:lang="ru-RU" adaptive="false"
  time-dependent="false" tool-name="TAO" tool-version="2023.04">
  <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value><![CDATA[choice_2]]></qti-value></qti-correct-response>
    <qti-mapping default-value="0"><qti-map-entry map-key="choice_2" mapped-value="1"/>
    </qti-mapping>
  </qti-response-declaration>
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
  <qti-stylesheet href="style/custom/tao-user-styles.css" type="text/css" media="all"/>
  <qti-item-body>
    <div class="grid-row"><div class="col-12">
      <p>Прочитайте
         внимательно.</p>
      <qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="1">
        <qti-prompt>Каким государством является <strong>Казахстан</strong>?</qti-prompt>
        <qti-simple-choice identifier="choice_1" fixed="false">Федеративным</qti-simple-choice>
        <qti-simple-choice identifier="choice_2"><p>Унитарным</p></qti-simple-choice>
        <qti-simple-choice identifier="choice_3">Союзным<!-- нет --></qti-simple-choice>
        <qti-simple-choice identifier="choice_4">Иным &amp; другим</qti-simple-choice>
      </qti-choice-interaction>
    </div></div>
    <qti-rubric-block use="instructions" view="scorer">
      <qti-content-body>Один балл.</qti-content-body></qti-rubric-block>
  </qti-item-body>
  <qti-response-processing/>
  <qti-modal-feedback outcome-identifier="F" identifier="x" show-hide="show">
    <qti-content-body>Верно.</qti-content-body></qti-modal-feedback>
</qti-assessment-item>
"""


def read(content: str) -> Reading:
    return read_qti("item.xml", content.encode())


def changed(old: str, new: str) -> Reading:
    assert TAO.count(old) == 1
    return read(TAO.replace(old, new))


def test_an_item_as_tao_writes_it_is_read_with_its_losses_named():
    reading = read(TAO)
    assert reading.faults == []
    (found,) = reading.questions
    assert (found.name, found.language, found.key, found.facts) == ("i60114", "ru", "b", {})
    assert found.text == "Прочитайте внимательно. Каким государством является Казахстан?"
    assert list(found.options.values()) == ["Федеративным", "Унитарным", "Союзным", "Иным & другим"]
    assert losses(reading) == [
        ("feedback", "The bank has no feedback on an answer."),
        ("rest", "Rubrics, catalogues and style sheets are left behind."),
        ("look", "The options are always shuffled in a test of the bank."),
        ("look", "Bold, italics, lists and the like become plain text."),
    ]


def test_a_prefix_for_the_namespace_changes_nothing():
    prefixed = TAO.replace("<qti-", "<q:qti-").replace("</qti-", "</q:qti-")
    prefixed = prefixed.replace(NS, 'xmlns:q="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"')
    prefixed = prefixed.replace("<div", "<q:div").replace("</div", "</q:div")
    prefixed = prefixed.replace("<p>", "<q:p>").replace("</p>", "</q:p>")
    assert read(prefixed).questions == read(TAO).questions


def test_a_right_answer_told_by_its_mark_alone_is_taken_and_said():
    reading = changed(
        "<qti-correct-response><qti-value><![CDATA[choice_2]]></qti-value></qti-correct-response>",
        "",
    )
    assert [found.key for found in reading.questions] == ["b"]
    assert losses(reading)[0] == (
        "marks",
        "The right answer was told by its mark only: the highest one.",
    )


def test_multiple_cardinality_with_one_choice_is_a_single_choice():
    reading = changed('cardinality="single" base-type="identifier"', 'cardinality="multiple"')
    assert [found.key for found in reading.questions] == ["b"]


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        (
            "</qti-value></qti-correct-response>",
            "</qti-value><qti-value>choice_3</qti-value></qti-correct-response>",
            "key",
            "Several options are marked as right: B, C.",
        ),
        (
            "<![CDATA[choice_2]]>",
            "no_such",
            "key",
            "The right answer no_such is not among the options.",
        ),
        (
            'response-identifier="RESPONSE"',
            'response-identifier="R2"',
            "key",
            "No option is marked as right.",
        ),
        (
            'identifier="choice_4"',
            'identifier="choice_3"',
            "options",
            "Two options have the same identifier.",
        ),
        (
            '<qti-simple-choice identifier="choice_3">Союзным<!-- нет --></qti-simple-choice>',
            "",
            "options",
            "An item of the bank has four options; this one has 3.",
        ),
        (
            "Федеративным",
            '<img src="a.png" alt=""/>',
            "options",
            "There is a picture, a formula or a recording in it; the bank keeps text.",
        ),
        (
            "Казахстан",
            '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
            "text",
            "There is a picture, a formula or a recording in it; the bank keeps text.",
        ),
        (
            "<p>Прочитайте",
            '<qti-text-entry-interaction response-identifier="R"/><p>Прочитайте',
            "item",
            "The item has 2 interactions; the bank's items have one choice.",
        ),
        (
            "<qti-stylesheet",
            '<qti-template-declaration identifier="T" cardinality="single"/><qti-stylesheet',
            "item",
            "The item is made anew for every candidate (template processing).",
        ),
        ("</qti-prompt>", "</qti-prompt", "file", "This is not well-formed XML: "),
    ],
)
def test_a_fault_names_its_field(old: str, new: str, field: str, sentence: str):
    reading = changed(old, new)
    assert reading.questions == []
    assert (field, sentence) in [
        (name, said[: len(sentence)] if name == "file" else said) for name, said in faults(reading)
    ]


def test_a_choice_of_several_is_refused():
    several = TAO.replace(
        'cardinality="single" base-type="id', 'cardinality="multiple" base-type="id'
    )
    reading = read(several.replace('max-choices="1"', 'max-choices="0"'))
    assert faults(reading) == [("key", "The item lets people choose several options.")]


def test_another_kind_of_question_is_named():
    order = TAO.replace("qti-choice-interaction", "qti-order-interaction")
    assert faults(read(order)) == [
        ("item", "This is a question of another kind: order-interaction.")
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2"/>',
            "This is QTI 2; QTI 3.0 is read here.",
        ),
        ("<questestinterop/>", "This is QTI 1.2; QTI 3.0 is read here."),
        ("<html/>", "This is no QTI 3.0 item: it begins with html."),
        ("Сұрақ? {=a ~b}", "This is not well-formed XML: "),
        ("", "This is not well-formed XML: "),
    ],
)
def test_what_is_not_qti_3_is_refused_with_a_sentence(content: str, sentence: str):
    ((field, said),) = faults(read(content))
    assert (field, said[: len(sentence)]) == ("file", sentence)


MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m">
<resources>{}</resources></manifest>"""
ITEM = """<resource identifier="r{0}" type="imsqti_item_xmlv3p0" href="{0}">
<file href="{0}"/></resource>"""


def packed(resources: str, **files: str) -> Reading:
    names = {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in files.items()}
    return read_qti("p.zip", archive({"imsmanifest.xml": MANIFEST.format(resources), **names}))


def test_a_package_of_another_maker_is_read_by_its_manifest():
    test = ITEM.replace("_item_", "_test_").format("t.xml")
    reading = packed(ITEM.format("items/a%2Exml") + test, items__a_xml=TAO, not_named_xml="<x/>")
    assert (reading.faults, len(reading.questions)) == ([], 1)
    assert reading.questions[0].place.file == "p.zip/items/a.xml"
    assert losses(reading)[0] == (
        "rest",
        "Tests and sections are not taken over, only their questions.",
    )


def test_a_package_within_a_folder_is_read():
    content = archive(
        {"out/imsmanifest.xml": MANIFEST.format(ITEM.format("a.xml")), "out/a.xml": TAO}
    )
    assert len(read_qti("p.zip", content).questions) == 1


@pytest.mark.parametrize(
    ("resources", "sentence"),
    [
        ("", "The package holds no QTI 3.0 items."),
        (ITEM.format("gone.xml"), "The manifest names gone.xml; the archive does not hold it."),
        (ITEM.format("../../etc/passwd"), "../../etc/passwd lies outside the archive."),
        (ITEM.format("/etc/passwd"), "/etc/passwd lies outside the archive."),
        (ITEM.format("..%2f..%2fetc"), "..%2f..%2fetc lies outside the archive."),
        (ITEM.format("file:///etc/passwd"), "file:///etc/passwd lies outside the archive."),
        (ITEM.replace("v3p0", "v2p1").format("a.xml"), "This is QTI 2; QTI 3.0 is read here."),
    ],
)
def test_a_manifest_that_leads_nowhere_is_told(resources: str, sentence: str):
    reading = packed(resources, a_xml=TAO)
    assert faults(reading) == [("file", sentence)]
    assert reading.questions == []
