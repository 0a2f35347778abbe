"""Every page of the table of routes, in a browser: usable by all, on a phone and a desk, in both lights.

One session walks them all. A new page is among them as soon as it has its row.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page

from tests import axe
from tests.access.rows import Row
from tests.access.table import DOOR, PAGES, PHONES
from tests.access.test_matrix import expected
from tests.access.world import World, make_world
from tests.browser import DESK, HEIGHTS, PHONE, OpenPage, assert_fits

# Who looks: whoever sees most, and strangers, who see a page of their own.
LOOKING = ("data_manager here", "leader here", "verifier here", "enumerator here", "no member", "stranger")
# These pages greet each role differently.
TO_EACH = {"mapping:settlement-list", "mapping:settlement-detail", "enumerations:enumeration-detail"}
# These answer their reader's first question before anybody scrolls, in the element marked data-answer.
ANSWERING = {
    "mapping:settlement-list",
    "mapping:settlement-detail",
    "mapping:cluster-detail",
    "mapping:structure-detail",
    "enumerations:household-detail",
    "enumerations:enumeration-detail",
    "enumerations:batch-detail",
    "enumerations:supervision",
    "verification:progress",
}
# How far the answer ends below the bar at the foot of the screen, px; what is not there is far below.
BELOW = """() => {
  const answer = document.querySelector("[data-answer]")?.getBoundingClientRect();
  const bar = document.querySelector(".main-nav").getBoundingClientRect();
  return answer ? Math.max(0, Math.round(answer.bottom - bar.top)) : 9999;
}"""


@pytest.fixture
def everything(transactional_db: None) -> Iterator[World]:
    with override_settings(ACCOUNT_RATE_LIMITS=False, API_RATES={}):
        yield make_world()


def viewers(name: str, row: Row) -> list[str]:
    """Who is to look at the page."""
    may = expected(row, "GET", is_api=False)
    seeing = [who for who in LOOKING if may[who] == 200]
    if name in TO_EACH:
        return seeing
    if name.endswith("#own"):
        return ["enumerator here"]
    return [who for who in seeing[:1] + seeing[-1:] if who in (seeing[0], "stranger")]


@dataclass(frozen=True, order=True)
class Visit:
    """Somebody opens a page."""

    who: str
    address: str
    answers: bool = False

    def __str__(self) -> str:
        return f"{self.address} as {self.who}"


def visits(world: World) -> list[Visit]:
    """Who opens which page: all that has a row and answers with a page."""
    found = {Visit("stranger", "/nowhere/"), Visit("leader here", "/nowhere/")}
    for name, row in {**PAGES, **DOOR, **PHONES}.items():
        if row.get is None or name.startswith("collect:"):
            continue
        route = name.partition("#")[0]
        address = reverse(route, kwargs={arg: world.home[it] for arg, it in row.args.items()})
        looking = viewers(name, row)
        # What is a page for one is a page for all who may see it.
        if looking and is_page(world.people[looking[0]].asks("GET", address)):
            found |= {Visit(who, address, route in ANSWERING) for who in looking}
    return sorted(found)


def is_page(answer: Any) -> bool:
    """Not a file, and not a part of a page."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and answer.content.lstrip()[:9].lower() == b"<!doctype"


def faults(page: Page, visit: Visit) -> list[str]:
    """What is wrong with the page, on the phone in the light and on the desk in the dark."""
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(visit.address, wait_until="domcontentloaded")
    photograph(page, visit)
    assert_fits(page)
    found = axe.violations(page) + [f"too small: {it}" for it in axe.too_small(page)]
    if visit.answers and (far := page.evaluate(BELOW)):
        found.append(f"the answer ends {far} px below the screen")
    page.set_viewport_size({"width": DESK, "height": HEIGHTS[DESK]})
    page.emulate_media(color_scheme="dark")
    photograph(page, visit, "-dark")
    found += [f"on a desk in the dark: {it}" for it in axe.violations(page, again=True)]
    assert_fits(page)
    return found


def photograph(page: Page, visit: Visit, more: str = "") -> None:
    """Keep a picture where PICTURES names a folder, to look at."""
    if folder := os.environ.get("PICTURES"):
        name = visit.address.strip("/").replace("/", "_") or "home"
        page.screenshot(path=Path(folder) / f"{name}-{visit.who.split()[0]}{more}.png")


def test_every_page_can_be_used_by_everybody(everything: World, browser_page: OpenPage) -> None:
    wrong: list[str] = []
    for who, pages in groupby(visits(everything), key=lambda visit: visit.who):
        page = browser_page(everything.people[who].user)
        axe.bring(page)
        for visit in pages:
            wrong += [f"{visit}: {fault}" for fault in faults(page, visit)]
    assert not wrong, "\n".join(wrong)
