"""From navigation to a drawn map, and what moving it costs: the country, and one large settlement.

Targets are of the slowed phone: the first map within five seconds, no task above a fifth of a second.
"""

from pathlib import Path
from statistics import median
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser

from benchmarks import browsing, country_scene, scene, servers
from benchmarks.browsing import Device, Moved, Visit
from benchmarks.report import Report
from benchmarks.scene import Size
from benchmarks.sql import run
from benchmarks.tiles import session_cookie

PLACE = "ZM"
PLOT = (0.000108, 0.000135)  # 12 m by 15 m: 30,000 of them are 5 square kilometres
FIRST_MAP_MS, LONGEST_TASK_MS, PICTURES = 5_000, 200, 30


def measure(report: Report, size: Size, folder: Path, *, repeat: int) -> None:
    across = round((size.mapped * 1.6) ** 0.5)
    scene.add_settlement(PLACE, size.mapped, west=37.5, south=-1.0, plot=PLOT, across=across)
    scene.add_ground(size)
    country_scene.add(size.known)
    run("ANALYZE")
    call_command("collectstatic", verbosity=0, interactive=False)
    country_scene.measure_ground(report, repeat=repeat)
    name, value = session_cookie().split("=", 1)
    with servers.pamoja(folder) as port, browsing.chromium() as browser:
        site = f"http://127.0.0.1:{port}"
        cookie = {"name": name, "value": value, "url": site}
        country = f"country of {size.known + size.settlements:,} settlements"
        for what, path, who in (
            (f"{country}, staff", "/", cookie),
            (f"{country}, the public", "/", None),
            (f"settlement of {size.mapped:,}", f"/settlements/{PLACE}/", cookie),
        ):
            browsing.visit(browser, site + path, who, browsing.DESK)  # code and templates are read
            look(report, browser, what, site + path, who, repeat)


def look(report: Report, browser: Browser, what: str, url: str, cookie: Any, repeat: int) -> None:
    for device, is_cold in ((browsing.DESK, True), (browsing.DESK, False), (browsing.PHONE, False)):
        visits = []
        for _ in range(repeat):
            if is_cold:
                cache.clear()
            visits.append(browsing.visit(browser, url, cookie, device, moves=not is_cold))
        kept = "nothing kept" if is_cold else "kept"
        tell(report, f"{what}, {device.name}, {kept}", visits, device)


def tell(report: Report, what: str, visits: list[Visit], device: Device) -> None:
    """The medians; what is wanted is wanted of the slowed phone."""
    is_slow = device.slowed > 1

    def add(name: str, values: list[float], unit: str, **wanted: Any) -> None:
        report.add("map", f"{what}: {name}", median(values), unit, **(wanted if is_slow else {}))

    add(f"first map, z{visits[0].zoom}", [one.drawn_ms for one in visits], "ms", at_most=FIRST_MAP_MS)
    add("long tasks", [one.busy.total_ms for one in visits], "ms")
    add("longest task", [one.busy.longest_ms for one in visits], "ms", at_most=LONGEST_TASK_MS)
    add(f"{visits[0].requests} requests", [one.kilobytes for one in visits], "kB")
    for name, moved in (
        ("dragged", [one.panned for one in visits if one.panned]),
        ("zoomed", [one.zoomed for one in visits if one.zoomed]),
    ):
        if moved:
            tell_moves(add, name, moved)


def tell_moves(add: Any, name: str, moved: list[Moved]) -> None:
    add(f"{name}, pictures", [one.per_second for one in moved], "/s", at_least=PICTURES)
    add(f"{name}, longest wait for one", [one.longest_wait_ms for one in moved], "ms")
    add(f"{name}, long tasks", [one.busy.total_ms for one in moved], "ms")
    add(f"{name}, longest task", [one.busy.longest_ms for one in moved], "ms", at_most=LONGEST_TASK_MS)
