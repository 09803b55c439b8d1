"""What makes a page sound: axe-core finds nothing, nothing jumps, nothing is missing, it fits."""

from dataclasses import dataclass
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.visit import Visit

MOST_SHIFT: Final = 0.05
WATCH: Final = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) window.shifted += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
SETTLED: Final = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""
MEASURE: Final = "() => [window.shifted, document.documentElement.scrollWidth]"

axe = Axe()


@dataclass
class Soundness:
    """Looks at page after page of one visit and writes down what is wrong."""

    visit: Visit
    faults: list[str]

    def watch(self) -> None:
        """Count every shift of the layout from the next page on."""
        self.visit.context.add_init_script(WATCH)

    def look(self, name: str) -> None:
        """Look at the page as it stands."""
        page = self.visit.page
        page.evaluate(SETTLED)
        wrong = _violations(page)
        shifted, wide = page.evaluate(MEASURE)
        assert page.viewport_size is not None
        room = page.viewport_size["width"]
        if shifted >= MOST_SHIFT:
            wrong.append(f"layout shift {shifted:.3f}")
        if wide > room:
            wrong.append(f"{wide} px wide where {room} are")
        for fault in (*self.visit.faults, *self.visit.missing):
            wrong.append(f"console: {fault}")
        self.visit.faults.clear()
        self.visit.missing.clear()
        self.faults += [f"{name}: {one}" for one in wrong]


def _violations(page: Page) -> list[str]:
    found = axe.run(page).response["violations"]
    return [
        f"{one['id']} at {', '.join(' '.join(map(str, node['target'])) for node in one['nodes'])}"
        for one in found
    ]
