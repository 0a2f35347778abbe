"""Numbers as people read them, and as programs read them: 1,234 on the page, 1234 in what a form sends."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

TEMPLATES = Path(__file__).parents[2] / "templates"
# What names or counts something in an attribute; Django would write a comma into it.
IN_AN_ATTRIBUTE = re.compile(
    r"""[\w-]+=["'][^"'{]*\{\{ ([\w.]*(?:\.pk|(?<!auto)_id|\.n|\.total|\.done)) \}\}"""
)
AS_A_NAME = re.compile(r"\{\{ [\w.]*\.pk \}\}|[\w]+=[\w.]*\.pk (?!\|)(?=[^%]*%\})")
A_YEAR = re.compile(r"(?:=|\{\{ )[\w.]*(?:_year|year_built)(?: |\})")


def written(pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern stands in a template; ids as arguments of `url` are no text."""
    pages = [page for page in sorted(TEMPLATES.rglob("*.html")) if "paper" not in page.parts]
    bare = {page: re.sub(r"\{% (?:url|include) [^%]*%\}", "", page.read_text("utf-8")) for page in pages}
    return [
        f"{page.relative_to(TEMPLATES)}: {found[0]}"
        for page in pages
        for found in pattern.finditer(bare[page])
    ]


@pytest.mark.parametrize("pattern", [IN_AN_ATTRIBUTE, AS_A_NAME, A_YEAR])
def test_what_names_a_thing_has_no_comma(pattern: re.Pattern[str]) -> None:
    assert written(pattern) == [], "Write it with |unlocalize."


@pytest.mark.parametrize("language", ["en", "sw"])
def test_what_counts_has_one(language: str) -> None:
    with override(language):
        assert (
            Template("{{ n }} {{ half }}").render(Context({"n": 12345, "half": 1234.5})) == "12,345 1,234.5"
        )
