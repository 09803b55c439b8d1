"""The registers of posts as everybody sees them, and as an administrator settles them."""

import re

import pytest
from sqlmodel import Session

from service.core.wiring import Wiring
from service.journal.queries import entries_before
from service.people.models import Account
from service.posts.actions import import_reading
from service.posts.political_decree import read_political_decree
from tests import staff
from tests.posts.test_political_decree import decree
from tests.shipped_registers import load_registers
from tests.visitor import Visitor

COUNCIL = "political-54a5adfefc1c"  # row 6 of decree № 828: the chairman and two members
MARKED = "Полиция\n\nПрезидент\n\nІшкі істер министрі\n\nКомиссия*\n"
ANALYST = "/posts/117-6"
SETTLE = "/administrator/registers/posts/117-6"
WAITING = "/administrator/registers/posts"
MANY = f"{WAITING}/confirm"
SEEN = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def loaded(db: Session, house: Wiring) -> Session:
    load_registers(db, now=house.clock.now())
    return db


@pytest.fixture
def person(client: Visitor, loaded: Session) -> Account:
    return staff.administrator(client, loaded)


def test_an_empty_register_says_so(client: Visitor):
    for path in ("/posts", "/posts/political", "/posts/civilian"):
        assert "No post is like this" in staff.words(client.get(path))


def test_posts_are_searched_and_paged(client: Visitor, loaded: Session):
    first = client.get("/posts")
    assert "136 posts" in staff.words(first)
    assert len(re.findall(r'href="/posts/117-\d+"', first.text)) == 20
    last = client.get("/posts?page=99999999999999999999")
    assert len(re.findall(r'href="/posts/117-\d+"', last.text)) == 16
    found = staff.words(client.get("/posts?category=C-O-1"))
    assert "1 post " in found
    assert "No post is like this" in staff.words(client.get("/posts?q=%25&page=-1"))
    assert client.get("/posts?q=%00&field=%00&page=x").status_code == 200


def test_the_pages_of_a_search_keep_what_was_asked(client: Visitor, loaded: Session):
    shown = client.get("/posts?category=C-5&q=сарапшы").text
    link = re.search(r'href="(/posts\?[^"]*page=2)"', shown)
    assert link
    assert "category=C-5" in link[1]
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_a_post_shows_what_it_asks_and_what_is_inferred(client: Visitor, loaded: Session):
    answer = client.get(ANALYST)
    shown = staff.words(answer)
    for words in (
        "құқықтану",
        "C-4 Inferred",
        "Printed: С-4",
        "Мемлекеттік қызмет туралы",
        "№ 02-01-02/5",
        "Lines 316–358 of order-117-2014-requirements.txt",
        "This act was repealed",
        "13-1-2",
    ):
        assert words in shown
    assert re.search(r'<h1[^>]* lang="kk">Стратегиялық жоспарлау', answer.text)


def test_a_political_post_shows_who_takes_part(client: Visitor, loaded: Session):
    assert "121 posts" in staff.words(client.get("/posts/political"))
    shown = staff.words(client.get(f"/posts/political/{COUNCIL}"))
    assert "Who appoints President" in shown
    assert "Who proposes Head of the Presidential Administration" in shown
    assert "Who agrees Nobody named Inferred" in shown
    only = staff.words(client.get("/posts/political?appoints=senate"))
    assert "121 posts" not in only


def test_footnotes_stand_with_the_post(client: Visitor, db: Session, house: Wiring):
    reading = read_political_decree(decree(MARKED))
    import_reading(db, reading, now=house.clock.now())
    (post,) = reading.records
    shown = staff.words(client.get(f"/posts/political/{post.key}"))
    signs = {note.sign: note.text for note in reading.footnotes}
    assert post.signs
    assert all(signs[sign] in shown for sign in post.signs)
    assert "The text as it is printed" in shown


def test_the_civilian_tree_has_blocks_links_and_levels(client: Visitor, loaded: Session):
    shown = staff.words(client.get("/posts/civilian"))
    for words in ("59 groups of posts", "Block A", "Link B2", "Level 2-1", "Abbreviations"):
        assert words in shown
    part = staff.words(client.get("/posts/civilian?block=D"))
    assert "Block D:" in part
    assert "Block A:" not in part


@pytest.mark.parametrize(
    "path", ["/posts/117-999", "/posts/political/117-6", "/posts/%00", f"/posts/{COUNCIL}"]
)
def test_what_is_not_in_the_register_does_not_exist(client: Visitor, loaded: Session, path: str):
    assert client.get(path).status_code == 404


