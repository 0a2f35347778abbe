"""The pages with the doors: a row for each household, with room to tick, to write and for a thumb."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from enumerations.choices import TenureRole
from verification.paper.frame import MARGIN, Frame
from verification.paper.listed import Listed, status_word
from verification.paper.sheets import Sheets
from verification.paper.words import Text, Words

ROW = 15.6  # a thumb needs 15 mm
HEADING = 13.0
NOTE_TYPE, NOTE_LINE = 8.0, 3.4  # points, mm
TYPE = 12.5  # points
BOX = 7.0
PAD = 1.5

TITLE = _("Draft list to check")
FIND = _(
    "Find your number. Right? Tick yes. Wrong? Tick no, write what is wrong and press your thumb. "
    "“No household listed”: empty, nobody was at home, or they do not want to be on the list."
)
NONE_LISTED = _("No household listed")
NO_DOOR = _("no number")


@dataclass(frozen=True)
class Column:
    """One column: what is above it, and how wide it is."""

    name: str
    heading: Text
    width: float


# Without names there is more room for a remark.
NAMED = (
    Column("door", _("Structure number"), 36),
    Column("unit", _("Unit / household"), 20),
    Column("status", _("Owner or tenant"), 30),
    Column("name", _("Name, shortened"), 36),
    Column("size", _("People"), 15),
    Column("yes", _("Yes"), 11),
    Column("no", _("No"), 11),
    Column("remark", _("Remark, thumb"), 31),
)
NUMBERED = (
    Column("door", _("Structure number"), 40),
    Column("unit", _("Unit / household"), 22),
    Column("status", _("Owner or tenant"), 36),
    Column("size", _("People"), 18),
    Column("yes", _("Yes"), 12),
    Column("no", _("No"), 12),
    Column("remark", _("Remark, thumb"), 50),
)
SIGNS = {"yes": "✓", "no": "✗"}


class DoorPages:
    """Draws them, as many as the rows need."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.sheets: Sheets = frame.sheets
        self.say = frame.speech.say
        self.columns = NAMED if frame.posted.has_names else NUMBERED
        # Asked of every row, so said once.
        self.headings = {column.name: self.say(column.heading) for column in self.columns}
        self.statuses = {code: self.say(status_word(code)) for code in TenureRole.values}
        self.none_listed, self.no_door = self.say(NONE_LISTED), self.say(NO_DOOR)
        lines = [
            self.sheets.wrapped(text, NOTE_TYPE, frame.width_of(is_wide=False)) for text in self.say(FIND)
        ]
        self.note = [line for those in lines for line in those]
        self.top = len(self.note) * NOTE_LINE + 1  # of the table, below the page's head
        room = frame.room(is_wide=False) - self.top - HEADING
        self.per_page = int(room / ROW)
        self.row = room / self.per_page

    def pages_for(self, rows: int) -> int:
        return -(-rows // self.per_page)

    def draw(self, rows: Iterable[Listed], pages: int) -> None:
        """The rows, on pages of which there will be so many together with those that follow."""
        y = 0.0
        for n, row in enumerate(rows):
            if n % self.per_page == 0:
                y = self._begin(pages)
            self._row(y, row)
            y += self.row

    def _begin(self, pages: int) -> float:
        top = self.frame.begin_page(self.say(TITLE), pages)
        for n, line in enumerate(self.note):
            self.sheets.write_at(MARGIN, top + 2.2 + n * NOTE_LINE, line, NOTE_TYPE, width=self.frame.width)
        self.sheets.set_line_width(0.3)
        for x, column in self._placed():
            self.sheets.rect(x, top + self.top, column.width, HEADING)
            self._heading(x, top + self.top, column)
        return top + self.top + HEADING

    def _heading(self, x: float, y: float, column: Column) -> None:
        lines = [
            line
            for text in self.headings[column.name]
            for line in self.sheets.wrapped(text, 8, column.width - 2, bold=True)
        ]
        if column.name in SIGNS:
            lines = [SIGNS[column.name], *self.headings[column.name]]
        for n, line in enumerate(lines[:4]):
            self.sheets.write_at(x + 1, y + 3.2 + n * 3, line, 8, bold=True, width=column.width - 2)

    def _row(self, y: float, row: Listed) -> None:
        self.sheets.set_line_width(0.3)
        for x, column in self._placed():
            if column.name in SIGNS:
                self.sheets.rect(x, y, column.width, self.row)
                self.sheets.rect(x + (column.width - BOX) / 2, y + (self.row - BOX) / 2, BOX, BOX)
            elif column.name == "remark" or row.is_household or column.name == "door":
                self.sheets.rect(x, y, column.width, self.row)
                self._cell(x, y, column, row)
        if not row.is_household:
            self._none_listed(y)

    def _cell(self, x: float, y: float, column: Column, row: Listed) -> None:
        x, width = x + PAD, column.width - 2 * PAD
        middle = y + self.row / 2 + 1.6
        if column.name == "door":
            door = (row.door,) if row.door else self.no_door
            self._lines(x, y, width, door, size=14 if row.door else TYPE, bold=bool(row.door))
        elif column.name == "unit":
            self.sheets.write_at(x, middle, row.unit or "–", TYPE, width=width)
        elif column.name == "status":
            self._lines(x, y, width, self.statuses.get(row.status, ("–",)))
        elif column.name == "name":
            self._lines(x, y, width, tuple(self._name(row.name, width)) if row.name else ("–",), bold=True)
        elif column.name == "size":
            size = "–" if row.size is None else str(row.size)
            self.sheets.write_at(x, middle, size, 14, bold=True, width=width, align="C")

    def _name(self, name: str, width: float) -> list[str]:
        """On one line where it fits a little narrower, else on two."""
        self.sheets.use(TYPE, bold=True)
        if self.sheets.get_string_width(name) * 0.8 <= width:
            return [name]
        first, *others = self.sheets.wrapped(name.replace("-", "- "), TYPE, width, bold=True)
        return [first, " ".join(others).replace("- ", "-")] if others else [first]

    def _none_listed(self, y: float) -> None:
        """Across the columns in which a household would stand."""
        across = [(x, c) for x, c in self._placed() if c.name in ("unit", "status", "name", "size")]
        x = across[0][0]
        width = sum(column.width for _x, column in across)
        self.sheets.rect(x, y, width, self.row)
        self._lines(x + PAD, y, width - 2 * PAD, self.none_listed)

    def _lines(
        self, x: float, y: float, width: float, lines: Words, *, size: float = TYPE, bold: bool = False
    ) -> None:
        """One or two lines in the middle of a row."""
        step = 5.6
        first = y + self.row / 2 + 1.6 - (len(lines) - 1) * step / 2
        for n, line in enumerate(lines):
            self.sheets.write_at(x, first + n * step, line, size, bold=bold, width=width)

    def _placed(self) -> list[tuple[float, Column]]:
        """The columns with where they begin."""
        x, placed = MARGIN, []
        for column in self.columns:
            placed.append((x, column))
            x += column.width
        return placed
