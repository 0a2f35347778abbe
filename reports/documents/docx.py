"""A document as DOCX, to be edited in Word or LibreOffice: real styles, real tables, a contents field."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.documents import blocks as b
from reports.documents.markup import Run, Shape
from reports.documents.pictures import pngs_of

TEXT_MM = 174.0
GREEN, RED, SOFT = RGBColor(0x14, 0x53, 0x2D), RGBColor(0x8C, 0x15, 0x15), RGBColor(0x51, 0x4A, 0x41)
FONT = "DejaVu Sans"
HEAD_FILL, LINE = "EFEAE0", "D8CFC1"
KEPT_WHOLE = 10  # rows of a table that is not broken between pages
LOCALES = {"en": "en-GB", "sw": "sw-KE"}


def docx_of(document: b.Document) -> bytes:
    """The file. Raises NoPainter."""
    writer = Writer(document)
    writer.write()
    out = BytesIO()
    writer.doc.save(out)
    return out.getvalue()


class Writer:
    """Writes one document, block by block."""

    def __init__(self, document: b.Document) -> None:
        self.document = document
        self.doc: Any = new_document()
        pictures = [block for block in document.blocks if isinstance(block, b.Picture)]
        self.pngs = dict(zip(map(id, pictures), pngs_of(pictures), strict=True))
        self.counted = {"Table": 0, "Figure": 0}
        self.bookmarks = 0
        self.makers: dict[type[b.Block], Callable[[Any], None]] = {
            b.Title: self._title, b.Written: self._written, b.Note: self._note, b.Facts: self._facts,
            b.Table: self._table, b.Cards: self._cards, b.Picture: self._picture, b.Asked: self._asked,
            b.Contents: self._contents,
        }  # fmt: skip

    def write(self) -> None:
        self._settings()
        self._styles()
        self._page()
        self._cover()
        for block in self.document.blocks:
            self.makers[type(block)](block)
        if self.document.kind == "leaders":
            self._about()

    # --- The whole ----------------------------------------------------------------------------------

    def _settings(self) -> None:
        said = self.doc.core_properties
        said.title = f"{self.document.title} – {self.document.subtitle}"
        said.author, said.comments = "Pamoja", self.document.stamp
        said.keywords, said.language = ", ".join(self.document.keywords), self.document.language
        said.subject = self.document.extra.get("version", "")
        # Word asks to fill in the table of contents when the file is opened.
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        self.doc.settings.element.append(update)

    def _styles(self) -> None:
        styles = self.doc.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(9.5)
        normal.paragraph_format.space_after = Pt(6)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), FONT)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), LOCALES[self.document.language])
        normal.element.get_or_add_rPr().append(lang)
        for name, size in (("Title", 24), ("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 10)):
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), GREEN
            style.font.bold = True
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                if "Theme" in key:
                    del fonts.attrib[key]
            for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(key), FONT)
            style.paragraph_format.keep_with_next = True
        styles["Caption"].font.size, styles["Caption"].font.color.rgb = Pt(8.5), RGBColor(0x1C, 0x18, 0x14)
        styles["Caption"].font.name = FONT
        subtitle = styles["Subtitle"]
        subtitle.font.name, subtitle.font.size, subtitle.font.italic = FONT, Pt(13), False
        subtitle.font.color.rgb = RGBColor(0x1C, 0x18, 0x14)
        quote = styles["Intense Quote"]
        quote.font.name, quote.font.italic, quote.font.size = FONT, False, Pt(9)
        quote.font.color.rgb = RGBColor(0x71, 0x3F, 0x00)
        small = styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size, small.font.color.rgb = normal, Pt(7.5), SOFT
        small.paragraph_format.space_after = Pt(3)
        stamp = styles.add_style("Stamp", WD_STYLE_TYPE.PARAGRAPH)
        stamp.base_style, stamp.font.size, stamp.font.bold = normal, Pt(12), True
        stamp.font.color.rgb = GREEN if self.document.is_verified else RED

    def _page(self) -> None:
        """A4, the stamp in the head, version and page in the foot."""
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin, section.bottom_margin = Mm(20), Mm(17)
        section.header_distance, section.footer_distance = Mm(8), Mm(8)
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = head.add_run(self.document.stamp)
        run.bold = True
        run.font.color.rgb = GREEN if self.document.is_verified else RED
        foot = section.footer.paragraphs[0]
        fingerprint = self.document.extra.get("fingerprint", "")[:12]
        foot.add_run(" · ".join(part for part in (self.document.foot, fingerprint) if part) + "\t\t")
        foot.add_run(f"{self.document.extra.get('page', '')} ")
        _field(foot, "PAGE")
        foot.add_run(f" {self.document.extra.get('of', '')} ")
        _field(foot, "NUMPAGES")
        for run in foot.runs:
            run.font.size = Pt(7.5)

    def _cover(self) -> None:
        self.doc.add_paragraph(self.document.title, style="Title")
        self.doc.add_paragraph(self.document.subtitle, style="Subtitle")
        self.doc.add_paragraph(self.document.stamp, style="Stamp")
        own = self.document.extra.get("own_use")
        if own:
            self.doc.add_paragraph(own).runs[0].font.color.rgb = RED
        if self.document.kind != "leaders":
            self._about()

    def _about(self) -> None:
        self._pairs(self.document.facts)

    # --- Blocks -------------------------------------------------------------------------------------

    def _title(self, block: b.Title) -> None:
        paragraph = self.doc.add_heading(level=block.level)
        self._bookmark(paragraph, block.slug)
        paragraph.add_run(f"{block.number} {block.text}" if block.number else block.text)

    def _bookmark(self, paragraph: Any, slug: str) -> None:
        """Where links lead."""
        if not slug:
            return
        self.bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for each in (start, end):
            each.set(qn("w:id"), str(self.bookmarks))
        start.set(qn("w:name"), slug.replace("-", "_"))
        paragraph._p.append(start)
        paragraph._p.append(end)

    def _written(self, block: b.Written) -> None:
        lists = {Shape.POINTS: "List Bullet", Shape.NUMBERED: "List Number"}
        for part in block.parts:
            if part.shape is Shape.SUBHEADING:
                self._runs(self.doc.add_heading(level=3), part.items[0])
                continue
            style = lists.get(part.shape, "Small" if block.style == "small" else "Normal")
            number = self._numbered() if part.shape is Shape.NUMBERED else None
            for item in part.items:
                paragraph = self.doc.add_paragraph(style=style)
                _number(paragraph, number)
                self._runs(paragraph, item, size=11 if block.style == "lead" else None)

    def _numbered(self) -> int:
        """A list of its own, which begins with 1."""
        lists = self.doc.part.numbering_part.numbering_definitions._numbering
        style = self.doc.styles["List Number"].element.pPr.numPr.numId.val
        made = lists.add_num(lists.num_having_numId(style).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _runs(self, paragraph: Any, runs: tuple[Run, ...], size: float | None = None) -> None:
        for run in runs:
            made = paragraph.add_run(run.text)
            made.bold = True if run.is_bold else None
            if size:
                made.font.size = Pt(size)

    def _note(self, block: b.Note) -> None:
        self.doc.add_paragraph(block.text, style="Intense Quote")

    def _facts(self, block: b.Facts) -> None:
        if block.caption:
            self._caption(block.caption, "Table")
        self._pairs(block.rows)

    def _pairs(self, rows: tuple[tuple[str, str], ...]) -> None:
        table = self._grid(len(rows), (26, 74))
        for n, (name, value) in enumerate(rows):
            self._cell(table.cell(n, 0), name, soft=True)
            self._cell(table.cell(n, 1), value)
        self.doc.add_paragraph(style="Small")

    def _table(self, block: b.Table) -> None:
        self._caption(block.caption, "Table")
        widths = block.widths or tuple(100 for _head in block.heads)
        table = self._grid(len(block.rows) + 1, widths)
        head = table.rows[0]
        _repeat(head)
        for n, text in enumerate(block.heads):
            self._cell(head.cells[n], text, bold=True, right=n in block.numbers)
            _fill(head.cells[n], HEAD_FILL)
        for row, told in zip(table.rows[1:], block.rows, strict=True):
            _whole(row)
            cells = row.cells
            for n, text in enumerate(told):
                self._cell(cells[n], text, right=n in block.numbers)
        if len(block.rows) <= KEPT_WHOLE:
            _keep_together(table)
        for note in block.notes:
            self.doc.add_paragraph(note, style="Small")
        if not block.notes:
            self.doc.add_paragraph(style="Small")

    def _cards(self, block: b.Cards) -> None:
        table = self._grid(-(-len(block.cards) // 3), (1, 1, 1))
        for n, card in enumerate(block.cards):
            cell = table.cell(n // 3, n % 3)
            self._cell(cell, card.value, bold=True, size=15)
            for text in (card.label, card.beside, card.rests_on):
                if text:
                    self._cell(cell, text, more=True, soft=text != card.label)
        self.doc.add_paragraph(style="Small")

    def _picture(self, block: b.Picture) -> None:
        paragraph = self.doc.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width = min(block.width_mm, TEXT_MM)
        shape = paragraph.add_run().add_picture(BytesIO(self.pngs[id(block)]), width=Mm(width))
        said = shape._inline.docPr
        said.set("descr", block.alt)
        said.set("title", block.caption[:200])
        self._caption(block.caption, "Figure")

    def _asked(self, block: b.Asked) -> None:
        self.doc.add_heading(block.caption, level=2)
        number = self._numbered()
        for what, about in block.rows:
            paragraph = self.doc.add_paragraph(style="List Number")
            _number(paragraph, number)
            paragraph.add_run(what).bold = True
            if about:
                paragraph.add_run().add_break()
                paragraph.add_run(about).font.size = Pt(8)

    def _contents(self, block: b.Contents) -> None:
        """A field that Word and LibreOffice fill in; until then the headings stand there."""
        self.doc.add_paragraph(block.heading, style="Subtitle")
        titles = [each for each in self.document.blocks if isinstance(each, b.Title) and each.slug]
        lines = [f"{each.number} {each.text}".strip() for each in titles if each.level < 3]
        paragraph = self.doc.add_paragraph()
        _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', lines)
        self.doc.add_page_break()

    # --- Parts --------------------------------------------------------------------------------------

    def _caption(self, text: str, kind: str) -> None:
        """A caption with a number that Word counts."""
        words = {"Table": {"en": "Table", "sw": "Jedwali"}, "Figure": {"en": "Figure", "sw": "Kielelezo"}}
        paragraph = self.doc.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = kind == "Table"
        paragraph.add_run(f"{words[kind][self.document.language]} ")
        self.counted[kind] += 1
        _field(paragraph, f"SEQ {kind} \\* ARABIC", [str(self.counted[kind])])
        paragraph.add_run(f". {text}")

    def _grid(self, rows: int, widths: tuple[int, ...]) -> Any:
        table = self.doc.add_table(rows=rows, cols=len(widths))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        _borders(table)
        whole = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(TEXT_MM * width / whole)
            for cell in column.cells:
                cell.width = column.width
        return table

    def _cell(
        self, cell: Any, text: str, *, bold: bool = False, right: bool = False, soft: bool = False,
        size: float = 8.0, more: bool = False,
    ) -> None:  # fmt: skip
        paragraph = cell.add_paragraph() if more else cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold or None, Pt(size)
        if soft:
            run.font.color.rgb = SOFT


def _field(paragraph: Any, code: str, shown: list[str] | None = None) -> None:
    """A field of Word's, with what stands there until it is counted."""

    def mark(kind: str) -> None:
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(char)

    mark("begin")
    said = OxmlElement("w:instrText")
    said.set(qn("xml:space"), "preserve")
    said.text = f" {code} "
    paragraph.add_run()._r.append(said)
    mark("separate")
    for n, line in enumerate(shown or ["1"]):
        run = paragraph.add_run(line)
        if n < len(shown or []) - 1:
            run.add_break()
    mark("end")


def _number(paragraph: Any, number: int | None) -> None:
    """Make it a point of that numbered list."""
    if number is not None:
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _keep_together(table: Any) -> None:
    """On one page: every row but the last stays with the one below it."""
    for row in table.rows[:-1]:
        for paragraph in (each for cell in row.cells for each in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True


def _repeat(row: Any) -> None:
    """The head stands on every page that the table runs on to."""
    said = OxmlElement("w:tblHeader")
    said.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(said)
    _whole(row)


def _whole(row: Any) -> None:
    """No row is cut by the end of a page."""
    said = OxmlElement("w:cantSplit")
    said.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(said)


def _fill(cell: Any, colour: str) -> None:
    said = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        said.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(said)


def _borders(table: Any) -> None:
    """Lines between rows, as on the PDF."""
    said = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", LINE)):
            line.set(qn(name), value)
        said.append(line)
    table._tbl.tblPr.append(said)
