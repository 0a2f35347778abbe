"""docs/security.md names only tests, files and settings that exist."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from scripts.paths import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", TEXT)))
FILES = [name for name in NAMED if "/" in name]
SETTINGS = [name for name in NAMED if name.isupper()]
OTHERS = {"api-batch-rejected", "make audit", "requirements.txt"}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", FILES)
def test_what_is_named_exists(name: str) -> None:
    path, _, test = name.partition("::")
    assert (ROOT / path).is_file()
    assert not test or test in names_in(ROOT / path)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_is_named_is_set(name: str) -> None:
    assert hasattr(settings, name)


def test_nothing_else_is_named() -> None:
    assert set(NAMED) - set(FILES) - set(SETTINGS) == OTHERS


def test_every_chapter_is_there() -> None:
    assert re.findall(r"^## V(\d+) ", TEXT, re.M) == [str(chapter) for chapter in range(1, 15)]
