"""Names a browser for people: "Firefox, Linux" instead of its User-Agent line."""

from typing import Final

# the first that stands in the line: Chromium's relatives carry its name beside their own
BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("YaBrowser/", "Yandex Browser"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Return browser and system as far as they are known, "" where neither is."""
    named = (_first(user_agent, BROWSERS), _first(user_agent, SYSTEMS))
    return ", ".join(filter(None, named))


def _first(line: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in line), "")
