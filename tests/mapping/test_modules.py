"""A page with a map names all its modules at once, so that a slow network waits for one round."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from mapping.templatetags.modules import imported_by

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("entry", ["js/map/country.js", "js/map/settlement.js"])
def test_every_import_of_every_module_is_known(entry: str) -> None:
    """By another reading of the sources: each file that any of them names is among them."""
    known = imported_by(entry)
    named = set()
    for path in known:
        source = Path(finders.find(path) or "").read_text()
        named |= {f"js/map/{name}" for name in re.findall(r'(?:from|import) "\./([\w-]+\.js)";', source)}
    assert named < set(known)
    assert len(known) == len(set(known)) > 6


def test_the_pages_name_them(client_of: Any, amina: Any, settlement: Any) -> None:
    for path, entry in (("/", "country"), ("/settlements/KMT/", "settlement")):
        page = client_of(amina).get(path).content.decode()
        links = re.findall(r'<link rel="modulepreload" href="[^"]*/(js/map/[\w-]+)\.js">', page)
        assert {f"js/map/{entry}", "js/map/tile-layer", "js/map/decode"} <= set(links)


def test_what_comes_after_the_first_picture_lets_it_pass(client_of: Any, amina: Any, settlement: Any) -> None:
    page = client_of(amina).get("/settlements/KMT/").content.decode()
    later = re.findall(r'href="[^"]*/(js/map/[\w-]+\.js)" fetchpriority="low">', page)
    first = re.findall(r'<link rel="modulepreload" href="[^"]*/(js/map/[\w-]+\.js)">', page)
    assert first[0] == "js/map/ahead.js"
    assert set(later) == set(imported_by("js/map/surroundings.js")) - set(first)
    assert {"js/map/measure.js", "js/map/services.js"} <= set(later)
