"""What a file is, told by its bytes and not by its name, and unpacked where it is a zip.

GDAL opens many more formats than we want, among them ones that point at other files or at addresses
(VRT, STAC). So nothing reaches it whose kind was not recognised here, and it is told the driver.
"""

import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from settlements.imports.problems import ImportRefused

MAX_BYTES = 200_000_000
MAX_UNZIPPED_BYTES = 500_000_000
# What stands before the first element of a KML: a line, a few comments.
MAX_PROLOGUE = 1 << 20
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
GPKG_MARKS = (b"GPKG", b"GP10", b"GP11")
XML_FORMATS = {"kml": "KML", "gpx": "GPX"}


@dataclass(frozen=True)
class Found:
    """A file that may be read: its format and where its bytes lie."""

    format: str
    path: Path


def recognise(path: Path, room: Path) -> Found:
    """Tell the format; `room` is an empty folder to unpack a zip in. Raises ImportRefused."""
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused("empty_file")
    if size > MAX_BYTES:
        raise ImportRefused("too_large", limit=MAX_BYTES // 1_000_000)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return unpack(path, room)
    return Found(kind_of(head, path), path)


def kind_of(head: bytes, path: Path) -> str:
    """The format of a file that is no zip."""
    if head.startswith(b"SQLite format 3\x00"):
        if head[68:72] not in GPKG_MARKS:
            raise ImportRefused("unknown_format")
        return "GPKG"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return xml(path)
    if text[:1] in (b"{", b"["):
        return "GeoJSON"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused("unknown_format")
    return "CSV"


class RootFound(Exception):
    """The first element of an XML file was met; nothing before it was a document type."""


def xml(path: Path) -> str:
    """KML or GPX only; no document type, for an entity may name other files or grow without end."""
    parser = expat.ParserCreate(namespace_separator=" ")
    root = ""

    def doctype(*args: object) -> None:
        raise ImportRefused("unknown_format")

    def first_element(name: str, attributes: object) -> None:
        nonlocal root
        root = name.rpartition(" ")[2]
        if root not in XML_FORMATS:
            raise ImportRefused("unknown_format")
        raise RootFound

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = first_element
    try:
        with path.open("rb") as file:
            parser.Parse(file.read(MAX_PROLOGUE), True)
    except RootFound:
        return XML_FORMATS[root]
    except (expat.ExpatError, ValueError):
        pass
    raise ImportRefused("unknown_format")


def unpack(path: Path, room: Path) -> Found:
    """Unpack the one Shapefile (KML, GeoPackage, CSV) of a zip, counting the bytes that really come out."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = wanted_members(archive)
            left = MAX_UNZIPPED_BYTES
            for member, name in members.items():
                left -= copy_member(archive, member, room / name, left)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ImportRefused("broken_zip") from error
    unpacked = next(iter(sorted(room.iterdir(), key=lambda file: file.suffix != ".shp")))
    if unpacked.suffix == ".shp":
        return Found("ESRI Shapefile", unpacked)
    with unpacked.open("rb") as file:
        return Found(kind_of(file.read(4096), unpacked), unpacked)


def wanted_members(archive: zipfile.ZipFile) -> dict[zipfile.ZipInfo, str]:
    """The members to unpack and the plain names they get; a path inside the zip is never followed."""
    files = [member for member in archive.infolist() if not is_rubbish(member)]
    shapefiles = [member for member in files if suffix(member) == ".shp"]
    if not shapefiles:
        for member in files:
            if suffix(member) in (".kml", ".gpkg", ".geojson", ".gpx", ".csv"):
                return {member: f"layer{suffix(member)}"}
        raise ImportRefused("zip_without_shapefile")
    stem = shapefiles[0].filename[: -len(".shp")].casefold()
    parts = {
        suffix(member): member
        for member in files
        if member.filename[: -len(suffix(member))].casefold() == stem and suffix(member) in SHAPEFILE_PARTS
    }
    missing = [part for part in (".shx", ".dbf") if part not in parts]
    if missing:
        raise ImportRefused("zip_incomplete", missing=", ".join(missing))
    return {member: f"layer{part}" for part, member in parts.items()}


def is_rubbish(member: zipfile.ZipInfo) -> bool:
    """Folders, and what Macs put beside files."""
    return member.is_dir() or "__MACOSX" in member.filename or PurePosixPath(member.filename).name[:1] == "."


def suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def copy_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpack one member; what its header claims about its size is not believed."""
    with archive.open(member) as source, target.open("wb") as file:
        while chunk := source.read(1 << 20):
            if file.tell() + len(chunk) > left:
                raise ImportRefused("zip_too_large", limit=MAX_UNZIPPED_BYTES // 1_000_000)
            file.write(chunk)
        return file.tell()


def remove_room(room: Path) -> None:
    """Leave nothing unpacked behind."""
    shutil.rmtree(room, ignore_errors=True)
