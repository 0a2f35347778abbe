"""Many small PDFs as one, written as they come: a thousand pages need no more memory than fifty.

Each part is a document that WeasyPrint has laid out; its objects are numbered anew and written to the file,
and only where they lie is remembered.
"""

import re
from typing import BinaryIO

import pydyf

REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")
CATALOG, PAGES = 1, 2


class JoinedPdf:
    """Writes parts to a file: `add` each of them, then `close`."""

    def __init__(self, file: BinaryIO, title: str = "") -> None:
        self.file = file
        self.title = title
        self.at = 0
        self.offsets: dict[int, int] = {}
        self.pages: list[int] = []
        self.last = PAGES
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, part: pydyf.PDF) -> None:
        """The pages of a part, after those that are there."""
        objects = [each for each in part.objects if each.free != "f" and each is not part.catalog]
        numbers = {each.number: self.last + nth for nth, each in enumerate(objects, 1)}
        self.last += len(objects)
        self.pages += [numbers[number] for number in part.pages["Kids"][::3]]
        numbers[part.pages.number] = PAGES
        for each in objects:
            if each is not part.pages:
                self._object(numbers[each.number], _renumbered(each.data, numbers))

    def close(self) -> None:
        """The tree of pages and the table that says where everything lies."""
        kids = b" ".join(b"%d 0 R" % page for page in self.pages)
        self._object(PAGES, b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(self.pages), kids))
        self._object(CATALOG, b"<</Type /Catalog /Pages %d 0 R>>" % PAGES)
        info = self.last + 1
        self._object(info, b"<</Title %s /Producer (Pamoja)>>" % pydyf.String(self.title).data)
        table_at, size = self.at, info + 1
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for number in range(1, size):
            at = self.offsets.get(number)
            self._write(b"0000000000 65535 f \n" if at is None else b"%010d 00000 n \n" % at)
        trailer = b"<</Size %d /Root %d 0 R /Info %d 0 R>>" % (size, CATALOG, info)
        self._write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, table_at))

    def _object(self, number: int, data: bytes) -> None:
        self.offsets[number] = self.at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def _write(self, content: bytes) -> None:
        self.file.write(content)
        self.at += len(content)


def _renumbered(data: bytes, numbers: dict[int, int]) -> bytes:
    """An object whose references lead to the new numbers; the bytes of a stream are left as they are."""
    head, stream, body = data.partition(b"stream\n")
    return REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], head) + stream + body
