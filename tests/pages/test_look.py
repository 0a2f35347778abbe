"""The page that shows the look: every component once, by the names that pages use."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.test import Client

from pamoja import look

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
# Each is the only sheet of a page that loads no other.
ALONE = {"certificate-check.css"}


def test_it_shows_every_component_and_what_it_is_made_of(client: Client, db: Any) -> None:
    page = client.get("/look/").content.decode()
    assert [f'id="{part.id}"' for part in look.PARTS if f'id="{part.id}"' not in page] == []
    assert "{% include &quot;includes/_pages.html&quot;" in page
    assert '<meta name="robots" content="noindex">' in page


def test_it_shows_every_named_colour(client: Client, db: Any) -> None:
    page = client.get("/look/").content.decode()
    named = re.findall(r"(--[\w-]+): #", (CSS / "variables.css").read_text())
    assert re.findall(r'fill="var\((--[\w-]+)\)"', page) == named
    assert len(named) > 20


def test_a_component_has_its_styles_in_one_sheet() -> None:
    """A class by itself is declared in one place; a page's sheet may say more of it only within its own."""
    sheets: dict[str, set[str]] = defaultdict(set)
    for sheet in CSS.rglob("*.css"):
        bare = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        for found in re.finditer(r"^([^\s@}][^{}]*)\{", bare, re.MULTILINE):
            several_at_once = re.sub(r":(?:is|not|where)\([^)]*\)", ":is()", found[1])
            for selector in map(str.strip, several_at_once.split(",")):
                if re.fullmatch(r"\.[\w-]+", selector) and sheet.name not in ALONE:
                    sheets[selector].add(sheet.name)
    several = {selector: sorted(names) for selector, names in sheets.items() if len(names) > 1}
    assert several == {".map": ["map.css", "variables.css"], ".map-stage": ["map.css", "variables.css"]}
