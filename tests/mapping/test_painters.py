"""Every kind of the choice lists has a line, a pattern or a sign of its own in the scripts that draw it."""

import re
from pathlib import Path

from settlements.choices import LaneKind, OverlayKind, ServiceKind

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js" / "map"


def table(script: str) -> str:
    """The script's table of kinds."""
    found = re.search(r"^const KINDS = \{\n(.*?)^\};", (SCRIPTS / script).read_text(), re.S | re.M)
    assert found
    return found[1]


def test_every_kind_of_way_has_its_line() -> None:
    styles = dict(re.findall(r"^  (\w+): \{ (.*) \},$", table("lanes.js"), re.M))
    assert set(styles) == set(LaneKind.values)
    # Without colours and widths: what is left must still differ, but for roads, which differ by width.
    alike = [
        re.sub(r'(metres|least): [\d.]+,? ?|"#\w+"|WATER|PATH|EDGE', "", said) for said in styles.values()
    ]
    assert len(set(alike)) >= len(alike) - 2


def test_every_hazard_and_plan_has_a_pattern_of_its_own() -> None:
    rows = re.findall(r'^  (\w+): \{ ink: \w+, pattern: "(\w+)", dash: \[.*\] \},$', table("zones.js"), re.M)
    assert {kind for kind, _pattern in rows} == set(OverlayKind.values)
    patterns = [pattern for _kind, pattern in rows]
    assert len(set(patterns)) == len(patterns)
    text = (SCRIPTS / "zones.js").read_text()
    shapes = dict(re.findall(r'^  (\w+): "(M[^"]+)",$', text, re.M))
    assert set(patterns) <= set(shapes)
    assert len(set(shapes.values())) == len(shapes)


def test_a_hazard_has_a_whole_outline_and_a_plan_a_broken_one() -> None:
    """So that the two are told apart at any distance, where patterns are noise."""
    rows = re.findall(r"^  (\w+): \{.*dash: \[(.*)\] \},$", table("zones.js"), re.M)
    hazards = {kind for kind, dash in rows if not dash}
    assert hazards == {str(kind) for kind in OverlayKind.hazards()}
    dashes = [dash for _kind, dash in rows if dash]
    assert len(set(dashes)) == len(dashes)


def test_every_kind_of_service_has_a_glyph() -> None:
    text = (SCRIPTS / "glyphs.js").read_text()
    glyphs = dict(re.findall(r'(\w+): \[\w+, "(\w+)"\]', table("glyphs.js")))
    assert set(glyphs) == set(ServiceKind.values)
    paths = dict(re.findall(r'^  (\w+): "(M[^"]+)",$', text, re.M))
    assert set(glyphs.values()) <= set(paths)
    assert len(set(glyphs.values())) == len(glyphs)
