"""What would be wrong with a staged set of changes: looked at before anything is written."""

from collections.abc import Callable

from settlements.editing.ground import features_of
from settlements.editing.layers import LAYERS, EditLayer
from settlements.editing.passing import passes_on, spoil_what_leans
from settlements.editing.problems import Level, Problem
from settlements.editing.references import referred_to
from settlements.editing.staging import TABLE, EditStage
from settlements.models import Cluster, Structure

NOTHING = "'{}'::jsonb"
BOUNDS = {
    "structures": (("rooms_occupied", "rooms_total"),),
    "services": (("cubicles_working", "cubicles"), ("taps_working", "taps")),
}
CROSSING = ("Self-intersection", "Ring Self-intersection")
INVALID = f"""
SELECT s.key, jsonb_build_object('reason', d.reason), ST_X(d.location), ST_Y(d.location)
FROM {TABLE} s, LATERAL ST_IsValidDetail(s.geom) d
WHERE s.geom IS NOT NULL AND NOT d.valid AND (d.reason = ANY(%(crossing)s)) = %(crosses)s
"""


def check(stage: EditStage) -> None:
    """Say everything that the register would refuse, of every change at once."""
    crossing = {"crossing": list(CROSSING)}
    stage.say("crosses_itself", INVALID, crossing | {"crosses": True})
    stage.say("invalid_shape", INVALID, crossing | {"crosses": False})
    stage.say(
        "twice",
        f"SELECT DISTINCT s.key, {NOTHING} FROM {TABLE} s JOIN (SELECT layer, id FROM {TABLE}"
        " WHERE id IS NOT NULL GROUP BY layer, id HAVING count(DISTINCT key) > 1) twice USING (layer, id)",
    )
    for layer in stage.layers:
        lock(stage, layer)
        check_versions(stage, layer)
        for special in SPECIAL.get(layer.name, ()):
            special(stage, layer)
        if layer.code:
            spoil_what_leans(stage, layer)


def lock(stage: EditStage, layer: EditLayer) -> None:
    """Nobody changes these until we are done; always in the same order."""
    stage.run(
        f"SELECT 1 FROM {layer.table} t WHERE t.id IN (SELECT id FROM {TABLE} WHERE layer = '{layer.name}')"
        f" AND t.{layer.owner} = %(settlement)s ORDER BY t.id FOR NO KEY UPDATE"
    )


def check_versions(stage: EditStage, layer: EditLayer) -> None:
    """Who changed or removed the same since: of words and place each by itself."""
    here = f"t.id = s.id AND t.{layer.owner} = %(settlement)s AND {layer.standing}"
    stage.say(
        "gone_meanwhile",
        f"SELECT DISTINCT s.key, {NOTHING} FROM {TABLE} s LEFT JOIN {layer.table} t ON {here}"
        f" WHERE s.layer = '{layer.name}' AND s.action <> 'create' AND t.id IS NULL",
        level=Level.CONFLICT,
    )
    whole = "s.action NOT IN ('change', 'create')"
    changed = stage.fetch(
        f"SELECT DISTINCT s.key, t.id FROM {TABLE} s JOIN {layer.table} t ON {here},"
        f" LATERAL (SELECT {layer.version()} AS now) v"
        f" WHERE s.layer = '{layer.name}' AND s.parent IS DISTINCT FROM s.key AND ("
        f" (split_part(v.now, ':', 1) <> split_part(s.version, ':', 1) AND (s.geom IS NOT NULL OR {whole}))"
        f" OR (split_part(v.now, ':', 2) <> split_part(s.version, ':', 2)"
        f" AND (s.vals <> '{{}}'::jsonb OR {whole})))"
    )
    if not changed:
        return
    ids = list({pk for _key, pk in changed})
    theirs = {
        each["id"]: each for each in features_of(stage.settlement, layer, "t.id = ANY(%(ids)s)", {"ids": ids})
    }
    stage.problems += [
        Problem("changed_meanwhile", key, level=Level.CONFLICT, theirs=theirs.get(pk)) for key, pk in changed
    ]
    stage.spoil(key for key, _pk in changed)


