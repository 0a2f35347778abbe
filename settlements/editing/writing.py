"""A checked set of changes into the register: one statement a table for all that is new, changed or gone."""

from typing import Any

from django.db import connection

from settlements.editing.layers import LAYERS, EditLayer, stored_fields
from settlements.editing.passing import may_pass, step_aside, step_in
from settlements.editing.staging import TABLE, EditStage
from settlements.models import Settlement

# Where a shape goes: pairs of SQL for the columns it fills. A surveyed point stays as long as it stands in
# the footprint; of what was drawn as a point there is no footprint any more.
STAYS = "ST_Covers(s.geom, t.location)"
PLACED = {
    "boundary": "'boundary', ST_Multi(s.geom)::text",
    "clusters": "'boundary', ST_Multi(s.geom)::text",
    "lanes": "'path', ST_Multi(s.geom)::text",
    "overlays": "'shape', s.geom::text",
    "services": "'location', s.geom::text",
    "structures": f"""
        'footprint', CASE WHEN ST_Dimension(s.geom) = 2 THEN s.geom::text END,
        'location', CASE WHEN ST_Dimension(s.geom) = 0 THEN s.geom::text
            WHEN {STAYS} THEN t.location::text ELSE ST_PointOnSurface(s.geom)::text END,
        'location_source', CASE WHEN {STAYS} AND ST_Dimension(s.geom) = 2 THEN t.location_source
            WHEN ST_Dimension(s.geom) = 2 THEN 'footprint' ELSE 'drawn' END""",
}
# What the parts of a structure have from it, until somebody says otherwise.
INHERITED = (
    "cluster_id", "uses", "roof", "wall", "floor", "storeys", "year_built", "ownership_type",
    "recognised_by_authority", "related_structures", "utilities",
)  # fmt: skip
ORDER = ("boundary", "clusters", "structures", "services", "lanes", "overlays")


def write(stage: EditStage, made_by: int) -> None:
    """Everything but the deletion of clusters, which waits for what belongs to them."""
    for layer in in_order(stage):
        place(stage, layer)
        delete(stage, layer) if layer.name != "clusters" else None
        if layer.name in ("structures", "services"):
            if layer.name == "structures":
                inherit(stage)
            name_clusters(stage, layer)
        if may_pass(layer):
            step_aside(stage, layer)
        change(stage, layer)
        if may_pass(layer):
            step_in(stage, layer)
        if layer.name != "boundary":
            create(stage, layer, made_by)


def in_order(stage: EditStage) -> list[EditLayer]:
    return [LAYERS[name] for name in ORDER if LAYERS[name] in stage.layers]


def place(stage: EditStage, layer: EditLayer) -> None:
    """Turn the shapes into values of columns."""
    stage.run(
        f"UPDATE {TABLE} s SET vals = s.vals || jsonb_build_object({PLACED[layer.name]})"
        f" FROM {TABLE} same LEFT JOIN {layer.table} t ON t.id = same.id"
        f" WHERE same.n = s.n AND s.layer = '{layer.name}' AND s.geom IS NOT NULL AND NOT s.bad"
    )


def delete(stage: EditStage, layer: EditLayer) -> None:
    stage.run(
        f"DELETE FROM {layer.table} t USING {TABLE} s WHERE s.layer = '{layer.name}' AND s.id = t.id"
        f" AND s.action = 'delete' AND NOT s.bad AND t.{layer.owner} = %(settlement)s"
    )


def name_clusters(stage: EditStage, layer: EditLayer) -> None:
    """The cluster that a code names; also one that was drawn a moment ago."""
    stage.run(
        f"UPDATE {TABLE} s SET vals = s.vals - 'cluster' || jsonb_build_object('cluster_id', ("
        " SELECT c.id FROM settlements_cluster c WHERE c.settlement_id = %(settlement)s"
        " AND c.code = s.vals ->> 'cluster'))"
        f" WHERE s.layer = '{layer.name}' AND s.vals ? 'cluster' AND NOT s.bad"
    )


def inherit(stage: EditStage) -> None:
    """Parts of a structure are like it. A part that stays under its number has all of it already."""
    pairs = ", ".join(f"'{column}', t.{column}" for column in INHERITED)
    stage.run(
        f"UPDATE {TABLE} s SET vals = jsonb_build_object({pairs}) || (s.vals - 'cluster' - 'status')"
        f" || jsonb_build_object('status', 'numbered')"
        f" FROM {TABLE} whole JOIN settlements_structure t ON t.id = whole.id"
        f" WHERE s.parent = whole.key AND whole.action = 'split' AND s.action = 'create' AND NOT s.bad"
    )


def change(stage: EditStage, layer: EditLayer) -> None:
    """Columns that a change does not name keep what is in them."""
    columns = ", ".join(layer.columns)
    values = ", ".join(f"r.{column}" for column in layer.columns)
    raised = ", data_version = data_version + 1" if layer.model is Settlement else ""
    stage.run(
        f"UPDATE {layer.table} t SET ({columns}) ="
        f" (SELECT {values} FROM jsonb_populate_record(t, s.vals) r){raised}"
        f" FROM {TABLE} s WHERE s.layer = '{layer.name}' AND s.id = t.id AND NOT s.bad"
        f" AND s.action IN ('change', 'merge') AND s.vals <> '{{}}'::jsonb"
        f" AND t.{layer.owner} = %(settlement)s"
    )


def create(stage: EditStage, layer: EditLayer, made_by: int) -> None:
    """New rows, with the model's defaults where nothing was said; each is given its id before."""
    here = f"s.layer = '{layer.name}' AND s.action = 'create' AND NOT s.bad"
    stage.run(
        f"UPDATE {TABLE} s SET id = nextval(pg_get_serial_sequence('{layer.table}', 'id')) WHERE {here}"
    )
    columns = ", ".join(layer.stored)
    values = ", ".join(f"r.{column}" for column in layer.stored)
    blank, params = blank_row(layer, made_by)
    stage.run(
        f"INSERT INTO {layer.table} ({columns}) SELECT {values} FROM {TABLE} s,"
        f" LATERAL jsonb_populate_record(NULL::{layer.table}, {blank} || s.vals"
        f" || jsonb_build_object('id', s.id, 'settlement_id', %(settlement)s{made_up(layer)})) r"
        f" WHERE {here} ORDER BY s.n",
        params,
    )


def made_up(layer: EditLayer) -> str:
    """A service point is known by a code that nobody paints: it gets one."""
    return (
        ", 'code', 'P-' || upper(substr(md5(random()::text || s.n), 1, 10))"
        if layer.name == "services"
        else ""
    )


def blank_row(layer: EditLayer, made_by: int) -> tuple[str, dict[str, Any]]:
    """SQL of a row with the defaults of the model, and its parameters."""
    pairs, params = [], {}
    for field in stored_fields(layer.model):
        value = field.get_default()
        if field.primary_key or field.column == "settlement_id":
            continue
        if field.name == "made_by":
            value = made_by
        elif field.name == "made_at":
            pairs.append("'made_at', now()")
            continue
        if value is None:
            continue
        name = f"default_{field.column}"
        params[name] = field.get_db_prep_save(value, connection)
        pairs.append(f"'{field.column}', %({name})s::{field.db_type(connection)}")
    return f"jsonb_build_object({', '.join(pairs)})", params
