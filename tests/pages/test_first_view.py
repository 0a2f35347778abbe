"""What a page costs who opens it first over a weak network: all it loads, compressed, beside tiles."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from enumerations.services.statistics import rebuild_statistics
from tests import factories
from tests.pages.interviews import Evening

pytestmark = pytest.mark.django_db
BUDGET = 150_000
STATIC = "/static/"
LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"[^>]*>')
NOT_LOADED = re.compile(r'rel="(?:manifest|apple-touch-icon)"|loading="lazy"|media="print"')
IMPORTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
# What a signed-in person's browser fetches in the background: the worker, and the pages for no network.
AFTERWARDS = ["/service-worker.js", "/offline/", "/saved/"]


def static(address: str) -> bytes:
    found = finders.find(address.removeprefix(STATIC).partition("?")[0])
    assert found, address
    return Path(str(found)).read_bytes()


def imported(address: str) -> Iterator[str]:
    for name in IMPORTS.findall(static(address).decode("utf-8", "replace")):
        if name.startswith("."):
            yield urljoin(address, name)


def weights(client: Client, path: str) -> dict[str, int]:
    """By address, the compressed bytes of all that opening the page loads."""
    answers = {each: client.get(each) for each in [path, *AFTERWARDS]}
    assert {answer.status_code for answer in answers.values()} == {200}
    found = {each: len(gzip.compress(answer.content)) for each, answer in answers.items()}
    bodies = "".join(answers[each].content.decode() for each in [path, "/offline/", "/saved/"])
    waiting = [tag[1] for tag in LOADED.finditer(bodies) if not NOT_LOADED.search(tag[0])]
    waiting = [address for address in waiting if address.startswith(STATIC)]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = len(gzip.compress(static(address)))
        if address.endswith(".js"):
            waiting += imported(address)
    return found


@pytest.fixture
def evening(count: Any, baraka: Any) -> Any:
    """A settlement whose pages are full: counted, with villages and interviews, among sixty others."""
    made = Evening(count, baraka)
    made.all()
    for n in range(12):
        cluster: Any = factories.ClusterFactory(settlement=count.settlement, code=f"C{n}", name=f"Kijiji {n}")
        structure = factories.StructureFactory(cluster=cluster)
        factories.HouseholdFactory(structure=structure, enumeration=count)
    rebuild_statistics(count.pk)
    factories.SettlementFactory.create_batch(60, access_level="public")
    return made


PAGES = ["/", "/settlements/KMT/", "/interviews/", "/settlements/KMT/structures/", "/enumerations/", "/me/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_first_view_is_within_the_budget(
    evening: Any, client_of: Callable[[Any], Client], amina: Any, baraka: Any, path: str
) -> None:
    for user in (amina, baraka):
        found = weights(client_of(user), path)
        assert sum(found.values()) < BUDGET, sorted(found.items(), key=lambda each: -each[1])[:12]


def test_the_sum_misses_nothing_that_modules_import(evening: Any, client_of: Any, amina: Any) -> None:
    """It can fail: it follows imports of imports."""
    found = weights(client_of(amina), "/settlements/KMT/")
    assert {
        "/static/js/map/tile-source.js",
        "/static/js/map/decode.js",
        "/static/js/offline/store.js",
        "/static/css/components.css",
        "/static/leaflet/leaflet.js",
    } <= set(found)
    assert all(size > 0 for size in found.values())


TEMPLATES = Path(settings.BASE_DIR) / "templates"
INCLUDED = re.compile(r'{% include "([^"]+)"')
USES_HTMX = re.compile(r"\shx-(?:get|post|trigger|target|swap)=")


def with_parts(template: Path) -> str:
    """A template's text and that of all it includes."""
    text = template.read_text("utf-8")
    parts = [TEMPLATES / name for name in INCLUDED.findall(text)]
    return text + "".join(with_parts(part) for part in parts if part.exists() and part != template)


def test_htmx_is_loaded_where_it_is_used_and_nowhere_else() -> None:
    pages = [each for each in TEMPLATES.rglob("*.html") if "{% extends" in each.read_text("utf-8")]
    using = {page for page in pages if USES_HTMX.search(with_parts(page))}
    loading = {page for page in pages if "includes/_htmx.html" in page.read_text("utf-8")}
    assert using == loading
    assert len(using) >= 5