def check_bounds(stage: EditStage, layer: EditLayer) -> None:
    """A part is never more than its total, the register's values and the new ones together."""
    for part, total in BOUNDS[layer.name]:
        said = "jsonb_build_object('part', %(part)s::text, 'total', %(total)s::text)"
        stage.say(
            "part_above_total",
            f"SELECT s.key, {said} FROM {TABLE} s LEFT JOIN {layer.table} t ON t.id = s.id,"
            f" LATERAL jsonb_populate_record(t, s.vals) r"
            f" WHERE s.layer = '{layer.name}' AND r.{part} > r.{total}",
            {"part": name_of(layer, part), "total": name_of(layer, total)},
            field=part,
        )


def name_of(layer: EditLayer, field: str) -> str:
    return str(layer.fields[field].verbose_name)


def check_codes(stage: EditStage, layer: EditLayer) -> None:
    """Numbers of structures and codes of clusters: given once, in the register and in the set."""
    new = f"{TABLE} s JOIN {layer.table} t ON t.settlement_id = %(settlement)s AND t.code = s.vals ->> 'code'"
    other = f"s.layer = '{layer.name}' AND t.id IS DISTINCT FROM s.id AND NOT {passes_on(layer)}"
    code = "jsonb_build_object('code', t.code)"
    stage.say(
        "number_taken",
        f"SELECT s.key, {code} FROM {new} WHERE {other} AND {layer.standing}",
        field="code",
    )
    if layer.name == "structures":
        stage.say(
            "number_retired",
            f"SELECT s.key, jsonb_build_object('status', t.status) FROM {new} WHERE {other}"
            f" AND NOT ({layer.standing})",
            field="code",
        )
    stage.say(
        "number_twice",
        f"SELECT s.key, jsonb_build_object('code', s.vals ->> 'code') FROM {TABLE} s"
        f" WHERE s.layer = '{layer.name}' AND s.vals ->> 'code' IN (SELECT vals ->> 'code' FROM {TABLE}"
        f" WHERE layer = '{layer.name}' GROUP BY 1 HAVING count(*) > 1)",
        field="code",
    )


def check_renumbered(stage: EditStage, layer: EditLayer) -> None:
    """A number that counts know is not written over."""
    renumbered = stage.fetch(
        f"SELECT s.key, t.id, t.code FROM {TABLE} s JOIN {layer.table} t ON t.id = s.id"
        " WHERE s.layer = 'structures' AND s.action = 'change' AND s.vals ->> 'code' <> t.code"
    )
    known = referred_to(Structure, [pk for _key, pk, _code in renumbered])
    found = [(key, code) for key, pk, code in renumbered if pk in known]
    stage.problems += [Problem("number_counted", key, {"code": code}, field="code") for key, code in found]
    stage.spoil(key for key, _code in found)


def check_cluster_codes(stage: EditStage, layer: EditLayer) -> None:
    """The code of a cluster is painted on its doors."""
    stage.say(
        "cluster_in_numbers",
        f"SELECT s.key, jsonb_build_object('code', c.code) FROM {TABLE} s JOIN {layer.table} c ON c.id = s.id"
        f" WHERE s.layer = '{layer.name}' AND s.vals ->> 'code' <> c.code AND EXISTS ("
        " SELECT 1 FROM settlements_structure t WHERE t.settlement_id = %(settlement)s"
        " AND split_part(t.code, '/', 2) = c.code AND t.code LIKE '%%/%%/%%')",
        field="code",
    )


def check_deletions(stage: EditStage, layer: EditLayer) -> None:
    """What is referred to stays."""
    refuse_referred(stage, LAYERS["structures"], Structure, "counted")


def refuse_referred(
    stage: EditStage, layer: EditLayer, model: type[Structure] | type[Cluster], code: str
) -> None:
    """Refuse to delete rows that something refers to; of clusters asked when all else is written."""
    wanted = stage.fetch(
        f"SELECT key, id FROM {TABLE} WHERE layer = '{layer.name}' AND action = 'delete' AND NOT bad"
    )
    known = referred_to(model, [pk for _key, pk in wanted])
    found = [key for key, pk in wanted if pk in known]
    stage.problems += [Problem(code, key) for key in found]
    stage.spoil(found)


SPECIAL: dict[str, tuple[Callable[[EditStage, EditLayer], None], ...]] = {
    "clusters": (check_codes, check_cluster_codes),
    "structures": (check_codes, check_renumbered, check_bounds, check_deletions),
    "services": (check_bounds,),
}
