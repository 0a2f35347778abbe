"""The same rows written in other ways: bare COPY, SQL as somebody competent writes it, and DRF."""

import csv
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from rest_framework import serializers

from benchmarks.answers import ANSWERS, DATED, LISTED
from enumerations.models import Enumeration, Household
from settlements.models import Structure

COLUMNS = ["hh_code", "structure_code", *ANSWERS, *LISTED, *DATED, "location"]
# Columns of the register that are filled straight from the file.
SAME = [*ANSWERS, *DATED]


def plain_table() -> str:
    """A table of texts without an index, emptied."""
    declared = ", ".join(f"{name} text" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_plain")
        cursor.execute(f"CREATE TABLE bench_plain ({declared})")
    return "bench_plain"


def copy_plain(path: Path, table: str) -> None:
    copy(path, table)


def copy(path: Path, table: str) -> None:
    with connection.cursor() as cursor, path.open("rb") as file:
        cursor.copy_expert(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, HEADER)", file)


def copy_and_upsert(path: Path, enumeration: int) -> None:
    """Typed staging, then one statement; no checks, no issues, no conflicts, no figures."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT ''::text AS hh_code, "
            f"''::text AS structure_code, ''::text AS assets, ''::text AS location, {', '.join(SAME)} "
            "FROM enumerations_household WITH NO DATA"
        )
        copy(path, "staged")
        cursor.execute("ANALYZE staged (structure_code)")
        cursor.execute(UPSERT, {"enumeration": enumeration})


UPSERT = f"""
INSERT INTO enumerations_household (settlement_id, enumeration_id, structure_id, key, created_by_batch_id,
    batch_id, answers, not_given, assets, location, location_accuracy_m, {", ".join(SAME)})
SELECT e.settlement_id, e.id, t.id, s.hh_code, b.id, b.id, '{{}}', '{{}}',
    string_to_array(s.assets, ' ')::varchar[],
    ST_SetSRID(ST_MakePoint(
        split_part(s.location, ' ', 2)::float8, split_part(s.location, ' ', 1)::float8), 4326),
    split_part(s.location, ' ', 4)::float8, {", ".join(f"s.{name}" for name in SAME)}
FROM staged s
JOIN enumerations_enumeration e ON e.id = %(enumeration)s
JOIN settlements_structure t ON t.settlement_id = e.settlement_id AND t.code = s.structure_code
CROSS JOIN (SELECT max(id) AS id FROM enumerations_batch) b
ON CONFLICT (enumeration_id, key) DO UPDATE SET structure_id = excluded.structure_id,
    batch_id = excluded.batch_id, assets = excluded.assets, location = excluded.location,
    location_accuracy_m = excluded.location_accuracy_m,
    {", ".join(f"{name} = excluded.{name}" for name in SAME)}
"""


class ManyHouseholds(serializers.ListSerializer[Any]):
    """Writes all of them in one bulk_create."""

    def create(self, validated_data: list[dict[str, Any]]) -> list[Household]:
        households = [Household(**data, **self.context["count"]) for data in validated_data]
        return Household.objects.bulk_create(households, batch_size=1000)


class HouseholdSerializer(serializers.ModelSerializer[Household]):
    """The model's own fields and validators. Structures are looked up in one query, not one for each row."""

    class Meta:
        model = Household
        list_serializer_class = ManyHouseholds
        fields = ["key", "structure", "assets", "location", *SAME]
        extra_kwargs = {"structure": {"read_only": True}, "location": {"read_only": True}}

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        sent = self.context["rows"][data["key"]]
        lat, lon, _altitude, accuracy = (float(part) for part in sent["location"].split())
        data |= {"location": Point(lon, lat, srid=4326), "location_accuracy_m": accuracy}
        data["structure_id"] = self.context["structures"].get(sent["structure_code"])
        if data["structure_id"] is None:
            raise serializers.ValidationError({"structure": "No such structure."})
        return data


def serialize_and_bulk_create(path: Path, enumeration: int) -> None:
    """`HouseholdSerializer(data=rows, many=True)`, valid, saved."""
    count = Enumeration.objects.get(pk=enumeration)
    with path.open(newline="") as file:
        rows = [
            {
                **row,
                "key": row["hh_code"],
                "assets": row["assets"].split(),
                "rent_month_kes": row["rent_month_kes"] or None,
            }
            for row in csv.DictReader(file)
        ]
    batch = {"batch_id": None, "created_by_batch_id": None}
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM enumerations_batch")
        batch = dict.fromkeys(batch, cursor.fetchone()[0])
    context = {
        "rows": {row["key"]: row for row in rows},
        "structures": dict(
            Structure.objects.filter(settlement=count.settlement_id).values_list("code", "pk")
        ),
        "count": {"enumeration_id": count.pk, "settlement_id": count.settlement_id, **batch},
    }
    serializer = HouseholdSerializer(data=rows, many=True, context=context)
    serializer.is_valid(raise_exception=True)
    with transaction.atomic():
        serializer.save()
