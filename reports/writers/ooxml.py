"""The parts of a workbook (ECMA-376) that are no data: what is in it, how it looks, its texts."""

from collections.abc import Iterable, Sequence

from reports.data.columns import Column
from reports.writers.markup import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Places in the list of styles below.
HEADING, DAY, WRAPPED = 1, 2, 3

RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFD7E8DC"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def sheet_path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def letters(at: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, place = divmod(at - 1, 26)
        name = chr(65 + place) + name
    return name


def content_types(sheets: int) -> str:
    parts = "".join(
        f'<Override PartName="/{sheet_path(number)}" ContentType="{TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
        f"{parts}</Types>"
    )


def workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheets}</sheets></workbook>'


def workbook_relations(sheets: int) -> str:
    def relation(number: int, kind: str, target: str) -> str:
        return f'<Relationship Id="rId{number}" Type="{RELATED}/{kind}" Target="{target}"/>'

    parts = [relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    parts.append(relation(sheets + 1, "styles", "styles.xml"))
    parts.append(relation(sheets + 2, "sharedStrings", "sharedStrings.xml"))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(parts)}</Relationships>'


def shared_strings(texts: Sequence[str]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>'


def head(columns: Sequence[Column]) -> str:
    """A sheet up to its first row of data: the heading stays in sight."""
    return opening([column.name for column in columns], [max(12, len(each.name) + 3) for each in columns])


def opening(names: Sequence[str], widths: Sequence[int]) -> str:
    wide = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    cells = "".join(text_cell(f"{letters(at)}1", name, HEADING) for at, name in enumerate(names))
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{wide}</cols><sheetData><row r="1">{cells}</row>'
    )


def foot(columns: int, last_row: int) -> str:
    """What follows the data: it can be filtered, and numbers that are text are no errors."""
    area = f"A1:{letters(columns - 1)}{last_row}"
    return (
        f'</sheetData><autoFilter ref="{area}"/><ignoredErrors>'
        f'<ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def text_cell(place: str, text: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def texts(headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """A whole sheet of texts."""
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = "".join(
            text_cell(f"{letters(at)}{number}", text[:32_000], WRAPPED) for at, text in enumerate(row) if text
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return opening(headings, widths) + "".join(lines) + "</sheetData></worksheet>"
