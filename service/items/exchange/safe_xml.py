"""XML of somebody else: no DTD, no entities, no network, nothing huge."""

import re
from typing import Any, Final

from lxml import etree

from service.core.i18n import Message, say
from service.items.exchange.model import Place, Reading

NOT_WELL_FORMED: Final = say("This is not well-formed XML: %(what)s.")
EXPORT_AGAIN: Final = say("Export it again in its program, or mend this line.")
DECLARES: Final = say("The file declares a DTD or entities; such files are not read, for safety.")
WITHOUT_DTD: Final = say("Remove the DOCTYPE, or export it again as QTI 3.0.")
DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xml(content: bytes, place: Place, reading: Reading) -> Any:
    """Return the root element, or None where the reading says what is wrong."""
    # looked for before parsing, too: in UTF-16 every other byte is a zero
    if DOCTYPE.search(content.replace(b"\x00", b"")):
        return _refuse(reading, place, DECLARES, WITHOUT_DTD)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        line = getattr(fault, "lineno", 0) or 0
        what = say(NOT_WELL_FORMED.msgid, what=str(fault).partition(", line")[0][:120])
        return _refuse(reading, Place(place.file, line, place.item), what, EXPORT_AGAIN)
    if root is None:
        return _refuse(reading, place, say(NOT_WELL_FORMED.msgid, what="–"), EXPORT_AGAIN)  # noqa: RUF001  # a dash for what is not there
    if root.getroottree().docinfo.internalDTD is not None:
        return _refuse(reading, place, DECLARES, WITHOUT_DTD)
    return root


def _refuse(reading: Reading, place: Place, what: Message, way_out: Message) -> None:
    reading.fault(place, "file", what, way_out)
