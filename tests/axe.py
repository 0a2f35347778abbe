"""axe-core on a page of the browser: what WCAG 2.2 AA forbids, and targets too small for a thumb."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

AXE = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What another width or other colours can change; names, roles and labels are the same.
LAYOUT = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
TARGET_PX = 44

# What ODK draws of a form is ODK's, and so are its faults.
RUN = """async (runOnly) => {
  const where = { exclude: [".web-form [data-form]"] };
  const found = await axe.run(where, { runOnly, resultTypes: ["violations"], preload: false });
  return found.violations.map(({ id, nodes }) => `${id}: ` + nodes.slice(0, 3).map((node) =>
    `${node.target.join(" ")} ${node.any.concat(node.all, node.none)[0]?.message ?? ""}`).join("; "));
}"""

# A link within a sentence may be as high as its line; a box is touched together with its label.
SMALL = """(least) => {
  const inSentence = (link) => getComputedStyle(link).display === "inline"
    && [...link.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 2);
  const touched = (it) => (/checkbox|radio/.test(it.type) && it.closest("label")) || it;
  const all = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]";
  const apart = ".visually-hidden, .skip-link, .web-form, .leaflet-marker-pane, .leaflet-control-attribution";
  return [...document.querySelectorAll(all)].filter((it) => {
    if (it.closest(apart)) return false;
    if (it.tagName === "A" && inSentence(it)) return false;
    if (!it.checkVisibility({ visibilityProperty: true })) return false;
    const { height, width } = touched(it).getBoundingClientRect();
    return height > 0 && (height < least - 0.6 || width < 24);
  }).map((it) => {
    const { height, width } = touched(it).getBoundingClientRect();
    const words = it.textContent.trim().replace(/\\s+/g, " ").slice(0, 30);
    const size = `${Math.round(width)}×${Math.round(height)}`;
    return `${size} ${it.tagName.toLowerCase()} in ${it.parentElement.className} “${words}”`;
  }).slice(0, 5);
}"""


def bring(page: Page) -> None:
    """Have axe on every page opened from now on; past its content security policy, as a tester comes."""
    page.add_init_script(path=AXE)


def violations(page: Page, *, again: bool = False) -> list[str]:
    """What is wrong by WCAG 2.2 AA, and where, in a line each; `again` after only the layout has changed."""
    rules = {"type": "rule", "values": LAYOUT} if again else {"type": "tag", "values": WCAG}
    found: list[str] = page.evaluate(RUN, rules)
    return found


def too_small(page: Page) -> list[str]:
    """What is touched and not as high as a thumb needs, 44 px."""
    found: list[str] = page.evaluate(SMALL, TARGET_PX)
    return found
