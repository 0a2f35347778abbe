"""Maps on paper, read back from their PDF by the tests' own means: true, legible, nothing of people."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod

from mapping.wall.foretelling import foretell
from mapping.wall.labels import LEAST
from mapping.wall.options import Options
from mapping.wall.paper import POINT
from mapping.wall.printing import print_map
from mapping.wall.refusals import DoesNotFit, NothingToDraw
from settlements.models import Structure
from tests import factories
from tests.mapping.wall.drawn import Page, Written, pages_of, words_in
from tests.mapping.wall.places import at, box, house, make_place, outline, tap

pytestmark = pytest.mark.django_db
ENGLISH: dict[str, Any] = {"language": "en", "paper": "a4"}
GEOD = Geod(ellps="WGS84")


def printed(settlement: Any, **chosen: Any) -> list[Page]:
    return pages_of(print_map(settlement, Options(**ENGLISH | chosen)).content)


def words(page: Page) -> str:
    """All of them; a sentence may run over lines."""
    return " ".join(text.text for text in page.seen)


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Texts that cover each other."""
    texts = page.seen
    tree = shapely.STRtree([text.box for text in texts])
    pairs = tree.query([text.box for text in texts], predicate="intersects").T
    return [
        (texts[a].text, texts[b].text)
        for a, b in pairs
        if a < b and texts[a].box.intersection(texts[b].box).area > 0.01
    ]


def houses_on(page: Page) -> list[shapely.Polygon]:
    """The footprints: what is filled and outlined, even and odd."""
    return [shapely.Polygon(path.parts[0]) for path in page.paths if path.how == "B*"]


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(36.85, -1.26), (36.0001, -0.1), (34.75, -0.1), (39.66, -4.05), (32.6, 0.34), (41.8, 3.9)],
)
def test_a_length_on_paper_times_the_scale_is_the_length_in_the_lane(
    longitude: float, latitude: float
) -> None:
    # In the middle of UTM's zones and at their edges, where its own metres are 0.1 % too long.
    settlement: Any = factories.SettlementFactory.create(boundary=None)
    places = [(longitude, latitude), (longitude + 0.002, latitude), (longitude, latitude + 0.0013)]
    for n, (x, y) in enumerate(places, 1):
        square = box(0, 0, 6, 6).clone()
        west, south = at(0, 0)
        square = type(square)([(px - west + x, py - south + y) for px, py in square.coords[0]], srid=4326)
        house(settlement, f"{settlement.code}/{n}", square)
    page = printed(settlement, paper="a3", scale=1_000)[0]
    corners = [path.parts[0][0] for path in page.paths if path.how == "B*"]
    assert len(corners) == 3
    for (one, a), (other, b) in combinations(zip(places, corners, strict=True), 2):
        metres = GEOD.inv(*one, *other)[2]
        assert metres > 140
        on_paper = shapely.Point(a).distance(shapely.Point(b))
        assert on_paper == pytest.approx(metres, rel=0.0005)  # 1:1,000: a millimetre is a metre


def test_the_bar_is_as_long_as_it_says() -> None:
    page = printed(make_place(), paper="a2", scale=500)[0]
    ends = [text for text in page.seen if re.fullmatch(r"\d+ m", text.text)]
    assert len(ends) == 1
    metres = int(ends[0].text.split()[0])
    parts = [
        shapely.Polygon(path.parts[0]).bounds
        for path in page.paths
        if path.how == "B" and len(path.parts[0]) == 5
    ]
    end = ends[0].box.bounds
    near = [each for each in parts if end[3] < each[1] < end[3] + 3 and each[2] < end[2]]
    assert len(near) == 4
    length = max(each[2] for each in near) - min(each[0] for each in near)
    assert length * 500 / 1_000 == pytest.approx(metres, rel=0.001)


