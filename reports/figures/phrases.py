"""What each figure means, in words: one sentence for each, to be translated as a whole.

`%(value)s` is the number as it is written, with its percent sign. Where the grammar depends on the number,
both forms are given and `number` decides; a fraction counts as many. Shares are said of what they are a share
of, so that 0 % and 100 % read as well as 41 %.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

PHRASES: Mapping[str, str | Promise] = {
    "population": ngettext_lazy(
        "%(value)s person lives in the households that were counted.",
        "%(value)s people live in the households that were counted.",
        "number",
    ),
    "population_estimate": ngettext_lazy(
        "If those not yet counted live like the others, %(value)s person lives here.",
        "If those not yet counted live like the others, %(value)s people live here.",
        "number",
    ),
    "households": ngettext_lazy(
        "%(value)s household was counted.", "%(value)s households were counted.", "number"
    ),
    "household_size": _("On average, %(value)s people live in a household."),
    "years_here_median": ngettext_lazy(
        "Half of the households have lived here for at least %(value)s year.",
        "Half of the households have lived here for at least %(value)s years.",
        "number",
    ),
    "years_12_percent": _("Of the households, %(value)s have lived here for 12 years or more."),
    "women_headed_percent": _("Of the households, %(value)s are headed by a woman."),
    "under_5_percent": _("Of the people, %(value)s are younger than 5 years."),
    "age_6_13_percent": _("Of the people, %(value)s are 6 to 13 years old, the age of primary school."),
    "age_14_17_percent": _("Of the people, %(value)s are 14 to 17 years old, the age of secondary school."),
    "attending_6_13_percent": _("Of the children of 6 to 13 years, %(value)s go to school."),
    "attending_14_17_percent": _("Of the young people of 14 to 17 years, %(value)s go to school."),
    "age_18_34_percent": _("Of the people, %(value)s are 18 to 34 years old."),
    "age_65_percent": _("Of the people, %(value)s are 65 years or older."),
    "working_percent": _("Of the people of 15 years and older, %(value)s worked in the last seven days."),
    "seeking_percent": _("Of those who work or seek work, %(value)s found none."),
    "disability_percent": _("Of the people of 5 years and older, %(value)s live with a disability."),
    "savings_percent": _("Of the households, %(value)s save with Muungano or another chama."),
    "muungano_percent": _("Of the households, %(value)s save with Muungano."),
    "phone_percent": _("Of the households, %(value)s own a mobile phone."),
    "internet_percent": _("Of the households, %(value)s have internet."),
    "density_acre": ngettext_lazy(
        "%(value)s person lives on an acre.", "%(value)s people live on an acre.", "number"
    ),
    "density_km2": ngettext_lazy(
        "%(value)s person lives on a square kilometre.",
        "%(value)s people live on a square kilometre.",
        "number",
    ),
    "structures": ngettext_lazy(
        "%(value)s numbered structure stands here.", "%(value)s numbered structures stand here.", "number"
    ),
    "households_per_structure": _("On average, %(value)s households share a structure."),
    "rooms_per_structure": _("On average, a structure has %(value)s rooms."),
    "tenants_percent": _("Of the households, %(value)s rent their home."),
    "owners_percent": _("Of the households, %(value)s own the structure they live in."),
    "tenure": _("Households hold their homes as: %(list)s."),
    "owner_elsewhere_percent": _("Of the structures, %(value)s have no owner living in them."),
    "rent_median": _("Half of the tenants pay KES %(value)s a month or less."),
    "rent_per_room_median": _("Half of the tenants pay KES %(value)s a month or less for a room."),
    "rent_burden_median": _("For half of the tenants, rent takes %(value)s of the income or less."),
    "rent_burdened_percent": _("Of the tenants, %(value)s pay more than 30 %% of their income as rent."),
    "persons_per_room": _("On average, %(value)s people share a room."),
    "overcrowded_percent": _("Of the households, %(value)s have more than three people to a room."),
    "iron_walls_percent": _("Of the structures, %(value)s have walls of iron sheets."),
    "mud_walls_percent": _("Of the structures, %(value)s have walls of mud."),
    "earth_floor_percent": _("Of the structures, %(value)s have a floor of earth."),
    "not_durable_percent": _("Of the households, %(value)s live in a home of weak materials."),
    "insecure_percent": _("Of the households, %(value)s have to fear losing their home."),
    "slum_household_percent": _(
        "Of the households, %(value)s lack at least one of: improved water, an improved toilet of their own, "
        "a durable home, room enough, secure tenure."
    ),
    "deprivations": _("Of five things a home needs, households lack so many: %(list)s."),
    "evicted_5y_percent": _("Of the households, %(value)s were evicted in the last five years."),
    "persons_per_cubicle": _("%(value)s people without a toilet of their own share each working cubicle."),
    "households_per_cubicle": _(
        "%(value)s households without a toilet of their own share each working cubicle."
    ),
    "toilet_private_percent": _("Of the households, %(value)s have a toilet of their own."),
    "toilet_shared_percent": _("Of the households, %(value)s share a toilet with others."),
    "toilet_none_percent": _("Of the households, %(value)s have no toilet to use."),
    "open_or_bucket_percent": _("Of the households, %(value)s use open ground or a bucket."),
    "sewer_or_septic_percent": _("Of the households, %(value)s use a toilet with a sewer or a septic tank."),
    "sanitation_improved_percent": _("Of the households, %(value)s have an improved toilet of their own."),
    "toilet_places": _("Households use a toilet here: %(list)s."),
    "toilet_types": _("Households use these kinds of toilet: %(list)s."),
    "water_price_median": _("Half of the households pay KES %(value)s or less for 20 litres of water."),
    "water_price_m3": _("At that price, 1,000 litres of water cost KES %(value)s."),
    "water_price_ratio": _("Water costs %(value)s times the regulated price of KES 2 for 20 litres."),
    "litres_per_person_median": _(
        "Half of the households have %(value)s litres of water or less a person a day."
    ),
    "water_minutes_median": ngettext_lazy(
        "Half of the households need %(value)s minute or less to fetch water.",
        "Half of the households need %(value)s minutes or less to fetch water.",
        "number",
    ),
    "water_30_minutes_percent": _("Of the households, %(value)s fetch water within 30 minutes."),
    "persons_per_tap": ngettext_lazy(
        "%(value)s person depends on each working tap.",
        "%(value)s people depend on each working tap.",
        "number",
    ),
    "water_burden_median": _("For half of the households, water takes %(value)s of the income or less."),
    "water_improved_percent": _("Of the households, %(value)s drink water from an improved source."),
    "water_vendor_percent": _("Of the households, %(value)s drink water that vendors bring."),
    "water_sources": _("Households drink water from: %(list)s."),
    "mains_lighting_percent": _("Of the households, %(value)s have electric light, legal or not."),
    "own_meter_percent": _("Of the households, %(value)s have an electricity meter of their own."),
    "waste_collected_percent": _("Of the households, %(value)s have their rubbish collected."),
    "waste_street_percent": _("Of the households, %(value)s leave their rubbish in the street or drain."),
    "cubicles_lacking": ngettext_lazy(
        "%(value)s toilet cubicle is lacking.", "%(value)s toilet cubicles are lacking.", "number"
    ),
    "taps_lacking": ngettext_lazy("%(value)s tap is lacking.", "%(value)s taps are lacking.", "number"),
    "priorities": _("Households ask first for: %(list)s."),
    "priorities_tenants": _("Tenants ask first for: %(list)s."),
    "priorities_owners": _("Owners ask first for: %(list)s."),
    "priorities_women": _("Households headed by women ask first for: %(list)s."),
    "coverage_percent": _("The count reached %(value)s of the doors."),
    "refused_percent": _("Of the households visited, %(value)s refused the interview."),
    "gps_ok_percent": _("Of the households, %(value)s have a good location."),
    "data_age_days": ngettext_lazy(
        "The last interview was %(value)s day ago.", "The last interview was %(value)s days ago.", "number"
    ),
}
