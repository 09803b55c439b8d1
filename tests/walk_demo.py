"""Walks the demo's main path over HTTP, as a newcomer would: python -m tests.walk_demo

Signs in through the demo's provider, takes a test, has it reviewed, fetches and verifies papers,
receipts and the check page. Ends with status 1 and says where, when anything is not as it should.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

BASE = "http://127.0.0.1:8000"
SYNAQ = Path(sys.executable).with_name("synaq")
PATIENCE = 120  # seconds
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visitor:
    """Follows links and posts forms; keeps Secure cookies on this machine, as browsers do."""

    def __init__(self) -> None:
        self._http = httpx.Client(timeout=30)
        self._cookies: dict[str, str] = {"synaq_language": "en"}
        self.page = ""

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send a request, follow where it leads on this machine, keep the page."""
        url = urljoin(BASE, url)
        for _ in range(10):
            is_ours = url.startswith(BASE)
            cookies = "; ".join(f"{k}={v}" for k, v in self._cookies.items()) if is_ours else ""
            headers = {"cookie": cookies, **options.pop("headers", {})}
            reply = self._http.request(method, url, headers=headers, **options)
            if is_ours:
                self._keep(reply)
            if not reply.is_redirect:
                break
            url, method, options = urljoin(url, reply.headers["location"]), "GET", {}
        assert reply.status_code < 400, f"{method} {url}: {reply.status_code}\n{reply.text[:800]}"
        self.url = url
        if "html" in reply.headers.get("content-type", ""):
            self.page = reply.text
        return reply

    def _keep(self, reply: httpx.Response) -> None:
        for name, value in reply.headers.multi_items():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.split(";")[0].strip('"')

    def get(self, url: str) -> str:
        self.send("GET", url)
        return self.page

    def submit(self, url: str, **fields: str) -> str:
        """Post a form with the token of the page at hand."""
        token = re.search(r'name="csrf" content="([^"]+)"', self.page)
        assert token, f"no form token on {self.url}"
        hidden = dict(HIDDEN.findall(self.page))
        self.send("POST", url, data={**hidden, "csrf": token[1], **fields})
        return self.page

    def link(self, pattern: str) -> str:
        """The first address on the page that fits."""
        found = re.search(rf'(?:href|action)="({pattern})"', self.page)
        assert found, f"no link {pattern} on {self.url}\n{self.page[:2000]}"
        return unescape(found[1])

    def sign_in(self, person: str) -> None:
        self.get("/sign-in")
        token = re.search(r'name="csrf" content="([^"]+)"', self.page)
        assert token
        reply = self._begin(token[1])
        chosen = self._http.post(reply.headers["location"], data={"person": person})
        assert chosen.status_code == 303, chosen.text
        self.get(chosen.headers["location"])
        if "/consent" in self.url:
            self.submit("/consent", rules="true", data="true")

    def _begin(self, token: str) -> httpx.Response:
        cookies = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        headers = {"cookie": cookies}
        reply = self._http.post(f"{BASE}/sign-in/begin", data={"csrf": token}, headers=headers)
        assert reply.status_code == 303, reply.text
        self._keep(reply)
        return reply


