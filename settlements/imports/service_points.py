"""Service points: taps, toilets, schools … of any survey, their kinds told by a table."""

import base64
import hashlib
from collections import Counter
from typing import Any

from settlements.choices import ServiceKind
from settlements.imports import shapes
from settlements.imports.columns import FIELDS
from settlements.imports.context import Context, take_fields, take_place
from settlements.imports.kinds import kind_of
from settlements.imports.options import Layer
from settlements.imports.problems import Problem
from settlements.imports.staging import TABLE, Stage, Target
from settlements.imports.structures import cluster_of
from settlements.imports.villages import Villages
from settlements.models import ServicePoint

KEPT = tuple(field for field in FIELDS[Layer.SERVICE_POINTS] if field.kept)
TARGET = Target(
    ServicePoint,
    ("location", "kind", *(field.name for field in KEPT)),
    kept_in="details",
    bounds=(("cubicles_working", "cubicles"), ("taps_working", "taps")),
)
# Where the file's word for the kind is kept.
SOURCE_KIND = "source_kind"


def stage(context: Context) -> Stage:
    return Stage(TARGET, context.settlement)


def fill(context: Context, stage: Stage) -> None:
    """Stage the file's points and say what is odd about them."""
    villages = Villages.of(context.settlement)
    seen: Counter[str] = Counter()
    records = (record_of(context, at, villages, seen) for at in range(len(context.features.rows)))
    stage.copy(record for record in records if record)
    context.new_clusters = villages.new
    stage.repair(areas=False)
    stage.warn("made_a_point", "GeometryType(s.geom) <> 'POINT'")
    stage.run(f"UPDATE {TABLE} SET location = ST_PointOnSurface(geom) WHERE action IS NULL")
    stage.reject_duplicates()
    stage.compare()
    if context.settlement.boundary is not None:
        stage.warn(
            "outside_settlement",
            "NOT ST_Intersects(s.location, ST_GeomFromWKB(%(outline)s, 4326))",
            values={"outline": context.reference.outline},
        )


def record_of(context: Context, at: int, villages: Villages, seen: Counter[str]) -> dict[str, Any] | None:
    record, row = context.features.records[at], context.features.rows[at]
    wkb, problems = take_place(context, at)
    if wkb is None:
        return None
    rest = context.columns.rest(record)
    values, warnings = take_fields(context, record, KEPT, rest)
    problems += warnings
    text = context.columns.value(record, "kind")
    kind = kind_said(context, text, rest, problems)
    cluster = cluster_of(context, record, villages, rest, problems)
    code = str(context.columns.value(record, "code") or "")[:40] or code_of_place(
        context.features.places[at], values["name"], text, seen
    )
    return {
        "row": row, "code": code, "cluster_code": cluster, "geom": wkb, "problems": problems,
        "kind": kind, "details": rest, **values,
    }  # fmt: skip


def kind_said(context: Context, text: Any, rest: dict[str, Any], problems: list[Problem]) -> str:
    """Our kind for the file's word, which is kept beside it."""
    kind = kind_of(text, Layer.SERVICE_POINTS, context.options.kinds)
    if text is not None:
        if not context.is_ours:
            rest[SOURCE_KIND] = str(text)
        context.kinds[str(text)] = str(kind or "")
    if kind is None:
        problems.append(Problem("unknown_kind", {"text": str(text if text is not None else "–")[:60]}))
    return str(kind or ServiceKind.OTHER)


def code_of_place(place: Any, name: Any, text: Any, seen: Counter[str]) -> str:
    """A code for a point that has none, the same whenever the same point comes again.

    Made of its place (to a tenth of a metre), its name and the file's word for its kind.
    """
    lon, lat = shapes.centre(place)
    said = f"{lon:.6f} {lat:.6f} {name or ''} {'' if text is None else text}"
    seen[said] += 1
    digest = hashlib.sha256(f"{said} {seen[said]}".encode()).digest()
    return "P-" + base64.b32encode(digest[:6]).decode().rstrip("=")
