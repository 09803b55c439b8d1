"""The looks in which every page is seen: both languages, both sizes, both themes."""

import pytest

LOOKS = [
    pytest.param("kk", "phone", "dark", id="kk-phone-dark"),
    pytest.param("ru", "wide", "light", id="ru-wide-light"),
]
