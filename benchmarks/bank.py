"""How long the question bank takes to load, and how much memory it keeps.

    python -m benchmarks.bank [--folder question_bank] [--copies 1]

`--copies 20` multiplies every file's items, to see what a bank of that size will cost.
"""

import argparse
import re
import resource
import tempfile
import time
import tracemalloc
from pathlib import Path

from service.items.bank import load_bank
from service.settings import ROOT

RUNS = 5


def multiplied(folder: Path, copies: int, target: Path) -> Path:
    """Write each file's items several times, with ids and questions of their own."""
    for path in sorted(folder.glob("*.yaml")):
        head, items = path.read_text(encoding="utf-8").split("\nitems:\n", maxsplit=1)
        parts = [head, "items:"]
        for copy in range(copies):
            named = re.sub(r"(id: [A-Z]+-)0", rf"\g<1>{copy % 10}", items.rstrip())
            parts.append(re.sub(r'text: "', f'text: "{copy}. ', named) if copy else named)
        (target / path.name).write_text("\n".join(parts) + "\n", encoding="utf-8")
    return target


def measure(folder: Path) -> None:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        bank = load_bank(folder)
        times.append(time.perf_counter() - began)
    tracemalloc.start()
    kept = load_bank(folder)
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"items:            {len(bank):>8}")
    print(f"load, best:       {min(times):>8.3f} s")
    print(f"load, worst:      {max(times):>8.3f} s   (aim: below 2 s)")
    print(f"the bank keeps:   {size / 2**20:>8.1f} MB of Python objects ({len(kept)} items)")
    print(f"loading takes:    {peak / 2**20:>8.1f} MB at its peak")
    print(f"process at most:  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>8.1f} MB")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, default=ROOT / "question_bank")
    arguments.add_argument("--copies", type=int, default=1)
    given = arguments.parse_args()
    items = given.folder / "items"
    if given.copies == 1:
        measure(items)
        return
    with tempfile.TemporaryDirectory() as target:
        measure(multiplied(items, given.copies, Path(target)))


if __name__ == "__main__":
    main()
