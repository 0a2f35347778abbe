"""Numbers for structures that have none: as one would walk, so that neighbours get neighbouring numbers."""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil, cos, radians, sqrt

from django.db import connection
from psycopg2.extras import execute_values

from settlements.imports.staging import TABLE, Stage

HIGHEST = 9999
# A strip holds about two structures across: narrower ones jump along, wider ones zigzag.
STRIP = 1.6

Place = tuple[int, float, float]  # id, lon, lat

WAITING = f"""
SELECT id, COALESCE(cluster_code, ''), ST_X(location), ST_Y(location) FROM {TABLE}
WHERE code IS NULL AND action IS NULL ORDER BY id
"""
# The highest number in use under each prefix, in the register and in the file itself.
USED = f"""
SELECT prefix, max(substring(number FROM '^[0-9]+')::int) FROM (
    SELECT regexp_replace(code, '/[^/]*$', '') AS prefix, regexp_replace(code, '^.*/', '') AS number
    FROM (SELECT code FROM settlements_structure WHERE settlement_id = %(settlement)s
          UNION ALL SELECT code FROM {TABLE} WHERE code IS NOT NULL) AS codes
) AS parts GROUP BY prefix
"""

GIVE = f"UPDATE {TABLE} s SET code = given.code FROM (VALUES %s) AS given (id, code) WHERE s.id = given.id"


def serpentine(places: Sequence[Place]) -> list[int]:
    """The ids in the order of a walk: north to south in strips, each in the other direction than the last."""
    if not places:
        return []
    lons, lats = [lon for _id, lon, _lat in places], [lat for _id, _lon, lat in places]
    shrink = cos(radians(sum(lats) / len(lats)))
    width, height = (max(lons) - min(lons)) * shrink, max(lats) - min(lats)
    strip = STRIP * sqrt(width * height / len(places)) or (height / len(places)) or 1.0
    top = max(lats)

    def step(place: Place) -> tuple[int, float, float, int]:
        number, lon, lat = place
        line = min(ceil((top - lat) / strip), 10**6)
        return line, lon if line % 2 == 0 else -lon, -lat, number

    return [place[0] for place in sorted(places, key=step)]


def number(stage: Stage) -> None:
    """Number what has no number yet, cluster by cluster, after the highest number in use."""
    waiting: dict[str, list[Place]] = defaultdict(list)
    for stage_id, cluster, lon, lat in stage.fetch(WAITING):
        waiting[cluster].append((stage_id, lon, lat))
    used = dict(stage.fetch(USED))
    given: list[tuple[int, str]] = []
    for cluster, places in sorted(waiting.items()):
        prefix = "/".join(filter(None, (stage.settlement.code, cluster)))
        first = (used.get(prefix) or 0) + 1
        numbers = range(first, HIGHEST + 1)
        given += [
            (stage_id, f"{prefix}/{n}") for stage_id, n in zip(serpentine(places), numbers, strict=False)
        ]
    with connection.cursor() as cursor:
        if given:
            execute_values(cursor.cursor, GIVE, given, page_size=5000)
    stage.reject(
        "numbers_used_up", "s.code IS NULL AND s.action IS NULL", f"jsonb_build_object('limit', {HIGHEST})"
    )