def wait_for_the_demo() -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if httpx.get(f"{BASE}/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < until, "the demo did not start"
        time.sleep(0.5)


def until(what: str, found: Any) -> Any:
    """Ask again until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"waited in vain for {what}")


def take_the_test(candidate: Visitor) -> str:
    """Take the booked test from the cabinet to its end; return the attempt's id."""
    candidate.get("/cabinet")
    candidate.get(candidate.link(r"/cabinet/applications/[0-9a-f-]+"))
    application = candidate.url
    candidate.get(candidate.link(r"/cabinet/applications/[0-9a-f-]+/start"))
    found = re.search(r"/test/([0-9a-f-]{36})", candidate.url)
    assert found, candidate.url
    attempt = found[1]
    candidate.get(f"/test/{attempt}/terms")
    candidate.submit(f"/test/{attempt}/terms", accepted="true")
    block = re.search(r'id="player-data">(.*?)</script>', candidate.page, re.DOTALL)
    assert block, candidate.page[:800]
    state = json.loads(block[1])
    for section in range(len(state["sections"])):
        state = _call(candidate, state, "section", {"start": section})
        for question in state["paper"]:
            _answer(candidate, state, section, question["position"])
        state = _call(candidate, state, "finish", {"section": section, "remarks": None})
    assert state["phase"] == "finished", state["phase"]
    candidate.get(f"/test/{attempt}/finished")
    candidate.get(application)
    return attempt


def _answer(candidate: Visitor, state: dict[str, Any], section: int, position: int) -> None:
    given = {
        "seq": state["head"]["seq"] + 1,
        "section": section,
        "position": position,
        "choice": "abcd"[position % 4],
        "answered_ms": int(time.time() * 1000),
    }
    said = _call(candidate, state, "answers", {"head": state["head"], "answers": [given]})
    assert len(said["receipts"]) == 1
    state["head"] = said["head"]


def _call(candidate: Visitor, state: dict[str, Any], path: str, body: Any) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {state['token']}"}
    said: dict[str, Any] = candidate.send(
        "POST", f"/api/player/{path}", json=body, headers=headers
    ).json()
    return said


def synaq(*arguments: str) -> str:
    done = subprocess.run([str(SYNAQ), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"synaq {' '.join(arguments)}: {done.stdout} {done.stderr}"
    return done.stdout.strip()


def main() -> None:
    wait_for_the_demo()
    anyone, candidate, proctor = Visitor(), Visitor(), Visitor()
    assert "Aruzhan" in anyone.get("/") or "Аружан" in anyone.page
    for page in ("/programmes", "/programmes/LE-2", "/help", "/fairness", "/check", "/keys"):
        anyone.get(page)
    candidate.sign_in("daniyar")
    with tempfile.TemporaryDirectory() as place:
        _walk(anyone, candidate, proctor, Path(place))
    print("the demo's main path: walked")


def _walk(anyone: Visitor, candidate: Visitor, proctor: Visitor, folder: Path) -> None:
    roots = folder / "root.pem"
    roots.write_bytes(anyone.send("GET", "/keys/root.pem").content)
    attempt = take_the_test(candidate)
    print("test taken, every answer with its receipt")
    receipts = folder / "receipts.json"
    receipts.write_bytes(candidate.send("GET", f"/test/{attempt}/receipts.json").content)
    print(synaq("verify-receipts", str(receipts)))
    proctor.sign_in("asel")
    name = "Данияр"
    until("the review", lambda: name in proctor.get("/proctor"))
    row = proctor.page[: proctor.page.index(name) + 400]
    review = re.findall(r'href="(/proctor/reviews/[0-9a-f-]+)"', row + proctor.page)
    for one in review:
        if name in proctor.get(one):
            break
    proctor.submit(proctor.url + "/clean")
    proctor.submit(proctor.url, sure="true")
    print("review published")
    find = r'href="(/cabinet/documents/[0-9a-f-]+\.pdf)"'
    paper = until("the paper", lambda: re.search(find, candidate.get("/cabinet/documents")))
    _check_paper(anyone, candidate, paper[1], roots, folder)
    holder = Visitor()
    holder.sign_in("yerlan")
    certificate = re.search(find, holder.get("/cabinet/documents"))
    assert certificate, "the demo's certificate is not there"
    _check_paper(anyone, holder, certificate[1], roots, folder)


def _check_paper(anyone: Visitor, holder: Visitor, url: str, roots: Path, folder: Path) -> None:
    pdf = holder.send("GET", url).content
    assert pdf.startswith(b"%PDF"), pdf[:40]
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    verdict = synaq("verify-document", str(file), "--roots", str(roots))
    print(verdict)
    number = verdict.split()[1].rstrip(":")
    anyone.get(f"/check?document={number}")
    assert number in anyone.page, f"{number} is not on {anyone.url}"


if __name__ == "__main__":
    try:
        main()
    except AssertionError as fault:
        print(f"the demo's main path: FAILED: {fault}")
        raise SystemExit(1) from fault
