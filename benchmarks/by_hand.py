"""The same rows written in other ways: bare COPY, SQL as somebody competent writes it, and DRF."""

import csv
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from rest_framework import serializers

from accounts.encryption.columns import HASH_LETTERS
from benchmarks.answers import ANSWERS, DATED, LISTED
from enumerations.models import Batch, Enumeration, Household
from settlements.models import Structure

COLUMNS = ["hh_code", "structure_code", *ANSWERS, *LISTED, *DATED, "location"]
# Columns of the register that are filled straight from the file.
SAME = [*ANSWERS, *DATED]
# SQL by hand has no keys: it spares itself encryption and hash, and writes what the constraint lets pass.
FILLED = [f"'none.{'0' * HASH_LETTERS}.' || s.phone" if name == "phone" else f"s.{name}" for name in SAME]


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
    split_part(s.location, ' ', 4)::float8, {", ".join(FILLED)}
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
    """As DRF's guide writes it: the structure is a related field, found by its number."""

    structure = serializers.SlugRelatedField(slug_field="code", queryset=Structure.objects.none())

    class Meta:
        model = Household
        list_serializer_class = ManyHouseholds
        fields = ["key", "structure", "assets", "location", *SAME]
        extra_kwargs = {"location": {"read_only": True}}

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["structure"].queryset = self.context["structures"]
        return fields

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        lat, lon, _altitude, accuracy = (float(part) for part in self.context["points"][data["key"]].split())
        return data | {"location": Point(lon, lat, srid=4326), "location_accuracy_m": accuracy}


class FoundAtOnce(serializers.CharField):
    """A structure by its number, from a dictionary of all: what one does when the first way is too slow."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return self.context["by_code"][data]
        except KeyError as error:
            raise serializers.ValidationError("No such structure.") from error


class TunedSerializer(HouseholdSerializer):
    """The same without a query for each row."""

    structure = FoundAtOnce()  # type: ignore[assignment]

    class Meta(HouseholdSerializer.Meta):
        pass

    def get_fields(self) -> dict[str, Any]:
        return serializers.ModelSerializer.get_fields(self)


def serialize_and_bulk_create(
    path: Path, enumeration: int, serializer_class: type[HouseholdSerializer] = HouseholdSerializer
) -> None:
    """`HouseholdSerializer(data=rows, many=True)`, valid, saved."""
    count = Enumeration.objects.get(pk=enumeration)
    batch = Batch.objects.latest("pk")
    with path.open(newline="") as file:
        rows = [as_sent(row) for row in csv.DictReader(file)]
    structures = Structure.objects.filter(settlement=count.settlement_id)
    context: dict[str, Any] = {
        "points": {row["key"]: row["location"] for row in rows},
        "structures": structures,
        "count": {"enumeration": count, "settlement_id": count.settlement_id}
        | {"batch": batch, "created_by_batch": batch},
    }
    if serializer_class is TunedSerializer:
        context["by_code"] = {structure.code: structure for structure in structures.only("pk", "code")}
    serializer = serializer_class(data=rows, many=True, context=context)
    serializer.is_valid(raise_exception=True)
    with transaction.atomic():
        serializer.save()


def as_sent(row: dict[str, str]) -> dict[str, Any]:
    """One line of the CSV in the form of JSON."""
    return {
        **row,
        "key": row["hh_code"],
        "structure": row["structure_code"],
        "assets": row["assets"].split(),
        "rent_month_kes": row["rent_month_kes"] or None,
    }
