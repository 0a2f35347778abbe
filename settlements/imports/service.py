"""From a file to a plan, and from a plan to the ground: one path, walked twice."""

from pathlib import Path
from types import ModuleType

import numpy as np
from django.db import DatabaseError, connection, transaction

from settlements.exported import is_ours
from settlements.imports import (
    boundary,
    clusters,
    columns,
    lanes,
    overlay,
    overlays,
    service_points,
    shapes,
    structures,
    tables,
)
from settlements.imports.columns import DEGREES, Columns, bare
from settlements.imports.context import Context, move_places
from settlements.imports.crs import WGS84, Located, locate, name_of
from settlements.imports.options import Layer, Options
from settlements.imports.plan import Plan, as_proposals
from settlements.imports.problems import ImportRefused
from settlements.imports.reading import MAX_FEATURES, Features, read
from settlements.imports.reference import Reference, reference_of
from settlements.imports.shapes import Coordinates
from settlements.models import Settlement

LAYERS: dict[Layer, ModuleType] = {
    Layer.BOUNDARY: boundary,
    Layer.CLUSTERS: clusters,
    Layer.STRUCTURES: structures,
    Layer.SERVICE_POINTS: service_points,
    Layer.LANES: lanes,
    Layer.OVERLAYS: overlays,
}
SAMPLE = 300
# The file can be read, but a person must say which column is meant.
COLUMN_QUESTIONS = {"no_number_column", "no_geometry_columns"}


def plan_ground(
    settlement: Settlement, path: Path, options: Options, *, max_features: int = MAX_FEATURES
) -> Plan:
    """What importing the file would do; changes nothing. Raises ImportRefused."""
    return walk(settlement, path, options, max_features=max_features)


def apply_ground(
    settlement: Settlement, path: Path, options: Options, *, source: str = "", expected: str = ""
) -> Plan:
    """Import the file in one transaction. `expected` is the digest of the plan that was agreed to.

    Raises ImportRefused: `questions_open` when the file still needs an answer, `ground_changed` when the plan
    would be another one today.
    """
    return walk(settlement, path, options, apply=True, source=source, expected=expected)


def walk(
    settlement: Settlement,
    path: Path,
    options: Options,
    *,
    apply: bool = False,
    source: str = "",
    expected: str = "",
    max_features: int = MAX_FEATURES,
) -> Plan:
    features = read(path, source_layer=options.source_layer, max_features=max_features)
    chosen = choose_columns(features, options)
    plan = Plan(
        format=features.format, layers=features.layers, source_layer=features.layer,
        headings=features.headings, columns=chosen.by_field,
    )  # fmt: skip
    try:
        return follow(
            settlement, features, chosen, options, plan, apply=apply, source=source, expected=expected
        )
    except ImportRefused as refused:
        if apply or refused.problem.code not in COLUMN_QUESTIONS:
            raise
        plan.question = refused.problem
        return plan


def follow(
    settlement: Settlement,
    features: Features,
    chosen: Columns,
    options: Options,
    plan: Plan,
    *,
    apply: bool,
    source: str,
    expected: str,
) -> Plan:
    """Place what was read, then say (and do) what becomes of it."""
    place_rows(features, chosen, options)
    points = sample_of(features)
    reference = reference_of(settlement)
    if len(points):
        located = where(features, chosen, options, points, reference)
        take_location(plan, located, points, settlement)
        if plan.question:
            if apply:
                raise ImportRefused("questions_open")
            return plan
        move_places(features, plan.crs, swap=plan.swap)
    context = Context(settlement, options, features, chosen, reference)
    try:
        return carry_out(context, plan, apply=apply, source=source, expected=expected)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0][:200]
        raise ImportRefused("database_refused", reason=reason) from error


@transaction.atomic
def carry_out(context: Context, plan: Plan, *, apply: bool, source: str, expected: str) -> Plan:
    """Stage the layer, say what becomes of each row and, when applying, write it."""
    layer = LAYERS[context.options.layer]
    if apply:
        lock(context.settlement)
    with layer.stage(context) as stage:
        layer.fill(context, stage)
        plan.rows = sorted([*stage.rows(), *context.rejected], key=lambda row: row.row)
        if layer is boundary:
            plan.rows = boundary.as_one(plan.rows)
        plan.new_clusters, plan.kinds = context.new_clusters, context.kinds
        plan.overlay = {"existing": overlay.existing(context.settlement), "new": overlay.staged(stage)}
        if not apply:
            return plan
        if expected and plan.digest != expected:
            raise ImportRefused("ground_changed")
        if plan.changes:
            make_clusters(context)
            if layer is boundary:
                boundary.write(context, stage, source)
            else:
                stage.write()
    return plan


