"""Everything on a map with its place on paper: found once, whatever sheets it is then cut into.

The order decides who gives way: signs stand where the service is, then the villages' letters, the numbers
that fit into their footprints, the names of lanes, and last the numbers beside footprints.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mapping.wall.along import along
from mapping.wall.boxes import Place, Stroke, Tilted
from mapping.wall.grid import Grid
from mapping.wall.ground import Ground, House, Service, Village, Way
from mapping.wall.labels import GAPS, Footprint, Label, Placing, all_round, around, lead
from mapping.wall.letters import CAPITAL, width_of
from mapping.wall.paper import POINT
from mapping.wall.plane import Box
from mapping.wall.shapes import Shape, box_of, centroid
from mapping.wall.style import THIN, WAYS
from mapping.wall.view import View

DOT = 0.7  # mm: half a side of a structure of which only the place is known
SIGN_GAPS = (0.6, 1.6, 3.0, 5.0, 8.0, 12.0, 16.0)


@dataclass(frozen=True)
class Sizes:
    """How large things are on a sheet: mm, and points of letters."""

    sign: float = 1.9  # radius
    lane: float = 6.0
    letter: float = 13.0
    name: float = 6.5
    line: float = 1.0  # times as thick as on A1


@dataclass(frozen=True, slots=True)
class Sign:
    """A service's sign, and the line to its place where it had to give way."""

    service: Service
    at: Place
    leader: tuple[Place, Place] | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A village's letter with its name."""

    village: Village
    box: Tilted
    note: str = ""


@dataclass
class Scene:
    """A view with all that has found its place; `unplaced` and `unsigned` have not."""

    ground: Ground
    grid: Grid
    view: View
    footprints: dict[str, Footprint]
    numbers: list[Label] = field(default_factory=list)
    names: list[Label] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    unplaced: list[House] = field(default_factory=list)
    unsigned: list[Service] = field(default_factory=list)
    unnamed: list[Way] = field(default_factory=list)
    # Where the map is about one village only, its own structures stand out.
    only: str | None = None


def compose(
    ground: Ground,
    grid: Grid,
    view: View,
    sizes: Sizes,
    *,
    only: str | None = None,
    has_numbers: bool = True,
    reserved: Sequence[Tilted] = (),
    notes: Mapping[str, str] | None = None,
) -> Scene:
    """Find a place for everything in a view.

    `only`: the village whose numbers are written, and no others. `reserved`: where nothing may stand.
    `notes`: a word under the letter of a village.
    """
    seen = [house for house in ground.houses if view.sees(house.box)]
    scene = Scene(ground, grid, view, {each.code: footprint_of(each, view) for each in seen}, only=only)
    placing = Placing(view.frame, list(scene.footprints.values()))
    for box in reserved:
        placing.take(box)
    services = [each for each in ground.services if view.window.holds(*each.at)]
    for service in services:
        _sign(scene, placing, service, sizes.sign)
    for village in ground.villages:
        _badge(scene, placing, village, sizes, (notes or {}).get(village.code, ""))
    _numbers(scene, placing, [each for each in seen if has_numbers and is_meant(each, scene)], sizes)
    return scene


def is_meant(house: House, scene: Scene) -> bool:
    """Whether the map is to show its number; one that is only cut by the frame is on other sheets."""
    return (scene.only is None or house.cluster == scene.only) and scene.view.window.holds(*house.at)


def footprint_of(house: House, view: View) -> Footprint:
    """On paper; of a structure of which only the place is known a small square."""
    at = view.place(*house.at)
    if house.shape.areas:
        return Footprint(
            house.code, [view.path(ring) for ring in house.shape.rings], at, view.bounds(house.box)
        )
    x, y = at
    square = [(x - DOT, y - DOT), (x + DOT, y - DOT), (x + DOT, y + DOT), (x - DOT, y + DOT)]
    return Footprint(house.code, [square], at, (x - DOT, y - DOT, x + DOT, y + DOT))


def _numbers(scene: Scene, placing: Placing, houses: list[House], sizes: Sizes) -> None:
    shapes = {village.code: village.shape for village in scene.ground.villages}
    left: list[tuple[House, str]] = []
    for house in houses:
        text = number_on_map(house, shapes)
        label = placing.inside(text, scene.footprints[house.code]) if house.shape.areas else None
        if label is None:
            left.append((house, text))
        else:
            scene.numbers.append(label)
    _names(scene, placing, sizes.lane)
    for house, text in left:
        label = placing.beside(text, scene.footprints[house.code])
        if label is None:
            scene.unplaced.append(house)
        else:
            scene.numbers.append(label)


def number_on_map(house: House, shapes: dict[str, Shape]) -> str:
    """123A where the outline it stands in says the village, else B/123A, as painted."""
    if not house.letter:
        return house.number
    shape = shapes.get(house.letter)
    if shape is not None and shape.areas and shape.holds(*house.at):
        return house.number
    return f"{house.letter}/{house.number}"


# --- Signs ----------------------------------------------------------------------------------------


