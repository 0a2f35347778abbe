"""Where the caller may see what, asked once for a request: the querysets decide, everything else follows."""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, TextField
from django.db.models.expressions import RawSQL

from settlements.models import Settlement
from settlements.querysets import Viewer
from settlements.roles import Act


class Seen(Enum):
    """Who sees a column."""

    EVERYBODY = "everybody"  # whoever sees the row
    SHOWN = "shown"  # where the settlement's ground is shown to the caller
    MEMBERS = "members"  # where the caller acts
    LEADERS = "leaders"  # where the caller sees owners and tenants


@dataclass(frozen=True)
class Reach:
    """Settlements by their ids: known at all, acted in, tenure seen there, shown to everybody."""

    known: frozenset[int]
    own: frozenset[int]
    tenure: frozenset[int]
    public: frozenset[int]
    # By settlement where the caller acts, a word that changes with whatever is written of it; elsewhere, with
    # what is said of it alone.
    versions: dict[int, str]

    @property
    def shown(self) -> frozenset[int]:
        return self.own | self.public

    def where(self, seen: Seen) -> frozenset[int]:
        return {
            Seen.EVERYBODY: self.known,
            Seen.SHOWN: self.shown,
            Seen.MEMBERS: self.own,
            Seen.LEADERS: self.tenure,
        }[seen]

    @property
    def has_version(self) -> bool:
        """Whether the caller acts wherever ground is shown: elsewhere only the answer itself may tell that
        something changed, for most of what is written there is not for them to know of."""
        return self.public <= self.own

    @property
    def version(self) -> str:
        """Changes when anything that could be answered changes; where `has_version`."""
        return sha256(repr(sorted(self.versions.items())).encode()).hexdigest()[:24]


def reach_of(user: Viewer, settlement: str | None = None) -> Reach:
    """The caller's reach, of one settlement only where its code is given; one query."""
    # A row's own transaction: whatever changes it, a trigger of the ground included, leaves another one.
    written = RawSQL("settlements_settlement.xmin::text", [], output_field=TextField())
    everybodys: Any = Settlement.objects.with_ground_shown_to(AnonymousUser())
    known = Settlement.objects.visible_to(user)
    if settlement is not None:
        known = known.filter(code=settlement)
    rows = known.annotate(
        is_own=Q(pk__in=Settlement.objects.where_may(user, Act.SEE_GROUND).values("pk")),
        sees_tenure=Q(pk__in=Settlement.objects.where_may(user, Act.SEE_TENURE).values("pk")),
        is_public=Q(pk__in=everybodys.filter(shows_ground=True).values("pk")),
        written=written,
    ).values_list(
        "pk",
        *("is_own", "sees_tenure", "is_public"),
        *("data_version", "written"),
        *("county__name", "ward__name", "name", "other_names", "settlement_type", "year_settled"),
    )
    found = list(rows.order_by("pk"))
    return Reach(
        known=frozenset(row[0] for row in found),
        own=frozenset(row[0] for row in found if row[1]),
        tenure=frozenset(row[0] for row in found if row[2]),
        public=frozenset(row[0] for row in found if row[3]),
        # To others not even that somebody works there now.
        versions={row[0]: repr(row[1:] if row[1] else row[6:]) for row in found},
    )
