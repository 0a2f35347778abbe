"""What the community asks for first, and how far the figures can be trusted (28, 30)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enumerations.choices import Priority, Sex, VisitResult
from enumerations.indicators.declaration import (
    Declarations,
    Indicator,
    Kind,
    Measure,
    Records,
    ratio,
    share,
)
from enumerations.indicators.words import OWNS, RENTS

H, VISITS = Records.HOUSEHOLDS, Records.VISITS
# Points of the first, second and third priority (Borda).
POINTS = (("priority_1", 3), ("priority_2", 2), ("priority_3", 1))
BORDA = _(
    "Three points for a first priority, two for a second, one for a third; the percentage names it at all."
)
GPS_ACCURACY_M = 15


def _ranking(code: str, label: Any, definition: Any, among: str = "true") -> Indicator:
    return Indicator(
        code,
        label,
        _("points"),
        definition,
        Kind.RANKING,
        H,
        sql="coalesce(h.priority_1, h.priority_2, h.priority_3)",
        value=f"{code}_list",
        n=f"{code}_named",
        choices=Priority,
        among=among,
        note=BORDA,
    )


VOICE = Declarations(
    indicators=(
        _ranking("priorities", _("Priorities"), _("What households ask for first, second and third.")),
        _ranking(
            "priorities_tenants",
            _("Priorities of tenants"),
            _("What households that rent ask for first, second and third."),
            RENTS,
        ),
        _ranking(
            "priorities_owners",
            _("Priorities of owners"),
            _("What households that own their structure ask for first, second and third."),
            OWNS,
        ),
        _ranking(
            "priorities_women",
            _("Priorities of households headed by women"),
            _("What households headed by a woman ask for first, second and third."),
            f"h.head_sex = '{Sex.FEMALE}'",
        ),
        ratio(
            "coverage_percent",
            _("Coverage"),
            "%",
            _(
                "Structures with a household counted, of all numbered structures in which people "
                "should live; "
                "where interviews name no structure, households counted of those listed."
            ),
            value="coverage",
            n="coverage_n",
            decimals=1,
            kind=Kind.PERCENT,
        ),
        share(
            "refused_percent",
            pgettext_lazy("figure", "Refused"),
            _(
                "Households that refused the interview, of all visits whose result is known, vacant "
                "homes left out."
            ),
            f"CASE WHEN h.result <> '{VisitResult.VACANT}' "
            f"THEN h.result = '{VisitResult.REFUSED}' OR h.consent IS FALSE END",
            records=VISITS,
        ),
        share(
            "gps_ok_percent",
            _("Good location"),
            _(
                "Households counted whose location was taken, to 15 metres or better where the "
                "accuracy is known."
            ),
            "CASE WHEN h.cleared_at IS NULL THEN h.location IS NOT NULL "
            f"AND coalesce(h.location_accuracy_m <= {GPS_ACCURACY_M}, true) END",
        ),
        ratio(
            "data_age_days",
            _("Age of the data"),
            _("days"),
            _("Days since the last interview, on the day the figures were made."),
            value="data_age",
            n="interview_day_n",
        ),
    ),
    measures=(
        Measure("listed", VISITS, f"h.result IS DISTINCT FROM '{VisitResult.VACANT}'", is_flag=True),
        Measure(
            "listed_in_structures",
            VISITS,
            f"h.structure_id IS NOT NULL AND h.result IS DISTINCT FROM '{VisitResult.VACANT}'",
            is_flag=True,
        ),
        Measure("interview_day", H, "h.interviewed_on - DATE '2000-01-01'", adds_up="max"),
    ),
)
