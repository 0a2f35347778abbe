"""Blank sheets to draw on: millimetres of A4 from the upper left corner, in black."""

from fpdf import FPDF

from verification.choices import PaperSize
from verification.paper.fonts import font_files

# A3 is A4 drawn so much larger: type, boxes and all.
SCALES = {PaperSize.A4: 1.0, PaperSize.A3: 2**0.5}
# A word too long for its box is drawn narrower, down to this per cent of its width, and then cut.
NARROWEST = 65
POINT = 25.4 / 72  # mm


class Sheets(FPDF):
    """The sheets of one list."""

    def __init__(self, paper: str, title: str) -> None:
        self.scale_of_paper = SCALES[PaperSize(paper)]
        super().__init__(unit=self.scale_of_paper / POINT, format=paper)
        self.set_auto_page_break(False)
        self.set_title(title)
        self.set_creator("Pamoja")
        regular, bold = font_files()
        self.add_font("Sans", "", regular)
        self.add_font("Sans", "B", bold)

    def use(self, size: float, *, bold: bool = False) -> None:
        """Letters of so many points on A4."""
        self.set_font("Sans", "B" if bold else "", size * self.scale_of_paper)

    def write_at(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        width: float,
        align: str = "L",
    ) -> None:
        """One line, its baseline at y, that stays within its width."""
        self.use(size, bold=bold)
        wide = self.get_string_width(text)
        if wide > width:
            while wide * NARROWEST / 100 > width and len(text) > 1:
                text = f"{text[:-2].rstrip()}…"
                wide = self.get_string_width(text)
            self.set_stretching(max(NARROWEST, 100 * width / wide))
            wide = min(wide, width)
        shift = {"L": 0.0, "C": (width - wide) / 2, "R": width - wide}[align]
        self.text(x + shift, y, text)
        self.set_stretching(100)

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """The lines that the text takes; fpdf2's own wrapping needs a page to be open."""
        self.use(size, bold=bold)
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.get_string_width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines
