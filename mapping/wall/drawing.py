"""Draws a scene, or the part of it that falls on one sheet: from the ground up to the numbers."""

from collections import defaultdict
from collections.abc import Iterable

from mapping.themes import Group
from mapping.wall import hatch
from mapping.wall.boxes import Bounds, Place
from mapping.wall.canvas import BLACK, WHITE, Canvas, Colour
from mapping.wall.ground import House, Way
from mapping.wall.labels import Label
from mapping.wall.letters import CAPITAL, shortened
from mapping.wall.look import Look
from mapping.wall.paper import POINT, Rect
from mapping.wall.plane import Box
from mapping.wall.scene import Badge, Scene, Sizes, drawn_width
from mapping.wall.shapes import Ring
from mapping.wall.signs import sign
from mapping.wall.style import EDGE, HOUSE, THIN, WALL, WAYS, Hatch, mixed, rgb, zone_style
from settlements.choices import LaneKind

FINE = mixed(BLACK, 0.45)
NAMES: Colour = (0.25, 0.16, 0.02)
LAST = (LaneKind.BRIDGE,)  # over everything else
FIRST = (LaneKind.RIVER, LaneKind.DRAIN)


def hatched(
    canvas: Canvas, rings: list[list[Place]], how: Hatch, colour: Colour, width: float, seen: Bounds
) -> None:
    """Fill an area with its lines or dots."""
    canvas.pen(colour, width)
    for angle in how.angles:
        canvas.stroke(hatch.lines(rings, angle, how.gap, seen))
    if how.dots:
        canvas.specks(hatch.dots(rings, how.gap, seen), max(0.18, width * 1.6))


