"""What stands around every page: where one is, until when and where to object, and what the list is not."""

from typing import Any

import qrcode
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from qrcode.constants import ERROR_CORRECT_Q

from verification.paper.posted import Posted
from verification.paper.sheets import Sheets
from verification.paper.words import Text, Words

SIDES = (297.0, 210.0)
MARGIN = 10.0
QR_SIDE = 20.0
HEAD = 31.0  # from the upper edge to where a page's own content begins
TEXT = 9.5
LINE = 4.3


class Frame:
    """Draws head and foot of each page."""

    def __init__(self, sheets: Sheets, posted: Posted) -> None:
        self.sheets = sheets
        self.posted = posted
        self.speech = posted.speech
        self.qr: Any = qrcode.make(
            posted.ask_at, border=0, box_size=4, error_correction=ERROR_CORRECT_Q
        ).get_image()
        self.pages = 0
        self._feet: dict[float, list[tuple[str, bool]]] = {}

    def begin_page(self, title: Words, pages: int, *, is_wide: bool = False) -> float:
        """A new page of so many; where its own content begins."""
        self.sheets.add_page(orientation="L" if is_wide else "P")
        self.pages += 1
        self._head(title, pages)
        self._foot()
        return HEAD

    @property
    def width(self) -> float:
        return round(float(self.sheets.w)) - 2 * MARGIN

    def room(self, *, is_wide: bool) -> float:
        """The height between head and foot, before there is a page."""
        height = SIDES[is_wide]
        return self._foot_top(height, self._foot_lines(self.width_of(is_wide=is_wide))) - HEAD

    @staticmethod
    def width_of(*, is_wide: bool) -> float:
        """The width between the margins, before there is a page."""
        return SIDES[not is_wide] - 2 * MARGIN

    def _head(self, title: Words, pages: int) -> None:
        write, posted, width = self.sheets.write_at, self.posted, self.width
        right = MARGIN + width
        where = f"{posted.settlement} ({posted.settlement_code})"
        write(MARGIN, 15, where, 16, bold=True, width=width - 60)
        write(right - 58, 15, posted.cluster or self._said(NO_CLUSTER), 16, bold=True, width=58,
              align="R")  # fmt: skip
        write(MARGIN, 21, " / ".join(title) + f" · {posted.count}", 11, width=width - 40)
        page = " / ".join([str(self.pages), str(pages)])
        write(right - 38, 21, f"{self._said(PAGE)} {page}", 11, width=38, align="R")
        self.sheets.set_line_width(0.5)
        self.sheets.rect(MARGIN, 23, width, 6.5)
        until = "  ·  ".join(self.speech.say(UNTIL, day=posted.closes_on))
        write(MARGIN + 2, 27.7, until, 12, bold=True, width=width - 4, align="C")

    def _foot(self) -> None:
        sheets = self.sheets
        lines = self._foot_lines(self.width)
        top = self._foot_top(float(sheets.h), lines)
        sheets.set_line_width(0.5)
        sheets.line(MARGIN, top + 1.5, MARGIN + self.width, top + 1.5)
        sheets.image(self.qr, MARGIN + self.width - QR_SIDE, top + 5, QR_SIDE)
        for n, (line, bold) in enumerate(lines):
            sheets.write_at(MARGIN, top + 6 + n * LINE, line, TEXT, bold=bold, width=self.width)

    def _foot_top(self, height: float, lines: list[tuple[str, bool]]) -> float:
        return height - 7 - max(len(lines) * LINE + 3, QR_SIDE + 5)

    def _foot_lines(self, width: float) -> list[tuple[str, bool]]:
        """The foot's sentences in lines that leave room for the square code; the same on every page."""
        if width not in self._feet:
            self._feet[width] = [
                (line, bold)
                for text, bold in self._sentences()
                for line in self.sheets.wrapped(text, TEXT, width - QR_SIDE - 4, bold=bold)
            ]
        return self._feet[width]

    def _sentences(self) -> list[tuple[str, bool]]:
        """What is said at the foot, and whether in bold; a value once, whatever the languages."""
        posted = self.posted
        made = f"{timezone.localtime(posted.made_at):%d/%m/%Y %H:%M}"
        where = f"{posted.settlement} ({posted.settlement_code}), {posted.cluster or self._said(NO_CLUSTER)}"
        by = f"{self._said(BY)}: {posted.closes_on:%d/%m/%Y}"
        return [
            (self._said(NO_RIGHT), True),
            (f"{self._said(OBJECT)}: {posted.where_to_object}", False),
            (by + (f" · {self._said(CALL)}: {posted.contact}" if posted.contact else ""), False),
            (f"{self._said(ASK)}: {posted.ask_at}", False),
            (f"{self._said(POSTED)}: {posted.posted_on:%d/%m/%Y}, {posted.place}", False),
            (f"{where} · {self._said(VERSION)} {posted.version}, {made}", False),
        ]

    def _said(self, text: Text) -> str:
        return " / ".join(self.speech.say(text))


NO_CLUSTER = _("Outside of villages")
PAGE = _("Page")
UNTIL = _("Objections until %(day)s")
NO_RIGHT = _("This list gives no right to land or compensation.")
OBJECT = _("Something wrong or missing? Object here")
BY = _("Object by")
CALL = _("Phone or SMS")
ASK = _("Ask after your objection with its receipt number")
POSTED = _("Posted on")
VERSION = _("List version")
