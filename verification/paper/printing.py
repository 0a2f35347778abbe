"""A cluster's list and its sheets for objections, as one PDF."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from verification.paper.doors import DoorPages
from verification.paper.frame import Frame
from verification.paper.listed import Listed
from verification.paper.objections import ObjectionPages
from verification.paper.posted import Posted
from verification.paper.sheets import Sheets


@dataclass(frozen=True)
class Printed:
    """The file."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def print_list(posted: Posted, rows: Sequence[Listed]) -> Printed:
    """Draw the rows, and the sheets for objections that go with them. Raises NoFont."""
    sheets = Sheets(posted.paper, f"{posted.settlement_code} {posted.cluster} · {posted.version}")
    frame = Frame(sheets, posted)
    doors, objections = DoorPages(frame), ObjectionPages(frame)
    sheets_of_objections = objections.pages_for(len(rows))
    pages = doors.pages_for(len(rows)) + sheets_of_objections
    doors.draw(rows, pages)
    objections.draw(sheets_of_objections, pages)
    return Printed(bytes(sheets.output()), frame.pages)