class Drawing:
    """One part of a scene on one page. `shift` is what leads from the scene's millimetres to the page's."""

    def __init__(
        self, canvas: Canvas, scene: Scene, look: Look, sizes: Sizes, frame: Rect, shift: Place = (0.0, 0.0)
    ) -> None:
        self.canvas, self.scene, self.look, self.sizes = canvas, scene, look, sizes
        self.ink = look.ink
        self.line = sizes.line
        self.frame = frame
        self.shift = shift
        left, top = frame.x - shift[0], frame.y - shift[1]
        self.seen: Bounds = (left, top, left + frame.w, top + frame.h)

    def draw(self) -> None:
        """All of it, cut at the frame."""
        with self.canvas.only_in(self.frame):
            if self.shift != (0.0, 0.0):
                self.canvas.say(f"1 0 0 1 {self.shift[0]:.4f} {self.shift[1]:.4f} cm")
            self._tints()
            self._ways()
            self._houses()
            self._zones()
            self._grid()
            self._villages()
            self._boundary()
            self._leaders()
            self._signs()
            self._texts()
            for badge in self.scene.badges:
                self._badge(badge)

    def _is_seen(self, box: Box | None, margin: float = 3.0) -> bool:
        if box is None:
            return False
        left, top, right, bottom = self.scene.view.bounds(box)
        x0, y0, x1, y1 = self.seen
        return left - margin < x1 and x0 < right + margin and top - margin < y1 and y0 < bottom + margin

    def _paths(self, rings: Iterable[Ring]) -> list[list[Place]]:
        return [self.scene.view.path(ring) for ring in rings]

    # --- Ground ------------------------------------------------------------------------------------

    def _tints(self) -> None:
        """Villages in their colour, very lightly."""
        for village in self.scene.ground.villages:
            if self.scene.only not in (None, village.code) or not self._is_seen(village.shape.box):
                continue
            self.canvas.brush(self.ink.tint(self.look.village_colour(village.code), 0.9))
            for area in village.shape.areas:
                self.canvas.fill(self._paths(area))

    def _ways(self) -> None:
        ways = [way for way in self.scene.ground.ways if self._is_seen(way.shape.box, 10)]
        ways.sort(key=lambda way: (way.kind in LAST) - (way.kind in FIRST))
        broad = [way for way in ways if WAYS[way.kind].fill is not None]
        for way in broad:
            self._way(way, self.ink.of(WAYS[way.kind].colour), drawn_width(way, self.scene.view), ())
        for way in broad:
            fill = WAYS[way.kind].fill or WHITE
            self._way(way, self.ink.of(fill), drawn_width(way, self.scene.view) - EDGE, ())
        for way in ways:
            if way not in broad:
                self._thin(way)

    def _thin(self, way: Way) -> None:
        line = WAYS[way.kind]
        colour = (
            self.ink.dark(line.colour)
            if way.kind in (LaneKind.DRAIN, LaneKind.RAILWAY)
            else self.ink.of(line.colour)
        )
        if way.kind == LaneKind.RAILWAY:
            self._way(way, colour, line.least, ())
            self._way(way, WHITE, line.least * 0.6, line.dash)
        else:
            self._way(way, colour, line.least, line.dash)

    def _way(self, way: Way, colour: Colour, width: float, dash: tuple[float, ...]) -> None:
        # Dashes with round ends would touch.
        self.canvas.say("0 J" if way.kind in THIN else "1 J")
        self.canvas.pen(colour, width, dash)
        self.canvas.lines(path for path in self._paths(way.shape.lines) if len(path) > 1)
        self.canvas.say("1 J")

    def _houses(self) -> None:
        """Footprints, those of a class together; where one village is meant the others are faint."""
        groups: defaultdict[Group | None, list[House]] = defaultdict(list)
        faint: list[House] = []
        for house in self.scene.ground.houses:
            if house.code in self.scene.footprints and self._is_seen(house.box):
                is_faint = self.scene.only is not None and house.cluster != self.scene.only
                (faint if is_faint else groups[self.look.group_of(house)]).append(house)
        self.canvas.pen(self.ink.of(mixed(BLACK, 0.75)), 0.12)
        self.canvas.brush(WHITE)
        self._fill(faint)
        for group, houses in groups.items():
            self.canvas.pen(self.ink.of(WALL), 0.15)
            self.canvas.brush(self._colour(group))
            self._fill(houses)
            if group is not None:
                self._pattern(group, houses)

    def _fill(self, houses: Iterable[House]) -> None:
        for house in houses:
            self.canvas.fill(self.scene.footprints[house.code].rings, outlined=True)

    def _colour(self, group: Group | None) -> Colour:
        if group is None:
            return WHITE if self.look.theme else HOUSE
        return self.ink.tint(rgb(group.colour), 0.55)

    def _pattern(self, group: Group, houses: Iterable[House]) -> None:
        for house in houses:
            rings = self.scene.footprints[house.code].rings
            hatched(self.canvas, rings, self.look.pattern_of(group), self.ink.of(FINE), 0.1, self.seen)

    # --- Lines over it -------------------------------------------------------------------------------

    def _zones(self) -> None:
        """Dangers and plans: hatched, with their edge, and the line they were drawn as."""
        for zone in self.scene.ground.zones:
            if not self._is_seen(zone.shape.box):
                continue
            colour, how = zone_style(zone.kind, is_hazard=zone.is_hazard)
            for area in zone.shape.areas:
                hatched(
                    self.canvas, self._paths(area), how, self.ink.dark(mixed(colour, 0.25)), 0.13, self.seen
                )
            self.canvas.pen(self.ink.dark(colour), 0.5 * self.line, () if zone.is_hazard else (3, 1.2))
            self.canvas.lines(self._paths(zone.shape.rings), closed=True)
            self.canvas.pen(self.ink.dark(colour), 0.7 * self.line, (6, 1.5, 1, 1.5))
            self.canvas.lines(self._paths(zone.line.lines))

    def _grid(self) -> None:
        if not self.look.has_grid or self.scene.view.scale > 20_000:
            return
        view = self.scene.view
        left, top, right, bottom = self.seen
        self.canvas.pen(mixed(BLACK, 0.45), 0.09)
        window = view.window
        grid = self.scene.grid
        xs = {view.place(x, window.north)[0] for _n, *both in grid.columns_in(window) for x in both}
        ys = {view.place(window.west, y)[1] for _n, *both in grid.rows_in(window) for y in both}
        self.canvas.stroke([((x, top), (x, bottom)) for x in sorted(xs) if left < x < right])
        self.canvas.stroke([((left, y), (right, y)) for y in sorted(ys) if top < y < bottom])

    def _villages(self) -> None:
        for village in self.scene.ground.villages:
            if not self._is_seen(village.shape.box):
                continue
            paths = self._paths(village.shape.rings)
            is_meant = self.scene.only in (None, village.code)
            self.canvas.pen(WHITE, 1.3 * self.line)
            self.canvas.lines(paths, closed=True)
            self.canvas.say("0 J")
            colour = self.ink.dark(self.look.village_colour(village.code))
            self.canvas.pen(
                colour, (0.7 if is_meant else 0.35) * self.line, self.look.village_dash(village.code)
            )
            self.canvas.lines(paths, closed=True)
            self.canvas.say("1 J")

    def _boundary(self) -> None:
        if not self._is_seen(self.scene.ground.boundary.box):
            return
        paths = self._paths(self.scene.ground.boundary.rings)
        self.canvas.pen(WHITE, 2.0 * self.line)
        self.canvas.lines(paths, closed=True)
        self.canvas.say("0 J")
        self.canvas.pen(BLACK, 1.1 * self.line, (7, 1.8, 1.4, 1.8))
        self.canvas.lines(paths, closed=True)
        self.canvas.say("1 J")

    # --- What is read ----------------------------------------------------------------------------------

    def _leaders(self) -> None:
        numbers = [
            label.leader for label in self.scene.numbers if label.leader and self._near(label.leader[1])
        ]
        signs = [each.leader for each in self.scene.signs if each.leader and self._near(each.leader[1])]
        self.canvas.pen(BLACK, 0.1)
        self.canvas.stroke([*numbers, *signs])
        self.canvas.specks([end for _start, end in [*numbers, *signs]], 0.24)
        # Those whose numbers are on the list are marked, so that nobody takes them for forgotten.
        unplaced = [self.scene.view.place(*house.at) for house in self.scene.unplaced]
        unplaced += [self.scene.view.place(*each.at) for each in self.scene.unsigned]
        self.canvas.specks([place for place in unplaced if self._near(place)], 0.45)

    def _near(self, place: Place, margin: float = 12.0) -> bool:
        left, top, right, bottom = self.seen
        return left - margin < place[0] < right + margin and top - margin < place[1] < bottom + margin

    def _signs(self) -> None:
        for each in self.scene.signs:
            if self._near(each.at, 4):
                sign(self.canvas, each.service.kind, each.service.status, *each.at, self.sizes.sign, self.ink)

    def _texts(self) -> None:
        numbers = [label for label in self.scene.numbers if self._meets(label)]
        names = [label for label in self.scene.names if self._meets(label)]
        is_hatched = bool(self.scene.ground.zones) or self.look.theme is not None
        self.canvas.halo(
            [self._told(label) for label in numbers if is_hatched or label.leader]
            + [self._told(n) for n in names]
        )
        self.canvas.brush(BLACK)
        for label in numbers:
            self.canvas.say(self._told(label))
        self.canvas.brush(self.ink.dark(NAMES))
        for label in names:
            self.canvas.say(self._told(label))

    def _told(self, label: Label) -> str:
        return self.canvas.told(
            *label.start, label.text, label.points, angle=label.box.angle, narrow=label.narrow
        )

    def _meets(self, label: Label) -> bool:
        x0, y0, x1, y1 = label.box.bounds
        left, top, right, bottom = self.seen
        return x0 < right and left < x1 and y0 < bottom and top < y1

    def _badge(self, badge: Badge) -> None:
        left, top, right, bottom = badge.box.bounds
        x0, y0, x1, y1 = self.seen
        if not (left < x1 and x0 < right and top < y1 and y0 < bottom):
            return
        colour = self.ink.dark(self.look.village_colour(badge.village.code))
        self.canvas.pen(colour, 0.6)
        self.canvas.brush(WHITE)
        self.canvas.rect(Rect(left, top, right - left, bottom - top).inset(0.5), "B")
        middle = (left + right) / 2
        letter = CAPITAL * self.sizes.letter * POINT
        self.canvas.brush(colour)
        self.canvas.write(
            middle, top + 1.2 + letter, badge.village.code, self.sizes.letter, bold=True, align="C"
        )
        self.canvas.brush(BLACK)
        base = top + 1.2 + letter
        for text in (badge.village.name, badge.note):
            if text:
                base += self.sizes.name * 1.2 * POINT
                told = shortened(text, self.sizes.name, right - left - 1.4)
                self.canvas.write(middle, base, told, self.sizes.name, align="C", bold=text == badge.note)