def lock(settlement: Settlement) -> None:
    """One import at a time in one settlement; phones go on sending interviews of it."""
    held = Settlement.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(pk=settlement.pk).values_list("pk"))


def make_clusters(context: Context) -> None:
    """Make the clusters that the file names and the settlement lacks."""
    if not context.new_clusters:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO settlements_cluster (settlement_id, code, name, kind, leader_name)"
            " SELECT %s, code, name, 'village', '' FROM unnest(%s::text[], %s::text[]) AS made(code, name)"
            " ON CONFLICT (settlement_id, code) DO NOTHING",
            [context.settlement.pk, list(context.new_clusters), list(context.new_clusters.values())],
        )


def choose_columns(features: Features, options: Options) -> Columns:
    """The columns chosen by the person, else by likeness."""
    for heading in options.columns.values():
        if heading and heading not in features.headings:
            raise ImportRefused("unknown_column", column=heading, columns=", ".join(features.headings))
    table = features.format == "CSV"
    return columns.propose(
        options.layer, features.headings, features.records, table=table, chosen=options.columns
    )


def place_rows(features: Features, chosen: Columns, options: Options) -> None:
    """Make the places of a table from its columns."""
    if features.format != "CSV":
        return
    by_field = chosen.by_field
    if "wkt" not in by_field and not {"lon", "lat"} <= set(by_field):
        if options.layer == Layer.CLUSTERS:
            return
        raise ImportRefused("no_geometry_columns")
    for at, record in enumerate(features.records):
        if features.places[at] is None:
            features.places[at] = (
                tables.shape_of(record.get(by_field["wkt"]))
                if "wkt" in by_field
                else tables.point_of(record, by_field["lon"], by_field["lat"])
            )


def sample_of(features: Features) -> Coordinates:
    """The middles of some of the shapes, spread over the file: enough to tell where it lies."""
    placed = [place for place in features.places if isinstance(place, shapes.Shape)]
    if len(placed) == 1:  # one boundary: its corners say more than its middle
        corners = np.vstack(list(placed[0].arrays()))
        return corners[:: max(1, len(corners) // SAMPLE)]
    chosen = placed[:: max(1, len(placed) // SAMPLE)]
    return np.array([shapes.centre(place) for place in chosen], dtype="f8").reshape(-1, 2)


def where(
    features: Features, chosen: Columns, options: Options, points: Coordinates, reference: Reference
) -> Located:
    """How the coordinates are to be read: by the person's word, else the file's, unless that is doubtful."""
    return locate(
        points, reference, declared=declared_crs(features, chosen, points), crs=options.crs, swap=options.swap
    )


def declared_crs(features: Features, chosen: Columns, points: Coordinates) -> str | None:
    """What the file says: its own record, the SRID of its WKT, or headings that say degrees."""
    if features.format != "CSV":
        return features.crs
    if heading := chosen.by_field.get("wkt"):
        named_in = (tables.srid_of(record[heading]) for record in features.records if heading in record)
        return next(named_in, None) or (WGS84 if is_ours(features.headings) else None)
    named = {bare(chosen.by_field.get(name, "")) for name in ("lon", "lat")}
    in_degrees = bool((np.abs(points) <= 180).all())
    return WGS84 if named <= DEGREES and in_degrees else None


def take_location(plan: Plan, located: Located, points: Coordinates, settlement: Settlement) -> None:
    """Note in the plan how the data is read, or what must be asked."""
    plan.crs, plan.swap = located.crs, located.swap
    plan.crs_name = name_of(located.crs) if located.crs else ""
    plan.warnings += located.warnings
    if located.question is None:
        return
    plan.question, plan.proposals = located.question, as_proposals(located.proposals)
    plan.overlay = {
        "existing": overlay.existing(settlement),
        "proposed": overlay.proposed(points, located.proposals),
    }
