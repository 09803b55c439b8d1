"""Forms that answer with a page of their own: sent with faults, or before they are confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.journeys.scene import Scene
from tests.journeys.stop import FOUND, MALFORMED


@dataclass(frozen=True)
class Deed:
    """A form to send: the page it is on, its action's end, whose hand, what is filled in."""

    url: str
    action: str
    who: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)  # by the names of the fields
    status: int = MALFORMED

    @property
    def form(self) -> str:
        """The selector of the form."""
        return f"main form[method=post][action*='{self.action}']"


def deeds(scene: Scene) -> Iterator[Deed]:
    """Return one form of each kind that there is: a file, a choice, a code, texts, a question."""
    filing = f"/cabinet/applications/{scene.applications['filing']}/confirm"
    review = f"/proctor/reviews/{scene.things['review']}"
    testing, daniyar = scene.attempts["testing"], scene.accounts["daniyar"]
    message = f"/administrator/message?whom=attempt:{testing}"
    handed_in = f"/bank/items/{scene.things['handed-in-item']}"
    report = f"/bank/statistics/{scene.things['item-report']}"
    counted = f"{report}/items/{scene.things['approved-item']}"
    text = {"text": "Үзіліс ұзартылды. Перерыв продлён."}
    yield Deed("/check", "/check")
    yield Deed("/check/receipts", "/check/receipts")
    yield Deed("/me/phone", "/me/phone", "yerlan", {"phone": "12"})
    yield Deed(f"/me/signature/{scene.things['to-sign']}", "/me/signature", "yerlan")
    yield Deed("/me/file/add/employment", "/employment", "yerlan", {"began_on": "2030-01-01"})
    yield Deed("/me/file/declarations/edit", "/edit", "yerlan", {"d7": ""})
    yield Deed("/me/file/documents", "/documents", "booked")
    yield Deed(f"/test/{scene.attempts['starting']}/terms", "/terms", "starting")
    yield Deed(filing, "/confirm", "filing", {"code": "12"})
    yield Deed(f"{review}/breaches?at=1:30", "/breaches", "asel")
    yield Deed("/author/exchange", "/exchange", "saule")
    yield Deed("/bank/new?act=constitution", "/new", "saule", {"difficulty": "x"})
    yield Deed(handed_in, "/comment", "marat")
    yield Deed(counted, "/key", "marat", status=FOUND)
    yield Deed("/administrator/centres/new", "/new", "gulnara")
    yield Deed("/administrator/slots/new", "/new", "gulnara")
    yield Deed(f"/administrator/people/{daniyar}/accommodation", "/accommodation", "gulnara")
    yield Deed(message, "/message", "gulnara", text, FOUND)
