"""QTI 3.0, written: a package with one assessment item for each item and language.

What the standard has a place for stands there (`identifier`, `title`, `xml:lang`, the correct
response); the bank's own facts stand in `data-synaq-…` attributes of the item, which the schema
lets through, and, for other programs, as IEEE LOM in the manifest: number, language, topic as a
keyword, the difficulty in LOM's five words, act and article as a classification.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from lxml import etree

from service.items.bank import Item
from service.items.exchange.model import FACTS, LETTERS, tidy

ITEM_NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE_NAMESPACE: Final = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
METADATA_NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0"
LOM_NAMESPACE: Final = "http://ltsc.ieee.org/xsd/LOM"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
AT: Final = "https://purl.imsglobal.org/spec"
ITEM_SCHEMA: Final = f"{ITEM_NAMESPACE} {AT}/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
PACKAGE_SCHEMA: Final = " ".join(
    (
        f"{PACKAGE_NAMESPACE} {AT}/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
        f"{METADATA_NAMESPACE} {AT}/qti/v3p0/schema/xsd/imsqti_metadatav3p0_v1p0.xsd",
        f"{LOM_NAMESPACE} {AT}/md/v1p3/schema/xsd/imsmd_loose_v1p3p2.xsd",
    )
)
MATCH_CORRECT: Final = f"{AT}/qti/v3p0/rptemplates/match_correct.xml"
ITEM_TYPE: Final = "imsqti_item_xmlv3p0"
MANIFEST: Final = "imsmanifest.xml"
OWN: Final = "data-synaq-"
TOOL: Final = "Synaq"
# no text of XML may hold these
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# LOM's words for a share of right answers, from this share up
DIFFICULTY: Final = (
    (0.8, "very easy"),
    (0.6, "easy"),
    (0.4, "medium"),
    (0.2, "difficult"),
    (0.0, "very difficult"),
)
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # equal items make equal packages


def write_qti(items: Sequence[Item], languages: Sequence[str]) -> bytes:
    """Return a QTI 3.0 package of the items in these languages, as far as each has a text."""
    pairs = [(item, each) for item in items for each in languages if each in item.texts]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, MANIFEST, _manifest(pairs))
        for item, language in pairs:
            _put(package, _file(item, language), item_xml(item, language))
    return buffer.getvalue()


def _put(package: zipfile.ZipFile, name: str, root: Any) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    package.writestr(entry, content)


def clean(text: str) -> str:
    """Return the text as XML and the bank can hold it."""
    return tidy(NOT_XML.sub("", text))[0]


def _name(item: Item, language: str) -> str:
    return f"{item.id}-v{item.version}-{language}"


def _file(item: Item, language: str) -> str:
    return f"items/{language}/{item.id}-v{item.version}.xml"


def item_xml(item: Item, language: str) -> Any:
    """Return the assessment item of one language."""
    root = etree.Element(_q("qti-assessment-item"), nsmap={None: ITEM_NAMESPACE, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", ITEM_SCHEMA)
    root.set("identifier", _name(item, language))
    root.set("title", item.id)
    root.set(f"{{{XML}}}lang", language)
    root.set("adaptive", "false")
    root.set("time-dependent", "false")
    root.set("tool-name", TOOL)
    root.set(f"{OWN}item", item.id)
    for name in FACTS:
        value = getattr(item, name)
        if value not in (None, ""):
            root.set(f"{OWN}{name}", clean(str(value)))
    _declarations(root, item.key)
    _body(root, item, language)
    _add(root, "qti-response-processing", template=MATCH_CORRECT)
    return root


def _declarations(root: Any, key: str) -> None:
    response = _add(
        root,
        "qti-response-declaration",
        identifier="RESPONSE",
        cardinality="single",
        base_type="identifier",
    )
    _add(_add(response, "qti-correct-response"), "qti-value").text = key
    outcome = _add(
        root,
        "qti-outcome-declaration",
        identifier="SCORE",
        cardinality="single",
        base_type="float",
        normal_maximum="1",
        normal_minimum="0",
    )
    _add(_add(outcome, "qti-default-value"), "qti-value").text = "0"


def _body(root: Any, item: Item, language: str) -> None:
    text = item.texts[language]
    interaction = _add(
        _add(root, "qti-item-body"),
        "qti-choice-interaction",
        response_identifier="RESPONSE",
        shuffle="true",
        max_choices="1",
    )
    _add(interaction, "qti-prompt").text = clean(text.text)
    for letter in LETTERS:
        choice = _add(interaction, "qti-simple-choice", identifier=letter)
        choice.text = clean(text.options[letter])


def _q(name: str) -> str:
    return f"{{{ITEM_NAMESPACE}}}{name}"


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    """Add an element of the parent's namespace; an attribute's `_` is its hyphen."""
    space = etree.QName(parent).namespace
    return etree.SubElement(
        parent,
        f"{{{space}}}{tag}",
        {name.replace("_", "-"): value for name, value in attributes.items()},
    )


def _manifest(pairs: Iterable[tuple[Item, str]]) -> Any:
    spaces = {None: PACKAGE_NAMESPACE, "qmd": METADATA_NAMESPACE, "lom": LOM_NAMESPACE, "xsi": XSI}
    root = etree.Element(f"{{{PACKAGE_NAMESPACE}}}manifest", nsmap=spaces)
    root.set(f"{{{XSI}}}schemaLocation", PACKAGE_SCHEMA)
    root.set("identifier", "synaq-items")
    metadata = _add(root, "metadata")
    _add(metadata, "schema").text = "QTI Item Bank"
    _add(metadata, "schemaversion").text = "3.0.0"
    _add(root, "organizations")
    resources = _add(root, "resources")
    for item, language in pairs:
        path = _file(item, language)
        name = f"resource-{_name(item, language)}"
        resource = _add(resources, "resource", identifier=name, type=ITEM_TYPE, href=path)
        about = _add(resource, "metadata")
        _qti_metadata(about)
        _lom(about, item, language)
        _add(resource, "file", href=path)
    return root


def _qti_metadata(parent: Any) -> None:
    about = etree.SubElement(parent, f"{{{METADATA_NAMESPACE}}}qtiMetadata")
    for name, value in (
        ("timeDependent", "false"),
        ("composite", "false"),
        ("interactionType", "choiceInteraction"),
        ("feedbackType", "none"),
        ("solutionAvailable", "true"),
        ("scoringMode", "responseprocessing"),
        ("toolName", TOOL),
    ):
        _add(about, name).text = value


def _lom(parent: Any, item: Item, language: str) -> None:
    lom = etree.SubElement(parent, f"{{{LOM_NAMESPACE}}}lom")
    general = _add(lom, "general")
    identifier = _add(general, "identifier")
    _add(identifier, "catalog").text = TOOL
    _add(identifier, "entry").text = f"{item.ref}-{language}"
    _string(_add(general, "title"), item.id)
    _add(general, "language").text = language
    _string(_add(general, "keyword"), item.topic)
    difficulty = _add(_add(lom, "educational"), "difficulty")
    _add(difficulty, "source").text = "LOMv1.0"
    _add(difficulty, "value").text = difficulty_word(item.difficulty)
    classification = _add(lom, "classification")
    purpose = _add(classification, "purpose")
    _add(purpose, "source").text = "LOMv1.0"
    _add(purpose, "value").text = "discipline"
    path = _add(classification, "taxonPath")
    _string(_add(path, "source"), TOOL)
    for level in (item.act, item.article):
        taxon = _add(path, "taxon")
        _add(taxon, "id").text = clean(level)
        _string(_add(taxon, "entry"), level)


def _string(parent: Any, text: str) -> None:
    _add(parent, "string").text = clean(text)


def difficulty_word(share: float) -> str:
    """Return LOM's word for an expected share of right answers."""
    return next(word for least, word in DIFFICULTY if share >= least)
