"""What carries no code of its own (lanes, hazards, plans): known again by its name, kind and shape."""

from typing import Any

from django.utils.translation import override

from settlements.imports.columns import FIELDS, likely
from settlements.imports.context import Context
from settlements.imports.kinds import VOCABULARIES, kind_of
from settlements.imports.options import Layer
from settlements.imports.problems import Problem
from settlements.imports.staging import TABLE, Stage

# Where the file's word for the kind is kept.
SOURCE_KIND = "source_kind"
# To a centimetre: written down and read again, a corner is not the same double.
SHAPE = "md5(ST_AsBinary(ST_Normalize(ST_SnapToGrid({row}.{shape}, 1e-7))))"
NAMED = "{row}.kind || '|' || NULLIF(lower({row}.name), '')"
SHAPED = "{row}.kind || '|' || " + SHAPE
WHOLLY = SHAPED + " || '|' || COALESCE(lower({row}.name), '')"
SAID = f"{SHAPE} || '|' || ({{row}}.properties->>'{SOURCE_KIND}')"
# The surest first: a lane drawn anew keeps its name, a lane named anew keeps its shape, and one whose kind
# was corrected keeps the file's word for it.
KEYS = (WHOLLY, NAMED, SHAPED, SAID)


class UnnumberedStage(Stage):
    """A stage whose rows are compared by `shape`, name and kind. A row's code is what it is called."""

    @property
    def shape(self) -> str:
        """The column of the target that holds the shape."""
        return self.target.columns[0]

    def key(self, key: str, row: str) -> str:
        return key.format(row=row, shape=self.shape)

    def repair(self, *, areas: bool = False, dimension: int | None = None) -> None:
        """Make broken shapes valid, and say so; of a collection keep the parts of one dimension.

        That is the given one, else the highest there is. What has nothing left is rejected.
        """
        kept = f"ST_CollectionExtract(geom, {dimension + 1 if dimension else 'ST_Dimension(geom) + 1'})"
        self.run(
            f"UPDATE {TABLE} SET reason = ST_IsValidReason(geom), geom = ST_MakeValid(geom)"
            " WHERE NOT ST_IsValid(geom)"
        )
        wrong = f"ST_Dimension(geom) <> {dimension}" if dimension else "FALSE"
        self.run(
            f"UPDATE {TABLE} SET geom = {kept} WHERE GeometryType(geom) = 'GEOMETRYCOLLECTION' OR {wrong}"
        )
        self.reject_broken()

    def reject_duplicates(self) -> None:
        """Of rows that are the same in all three the first is taken."""
        same = self.key(WHOLLY, "n")
        self.reject(
            "twice_in_file",
            "s.id IN (SELECT id FROM (SELECT n.id,"
            f" row_number() OVER (PARTITION BY {same} ORDER BY n.id) AS times"
            f" FROM {TABLE} n WHERE n.action IS NULL) AS numbered WHERE times > 1)",
            f"jsonb_build_object('row', (SELECT min(n.row) FROM {TABLE} n"
            f" WHERE n.action IS NULL AND {same} = {self.key(WHOLLY, 's')}))",
        )

    def compare(self) -> None:
        """Say of every row left whether it is created, updated or unchanged."""
        for key in KEYS:
            self.match(key)
        same = " AND ".join(self.same(name) for name in self.target.staged())
        self.run(
            f"UPDATE {TABLE} s SET action = CASE WHEN {same} THEN 'unchanged' ELSE 'updated' END"
            f" FROM {self.target.table} t WHERE t.id = s.old_id AND s.action IS NULL"
        )
        self.run(f"UPDATE {TABLE} SET action = 'created' WHERE action IS NULL")

    def match(self, key: str) -> None:
        """Know again what has this key once in the file and once in the register."""
        self.run(
            f"UPDATE {TABLE} s SET old_id = old.id FROM"
            f" (SELECT min(t.id) AS id, {self.key(key, 't')} AS key FROM {self.target.table} t"
            "  WHERE t.settlement_id = %(settlement)s"
            f"  AND t.id NOT IN (SELECT old_id FROM {TABLE} WHERE old_id IS NOT NULL)"
            "  GROUP BY 2 HAVING count(*) = 1) AS old,"
            f" (SELECT min(n.id) AS id, {self.key(key, 'n')} AS key FROM {TABLE} n"
            "  WHERE n.action IS NULL AND n.old_id IS NULL GROUP BY 2 HAVING count(*) = 1) AS new"
            " WHERE s.id = new.id AND old.key = new.key"
        )

    def write(self) -> None:
        """Update what was known again, create the rest. A blank never erases what the register knows."""
        target = self.target
        params: dict[str, Any] = {}
        values = {name: self.merged(name, params) for name in target.staged()}
        sets = ", ".join(f"{name} = {value}" for name, value in values.items())
        self.run(
            f"UPDATE {target.table} t SET {sets} FROM {TABLE} s"
            " WHERE t.id = s.old_id AND s.action = 'updated'",
            params,
        )
        for each in self.defaulted({"settlement_id", *values}):
            values[str(each.column)] = self.default(each, params)
        self.run(
            f"INSERT INTO {target.table} (settlement_id, {', '.join(values)})"
            f" SELECT %(settlement)s, {', '.join(values.values())} FROM {TABLE} s"
            f" LEFT JOIN {target.table} t ON FALSE WHERE s.action = 'created' ORDER BY s.id",
            params,
        )


def kind_said(
    context: Context, record: dict[str, Any], rest: dict[str, Any], problems: list[Problem], default: str
) -> str:
    """Our kind for the file's word, which is kept beside it; `default` where the file has no word."""
    layer = context.options.layer
    text = word_of(context, record)
    kind = kind_of(text, layer, context.options.kinds)
    if text is not None:
        if not context.is_ours:
            rest[SOURCE_KIND] = str(text)
        context.kinds[str(text)] = kind or ""
        if kind is None:
            problems.append(Problem("unknown_kind", {"text": str(text)[:60]}))
            return "other"
    # A file of one kind often says so in its name only.
    return kind or kind_of(context.features.layer, layer) or default


def word_of(context: Context, record: dict[str, Any]) -> Any:
    """The file's word for the kind: OpenStreetMap has roads, waters and railways in columns of their own."""
    text = context.columns.value(record, "kind")
    if text is not None or context.options.columns.get("kind"):
        return text
    field = next(each for each in FIELDS[context.options.layer] if each.name == "kind")
    used = set(context.columns.by_field.values())
    return next((record[h] for h in likely(field, list(record)) if h not in used), None)


def label_of(kind: str, layer: Layer) -> str:
    """What a kind is called, the same whoever imports."""
    with override("en"):
        return str(dict(VOCABULARIES[layer].kinds.choices)[kind])
