"""What every line, pattern and sign means: drawn by the same hands as the map itself."""

from collections.abc import Callable, Iterable

from mapping.themes import Group
from mapping.wall import words
from mapping.wall.canvas import BLACK, WHITE, Canvas
from mapping.wall.drawing import FINE, hatched
from mapping.wall.flow import Item, text_item
from mapping.wall.ground import Ground
from mapping.wall.labels import LEAST
from mapping.wall.letters import CAPITAL, wrapped
from mapping.wall.look import Look
from mapping.wall.paper import POINT, Letters, Rect
from mapping.wall.signs import sign
from mapping.wall.style import EDGE, HOUSE, WALL, WAYS, mixed, rgb, zone_style
from settlements.choices import LaneKind, OverlayKind, ServiceKind, ServiceStatus
from verification.paper.words import Speech, Text

SWATCH = 9.0  # mm wide
Swatch = Callable[[Canvas, float, float], None]  # about a middle on the left


class Legend:
    """The items of one map's legend: only what is on it."""

    def __init__(self, ground: Ground, look: Look, letters: Letters, speech: Speech, width: float) -> None:
        self.ground, self.look, self.letters, self.speech, self.width = ground, look, letters, speech, width

    def items(self, *, is_of_village: bool) -> list[Item]:
        """Lines and areas, ways, dangers and plans, services."""
        return [
            *self._structures(is_of_village=is_of_village),
            *self._theme(),
            *self._ways(),
            *self._zones(),
            *self._services(),
        ]

    def said(self, text: Text, **values: object) -> str:
        return words.said(self.speech, text, **values)

    def heading(self, text: Text, **values: object) -> Item:
        points = self.letters.heading
        return text_item(
            wrapped(self.said(text, **values), points, self.width, bold=True), points, bold=True, above=1.6,
            below=0.6, keep=True,
        )  # fmt: skip

    def entry(self, text: str, swatch: Swatch) -> Item:
        """A sign and what it means."""
        lines = wrapped(text, self.letters.body, self.width - SWATCH - 1.5)
        written = text_item(lines, self.letters.body, indent=SWATCH + 1.5)
        height = max(written.height, 4.2 if len(lines) == 1 else written.height + 0.8)
        top = (height - written.height) / 2

        def draw(canvas: Canvas, x: float, y: float) -> None:
            swatch(canvas, x, y + height / 2)
            written.draw(canvas, x, y + top)

        return Item(height, draw)

    # --- Structures, boundary, villages -----------------------------------------------------------------

    def _structures(self, *, is_of_village: bool) -> list[Item]:
        items = [self.heading(words.LEGEND)]
        if self.ground.boundary.areas:
            items.append(self.entry(self.said(words.BOUNDARY), self._line(BLACK, 1.1, (5, 1.3, 1, 1.3))))
        outlined = [village for village in self.ground.villages if village.shape.areas]
        if outlined:
            colour = self.look.ink.dark(self.look.village_colour(outlined[0].code))
            dash = self.look.village_dash(outlined[0].code)
            items.append(self.entry(self.said(words.VILLAGE), self._line(colour, 0.7, dash)))
        if any(house.shape.areas for house in self.ground.houses):
            items.append(self.entry(self.said(words.STRUCTURE), self._house(12)))
            items.append(self.entry(self.said(words.BESIDE), self._beside))
        if any(not house.shape.areas for house in self.ground.houses):
            items.append(self.entry(self.said(words.POINT), self._point))
        if is_of_village:
            items.append(self.entry(self.said(words.OTHER_VILLAGE), self._house(None)))
        if self.ground.houses:
            items.append(self.entry(self.said(words.ON_LIST), self._dot))
        return items

    def _line(self, colour: tuple[float, float, float], width: float, dash: tuple[float, ...]) -> Swatch:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.say("0 J")
            canvas.pen(colour, width, dash)
            canvas.stroke([((x, y), (x + SWATCH, y))])
            canvas.say("1 J")

        return draw

    def _house(self, number: int | None) -> Swatch:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.pen(self.look.ink.of(WALL if number else FINE), 0.15)
            canvas.brush((WHITE if self.look.theme else HOUSE) if number else WHITE)
            canvas.rect(Rect(x + 1, y - 1.6, SWATCH - 2, 3.2), "B")
            if number:
                canvas.brush(BLACK)
                canvas.write(x + SWATCH / 2, y + CAPITAL * LEAST * POINT / 2, str(number), LEAST, align="C")

        return draw

    def _beside(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.pen(self.look.ink.of(WALL), 0.15)
        canvas.brush(HOUSE)
        canvas.rect(Rect(x + 0.3, y - 0.9, 2.2, 1.8), "B")
        canvas.pen(BLACK, 0.1)
        canvas.stroke([((x + 1.4, y), (x + 4.6, y))])
        canvas.specks([(x + 1.4, y)], 0.24)
        canvas.brush(BLACK)
        canvas.write(x + 5, y + CAPITAL * LEAST * POINT / 2, "13", LEAST)

    def _point(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.pen(self.look.ink.of(WALL), 0.15)
        canvas.brush(HOUSE)
        canvas.rect(Rect(x + 1.5, y - 0.7, 1.4, 1.4), "B")
        canvas.brush(BLACK)
        canvas.write(x + 3.6, y + CAPITAL * LEAST * POINT / 2, "14", LEAST)

    def _dot(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.pen(self.look.ink.of(WALL), 0.15)
        canvas.brush(HOUSE)
        canvas.rect(Rect(x + 3, y - 1, 2.6, 2), "B")
        canvas.pen(BLACK)
        canvas.specks([(x + 4.3, y)], 0.45)

    def _theme(self) -> list[Item]:
        if self.look.theme is None:
            return []
        ink = self.look.ink

        def swatch(group: Group) -> Swatch:
            def draw(canvas: Canvas, x: float, y: float) -> None:
                box = Rect(x, y - 1.8, SWATCH, 3.6)
                canvas.brush(ink.tint(rgb(group.colour), 0.55))
                canvas.pen(ink.of(WALL), 0.15)
                canvas.rect(box, "B")
                pattern = self.look.pattern_of(group)
                hatched(canvas, [corners(box)], pattern, ink.of(FINE), 0.1, bounds(box))

            return draw

        theme = self.look.theme
        return [
            self.heading(words.THEME, theme=self.said(theme.label)),
            *(self.entry(self.said(group.label), swatch(group)) for group in theme.groups),
            self.entry(self.said(words.UNKNOWN), self._blank),
        ]

    def _blank(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.brush(WHITE)
        canvas.pen(self.look.ink.of(WALL), 0.15)
        canvas.rect(Rect(x, y - 1.8, SWATCH, 3.6), "B")

    # --- Ways, zones, services ----------------------------------------------------------------------------

    def _ways(self) -> list[Item]:
        kinds = _present((way.kind for way in self.ground.ways), LaneKind.values)
        return [self.entry(self.said(LaneKind(kind).label), self._way(kind)) for kind in kinds]

    def _way(self, kind: str) -> Swatch:
        style, ink = WAYS[kind], self.look.ink

        def draw(canvas: Canvas, x: float, y: float) -> None:
            width = min(style.least, 2.2)
            both = [((x + width / 2, y), (x + SWATCH - width / 2, y))]
            canvas.say("1 J" if style.fill else "0 J")
            colour = ink.of(style.colour) if style.fill else ink.dark(style.colour)
            canvas.pen(colour, width, () if kind == LaneKind.RAILWAY else style.dash)
            canvas.stroke(both)
            if style.fill:
                canvas.pen(ink.of(style.fill), width - EDGE)
                canvas.stroke(both)
            if kind == LaneKind.RAILWAY:
                canvas.pen(WHITE, width * 0.6, style.dash)
                canvas.stroke(both)
            canvas.say("1 J")

        return draw

    def _zones(self) -> list[Item]:
        items = []
        for kind in _present((zone.kind for zone in self.ground.zones), OverlayKind.values):
            names = dict.fromkeys(zone.name for zone in self.ground.zones if zone.kind == kind)
            text = f"{self.said(OverlayKind(kind).label)}: {', '.join(names)}"
            items.append(self.entry(text, self._zone(kind)))
        return items

    def _zone(self, kind: str) -> Swatch:
        is_hazard = kind in OverlayKind.hazards()
        colour, how = zone_style(kind, is_hazard=is_hazard)

        def draw(canvas: Canvas, x: float, y: float) -> None:
            box = Rect(x, y - 1.9, SWATCH, 3.8)
            canvas.brush(WHITE)
            canvas.rect(box, "f")
            hatched(canvas, [corners(box)], how, self.look.ink.dark(mixed(colour, 0.25)), 0.13, bounds(box))
            canvas.pen(self.look.ink.dark(colour), 0.5, () if is_hazard else (3, 1.2))
            canvas.rect(box)

        return draw

    def _services(self) -> list[Item]:
        kinds = _present((each.kind for each in self.ground.services), ServiceKind.values)
        if not kinds:
            return []
        items = [self.heading(words.SERVICES)]
        items += [
            self.entry(self.said(ServiceKind(kind).label), self._sign(kind, ServiceStatus.WORKING))
            for kind in kinds
        ]
        states = {each.status for each in self.ground.services}
        told = (
            (words.WORKS, ServiceStatus.WORKING),
            (words.PARTLY, ServiceStatus.PARTLY),
            (words.BROKEN, ServiceStatus.NOT_WORKING),
            (words.BUILDING, ServiceStatus.UNDER_CONSTRUCTION),
            (words.UNSURE, ServiceStatus.UNKNOWN),
        )
        same = {ServiceStatus.CLOSED: ServiceStatus.NOT_WORKING}
        seen = {same.get(ServiceStatus(state), ServiceStatus(state)) for state in states}
        return items + [
            self.entry(self.said(text), self._sign(ServiceKind.WATER_POINT, status))
            for text, status in told
            if status in seen
        ]

    def _sign(self, kind: str, status: str) -> Swatch:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            sign(canvas, kind, status, x + SWATCH / 2, y, 1.7, self.look.ink)

        return draw


def corners(rect: Rect) -> list[tuple[float, float]]:
    return [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.bottom), (rect.x, rect.bottom)]


def bounds(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x, rect.y, rect.right, rect.bottom


def _present(found: Iterable[str], order: list[str]) -> list[str]:
    """Each once, in the order of its choice list."""
    seen = set(found)
    return [kind for kind in order if kind in seen]