def _sign(scene: Scene, placing: Placing, service: Service, radius: float) -> None:
    """Where the service is; where another sign stands there already, beside it with a line."""
    x, y = scene.view.place(*service.at)
    here = Tilted(x, y, radius * 1.15, radius * 1.15)
    if placing.is_free(here, on_footprints=True):
        placing.take(here)
        scene.signs.append(Sign(service, (x, y)))
        return
    for gap in SIGN_GAPS:
        reach = here.half_w + gap
        for at in (*around((x, y, x, y), gap, here.half_w, here.half_h), *all_round((x, y), reach, reach)):
            box = Tilted(*at, here.half_w, here.half_h)
            line = Stroke(*lead(box, (x, y)))
            if placing.is_free(box, on_footprints=True) and placing.may_run(line, past=(x, y)):
                placing.take(box)
                placing.draw(line)
                scene.signs.append(Sign(service, at, ((at[0], at[1]), (x, y))))
                return
    scene.unsigned.append(service)


# --- Villages -------------------------------------------------------------------------------------


def badge_size(village: Village, sizes: Sizes, note: str = "") -> tuple[float, float]:
    """Width and height of a letter with its name under it, and perhaps a note."""
    letter = width_of(village.code, sizes.letter, bold=True)
    under = [text for text in (village.name, note) if text]
    wide = max(letter, *(width_of(text, sizes.name, bold=text == note) for text in under))
    return wide + 2.4, (CAPITAL * sizes.letter + len(under) * sizes.name * 1.25) * POINT + 2.6


def _badge(scene: Scene, placing: Placing, village: Village, sizes: Sizes, note: str) -> None:
    """In the village, where it hides the fewest structures, rather in its middle; beside it if it is full."""
    if scene.only is not None and village.code != scene.only and not village.shape.areas:
        return
    width, height = badge_size(village, sizes, note)
    best: tuple[float, Tilted] | None = None
    middle = _middle(scene, village)
    if middle is None:
        return
    is_seen = False
    for at in _spots(scene, village, middle):
        is_seen = is_seen or scene.view.frame.holds(*at)
        box = Tilted(*at, width / 2, height / 2)
        if not placing.is_free(box, on_footprints=True):
            continue
        hidden = {each.key for each in placing.solid.near(box.bounds) if each.meets(box)}
        far = abs(at[0] - middle[0]) + abs(at[1] - middle[1])
        cost = len(hidden) + far / (width + height) / 4
        if best is None or cost < best[0]:
            best = cost, box
    found = best[1] if best else _beside(scene, placing, village, width / 2, height / 2) if is_seen else None
    if found is not None:
        placing.take(found)
        scene.badges.append(Badge(village, found, note))


def _beside(scene: Scene, placing: Placing, village: Village, half_w: float, half_h: float) -> Tilted | None:
    """The nearest room for a badge about what is seen of a village, in no other; rather off structures."""
    seen = village.shape.box and _common(village.shape.box, scene.view.window)
    if not seen:
        return None
    others = [each.shape for each in scene.ground.villages if each is not village]
    for on_footprints in (False, True):
        for gap in GAPS:
            for x, y in around(scene.view.bounds(seen), gap, half_w, half_h):
                box = Tilted(x, y, half_w, half_h)
                is_own = not any(shape.holds(*scene.view.ground(x, y)) for shape in others)
                if is_own and placing.is_free(box, on_footprints=on_footprints):
                    return box
    return None


def _middle(scene: Scene, village: Village) -> Place | None:
    """Of what is seen of a village, on paper."""
    if village.shape.areas:
        area = max(village.shape.areas, key=lambda area: box_of(area[0]).width * box_of(area[0]).height)
        return scene.view.place(*centroid(area[0]))
    stands = [house.at for house in scene.ground.houses if house.cluster == village.code]
    stands = stands or [each.at for each in scene.ground.services if each.cluster == village.code]
    if not stands:
        return None
    xs, ys = sorted(x for x, _y in stands), sorted(y for _x, y in stands)
    return scene.view.place(xs[len(xs) // 2], ys[len(ys) // 2])


def _spots(scene: Scene, village: Village, middle: Place) -> Iterable[Place]:
    """Places for a badge: a net over what is seen of the village, else about its middle."""
    yield middle
    box = village.shape.box
    if box is None:
        yield from around((*middle, *middle), 2, 6, 4)
        yield from around((*middle, *middle), 12, 6, 4)
        return
    seen = _common(box, scene.view.window)
    if seen is None:
        return
    for across in range(1, 20):
        for down in range(1, 20):
            x, y = seen.west + seen.width * across / 20, seen.south + seen.height * down / 20
            if village.shape.holds(x, y):
                yield scene.view.place(x, y)


def _common(a: Box, b: Box) -> Box | None:
    if not a.meets(b):
        return None
    return Box(max(a.west, b.west), max(a.south, b.south), min(a.east, b.east), min(a.north, b.north))


# --- Lanes ----------------------------------------------------------------------------------------


def drawn_width(way: Way, view: View) -> float:
    """Of a way, mm on paper: as wide as it is, if that can be seen."""
    least = WAYS[way.kind].least
    if way.width_m is None or way.kind in THIN:
        return least
    return max(least, view.length(way.width_m))


def _names(scene: Scene, placing: Placing, points: float) -> None:
    """Each lane's name along its longest parts."""
    view = scene.view
    found: defaultdict[str, list[Label]] = defaultdict(list)
    named = [way for way in scene.ground.ways if way.name]
    for way in named:
        for line in sorted(way.shape.lines, key=len, reverse=True):
            if len(line) > 1 and view.sees(Shape(lines=[line]).box or view.window):
                half = drawn_width(way, view) / 2
                found[way.name] += along(way.name, view.path(line), points, half, placing)
    scene.names = [label for labels in found.values() for label in labels]
    scene.unnamed = [way for way in named if not found[way.name] and view.sees(way.shape.box or view.window)]
