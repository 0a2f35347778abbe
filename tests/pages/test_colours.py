"""Every colour has a name, can be read in sunlight in both lights, and the reader's choice is kept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

CSS = Path(__file__).parents[2] / "static" / "css"
NAMED = {"variables.css", "variables-dark.css"}
SIGN_IN = "/accounts/login/"
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(|"
    r"(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|silver|orange|yellow|purple|brown|pink)(?![\w-])",
    re.IGNORECASE,
)
GROUNDS = ("page", "surface", "sunken", "accent-soft", "good-soft", "warn-soft", "bad-soft", "calm-soft")
WORDS = ("text", "text-soft", "accent", "accent-strong", "good", "warn", "bad", "calm")


def colours(*sheets: str) -> dict[str, str]:
    """The named colours of style sheets, a later one's before an earlier one's."""
    found: dict[str, str] = {}
    for sheet in sheets:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", (CSS / sheet).read_text()))
    return found


LIGHTS = {"light": colours("variables.css"), "dark": colours("variables.css", "variables-dark.css")}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def declarations(sheet: Path) -> list[str]:
    """What a style sheet sets, without its comments."""
    bare = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return re.findall(r"[\w-]+\s*:[^;{}]*;", bare)


def test_colours_have_names() -> None:
    sheets = [sheet for sheet in sorted(CSS.rglob("*.css")) if sheet.name not in NAMED]
    literal = [f"{sheet.name}: {it}" for sheet in sheets for it in declarations(sheet) if LITERAL.search(it)]
    assert literal == [], "Name the colour in static/css/variables.css, and its like in variables-dark.css."


def test_sizes_of_text_have_names() -> None:
    """On paper they are points, and a part of a line may be a share of it."""
    sheets = [sheet for sheet in sorted(CSS.rglob("*.css")) if sheet.name not in NAMED]
    odd = [
        f"{sheet.name}: {it}"
        for sheet in sheets
        for it in declarations(sheet)
        if it.startswith("font-size") and not re.search(r"var\(--text|[\d.](em|pt|%);|: 0;", it)
    ]
    assert odd == []


def test_the_dark_names_no_colour_that_the_light_does_not_know() -> None:
    assert set(colours("variables-dark.css")) <= set(LIGHTS["light"])


@pytest.mark.parametrize("light", LIGHTS)
def test_text_can_be_read_in_sunlight(light: str) -> None:
    named = LIGHTS[light]
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-bar", "bar")]
    faint = {pair: round(contrast(named[pair[0]], named[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 7} == {}


@pytest.mark.parametrize("light", LIGHTS)
def test_edges_of_what_is_touched_and_what_has_the_focus_are_seen(light: str) -> None:
    named = LIGHTS[light]
    pairs = [(edge, ground) for edge in ("edge", "focus") for ground in ("page", "surface", "sunken")]
    assert {pair for pair in pairs if contrast(named[pair[0]], named[pair[1]]) < 3} == set()


def dark_sheet(page: str) -> str | None:
    """For which media the page links the dark colours."""
    found = re.search(r'variables-dark\.css" media="([^"]+)"', page)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("chosen", "media"),
    [("dark", "screen"), ("light", None), ("", "screen and (prefers-color-scheme: dark)")],
)
def test_a_page_comes_in_the_chosen_colours(chosen: str, media: str | None, client: Client, db: None) -> None:
    """And in the dark never on paper."""
    answer = client.post("/me/appearance/", {"appearance": chosen, "next": SIGN_IN})
    assert answer["location"] == SIGN_IN
    page = client.get(SIGN_IN).content.decode()
    assert dark_sheet(page) == media
    current = re.findall(r'name="appearance" value="(\w*)" aria-current="true"', page)
    assert current == [chosen]


def test_the_choice_is_kept_and_can_be_taken_back(amina: Any, client_of: Callable[[Any], Client]) -> None:
    client = client_of(amina)
    client.post("/me/appearance/", {"appearance": "dark"})
    assert client.cookies["appearance"]["max-age"] > 300 * 24 * 3600
    assert client.cookies["appearance"]["httponly"]
    client.post("/me/appearance/", {"appearance": "paisley"})
    assert client.cookies["appearance"]["max-age"] == 0


def test_choosing_colours_leads_to_no_other_site(client: Client, db: None) -> None:
    answer = client.post("/me/appearance/", {"appearance": "dark", "next": "https://evil.example/"})
    assert answer["location"] == "/"