def test_an_administrator_confirms_and_corrects(client: Visitor, person: Account):
    board = staff.words(client.get("/administrator/registers"))
    assert "136 posts with inferred values to look at" in board
    assert "Look at them and confirm" in board
    done = client.submit(SETTLE, {"field": "category_key", "value": "C-4"})
    assert done.status_code == 303
    assert "C-4 Inferred, confirmed" in staff.words(client.get(ANALYST))
    fields = {"field": "category_key", "value": "C-9", "reason": "The order was mended."}
    assert client.submit(SETTLE, fields).status_code == 303
    assert "C-9 Corrected" in staff.words(client.get(ANALYST))
    shown = staff.words(client.get(SETTLE))
    assert "The order was mended." in shown
    assert person.name in shown
    assert "1 post " in staff.words(client.get("/posts?category=C-9"))


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"field": "category_key", "value": "C-9"}, "Please say why the value is another."),
        ({"field": "category_key", "reason": "x"}, "This cannot stand here."),
        ({"field": "title", "value": "x"}, "This value is printed in the act itself"),
        ({"value": "x"}, "Please fill in this field."),
    ],
    ids=["without a reason", "nothing", "what is printed", "without a field"],
)
def test_a_correction_is_refused(
    client: Visitor, person: Account, fields: dict[str, str], fault: str
):
    answer = client.submit(SETTLE, fields)
    assert answer.status_code == 422
    assert fault in staff.words(answer)


def test_a_register_that_is_not_there_does_not_exist(client: Visitor, person: Account):
    assert client.get("/administrator/registers/other/117-6").status_code == 404
    assert client.submit("/administrator/registers/posts/x", {"field": "x"}).status_code == 404


def asked(client: Visitor, **fields: str) -> dict[str, str]:
    """What the question's page sends where the administrator says yes."""
    answer = client.submit(MANY, {"field": "", "keys": "", **fields})
    sent = {"field": "", "keys": "", **fields, "seen": SEEN.findall(answer.text)[0]}
    return {name: str(value) for name, value in staff.confirmed(answer, sent).items()}


def test_values_of_a_kind_are_confirmed_together(client: Visitor, person: Account, loaded: Session):
    shown = staff.words(client.get(f"{WAITING}?field=category_key"))
    assert "136 values wait" in shown
    assert "Confirm the 20 values of this page" in shown
    question = staff.words(client.submit(MANY, {"field": "category_key", "keys": ""}))
    assert "136: C-5 (40); C-3 (35); C-4 (35)" in question
    answer = client.submit(MANY, asked(client, field="category_key"))
    assert (answer.status_code, client.said()) == (303, "Values confirmed: %(n)s.")
    assert "C-4 Inferred, confirmed" in staff.words(client.get(ANALYST))
    assert "Category in Latin letters" not in staff.words(client.get(WAITING))
    (entry,) = entries_before(loaded, None, verb="register values confirmed", limit=9)
    assert (entry.actor_id, entry.facts["values"]) == (person.id, 136)


def test_values_of_a_page_are_confirmed_together(client: Visitor, person: Account):
    page = client.get(f"{WAITING}?page=7")
    keys = " ".join(re.findall(rf'href="{WAITING}/([^"]+)"', page.text))
    assert len(keys.split()) == 16
    client.submit(MANY, asked(client, keys=keys))
    left = staff.words(client.get(f"{WAITING}?page=7"))
    assert "every inferred value" not in left.lower()
    assert not set(keys.split()) & set(re.findall(rf"{WAITING}/([\w-]+)", client.get(WAITING).text))


def test_what_has_changed_since_the_question_is_not_confirmed(client: Visitor, person: Account):
    sent = asked(client, field="category_key")
    fields = {"field": "category_key", "value": "C-9", "reason": "The order was mended."}
    client.submit(SETTLE, fields)
    assert client.submit(MANY, sent).status_code == 303
    assert client.said().startswith("Meanwhile these values have changed.")
    assert "135 values wait" in staff.words(client.get(f"{WAITING}?field=category_key"))


def test_a_confirmation_sent_twice_confirms_once(client: Visitor, person: Account, loaded: Session):
    sent = asked(client, field="department")
    for _ in range(2):
        client.submit(MANY, sent)
    assert len(entries_before(loaded, None, verb="register values confirmed", limit=9)) == 1
    client.submit(MANY, {"field": "department", "keys": ""})
    assert client.said() == "None of these values waits any more."


def test_a_civilian_group_has_a_page_of_its_own(client: Visitor, loaded: Session):
    tree = client.get("/posts/civilian").text
    link = re.search(r'href="(/posts/civilian/civil-[^"]+)"', tree)
    assert link
    shown = staff.words(client.get(link[1]))
    for words in ("Block A:", "Link A1", "Level 1", "1 title of a post", "Nobody competes"):
        assert words in shown
    assert "Lines 29–32 of order-920-2019-civil-posts.txt" in shown


@pytest.mark.parametrize("path", ["/administrator/registers/other", "/posts/civilian/117-6"])
def test_another_register_has_no_such_page(client: Visitor, person: Account, path: str):
    assert client.get(path).status_code == 404


FILTERS = {
    "body": ("Қазақстан Республикасы Әділет министрлігі", "136 posts"),
    "department": ("Заңнама департаменті", "19 posts"),
    "category": ("C-2", "10 posts"),
    "field": ("халықаралық құқық", "38 posts"),
    "act": ("Салық кодексі", "2 posts"),
}


@pytest.mark.parametrize("name", FILTERS)
def test_posts_are_found_by_each_filter(client: Visitor, loaded: Session, name: str):
    value, found = FILTERS[name]
    assert f'id="field-{name}"' in client.get("/posts").text
    assert found in staff.words(client.get("/posts", params={name: value}))
