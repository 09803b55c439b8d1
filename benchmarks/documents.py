"""How long a certificate takes: set, sign, check. Run: python -m benchmarks.documents [runs]."""

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from service.demo.authority import make_demo_authority
from service.documents.paper import render
from service.documents.signature import load_roots, load_signer, sign, verify
from service.law.document import DocumentKind, number

SPECIMEN = Path(__file__).parents[1] / "tests" / "documents" / "specimens" / "certificate.json"
NOW = datetime(2026, 11, 3, 6, 41, tzinfo=UTC)
AIM = 300  # milliseconds, set and signed


def measure(runs: int) -> dict[str, list[float]]:
    """Milliseconds of each run by what was done; every certificate is another person's."""
    facts: dict[str, Any] = json.loads(SPECIMEN.read_text())
    taken: dict[str, list[float]] = {"set": [], "sign": [], "set and sign": [], "check": []}
    with tempfile.TemporaryDirectory() as folder:
        authority = make_demo_authority(Path(folder), now=NOW)
        signer, roots = load_signer(authority.key, authority.chain), load_roots(authority.root)
        for run in range(1, runs + 1):
            facts["number"] = number("LE", NOW.date(), run)
            facts["holder"]["name"] = f"Үміткер {run}"
            url = f"https://synaq.example.kz/check/{run:012}"
            moments = [time.perf_counter()]
            pdf = render(DocumentKind.CERTIFICATE, facts, check_url=url)
            moments.append(time.perf_counter())
            signed = sign(pdf, signer, now=NOW, reason="certificate")
            moments.append(time.perf_counter())
            assert verify(signed, roots, now=NOW).good
            moments.append(time.perf_counter())
            began, is_set, is_signed, is_checked = (moment * 1000 for moment in moments)
            taken["set"].append(is_set - began)
            taken["sign"].append(is_signed - is_set)
            taken["set and sign"].append(is_signed - began)
            taken["check"].append(is_checked - is_signed)
    return taken


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    taken = measure(runs)
    table = Table("a certificate, two pages", "p50 ms", "p95 ms", "worst ms", title=f"{runs} runs")
    for what, values in taken.items():
        shown = (percentile(values, 0.5), percentile(values, 0.95), max(values))
        table.add_row(what, *(f"{value:.0f}" for value in shown))
    Console().print(table)
    p95 = percentile(taken["set and sign"], 0.95)
    print(f"aim: below {AIM} ms; p95 is {p95:.0f} ms: {'met' if p95 < AIM else 'MISSED'}")


if __name__ == "__main__":
    main()
