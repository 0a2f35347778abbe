"""A visit to a map in Chromium: how long until it is drawn, what kept it busy, what came over the wire."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 180_000


@dataclass(frozen=True)
class Device:
    """What the map is looked at with. `slowed` is how many times slower the processor is than this machine's.

    The network's delay is added to every request, as Chromium's tools do it; a page in one's hand would
    rather meet it for every round trip.
    """

    name: str
    screen: ViewportSize
    ratio: float = 1
    slowed: int = 1
    kbit_s: float | None = None
    delay_ms: float = 0


DESK = Device("desk", {"width": 1600, "height": 1000})
# The processor of a phone of the middle price, and a bad mobile network ("Slow 4G").
PHONE = Device("phone, 4 times slower, 1.6 Mbit/s", {"width": 360, "height": 740}, 2, 4, 1600, 150)

# The map says on its root element when everything in view is drawn; the first time is what counts.
LISTEN = """
window.seen = { drawn: 0, tasks: [], frames: [] };
new MutationObserver(() => {
    if (document.documentElement.dataset.drawn && !window.seen.drawn) window.seen.drawn = performance.now();
}).observe(document, { attributes: true, attributeFilter: ["data-drawn"], subtree: true });
new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.seen.tasks.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
"""
WATCH_FRAMES = """
() => {
    window.seen.frames = [];
    const frame = (now) => {
        window.seen.frames.push(now);
        window.seen.watching = requestAnimationFrame(frame);
    };
    window.seen.watching = requestAnimationFrame(frame);
}
"""
ALL_DRAWN = "() => document.documentElement.dataset.drawn"


@dataclass(frozen=True)
class Busy:
    """Of a stretch of time: what held the main thread for longer than 50 ms."""

    total_ms: float
    longest_ms: float


@dataclass(frozen=True)
class Moved:
    """Pictures shown in a second while the map was moved, the longest wait for one, and what held it up."""

    per_second: float
    longest_wait_ms: float
    busy: Busy


@dataclass(frozen=True)
class Visit:
    """One look at a map, in a fresh browser."""

    drawn_ms: float
    busy: Busy
    kilobytes: float
    requests: int
    panned: Moved | None = None
    zoomed: Moved | None = None
    zoom: int = 0


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, url: str, cookie: Any, device: Device, *, moves: bool = False) -> Visit:
    """Go there, wait until all is drawn, and if asked drag the map to and fro and look closer."""
    context = browser.new_context(viewport=device.screen, device_scale_factor=device.ratio)
    try:
        if cookie:
            context.add_cookies([cookie])
        page = context.new_page()
        tools = context.new_cdp_session(page)
        wire = Wire(tools)
        slow_down(tools, device)
        page.add_init_script(LISTEN)
        page.goto(url, wait_until="commit", timeout=PATIENCE_MS)
        page.wait_for_function("() => window.seen.drawn", timeout=PATIENCE_MS)
        page.wait_for_timeout(500)  # what comes after it counts as well
        drawn, zoom = page.evaluate("() => [window.seen.drawn, document.documentElement.dataset.drawn]")
        first = busy(page, 0)
        kilobytes, requests = wire.bytes / 1000, wire.requests
        panned = move(page, drag) if moves else None
        zoomed = move(page, look_closer) if moves else None
        return Visit(float(drawn), first, kilobytes, requests, panned, zoomed, int(zoom))
    finally:
        context.close()


def slow_down(tools: CDPSession, device: Device) -> None:
    if device.slowed > 1:
        tools.send("Emulation.setCPUThrottlingRate", {"rate": device.slowed})
    if device.kbit_s is not None:
        rate = device.kbit_s * 1000 / 8
        tools.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": device.delay_ms,
                "downloadThroughput": rate,
                "uploadThroughput": rate / 2,
            },
        )


class Wire:
    """What came over the network, compressed as it came."""

    def __init__(self, tools: CDPSession) -> None:
        self.bytes = self.requests = 0
        tools.send("Network.enable")
        tools.on("Network.loadingFinished", self.finished)

    def finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])
        self.requests += 1


def busy(page: Page, since: float) -> Busy:
    tasks: list[list[float]] = page.evaluate("() => window.seen.tasks")
    long = [duration for start, duration in tasks if start >= since]
    return Busy(sum(long), max(long, default=0))


def move(page: Page, how: Any) -> Moved:
    """Watch the frames and the main thread while the map is moved, until all is drawn again."""
    since = page.evaluate("() => performance.now()")
    page.evaluate(WATCH_FRAMES)
    how(page)
    page.wait_for_timeout(300)
    page.wait_for_function(ALL_DRAWN, timeout=PATIENCE_MS)
    times: list[float] = page.evaluate(
        "() => (cancelAnimationFrame(window.seen.watching), window.seen.frames)"
    )
    waits = [after - before for before, after in pairwise(times)]
    return Moved(1000 * len(waits) / sum(waits), max(waits), busy(page, since))


def drag(page: Page) -> None:
    """A finger pulls the map half a screen in each direction."""
    box: Any = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reach_x, reach_y = box["width"] * 0.4, box["height"] * 0.4
    for dx, dy in ((-1, 0), (0, -1), (1, 0), (0, 1)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx * reach_x, y + dy * reach_y, steps=30)
        page.mouse.up()
        page.wait_for_timeout(200)


def look_closer(page: Page) -> None:
    """Two steps nearer and two back, by the keyboard."""
    page.locator("#map").focus()
    for key in ("+", "+", "-", "-"):
        page.keyboard.press(key)
        page.wait_for_timeout(600)
