"""JSON: a list of interviews, as the API takes it and as Kobo and ODK Central give it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from enumerations.intake.readers.encoding import find_encoding, utf_8_pieces
from enumerations.intake.readers.records import INDEX, PARENT, PARENT_TABLE, Row, keys_of, sheet_of
from enumerations.intake.readers.sheet import Sheet
from enumerations.intake.refusal import Refusal

# It is read in one piece.
MAX_MB = 20
# Where Kobo ("results"), ODK Central ("value") and others put the list.
LIST_KEYS = ("results", "value", "data", "households", "submissions")
# What one interview alone has, as Kobo's REST service sends it; its repeats may be called "data".
ALONE = frozenset({"_uuid", "meta/instanceID", "__id", "_xform_id_string", "formhub/uuid"})
GEOMETRIES = frozenset({"Point", "LineString", "Polygon"})
# Lists in which Kobo and Ona keep files and remarks; no repeats.
NOT_REPEATS = frozenset({"_attachments", "_notes", "_tags", "_supplementalDetails"})


def read_json(path: Path) -> list[Sheet]:
    """The interviews, and a sheet for each repeated group in them.

    Nested groups become "group/question". A repeat's rows carry the `_index` of the record they lie in as
    `_parent_index`, as Kobo's exports do; `_index` is the record's own row number.
    """
    tables: dict[str, list[Row]] = {"": []}
    try:
        for item in _items(path):
            _add(tables, "", item, parent="")
    except RecursionError as error:
        raise Refusal("broken") from error
    if not tables[""]:
        raise Refusal("no_rows")
    unused = {INDEX} if len(tables) == 1 else set()
    return [
        sheet_of(name, rows, headings=[key for key in keys_of(rows) if key not in unused])
        for name, rows in tables.items()
        if rows
    ]


def _items(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > MAX_MB << 20:
        raise Refusal("too_large", mb=path.stat().st_size >> 20, limit_mb=MAX_MB)
    text = b"".join(utf_8_pieces(path, find_encoding(path)))
    try:
        # Numbers stay as they were written.
        content = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Refusal("broken") from error
    if isinstance(content, dict) and ALONE.intersection(content):
        content = [content]
    elif isinstance(content, dict):
        content = next((content[key] for key in LIST_KEYS if isinstance(content.get(key), list)), [content])
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise Refusal("not_a_table", found="json")
    return content


def _number(text: str) -> str:
    return text.removesuffix(".0")


def _add(
    tables: dict[str, list[Row]], name: str, item: dict[str, Any], parent: str, within: str = ""
) -> None:
    """Write one record as a row of its table, and the records repeated in it as rows of theirs."""
    rows = tables.setdefault(name, [])
    row: Row = {INDEX: str(len(rows) + 1)}
    if name:
        row[PARENT] = parent
    if within:
        row[PARENT_TABLE] = within
    rows.append(row)
    if not name and "__system" in item:
        item = {"KEY" if key == "__id" else key: value for key, value in item.items()}  # as Central's CSV
    for key, value in _leaves(item, ""):
        if key in {INDEX, PARENT, PARENT_TABLE} or (isinstance(value, list) and key in NOT_REPEATS):
            continue  # another tool's count of rows: ours must hold
        if isinstance(value, list):
            for record in value:
                _add(tables, key.rsplit("/", 1)[-1], record, parent=row[INDEX], within=name)
        else:
            row[key] = value


def _leaves(item: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Each answer with its path; a list of records as it is, a list of values as words."""
    for key, value in item.items():
        path = _text(prefix + key)
        if isinstance(value, dict) and value.get("type") in GEOMETRIES and "coordinates" in value:
            yield path, _place(value)
        elif isinstance(value, dict):
            yield from _leaves(value, f"{path}/")
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            yield path, value
        elif isinstance(value, list):
            yield path, " ".join(_text(part) for part in value if part is not None)
        else:
            yield path, _text(value)


def _place(geometry: dict[str, Any]) -> str:
    """A point of GeoJSON, as Central gives it, as phones write it: lat lon altitude accuracy."""
    coordinates = geometry["coordinates"]
    if geometry["type"] != "Point" or not isinstance(coordinates, list) or len(coordinates) < 2:
        return json.dumps(geometry, ensure_ascii=False)
    lon, lat, altitude = [*coordinates, None][:3]
    properties = geometry.get("properties")
    accuracy = properties.get("accuracy") if isinstance(properties, dict) else None
    parts = [lat, lon, altitude or 0, *([accuracy] if accuracy is not None else [])]
    return " ".join(_text(part) for part in parts)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    # Half a character ("\\ud83d") and NUL can be written in JSON, but in no database.
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")
