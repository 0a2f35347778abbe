"""The settlements a reader may know of, each with place and headline, as the country's map shows them.

To read all their figures is slow, so the answer is kept for everybody with the same memberships, under a
digest of all it was made from: what was hidden a moment ago is another digest, and nothing kept is believed.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON, Centroid
from django.contrib.postgres.aggregates import StringAgg
from django.core.cache import cache
from django.db.models import F, Func, QuerySet, TextField
from django.db.models.functions import MD5, Coalesce

from accounts.models import User
from enumerations.models import SettlementStatistics
from mapping import figures
from mapping.places import spread
from settlements.models import Membership, Settlement
from settlements.querysets import Viewer

DESIGN = 1  # raise it when Known holds something else: what was kept is then made anew
KEPT_SECONDS = 86_400
DECIMALS = 4  # about 11 m: enough to be drawn at the country's scale


@dataclass(frozen=True)
class Known:
    """A settlement as this reader may know it; `at` is longitude and latitude, a coarse cell's for some."""

    code: str
    name: str
    at: tuple[float, float] | None
    is_counted: bool
    people: int | None
    households: int | None
    structures: int | None


@dataclass(frozen=True)
class Country:
    """All a reader may know of, and the digest of what it was made from."""

    digest: str
    settlements: list[Known]

    @property
    def placed(self) -> list[Known]:
        """Those that can be drawn."""
        return [known for known in self.settlements if known.at is not None]

    @property
    def totals(self) -> dict[str, int]:
        """Sums of shown numbers and nothing else: taking away some of them leaves nothing new."""
        counted = [known for known in self.settlements if known.is_counted]
        return {
            "settlements": len(counted),
            "people": sum(known.people or 0 for known in counted),
            "households": sum(known.households or 0 for known in counted),
            "structures": sum(known.structures or 0 for known in counted),
        }

    @property
    def bounds(self) -> list[list[float]] | None:
        """South-west and north-east corner of the places, latitude first as Leaflet asks."""
        places = [known.at for known in self.settlements if known.at is not None]
        if not places:
            return None
        longitudes, latitudes = zip(*places, strict=True)
        return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]


class Row(Func):
    """Columns as the database would print them, null ones included."""

    template = "ROW(%(expressions)s)::text"
    output_field = TextField()


def country_of(user: Viewer) -> Country:
    """What the user may know of the country, from what is kept if nothing of it has changed."""
    digest = digest_of(user)
    key = f"country{DESIGN}:{digest}"
    settlements = cache.get(key)
    if settlements is None:
        settlements = read(user)
        cache.set(key, settlements, KEPT_SECONDS)
    return Country(digest, settlements)


def digest_of(user: Viewer) -> str:
    """Changes with the user's memberships, the settlements they may know of, and these ones' figures."""
    visible = Settlement.objects.visible_to(user).with_ground_shown_to(user)
    of_places = _state(visible, "pk", "code", "name", "centre", "boundary", "smallest_cell", "shows_ground")
    # All rounds: what is hidden in one of them is hidden in the others.
    counted: Any = SettlementStatistics.objects.visible_to(user).filter(cluster=None)
    of_figures = _state(
        counted, "pk", "made_at", "enumeration__round", "enumeration__state", "enumeration__adopted_on"
    )
    return sha256("|".join([memberships_of(user), of_places, of_figures]).encode()).hexdigest()[:32]


def memberships_of(user: Viewer) -> str:
    """What the user holds, in words that are the same for everybody who holds the same."""
    if not isinstance(user, User) or not user.is_active:
        return "nobody"
    held = Membership.objects.filter(user=user).values_list("role", "settlement", "county")
    return f"{user.is_superuser}{sorted(map(str, held))}"


def _state(rows: QuerySet[Any], *columns: str) -> str:
    found = rows.aggregate(state=MD5(StringAgg(Row(*columns), ",", order_by="pk")))["state"]
    return str(found)


def read(user: Viewer) -> list[Known]:
    """The settlements by their codes; of those whose ground is not shown the place is coarse."""
    middle = AsGeoJSON(Coalesce("centre", Centroid(F("boundary"))), precision=DECIMALS)
    known = Settlement.objects.visible_to(user).with_ground_shown_to(user).annotate(middle=middle)
    rows: list[Any] = list(known.order_by("code").values("pk", "code", "name", "middle", "shows_ground"))
    for row in rows:
        row["at"] = tuple(json.loads(row["middle"])["coordinates"]) if row["middle"] else None
    veiled = [row for row in rows if row["at"] and not row["shows_ground"]]
    for row, place in zip(veiled, spread([row["at"] for row in veiled]), strict=True):
        row["at"] = place
    shown = figures.headlines(user)
    return [_known(row, shown.get(row["pk"])) for row in rows]


def _known(row: dict[str, Any], headline: figures.Headline | None) -> Known:
    return Known(
        code=row["code"],
        name=row["name"],
        at=row["at"],
        is_counted=headline is not None,
        people=headline.people if headline else None,
        households=headline.households if headline else None,
        structures=headline.structures if headline else None,
    )
