"""QTI 3.0, read: a package or a single item, of this service or of another maker."""

import posixpath
from typing import Any, Final

from lxml import etree

from service.core.i18n import Message, say
from service.items.exchange.model import MOST_ITEMS, Place, Reading
from service.items.exchange.package import Package, PackageFault, path_within
from service.items.exchange.qti import ITEM_NAMESPACE, ITEM_TYPE, MANIFEST
from service.items.exchange.qti_item import read_item
from service.items.exchange.safe_xml import read_xml

ZIP_SIGN: Final = b"PK"
OLD_PACKAGES: Final = ("imsqti_item_xmlv2", "imsqti_xmlv1", "imsqti_test_xmlv2", "imsqti_apipitem")
TESTS: Final = ("imsqti_test_xmlv3p0", "imsqti_section_xmlv3p0")

NO_MANIFEST: Final = say("The archive has no imsmanifest.xml: it is no QTI package.")
CHOOSE_PACKAGE: Final = say("Choose the package that the other program exports as QTI 3.0.")
NO_ITEMS: Final = say("The package holds no QTI 3.0 items.")
MISSING: Final = say("The manifest names %(name)s; the archive does not hold it.")
MANY: Final = say("The file holds more than %(n)s questions.", n=MOST_ITEMS)
SPLIT: Final = say("Split it: import fewer questions at a time.")
OLD: Final = say("This is QTI %(version)s; QTI 3.0 is read here.")
CONVERT: Final = say("Export it as QTI 3.0, or convert it with a program for that.")
UNKNOWN: Final = say("This is no QTI 3.0 item: it begins with %(name)s.")
TEST_LOST: Final = say("Tests and sections are not taken over, only their questions.")


def read_qti(file: str, content: bytes) -> Reading:
    """Return what a QTI 3.0 file holds, with every fault and loss."""
    reading = Reading(file, encoding="XML")
    if not content.startswith(ZIP_SIGN):
        _item(Place(file), content, reading)
        return reading
    try:
        _package(Package(content), reading)
    except PackageFault as fault:
        place = Place(f"{file}/{fault.name}" if fault.name else file)
        reading.fault(place, "file", fault.what, fault.way_out)
    return reading


def _package(package: Package, reading: Reading) -> None:
    places = [name for name in package.files if posixpath.basename(name) == MANIFEST]
    manifest = min(places, key=lambda name: (name.count("/"), name), default=None)
    if manifest is None:
        reading.fault(Place(reading.file), "file", NO_MANIFEST, CHOOSE_PACKAGE)
        return
    place = Place(f"{reading.file}/{manifest}")
    root = read_xml(package.read(manifest), place, reading)
    if root is None:
        return
    paths = _items_of(root, posixpath.dirname(manifest), place, reading)
    if len(paths) > 2 * MOST_ITEMS:
        reading.fault(place, "file", MANY, SPLIT)
        return
    for path in paths:
        if reading.is_enough():
            break
        own = Place(f"{reading.file}/{path}")
        if path not in package.files:
            what = say(MISSING.msgid, name=path[:80])
            reading.fault(place, "file", what, CHOOSE_PACKAGE)
        else:
            _item(own, package.read(path), reading)


def _items_of(root: Any, folder: str, place: Place, reading: Reading) -> list[str]:
    """Return the names of the items' files, in the manifest's order."""
    found: dict[str, None] = {}
    for resource in root.iter("{*}resource"):
        kind = resource.get("type", "")
        own = Place(place.file, resource.sourceline or 0, resource.get("identifier", ""))
        if kind == ITEM_TYPE:
            file = resource.find("{*}file")
            href = resource.get("href") or (file.get("href") if file is not None else "") or ""
            found[path_within(folder, href)] = None
        elif kind.startswith(OLD_PACKAGES):
            version = "1.2" if kind.startswith("imsqti_xmlv1") else "2"
            reading.fault(own, "file", say(OLD.msgid, version=version), CONVERT)
            return []
        elif kind in TESTS:
            reading.lose(own, "rest", TEST_LOST)
    if not found and not reading.faults:
        reading.fault(place, "file", NO_ITEMS, CHOOSE_PACKAGE)
    return list(found)


def _item(place: Place, content: bytes, reading: Reading) -> None:
    root = read_xml(content, place, reading)
    if root is None:
        return
    refusal = _refusal(root)
    if refusal is not None:
        reading.fault(Place(place.file, root.sourceline or 0), "file", *refusal)
        return
    read_item(root, place.file, reading)


def _refusal(root: Any) -> tuple[Message, Message] | None:
    """Return why this is no item of QTI 3.0, None where it is one."""
    name = etree.QName(root)
    if (name.namespace, name.localname) == (ITEM_NAMESPACE, "qti-assessment-item"):
        return None
    if name.localname in {"assessmentItem", "assessmentTest", "assessmentSection"}:
        return say(OLD.msgid, version="2"), CONVERT
    if name.localname == "questestinterop":
        return say(OLD.msgid, version="1.2"), CONVERT
    return say(UNKNOWN.msgid, name=root.tag[:120]), CHOOSE_PACKAGE
