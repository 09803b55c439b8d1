"""DEMO video rooms: addresses as a Jitsi-compatible server has them, without picture and sound.

    python -m service.demo.video_room --port 8005

/<room> is a room, and the page says which one. Nothing is sent, recorded or stored; camera and
microphone are not asked for.
"""

import argparse
from collections.abc import Sequence
from typing import Final

import uvicorn
from fastapi import FastAPI, Request, Response

from service.demo.frame import Frame
from service.gateways.video import ALPHABET, LENGTH

PORT: Final = 8005


def create_app() -> FastAPI:
    """Return the program."""
    app = FastAPI(title="DEMO video rooms", docs_url=None, redoc_url=None, openapi_url=None)
    frame = Frame(app, "video_room")

    async def start_page(request: Request) -> Response:
        """Say what this is."""
        return frame.page(request, "start.html")

    async def room(request: Request, name: str) -> Response:
        """Show the room, if it can be one of ours."""
        if len(name) != LENGTH or not set(name) <= set(ALPHABET):
            return frame.page(request, "start.html", status_code=404)
        return frame.page(request, "room.html", name=name)

    app.add_api_route("/", start_page, methods=["GET"], response_model=None)
    app.add_api_route("/{name}", room, methods=["GET"], response_model=None)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    given = parser.parse_args(arguments)
    uvicorn.run(create_app(), host=given.host, port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
