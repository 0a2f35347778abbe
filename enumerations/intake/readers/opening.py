"""Which reader a file needs: its content decides, never the ending of its name."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from enumerations.intake.readers.archive import members, unpacked_files
from enumerations.intake.readers.card import interviews_in, read_xml
from enumerations.intake.readers.delimited import read_delimited
from enumerations.intake.readers.encoding import Encoding, find_encoding, utf_8_pieces
from enumerations.intake.readers.exports import undone
from enumerations.intake.readers.json_list import read_json
from enumerations.intake.readers.sheet import Sheet, is_own_help, without_reasons
from enumerations.intake.readers.workbook import open_workbook
from enumerations.intake.refusal import Refusal

HEAD = 64 << 10
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SQLITE = b"SQLite format 3\x00"
# Streams inside Microsoft's old container, by their names.
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WORD_DOCUMENT = "WordDocument".encode("utf-16-le")

NOT_TABLES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90", "binary"),
)
HTML = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta|script|div|style|!--)", re.I)
XML = re.compile(rb"\s*<(\?xml|!doctype|[a-z_][\w.:-]*[\s/>])", re.I)
JSON = re.compile(rb"\s*(\[\s*[\[\]{\"\d-]|\{\s*[\"}])")
GEOJSON = re.compile(rb'"type"\s*:\s*"Feature(Collection)?"|"features"\s*:\s*\[')
CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b\x00"))


@contextmanager
def open_file(path: Path, *, name: str) -> Iterator[list[Sheet]]:
    """The sheets of a file, ready to be read while the context lasts.

    `name` is the sender's and decides nothing. Raises Refusal, here or while frames are read.
    """
    with ExitStack() as stack:
        found = [sheet for sheet in _sheets(path, stack) if not is_own_help(sheet)]
        sheets = undone([without_reasons(sheet) for sheet in found])
        if not any(sheet.headings for sheet in sheets):
            raise Refusal("empty")
        if not any(_has_rows(sheet) for sheet in sheets):
            raise Refusal("no_rows")
        yield sheets


def _has_rows(sheet: Sheet) -> bool:
    return next(sheet.frames(), None) is not None or bool(sheet.problems)


def _sheets(path: Path, stack: ExitStack, *, is_inner: bool = False) -> list[Sheet]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Refusal("empty")
    for magic, found in NOT_TABLES:
        if head.startswith(magic):
            raise Refusal("not_a_table", found=found)
    if head.startswith(ZIP):
        return _zipped(path, stack, is_inner)
    if head.startswith(OLE):
        _refuse_other_ole(path)
        return stack.enter_context(open_workbook(path))
    if head.startswith(SQLITE):
        return _geographic(path, driver="GPKG")
    return _text(path, stack)


def _text(path: Path, stack: ExitStack) -> list[Sheet]:
    encoding = find_encoding(path)
    plain = next(utf_8_pieces(path, encoding), b"")[:HEAD]
    if HTML.match(plain):
        raise Refusal("not_a_table", found="html")
    if XML.match(plain):
        return read_xml(path)
    if JSON.match(plain):
        if not GEOJSON.search(plain):
            return read_json(path)
        return _geographic(_as_utf_8(path, encoding, stack), driver="GeoJSON")
    control = len(plain) - len(plain.translate(None, CONTROL))
    if control > 0.005 * len(plain) + 2:
        raise Refusal("not_a_table", found="binary")
    return [read_delimited(path, encoding)]


def _geographic(path: Path, *, driver: str) -> list[Sheet]:
    from enumerations.intake.readers.geographic import read_geographic  # 60 MB that most files do not need

    return read_geographic(path, driver=driver)


def _as_utf_8(path: Path, encoding: Encoding, stack: ExitStack) -> Path:
    """The file itself, or a copy that GDAL can read: it takes any bytes for UTF-8."""
    if encoding.is_clean:
        return path
    copy = stack.enter_context(NamedTemporaryFile(prefix="pamoja-"))  # noqa: SIM115 - the stack closes it
    copy.writelines(utf_8_pieces(path, encoding))
    copy.flush()
    return Path(copy.name)


def _refuse_other_ole(path: Path) -> None:
    """Microsoft's old container holds old workbooks, but also documents, and workbooks with a password."""
    content = path.read_bytes()
    if ENCRYPTED_PACKAGE in content:
        raise Refusal("encrypted")
    if WORD_DOCUMENT in content:
        raise Refusal("not_a_table", found="document")


def _zipped(path: Path, stack: ExitStack, is_inner: bool) -> list[Sheet]:
    infos = members(path)
    names = {info.filename for info in infos}
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return stack.enter_context(open_workbook(path))
        raise Refusal("not_a_table", found="document")
    if "mimetype" in names and "content.xml" in names:
        return _open_document(path, stack)
    if is_inner:
        raise Refusal("not_a_table", found="archive")
    interviews = interviews_in(path, infos)
    if interviews is not None:
        return interviews
    return _members(stack.enter_context(unpacked_files(path, infos)), stack)


def _members(files: list[Path], stack: ExitStack) -> list[Sheet]:
    """The tables of an archive: shapefiles, text (as ODK Central exports it), or the one file in it."""
    shapefiles = [file for file in files if file.suffix.lower() == ".shp"]
    if shapefiles:
        return [sheet for file in shapefiles for sheet in _geographic(file, driver="ESRI Shapefile")]
    tables = [file for file in files if file.suffix.lower() in {".csv", ".tsv"} and file.stat().st_size]
    if tables:
        # The form's own table has the shortest name: `form.csv` before `form-person.csv`.
        tables.sort(key=lambda file: (len(file.stem), file.stem))
        return [
            replace(sheet, name=f"{file.stem} {sheet.name}".strip())
            for file in tables
            for sheet in _sheets(file, stack, is_inner=True)
        ]
    maps = [file for file in files if file.suffix.lower() == ".geojson"]
    if len(maps) > 1:
        return [
            replace(sheet, name=file.stem)
            for file in sorted(maps)
            for sheet in _sheets(file, stack, is_inner=True)
        ]
    if len(files) == 1:
        return _sheets(files[0], stack, is_inner=True)
    raise Refusal("not_a_table", found="archive")


def _open_document(path: Path, stack: ExitStack) -> list[Sheet]:
    with zipfile.ZipFile(path) as archive:
        kind = archive.read("mimetype").strip()
        manifest = (
            archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        )
    if not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise Refusal("not_a_table", found="document")
    if b"encryption-data" in manifest:
        raise Refusal("encrypted")
    return stack.enter_context(open_workbook(path))