def test_every_number_is_on_the_map_or_on_its_list() -> None:
    settlement = make_place()
    for n in range(60):  # sheds so close that not all numbers find room at 1:1,000
        shed = box(140 + n % 12 * 1.5, 60 + n // 12 * 1.5, 1.2, 1.2)
        house(settlement, f"KMT/C/{500 + n}", shed, settlement.clusters.get(code="C"))
    made = print_map(settlement, Options(**ENGLISH, scale=1_000))
    page = pages_of(made.content)[0]
    frame = frame_of(page)
    there = Counter(
        text.text for text in page.seen if re.fullmatch(r"\d+", text.text) and frame.covers(text.box)
    )
    listed = unplaced_on(page)
    wanted = Counter(code.rsplit("/", 1)[1] for code in Structure.objects.values_list("code", flat=True))
    assert len(listed) == made.unplaced > 0
    missing = wanted - there - Counter(listed)
    assert not missing
    assert all(text.size >= LEAST * POINT - 0.01 for text in page.seen if text.text in wanted)
    assert overlapping(page) == []


def frame_of(page: Page) -> shapely.Polygon:
    """The largest rectangle that is stroked."""
    found = [
        shapely.Polygon(path.parts[0]) for path in page.paths if path.how == "S" and len(path.parts[0]) == 5
    ]
    return max(found, key=lambda each: each.area)


def unplaced_on(page: Page) -> list[str]:
    """The numbers of the list, one by one."""
    texts = [text.text for text in page.seen]
    begins = next(n for n, text in enumerate(texts) if text.startswith("Numbers that found no room"))
    ends = next(n for n in range(begins, len(texts)) if texts[n] in ("Signs", "Services"))
    told = " ".join(texts[begins + 1 : ends]).replace("this map", "")
    numbers: list[str] = []
    for first, last in re.findall(r"\b(\d+)(?:–(\d+))? [A-Z]+\d+", told):
        numbers += [str(n) for n in range(int(first), int(last or first) + 1)]
    return numbers


def test_numbers_stand_in_their_houses_or_a_line_leads_there() -> None:
    page = printed(make_place(), scale=3_000)[0]
    homes = houses_on(page)
    frame = frame_of(page)
    numbers = [text for text in page.seen if re.fullmatch(r"\d+", text.text) and frame.covers(text.box)]
    assert len(homes) == 80
    assert len(numbers) > 70
    inside = [text for text in numbers if any(home.covers(text.box) for home in homes)]
    assert 20 < len(inside) < len(numbers)
    for text in numbers:
        if text not in inside:
            assert not any(home.intersection(text.box).area > 0.01 for home in homes)
    assert any(abs(text.angle) > 5 for text in inside)  # along the walls
    assert all(abs(text.angle) <= 91.2 for text in inside)  # what stands upright may lean a little


def test_poppler_sees_no_two_numbers_on_each_other(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(print_map(make_place(), Options(**ENGLISH | {"paper": "a2"}, scale=500)).content)
    # Of level words the middle of the box: poppler's boxes hold what letters hang below the line, and more.
    found = [
        (word, shapely.box(x0, y0 + (y1 - y0) * 0.3, x1, y1 - (y1 - y0) * 0.3))
        for page, word, x0, y0, x1, y1 in words_in(path)
        if page == 0 and re.fullmatch(r"\d{1,3}", word)
    ]
    assert len(found) >= 80
    assert [
        (a, b) for (a, one), (b, other) in combinations(found, 2) if one.intersection(other).area > 1
    ] == []


def test_what_the_map_shows_and_what_it_does_not() -> None:
    settlement = make_place()
    count = factories.EnumerationFactory.create(settlement=settlement, state="posted")
    structure = Structure.objects.first()
    factories.HouseholdFactory.create(structure=structure, enumeration=count, head_name="Wanjiru Siri")
    settlement.clusters.filter(code="B").update(leader_name="Otieno Siri")
    factories.ServicePointFactory.create(
        settlement=settlement, kind="savings_group_base", name="Sanduku", location=at_point(50, 50)
    )
    told = words(printed(settlement)[0])
    for shown in (
        "Kiamutisya (KMT)", "Draft, posted for objections · Round 1", "Bondeni", "Katikati", "Mosque Lane",
        "Mathare River", "Flooding: Flood of 2024", "Water point", "Boundary: GPS walk", "UTM 37S",
        "This map gives no right to land or compensation.", "Not working or closed",
    ):  # fmt: skip
        assert shown in told, shown
    for hidden in ("Siri", "Sanduku", "Secret road", "members"):
        assert hidden not in told, hidden


def at_point(x: float, y: float) -> Any:
    from django.contrib.gis.geos import Point

    return Point(*at(x, y), srid=4326)


def test_what_is_kept_among_members_is_drawn_when_asked_for_and_says_so() -> None:
    options = Options(**ENGLISH)
    told = words(printed(make_place(), drawn=(*options.drawn, "kept"))[0])
    assert "Proposed road: Secret road" in told
    assert "Shows what is not public: keep this map among members." in told


def test_a_hidden_settlement_says_so_on_every_map() -> None:
    settlement = make_place()
    settlement.shielded_at = settlement.boundary and factories.EnumerationFactory.create().created_at
    settlement.save()
    assert "An eviction threatens: keep this map among members." in words(printed(settlement)[0])
    for page in printed(settlement, form="tiled", scale=500)[1:]:
        assert "An eviction threatens" in words(page)


def test_nothing_but_grey_in_black_and_white() -> None:
    settlement = make_place()
    Structure.objects.update(uses=["school"], wall="bricks")
    for page in printed(settlement, is_coloured=False, theme="materials"):
        for path in page.paths:
            for colour in (path.fill, path.stroke):
                assert max(colour) - min(colour) < 0.002
    coloured = printed(settlement, theme="materials")[0]
    assert any(max(path.fill) - min(path.fill) > 0.2 for path in coloured.paths)


def test_classes_of_a_theme_are_told_apart_without_colours() -> None:
    from mapping.wall.look import THEMES
    from mapping.wall.style import PATTERNS

    assert set(THEMES) == {"use", "materials", "roof"}
    assert all(len(theme.groups) <= len(PATTERNS) for theme in THEMES.values())
    assert len({(each.angles, each.gap, each.dots) for each in PATTERNS}) == len(PATTERNS)


def test_no_two_services_have_the_same_sign() -> None:
    from mapping.wall.signs import SIGNS
    from settlements.choices import ServiceKind

    assert set(SIGNS) == set(ServiceKind.values)
    assert len({(picture, frame) for picture, frame, _colour in SIGNS.values()}) == len(SIGNS)


def test_a_place_that_does_not_fit_says_at_which_scale_it_would() -> None:
    settlement = make_place(rows=1)
    with pytest.raises(DoesNotFit) as refused:
        print_map(settlement, Options(**ENGLISH, scale=100))
    scale = refused.value.scale
    assert scale is not None
    assert print_map(settlement, Options(**ENGLISH, scale=scale)).scale == scale


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(NothingToDraw):
        print_map(factories.SettlementFactory.create(boundary=None), Options())


def test_what_lies_elsewhere_does_not_shrink_the_map() -> None:
    settlement = make_place()
    house(settlement, "KMT/C/900", box(60_000, 10, 5, 5), settlement.clusters.get(code="C"))
    Structure.objects.filter(code="KMT/B/1").update(status="demolished")
    made = print_map(settlement, Options(**ENGLISH))
    told = words(pages_of(made.content)[0])
    assert made.scale < 1_500
    assert "Not drawn, for their place is wrong: KMT/C/900" in told
    assert "Taken down and not drawn: 1" in told


@pytest.mark.parametrize("paper", ["a4", "a3", "a2", "a1", "a0"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_sheets_are_of_the_paper_that_was_asked_for(paper: str, orientation: str) -> None:
    sizes = {"a4": (210, 297), "a3": (297, 420), "a2": (420, 594), "a1": (594, 841), "a0": (841, 1189)}
    settlement: Any = factories.SettlementFactory.create(boundary=outline(box(0, 0, 120, 90)))
    tap(settlement, 10, 10)
    page = printed(settlement, paper=paper, orientation=orientation)[0]
    wanted = sizes[paper] if orientation == "portrait" else sizes[paper][::-1]
    assert (page.width, page.height) == pytest.approx(wanted, abs=0.1)
    for text in page.seen:
        assert text.box.within(shapely.box(4, 4, page.width - 4, page.height - 4)), text.text


def test_an_atlas_has_an_overview_and_a_page_for_each_village() -> None:
    settlement = make_place()
    house(settlement, "KMT/77", box(170, 100, 5, 5))
    pages = printed(settlement, form="atlas")
    overview, bondeni, katikati, outside = pages[:4]
    assert "sheet 2" in words(overview)
    assert "B · Bondeni · Sheet 2 of 4" in words(bondeni)
    assert "C · Katikati · Sheet 3 of 4" in words(katikati)
    assert "Outside of villages" in words(outside)
    for page, numbers in ((bondeni, 40), (katikati, 40), (outside, 1)):
        frame = frame_of(page)
        drawn: list[Written] = [t for t in page.seen if re.fullmatch(r"\d+", t.text) and frame.covers(t.box)]
        assert len(drawn) == numbers
        assert overlapping(page) == []


def test_a_village_full_of_signs_still_says_on_which_sheet_it_is() -> None:
    settlement = make_place()
    for east in range(94, 180, 7):
        for north in range(4, 108, 7):
            tap(settlement, east, north, kind="water_point")
    overview = printed(settlement, form="atlas")[0]
    assert {"sheet 2", "sheet 3"} <= set(re.findall(r"sheet \d", words(overview)))


def test_as_many_sheets_are_made_as_were_foretold() -> None:
    settlement = make_place(rows=9, along=16)
    for east in range(4, 180, 14):
        for north in range(4, 108, 14):
            tap(settlement, east, north, kind="water_point")
    a4 = Options(paper="a4")
    assert (foretell(settlement, a4).all, print_map(settlement, a4).pages) == (1, 1)


def test_one_village_on_a_sheet_of_its_own() -> None:
    page = printed(make_place(), village="C")[0]
    assert "C · Katikati" in words(page)
    assert "Numbered structures: 40" in words(page)
