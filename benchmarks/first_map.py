"""From navigation to a drawn map of one large settlement, in Chromium, unhindered and slowed."""

from pathlib import Path
from statistics import median
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from benchmarks import scene, servers
from benchmarks.report import Report
from benchmarks.scene import Size
from benchmarks.sql import run
from benchmarks.tiles import session_cookie

PLACE = "ZM"
PLOT = (0.000108, 0.000135)  # 12 m by 15 m: 20,000 of them fill a screen at z16
SCREEN: ViewportSize = {"width": 1600, "height": 1000}
# The map says on its root element when everything in view is drawn; the first time is what counts.
LISTEN = """
new MutationObserver(() => {
    if (document.documentElement.dataset.drawn && !window.drawnAfter) window.drawnAfter = performance.now();
}).observe(document, { attributes: true, attributeFilter: ["data-drawn"], subtree: true });
"""
DRAWN = "() => window.drawnAfter"


def measure(report: Report, size: Size, folder: Path, *, repeat: int) -> None:
    across = round((size.mapped * 1.6) ** 0.5)
    scene.add_settlement(PLACE, size.mapped, west=37.5, south=-1.0, plot=PLOT, across=across)
    run("ANALYZE settlements_structure")
    call_command("collectstatic", verbosity=0, interactive=False)
    name, value = session_cookie().split("=", 1)
    with servers.pamoja(folder) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cookie: Any = {"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}
        url = f"http://127.0.0.1:{port}/settlements/{PLACE}/"
        draw(browser, url, cookie, slowed=1)  # the server's modules and templates are read
        for what, slowed, is_cold in (
            ("tiles not yet in Redis", 1, True),
            ("tiles in Redis", 1, False),
            ("tiles in Redis, processor slowed 4 times", 4, False),
        ):
            found = []
            for _ in range(repeat):
                if is_cold:
                    cache.clear()
                found.append(draw(browser, url, cookie, slowed=slowed))
            zoom = {zoom for _, zoom in found}
            took = median(took for took, _ in found)
            report.add("map", f"{size.mapped:,} structures, z{min(zoom)}: {what}", took, "ms")
        browser.close()


def draw(browser: Browser, url: str, cookie: Any, *, slowed: int) -> tuple[float, int]:
    """Milliseconds from navigation until every structure is drawn, in a fresh browser; and the zoom."""
    context = browser.new_context(viewport=SCREEN)
    context.add_cookies([cookie])
    page = context.new_page()
    if slowed > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    tiles: list[str] = []
    page.on("request", lambda request: tiles.append(request.url) if ".mvt" in request.url else None)
    page.add_init_script(LISTEN)
    page.goto(url)
    took = float(page.wait_for_function(DRAWN, timeout=120_000).json_value())
    context.close()
    zooms = [int(tile.split(".mvt")[0].split("/")[-3]) for tile in tiles if "/structures/" in tile]
    return took, zooms[0]
