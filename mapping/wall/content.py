"""What stands beside a map: facts, legend, lists, room for corrections, and the index."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mapping.wall import entries, words
from mapping.wall.canvas import BLACK, Canvas
from mapping.wall.entries import Entry
from mapping.wall.facts import Facts
from mapping.wall.flow import Item, text_item
from mapping.wall.furniture import BAR, north_arrow, scale_bar
from mapping.wall.grid import Grid
from mapping.wall.ground import Ground, House, Service
from mapping.wall.legend import Legend
from mapping.wall.letters import wrapped
from mapping.wall.look import Look
from mapping.wall.options import Options
from mapping.wall.paper import Letters
from mapping.wall.plane import Box
from mapping.wall.scene import Scene
from settlements.choices import ServiceKind
from verification.paper.words import Text

ROW = 6.5  # mm: a line to write on with a pencil
ROWS = 4
MOST_FAR = 20
FEW = 60


@dataclass(frozen=True)
class Content:
    """Makes the items of one map, for columns of a width; `only` is the village it is about."""

    ground: Ground
    grid: Grid
    facts: Facts
    options: Options
    look: Look
    only: str | None = None
    is_page: bool = False  # of an atlas, whose overview has the legend
    houses: Sequence[House] = field(default_factory=list)
    services: Sequence[Service] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        ground: Ground,
        grid: Grid,
        facts: Facts,
        options: Options,
        look: Look,
        only: str | None = None,
        *,
        is_page: bool = False,
        within: Box | None = None,
    ) -> "Content":
        """Of a village, and of what is seen `within` a chosen frame."""
        houses = [each for each in ground.houses if only in (None, each.cluster)]
        services = [each for each in ground.services if only in (None, each.cluster)]
        if within is not None:
            houses = [each for each in houses if within.holds(*each.at)]
            services = [each for each in services if within.holds(*each.at)]
        return cls(ground, grid, facts, options, look, only, is_page, houses, services)

    def said(self, text: Text, **values: object) -> str:
        return words.said(self.options.speech, text, **values)

    def index(self) -> list[Entry]:
        """Of the numbers; a few about a chosen place are found at a glance, without a sheet for them."""
        if not self.options.has_grid or (self.options.is_framed and len(self.houses) <= FEW):
            return []
        names = {village.code: village.name for village in self.ground.villages}
        return entries.numbers(self.houses, self.grid, names)

    def items(
        self,
        letters: Letters,
        width: float,
        scale: int,
        *,
        has_legend: bool = True,
        missing: Scene | None = None,
    ) -> list[Item]:
        """Facts, what found no room, legend; lanes and services by their squares; last, room for a pencil."""
        return [
            self._bar(letters, width, scale),
            *self._facts(letters, width, scale),
            *(self.missing(missing, letters, width) if missing else []),
            *(self.legend_and_lists(letters, width) if has_legend else []),
            self.corrections(letters, width),
        ]

    def legend_and_lists(self, letters: Letters, width: float) -> list[Item]:
        legend = [] if self.is_page else self._legend(letters, width)
        return [*legend, *self.lists(letters, width)]

    # --- Facts --------------------------------------------------------------------------------------

    def _bar(self, letters: Letters, width: float, scale: int) -> Item:
        arrow = 9.0 + letters.body * 0.7

        def draw(canvas: Canvas, x: float, y: float) -> None:
            scale_bar(canvas, x + 0.5, y + arrow * 0.35, scale, width - 22, letters.body)
            north_arrow(canvas, x + width - 6, y + arrow + 2.6, arrow * 0.8, self.said(words.NORTH)[0])

        return Item(max(arrow + 4, BAR + letters.body), draw)

    def _facts(self, letters: Letters, width: float, scale: int) -> list[Item]:
        facts, ground = self.facts, self.ground
        metres = f"{scale / 100:g}"
        east, north = self.grid.west, self.grid.north
        lines = [
            self.said(words.SCALE, scale=f"{scale:,}", metres=metres),
            self.said(words.PRINTED, day=facts.made_on),
        ]
        if facts.register:
            lines.append(self.said(words.REGISTER, n=facts.register[0], day=facts.register[1]))
        lines.append(self.said(words.VERSION, n=facts.version))
        lines.append(self.said(words.STRUCTURES, n=f"{len(self.houses):,}"))
        if self.is_page:
            return [self._line(line, letters, width) for line in lines]
        if self.options.has_grid:
            name = ground.plane.name
            lines.append(self.said(words.GRID, name=name, east=f"{east:,}", north=f"{north:,}"))
        if facts.boundary_by:
            lines.append(self.said(words.BOUNDARY_BY, source=facts.boundary_by))
        if ground.taken_down:
            lines.append(self.said(words.TAKEN_DOWN, n=ground.taken_down))
        if ground.far:
            told = ", ".join(ground.far[:MOST_FAR]) + (" …" if len(ground.far) > MOST_FAR else "")
            lines.append(self.said(words.FAR, codes=told))
        items = [self._line(line, letters, width) for line in lines]
        return [*items, self._line(self.said(words.NO_RIGHT), letters, width, bold=True)]

    def _line(self, text: str, letters: Letters, width: float, *, bold: bool = False) -> Item:
        points = letters.body
        return text_item(wrapped(text, points, width, bold=bold), points, bold=bold, below=0.5)

    def _legend(self, letters: Letters, width: float) -> list[Item]:
        legend = Legend(self.ground, self.look, letters, self.options.speech, width)
        return legend.items(is_of_village=self.only is not None)

    # --- Lists --------------------------------------------------------------------------------------

    def lists(self, letters: Letters, width: float) -> list[Item]:
        """Lanes and services with their squares; nothing where there is no grid.

        None beside a chosen place: how much of it the paper shows must not depend on where that is.
        """
        if not self.options.has_grid or self.options.is_framed:
            return []
        items: list[Item] = []
        lanes = entries.lanes(self.ground.ways, self.grid) if self.only is None else []
        if lanes:
            items.append(self.heading(words.NAMES, letters, width))
            told = "; ".join(f"{name} {cells}" for name, cells in lanes)
            items += paragraph(told, letters.index, width)
        services = entries.services(self.services, self.grid)
        if services:
            items.append(self.heading(words.SERVICES, letters, width))
        for kind, told in services.items():
            items += paragraph(f"{self.said(ServiceKind(kind).label)}: {told}", letters.index, width)
        return items

    def missing(self, scene: Scene, letters: Letters, width: float) -> list[Item]:
        """What found no room on the map, with its square where there are squares."""
        items: list[Item] = []
        if scene.unplaced:
            items.append(self.heading(words.NO_ROOM, letters, width))
            told = entries.numbers(scene.unplaced, self.grid, {})
            items += paragraph(self._run_in(told), letters.index, width)
        if scene.unsigned:
            items.append(self.heading(words.NO_ROOM_SIGNS, letters, width))
            for kind, cells in entries.services(scene.unsigned, self.grid).items():
                items += paragraph(f"{self.said(ServiceKind(kind).label)}: {cells}", letters.index, width)
        return items

    def _run_in(self, told: Sequence[Entry]) -> str:
        """B: 12–14 C4, 17 C5; C: 3 D1"""
        text = ""
        for entry in told:
            if not entry.cell:
                text += f"{'; ' if text else ''}{entry.text}: "
            else:
                comma = ", " if text and not text.endswith(": ") else ""
                text += comma + (f"{entry.text} {entry.cell}" if self.options.has_grid else entry.text)
        return text

    def heading(self, text: Text, letters: Letters, width: float) -> Item:
        points = letters.heading
        lines = wrapped(self.said(text), points, width, bold=True)
        return text_item(lines, points, bold=True, above=1.6, below=0.6, keep=True)

    def corrections(self, letters: Letters, width: float) -> Item:
        """Lines to write on."""
        title = wrapped(self.said(words.CORRECTIONS), letters.body, width, bold=True)
        head = text_item(title, letters.body, bold=True, above=1.6)

        def draw(canvas: Canvas, x: float, y: float) -> None:
            head.draw(canvas, x, y)
            canvas.pen(BLACK, 0.1, (0.4, 0.8))
            rules = [y + head.height + (n + 1) * ROW for n in range(ROWS)]
            canvas.stroke([((x, rule), (x + width, rule)) for rule in rules])

        return Item(head.height + ROWS * ROW + 1, draw)


def paragraph(text: str, points: float, width: float) -> list[Item]:
    """Running text, in pieces that may stand in two columns."""
    lines = wrapped(text, points, width)
    return [
        text_item([line], points, below=0.6 if n == len(lines) - 1 else 0) for n, line in enumerate(lines)
    ]
