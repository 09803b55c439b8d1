import pytest

from service.people.contact import EMAIL, hide_phone, read_phone, show_phone
from service.people.device import device_name

MOZILLA = "Mozilla/5.0"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
KIN = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 YaBrowser/24.10 Safari/537.36"


@pytest.mark.parametrize(
    "typed",
    [
        "+77012223344",
        "87012223344",
        "77012223344",
        "7012223344",
        "+7 (701) 222-33-44",
        "8 701 222 33 44",
        "+7 701 222–33–44",
        "8.701.222.33.44",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str):
    assert read_phone(typed) == "+77012223344"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "701222334",
        "+770122233445",
        "+1 701 222 33 44",
        "+79012223344",
        "8701222334a",
        "٧٠١٢٢٢٣٣٤٤",
    ],
)
def test_no_mobile_number_of_kazakhstan(typed: str):
    assert read_phone(typed) is None


def test_a_number_is_shown_in_groups_or_hidden():
    assert show_phone("+77012223344") == "+7 701 222 33 44"
    assert hide_phone("+77012223344") == "+7 701 ••• •• 44"


@pytest.mark.parametrize("typed", ["a@b.kz", "name.surname+1@mail.example.kz", "әлия@мысал.қаз"])
def test_an_address(typed: str):
    assert EMAIL.fullmatch(typed)


@pytest.mark.parametrize(
    "typed", ["a", "a@b", "@b.kz", "a@b.kz, c@d.kz", "a b@c.kz", "a@b..kz", "<a@b.kz>", "a@b.kz\n"]
)
def test_no_address(typed: str):
    assert not EMAIL.fullmatch(typed)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        (f"{MOZILLA} (Windows NT 10.0) {KIN}", "Yandex Browser, Windows"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) {APPLE}", "Safari, iPhone"),
        (f"{MOZILLA} (Linux; Android 14) {CHROME}", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_has_a_name(line: str, name: str):
    assert device_name(line) == name
