"""The sheet on which objections are written down: numbered blank rows."""

from django.utils.translation import gettext_lazy as _

from verification.choices import ObjectionKind
from verification.paper.frame import MARGIN, Frame
from verification.paper.words import Text

ROW = 22.0
HEADING = 13.0
HEADING_TYPE = 7.5  # points
KIND_LINE = 3.9
KINDS_ACROSS = 3
BOXES_ACROSS = 5
BOX = 4.2
# Of so many rows of the list one is expected to bring an objection; a sheet or two more are always there.
ROWS_PER_OBJECTION = 20
FEWEST = 10

TITLE = _("Objections")
COLUMNS: tuple[tuple[str, Text, float], ...] = (
    ("number", _("No."), 12),
    ("door", _("Structure number"), 36),
    ("kind", _("What is wrong: tick its number"), 62),
    ("who", _("Who says so (owner, tenant, neighbour …)"), 46),
    ("words", _("In their words"), 61),
    ("phone", _("Phone"), 33),
    ("thumb", _("Signature or thumb"), 27),
)
# The numbers that are printed and ticked, for who types the sheet in.
KIND_NUMBERS: dict[ObjectionKind, int] = {kind: n for n, kind in enumerate(ObjectionKind, 1)}


class ObjectionPages:
    """Draws them, lying on their side."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.sheets = frame.sheets
        self.say = frame.speech.say
        self.legend = -(-len(KIND_NUMBERS) // KINDS_ACROSS) * KIND_LINE + 3
        room = frame.room(is_wide=True) - self.legend - HEADING
        self.per_page = int(room / ROW)
        self.row = room / self.per_page

    def pages_for(self, rows: int) -> int:
        wanted = max(FEWEST, -(-rows // ROWS_PER_OBJECTION))
        return -(-wanted // self.per_page)

    def draw(self, own: int, pages: int) -> None:
        """So many sheets of its own, of so many pages in all."""
        for sheet in range(own):
            top = self.frame.begin_page(self.say(TITLE), pages, is_wide=True)
            self._kinds(top)
            y = top + self.legend
            self._headings(y)
            for n in range(self.per_page):
                self._row(y + HEADING + n * self.row, sheet * self.per_page + n + 1)

    def _kinds(self, top: float) -> None:
        """What each number stands for."""
        width = self.frame.width / KINDS_ACROSS
        deep = -(-len(KIND_NUMBERS) // KINDS_ACROSS)
        for kind, n in KIND_NUMBERS.items():
            across, down = divmod(n - 1, deep)
            x, y = MARGIN + across * width, top + 3 + down * KIND_LINE
            self.sheets.write_at(x, y, str(n), 8, bold=True, width=5, align="R")
            self.sheets.write_at(x + 6, y, " / ".join(self.say(kind.label)), 8, width=width - 8)

    def _headings(self, y: float) -> None:
        x = MARGIN
        for _name, heading, width in COLUMNS:
            self.sheets.set_line_width(0.3)
            self.sheets.rect(x, y, width, HEADING)
            lines = [
                line
                for text in self.say(heading)
                for line in self.sheets.wrapped(text, HEADING_TYPE, width - 2, bold=True)
            ]
            for n, line in enumerate(lines[:4]):
                self.sheets.write_at(x + 1, y + 3.2 + n * 2.9, line, HEADING_TYPE, bold=True, width=width - 2)
            x += width

    def _row(self, y: float, number: int) -> None:
        x = MARGIN
        self.sheets.set_line_width(0.3)
        for name, _heading, width in COLUMNS:
            self.sheets.rect(x, y, width, self.row)
            if name == "number":
                self.sheets.write_at(x + 1, y + self.row / 2 + 2, str(number), 12, bold=True, width=width - 2,
                                     align="C")  # fmt: skip
            elif name == "kind":
                self._boxes(x, y, width)
            x += width

    def _boxes(self, x: float, y: float, width: float) -> None:
        step = width / BOXES_ACROSS
        rows = -(-len(KIND_NUMBERS) // BOXES_ACROSS)
        for n in KIND_NUMBERS.values():
            down, across = divmod(n - 1, BOXES_ACROSS)
            left, top = x + 1 + across * step, y + 1.5 + down * (self.row - 2) / rows
            self.sheets.rect(left, top, BOX, BOX)
            self.sheets.write_at(left + BOX + 0.8, top + 3.4, str(n), 9, width=step - BOX - 1.5)
