"""Rows on their way into the database: COPY to a temporary table, compare there, write in one statement."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.fields import BaseSpatialField
from django.db import connection, models

from settlements.imports.plan import PlanRow
from settlements.imports.problems import Problem
from settlements.models import Settlement

TABLE = "ground_stage"
# Hex WKB with its SRID: little endian, the type's SRID flag, 4326.
# About a millimetre, in degrees: what is written in digits, or came back from another system, has not moved.
UNMOVED = 1e-8
SRID_4326 = (4326).to_bytes(4, "little")


@dataclass(frozen=True)
class Target:
    """A table that files may fill: the columns an import may set, and pairs of which one bounds the other."""

    model: type[models.Model]
    columns: tuple[str, ...]
    kept_in: str = ""  # the JSON column for everything else
    has_cluster: bool = True
    bounds: tuple[tuple[str, str], ...] = ()  # (part, total)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def type_of(self, column: str) -> str:
        return str(self.model._meta.get_field(column).db_type(connection))

    def staged(self) -> tuple[str, ...]:
        return (*self.columns, *([self.kept_in] if self.kept_in else []))


class Stage:
    """The temporary table of one import; use it inside a transaction."""

    def __init__(self, target: Target, settlement: Settlement) -> None:
        self.target, self.settlement = target, settlement

    def __enter__(self) -> "Stage":
        columns = "".join(f", {name} {self.target.type_of(name)}" for name in self.target.staged())
        self.run(f"DROP TABLE IF EXISTS {TABLE}")
        self.run(
            f"CREATE TEMP TABLE {TABLE} (id serial PRIMARY KEY, row integer NOT NULL, code text,"
            " cluster_code text, geom geometry(Geometry, 4326), problems jsonb NOT NULL DEFAULT '[]',"
            f" action text, old_id bigint, reason text{columns}) ON COMMIT DROP"
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.run(f"DROP TABLE IF EXISTS {TABLE}")

    def run(self, sql: str, params: dict[str, Any] | None = None) -> int:
        """Run one statement; `%(settlement)s` is always known. Returns the rows touched."""
        with connection.cursor() as cursor:
            cursor.execute(sql, {"settlement": self.settlement.pk, **(params or {})})
            return int(cursor.rowcount)

    def fetch(self, sql: str, params: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"settlement": self.settlement.pk, **(params or {})})
            return list(cursor.fetchall())

    def copy(self, records: Iterable[dict[str, Any]]) -> None:
        """Take records in: row, code, cluster_code, geom (WKB), problems, and the target's columns."""
        names = ("row", "code", "cluster_code", "geom", "problems", *self.fields())
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for record in records:
            writer.writerow([cell(name, record.get(name)) for name in names])
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {TABLE} ({', '.join(names)}) FROM STDIN WITH (FORMAT csv)", text)
        self.run(f"ANALYZE {TABLE} (code)")

    def fields(self) -> tuple[str, ...]:
        """The staged columns that come from the file as they are; shapes are made of `geom` later."""
        return tuple(
            name for name in self.target.staged() if not self.target.type_of(name).startswith("geometry")
        )

    def warn(
        self, code: str, where: str, params: str = "'{}'::jsonb", values: dict[str, Any] | None = None
    ) -> int:
        """Add a problem to the rows `where` holds; `params` is SQL for a jsonb object."""
        return self.run(
            f"UPDATE {TABLE} s SET problems = problems || {said(code, params)}"
            f" WHERE s.action IS DISTINCT FROM 'rejected' AND ({where})",
            values,
        )

    def reject(
        self, code: str, where: str, params: str = "'{}'::jsonb", values: dict[str, Any] | None = None
    ) -> None:
        """Reject the rows `where` holds."""
        self.run(
            f"UPDATE {TABLE} s SET action = 'rejected', problems = problems || {said(code, params)}"
            f" WHERE s.action IS DISTINCT FROM 'rejected' AND ({where})",
            values,
        )

    def repair(self, *, areas: bool) -> None:
        """Make broken shapes valid, and say so; reject what has nothing left. `areas` keeps polygons only."""
        # A line that was a polygon before repair is nothing a footprint can be.
        was_area = "ST_Dimension(geom) = 2"
        self.run(
            f"UPDATE {TABLE} SET reason = ST_IsValidReason(geom), geom = CASE WHEN {was_area}"
            " THEN ST_CollectionExtract(ST_MakeValid(geom), 3) ELSE ST_MakeValid(geom) END"
            " WHERE geom IS NOT NULL AND NOT ST_IsValid(geom)"
        )
        # Of a collection of all sorts the areas count, else the points.
        kind = "3" if areas else "CASE WHEN ST_Dimension(geom) = 2 THEN 3 ELSE 1 END"
        self.run(
            f"UPDATE {TABLE} SET geom = ST_CollectionExtract(geom, {kind})"
            " WHERE GeometryType(geom) = 'GEOMETRYCOLLECTION'"
        )
        self.reject_broken()

    def reject_broken(self) -> None:
        """Reject what repair left nothing of; say of the rest that it was repaired."""
        self.reject(
            "not_repairable",
            "ST_IsEmpty(geom)",
            "jsonb_build_object('reason', COALESCE(reason, 'empty'))",
        )
        self.warn("repaired", "reason IS NOT NULL", "jsonb_build_object('reason', reason)")

    def reject_duplicates(self) -> None:
        """Of rows with the same key the first is taken."""
        self.reject(
            "twice_in_file",
            f"s.id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY code ORDER BY id) AS n"
            f" FROM {TABLE} WHERE action IS NULL AND code IS NOT NULL) AS numbered WHERE n > 1)",
            f"jsonb_build_object('row', (SELECT min(f.row) FROM {TABLE} f"
            " WHERE f.action IS NULL AND f.code = s.code))",
        )

    def compare(self) -> None:
        """Say of every row left whether it is created, updated or unchanged."""
        same = " AND ".join(self.same(name) for name in self.target.staged()) or "TRUE"
        join, same_cluster = "", ""
        if self.target.has_cluster:
            join = " LEFT JOIN settlements_cluster c ON c.id = t.cluster_id"
            same_cluster = " AND (s.cluster_code IS NULL OR s.cluster_code IS NOT DISTINCT FROM c.code)"
        self.run(
            f"UPDATE {TABLE} s SET old_id = t.id,"
            f" action = CASE WHEN {same}{same_cluster} THEN 'unchanged' ELSE 'updated' END"
            f" FROM {self.target.table} t{join}"
            " WHERE t.settlement_id = %(settlement)s AND t.code = s.code AND s.action IS NULL"
        )
        self.run(f"UPDATE {TABLE} SET action = 'created' WHERE action IS NULL")
        for part, total in self.target.bounds:
            self.reject_overfull(part, total)

    def same(self, name: str) -> str:
        if name == self.target.kept_in:  # 5 and "5" say the same: a table has no types
            return (
                f"NOT EXISTS (SELECT FROM jsonb_each_text(s.{name}) AS sent"
                f" WHERE t.{name} ->> sent.key IS DISTINCT FROM sent.value)"
            )
        if self.target.type_of(name).startswith("geometry"):
            return (
                f"(s.{name} IS NULL OR (s.{name} = t.{name}) IS TRUE"
                f" OR (ST_HausdorffDistance(s.{name}, t.{name}) < {UNMOVED}) IS TRUE)"
            )
        return f"(s.{name} IS NULL OR s.{name} IS NOT DISTINCT FROM t.{name})"

    def reject_overfull(self, part: str, total: str) -> None:
        """Reject where a part would exceed its total, the file's and the register's values together."""

        def value(column: str) -> str:
            old = f"(SELECT t.{column} FROM {self.target.table} t WHERE t.id = s.old_id)"
            return f"COALESCE(s.{column}, {old})" if column in self.target.columns else old

        self.reject(
            "part_above_total",
            f"s.action IN ('created', 'updated') AND {value(part)} > {value(total)}",
            f"jsonb_build_object('part', '{part}', 'total', '{total}')",
        )

    def write(self) -> None:
        """Create and update in one statement. A blank in the file never erases what the register knows."""
        target = self.target
        names, values = ["settlement_id", "code"], ["%(settlement)s", "s.code"]
        params: dict[str, Any] = {}
        if target.has_cluster:
            names.append("cluster_id")
            values.append("COALESCE(c.id, t.cluster_id)")
        for name in target.staged():
            names.append(name)
            values.append(self.merged(name, params))
        ours = [name for name in names if name not in ("settlement_id", "code")]
        for each in self.defaulted(set(names)):
            names.append(str(each.column))
            values.append(self.default(each, params))
        join = (
            " LEFT JOIN settlements_cluster c ON c.settlement_id = %(settlement)s AND c.code = s.cluster_code"
            if target.has_cluster
            else ""
        )
        self.run(
            f"INSERT INTO {target.table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {TABLE} s"
            f" LEFT JOIN {target.table} t ON t.id = s.old_id{join}"
            " WHERE s.action IN ('created', 'updated') ORDER BY s.id"
            " ON CONFLICT (settlement_id, code) DO UPDATE SET "
            + ", ".join(f"{name} = EXCLUDED.{name}" for name in ours),
            params,
        )

    def merged(self, name: str, params: dict[str, Any]) -> str:
        """The file's value, else the register's, else the model's default."""
        if name == self.target.kept_in:
            return f"COALESCE(t.{name}, '{{}}'::jsonb) || COALESCE(s.{name}, '{{}}'::jsonb)"
        field = self.target.model._meta.get_field(name)
        assert isinstance(field, models.Field)
        return f"COALESCE(s.{name}, t.{name}{'' if field.null else ', ' + self.default(field, params)})"

    def default(self, field: "models.Field[Any, Any]", params: dict[str, Any]) -> str:
        value = field.get_default()
        if isinstance(field, BaseSpatialField):
            return "NULL"  # a place is never made up: the database refuses a row without
        if getattr(field, "auto_now_add", False):
            return "now()"
        params[f"default_{field.name}"] = field.get_db_prep_save(value, connection)
        return f"%(default_{field.name})s::{field.db_type(connection)}"

    def defaulted(self, named: set[str]) -> Iterator["models.Field[Any, Any]"]:
        """Columns an import does not set, but a new row must have."""
        for field in self.target.model._meta.concrete_fields:
            if field.column not in named and not field.null and not field.primary_key and not field.generated:
                yield field

    def rows(self) -> list[PlanRow]:
        """What becomes of each row."""
        found = self.fetch(f"SELECT row, COALESCE(code, ''), action, problems FROM {TABLE} ORDER BY id")
        return [
            PlanRow(row, code, action, tuple(map(Problem.from_json, loaded(problems))))
            for row, code, action, problems in found
        ]


def said(code: str, params: str) -> str:
    """SQL for a list of one problem."""
    return f"jsonb_build_array(jsonb_build_object('code', '{code}', 'params', {params}))"


def loaded(value: Any) -> list[dict[str, Any]]:
    """Django leaves jsonb to be read by its fields: a raw cursor gives text."""
    return json.loads(value) if isinstance(value, str) else value


def cell(name: str, value: Any) -> Any:
    """A value as COPY's CSV takes it; None is an empty cell, which is NULL."""
    if value is None:
        return None
    if name == "geom":
        return extended(value).hex()
    if name == "problems":
        return json.dumps([problem.to_json() for problem in value])
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return value


def extended(wkb: bytes) -> bytes:
    """WKB of ours (little endian, two dimensions) with its SRID."""
    return wkb[:4] + bytes([wkb[4] | 0x20]) + SRID_4326 + wkb[5:]
