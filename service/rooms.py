"""The rooms of the house that answer requests, in the order they are tried."""

from fastapi import APIRouter

from service.pages import public


def routers() -> list[APIRouter]:
    """Return every router; a page that is not here does not exist."""
    return [public.router]
