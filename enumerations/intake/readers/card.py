"""Interviews as files: one XML, or a phone's card with its folder for each interview, photos beside the XML.

Collect calls the XML `instances/kmt_2026-03-05/kmt_2026-03-05.xml`, Central and Briefcase `submission.xml`.
Photos, sound and audits beside it are passed over on purpose: the register keeps answers. So are forms.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.parsers import expat

import polars as pl

from enumerations.intake.readers.archive import DAMAGED, is_media
from enumerations.intake.readers.instances import sheets_of_instances
from enumerations.intake.readers.interview import MAX_MB
from enumerations.intake.readers.sheet import RowProblem, Sheet
from enumerations.intake.refusal import Refusal

MB = 1 << 20
HEAD = 64 << 10
# About 15,000 interviews; they are read in one piece.
MAX_ALL_MB = 100
FORM, OTHER, INTERVIEW, UNREADABLE = "form", "other", "interview", "unreadable"
# Roots of what is often kept near interviews and is none.
NO_INTERVIEWS = {"kml", "gpx", "svg", "osm", "rss", "xforms", "manifest", "resources", "plist", "project"}


def read_xml(path: Path) -> list[Sheet]:
    """The interview in a file of its own. Raises Refusal for any other XML."""
    if path.stat().st_size > MAX_MB * MB:
        raise Refusal("too_large", mb=path.stat().st_size >> 20, limit_mb=MAX_MB)
    content = path.read_bytes()
    kind = kind_of(content[:HEAD])
    if kind == FORM:
        raise Refusal("form_not_interviews")
    if kind != INTERVIEW:
        raise Refusal("not_a_table", found="xml")
    return sheets_of_instances([(1, content)])


def interviews_in(path: Path, infos: list[zipfile.ZipInfo]) -> list[Sheet] | None:
    """The interviews of an archive, a row for each; None where it holds none.

    Raises Refusal where nothing but forms or damaged files is in it.
    """
    files = sorted((info for info in infos if _is_xml(info)), key=lambda info: info.filename)
    if not files:
        return None
    if sum(info.file_size for info in files) > MAX_ALL_MB * MB:
        raise Refusal("too_large", mb=sum(info.file_size for info in files) >> 20, limit_mb=MAX_ALL_MB)
    names: dict[int, str] = {}
    kinds: set[str] = set()
    instances = list(_instances(path, files, names, kinds))
    if INTERVIEW not in kinds:
        if all(is_media(info) for info in infos) and kinds & {FORM, UNREADABLE}:
            raise Refusal("form_not_interviews" if FORM in kinds else "broken")
        return None
    first, *repeats = sheets_of_instances(instances)
    return [_with_names(first, names), *repeats]


def _is_xml(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename.replace("\\", "/"))
    return name.suffix.lower() == ".xml" and not name.name.startswith(".") and "__MACOSX" not in name.parts


def _instances(
    path: Path, files: list[zipfile.ZipInfo], names: dict[int, str], kinds: set[str]
) -> Iterator[tuple[int, bytes]]:
    """The files that are interviews or cannot be read as anything, numbered in the order of their names."""
    left = MAX_ALL_MB * MB
    with zipfile.ZipFile(path) as archive:
        for info in files:
            try:
                with archive.open(info) as file:
                    content = file.read(MAX_MB * MB + 1)
            except DAMAGED as error:
                raise Refusal("broken") from error
            left -= len(content)
            if left < 0:  # the directory lied about the sizes
                raise Refusal("too_large_inside", limit_mb=MAX_ALL_MB)
            kind = kind_of(content[:HEAD])
            kinds.add(kind)
            if kind in {INTERVIEW, UNREADABLE}:
                number = len(names) + 1
                names[number] = info.filename
                yield number, content


def _with_names(sheet: Sheet, names: dict[int, str]) -> Sheet:
    """The sheet, whose problems tell the file in which they were met to whom the file goes back."""

    def read(problems: list[RowProblem]) -> Iterator[pl.DataFrame]:
        found: list[RowProblem] = []
        yield from sheet.read(found)
        problems += [replace(problem, cells=(names[problem.row],)) for problem in found]

    return Sheet(sheet.name, sheet.headings, read)


class _Stop(Exception):
    """The root has been seen."""


def kind_of(head: bytes) -> str:
    """What an XML is, from its root: an interview, a form, something else, or nothing that can be read."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name, attributes))
        raise _Stop

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(head)
    except _Stop:
        return _kind_of_root(*found[0], head)
    except (expat.ExpatError, ValueError, LookupError):
        return UNREADABLE
    return UNREADABLE


def _kind_of_root(name: str, attributes: dict[str, str], head: bytes) -> str:
    local = name.rpartition(":")[2].lower()
    if local == "html":
        return FORM if b"http://www.w3.org/2002/xforms" in head else OTHER
    if local in NO_INTERVIEWS:
        return OTHER
    marks = {"id", "instanceID", "encrypted"}
    is_interview = bool(marks.intersection(attributes)) or b"instanceID>" in head or local == "submission"
    return INTERVIEW if is_interview else OTHER
