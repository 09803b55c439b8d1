"""What makes a page sound: axe-core finds nothing, nothing jumps, nothing is missing, it fits."""

from dataclasses import dataclass
from typing import Final

from axe_playwright_python.base import AXE_SCRIPT

from tests.journeys.visit import Visit

MOST_SHIFT: Final = 0.05
# once for each page, however many look at the tabs of a context
WATCH: Final = """
  if (window.shifted === undefined) {
    [window.shifted, window.movers] = [0, new Set()];
    const called = (node) => node?.id || node?.className || node?.nodeName || "something";
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        window.shifted += entry.value;
        for (const source of entry.sources) window.movers.add(called(source.node));
      }
    }).observe({ type: "layout-shift", buffered: true });
  }
"""
SETTLED: Final = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""
MEASURE: Final = """() =>
  [window.shifted, [...window.movers].join(", "), document.documentElement.scrollWidth]"""

# the style sheets are not asked for once more: the rules that read them are experimental
JUDGE: Final = """async () => {
  const found = await axe.run({ resultTypes: ["violations"], preload: false });
  return found.violations.map(({ id, nodes }) =>
    `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}"""


@dataclass
class Soundness:
    """Looks at page after page of one visit and writes down what is wrong.

    Made before the visit's first page: every shift of the layout is counted from there on.
    """

    visit: Visit
    faults: list[str]

    def __post_init__(self) -> None:
        for script in (WATCH, AXE_SCRIPT):
            self.visit.context.add_init_script(script)

    def came(self, name: str, status: int, expected: int) -> None:
        """Look at a page that has come as the answer to something."""
        if status != expected:
            self.faults.append(f"{name}: answered {status}, not {expected}")
        self.look(name)

    def look(self, name: str) -> None:
        """Look at the page as it stands."""
        page = self.visit.page
        page.evaluate(SETTLED)
        wrong: list[str] = page.evaluate(JUDGE)
        shifted, movers, wide = page.evaluate(MEASURE)
        assert page.viewport_size is not None
        room = page.viewport_size["width"]
        if shifted >= MOST_SHIFT:
            wrong.append(f"layout shift {shifted:.3f} of {movers}")
        if wide > room:
            wrong.append(f"{wide} px wide where {room} are")
        wrong += [f"console: {fault}" for fault in (*self.visit.faults, *self.visit.missing)]
        self.visit.faults.clear()
        self.visit.missing.clear()
        self.faults += [f"{name}: {one}" for one in wrong]
