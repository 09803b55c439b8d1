"""The life of an item: written, given back, mended, reviewed, approved, and drawn from then on."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from service.items import queries
from service.items.models import Stage
from service.people.models import Role
from tests import make
from tests.journeys.conftest import Arrive
from tests.journeys.theatre import Theatre
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXTS = {
    "kk-text": "Мәжілістің кезектен тыс отырысын шақыру тәртібі қандай құжатта айқындалады?",
    "kk-a": "Мәжіліс регламентінде",
    "kk-b": "Үкімет қаулысында",
    "kk-c": "Мәслихат шешімінде",
    "kk-d": "Министр бұйрығында",
    "ru-text": "Каким документом определяется порядок созыва внеочередного заседания Мажилиса?",
    "ru-a": "Регламентом Мажилиса",
    "ru-b": "Постановлением Правительства",
    "ru-c": "Решением маслихата",
    "ru-d": "Приказом министра",
}
FACTS = {"topic": "parliament", "difficulty": "0,55", "article": "57", "reason": "Регламент."}
REMARK = "Укажите пункт статьи: одной статьи мало."


def test_an_item_is_written_given_back_mended_approved_and_drawn(theatre: Theatre, visit: Arrive):
    author_id, reviewer_id = somebody(theatre, Role.AUTHOR), somebody(theatre, Role.REVIEWER)
    author, reviewer, other = visit("kk", "wide"), visit("ru", "phone"), visit("ru", "wide")
    author.known_as(author_id)
    reviewer.known_as(reviewer_id)
    other.known_as(somebody(theatre, Role.AUTHOR))

    ref = writes_and_hands_in(author)
    reads_and_gives_back(reviewer, ref)
    mends_in_two_copies(author, ref)

    # another author sees nothing of it yet
    other.goto(f"/bank/items/{ref}")
    expect(other.text("This page does not exist or is not yours to see.")).to_be_visible()

    reviews_and_approves(reviewer, ref)
    with theatre.house.database.reading() as db:
        work = queries.work_of(db, ref)
        decided = (work.stage, work.author_id, work.approver_id)
        assert decided == (Stage.APPROVED, author_id, reviewer_id)
        assert ref in queries.pools(db).refs
        assert queries.item_body(db, ref)["texts"]["kk"]["options"]["d"] == "Министрдің бұйрығында"
    other.goto(f"/bank/items/{ref}")
    expect(other.page.locator(".question-text").first).to_have_text(TEXTS["kk-text"])


def somebody(theatre: Theatre, role: Role) -> UUID:
    with theatre.house.database.writing() as db:
        return make.account(db, roles=[role], now=theatre.clock.now()).id


def write(at: Visit, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        at.page.locator(f"#field-{name}").fill(text)


def writes_and_hands_in(author: Visit) -> str:
    """Write in both languages; what is missing is named, nothing is lost. Return the ref."""
    author.goto("/bank/new?act=constitution")
    write(author, TEXTS | FACTS)
    author.button("Save and hand in").click()
    expect(author.page.locator("#error-key")).to_contain_text(author.says("Please fill this in."))
    expect(author.page.locator("#field-ru-d")).to_have_value(TEXTS["ru-d"])
    author.page.locator("#field-key").select_option("a")
    author.button("Save and hand in").click()
    expect(author.text("The draft is handed in. A reviewer reads it now.")).to_be_visible()
    return re.sub(r".*/bank/items/", "", author.page.url)


def reads_and_gives_back(reviewer: Visit, ref: str) -> None:
    """Read it as a candidate would, then the key, and say what is to mend."""
    reviewer.goto("/bank")
    reviewer.page.get_by_role("link", name=ref.partition("@")[0]).click()
    expect(reviewer.page.locator(".question-text").last).to_have_text(TEXTS["ru-text"])
    expect(reviewer.page.locator(".option-key")).to_have_count(0)
    reviewer.button("Show the key").click()
    expect(reviewer.page.locator(".option-key")).to_have_count(2)
    way = reviewer.says("Give it back to the author")
    reviewer.page.locator("summary").filter(has_text=way).click()
    reviewer.page.locator("#field-why").fill(REMARK)
    reviewer.button("Give it back").click()
    said = "The item is with its author again, with your comment."
    expect(reviewer.text(said)).to_be_visible()


def mends_in_two_copies(author: Visit, ref: str) -> None:
    """Open the draft twice: the older copy is refused, and what was typed is still there."""
    author.goto(f"/bank/items/{ref}")
    expect(author.page.get_by_text(REMARK)).to_be_visible()
    old = author.another_tab()
    old.goto(f"/bank/items/{ref}")
    for one in (author, old):
        one.button("Change the draft").click()
    write(author, {"article": "57(1)"})
    author.button("Save the draft").click()
    expect(author.text("The draft is saved.")).to_be_visible()
    write(old, {"article": "57(2)", "kk-d": "Министрдің бұйрығында"})
    old.button("Save the draft").click()
    said = "Somebody has changed this item since you opened it. Look at it again."
    expect(old.text(said)).to_be_visible()
    expect(old.page.locator("#field-article")).to_have_value("57(2)")
    expect(old.page.locator("#field-kk-d")).to_have_value("Министрдің бұйрығында")
    expect(old.page.get_by_role("cell", name="57(1)")).to_be_visible()
    write(old, {"article": "57(1)"})
    old.button("Save and hand in").click()
    expect(old.text("The draft is handed in. A reviewer reads it now.")).to_be_visible()
    expect(old.button("Approve…")).to_have_count(0)


def reviews_and_approves(reviewer: Visit, ref: str) -> None:
    """Say that it is right; let it be drawn."""
    reviewer.goto(f"/bank/items/{ref}")
    reviewer.button("It is right: reviewed").click()
    reviewer.button("Approve…").click()
    expect(reviewer.heading("Approve this item?")).to_be_visible()
    reviewer.button("Approve the item").click()
    expect(reviewer.text("The item is approved and can be drawn from now on.")).to_be_visible()
