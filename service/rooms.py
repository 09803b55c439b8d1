"""The rooms of the house that answer requests, in the order they are tried."""

from fastapi import APIRouter

from service.api import player as player_api
from service.pages import (
    administrator_programmes,
    consent,
    personal_file,
    phone,
    player,
    programmes,
    public,
    sign_in,
    style,
    verify,
    verify_keys,
    verify_records,
)
from service.pages import help as help_pages


def routers() -> list[APIRouter]:
    """Return every router; a page that is not here does not exist."""
    return [
        public.router,
        help_pages.router,
        style.router,
        programmes.router,
        verify_keys.router,
        verify_records.router,
        verify_records.uploads,
        verify.router,
        verify.uploads,
        administrator_programmes.router,
        sign_in.router,
        sign_in.signed_in_router,
        personal_file.router,
        phone.router,
        consent.router,
        player.router,
        player_api.router,
    ]
