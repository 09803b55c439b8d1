"""A scan of a personal file handed out: to be saved, never to be shown as a page of ours."""

from urllib.parse import quote

from fastapi.responses import Response

from service.core.wiring import Wiring
from service.gateways.storage import Storage
from service.personal_files.models import PersonalDocument
from service.personal_files.uploads import download_name


def download_of(house: Wiring, document: PersonalDocument) -> Response:
    """Return the scan as it came, under its own name."""
    storage: Storage = house.parts["personal_documents"]
    name = download_name(document)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(storage.get(str(document.id)), media_type=document.media_type, headers=headers)
