"""What surveys call a service point, a way or a plan, and which of our kinds that is.

Whole texts, bare (letters and digits, lower case), in English, OpenStreetMap's words and Kiswahili.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from settlements.choices import LaneKind, OverlayKind
from settlements.choices import ServiceKind as Kind
from settlements.imports.columns import bare, spoken
from settlements.imports.options import Layer


@dataclass(frozen=True)
class Vocabulary:
    """The kinds of a layer and what others call them."""

    kinds: type[TextChoices]
    texts: Mapping[str, TextChoices]


# Public spaces and offices of organisations have no kind of their own: they become `other` and keep their
# text.
SERVICES: dict[str, TextChoices] = {
    "sanitation": Kind.TOILET_BLOCK,
    "toilet": Kind.TOILET_BLOCK,
    "toilets": Kind.TOILET_BLOCK,
    "ablutionblock": Kind.TOILET_BLOCK,
    "communalsanitationfacilityegtoilet": Kind.TOILET_BLOCK,
    "biocentre": Kind.TOILET_BLOCK,
    "choo": Kind.TOILET_BLOCK,
    "waterpoints": Kind.WATER_POINT,
    "drinkingwater": Kind.WATER_POINT,
    "tap": Kind.WATER_POINT,
    "standpipe": Kind.WATER_POINT,
    "kiosk": Kind.WATER_KIOSK,
    "well": Kind.BOREHOLE,
    "handwashing": Kind.HANDWASHING,
    "handwashingfacility": Kind.HANDWASHING,
    "wastepoints": Kind.WASTE_COLLECTION,
    "wastecollectionbinopendumpingarea": Kind.WASTE_COLLECTION,
    "wastebasket": Kind.WASTE_COLLECTION,
    "floodlights": Kind.STREETLIGHT_HIGHMAST,
    "floodlight": Kind.STREETLIGHT_HIGHMAST,
    "streetlamp": Kind.STREETLIGHT_HIGHMAST,
    "streetlight": Kind.STREETLIGHT_HIGHMAST,
    "highmast": Kind.STREETLIGHT_HIGHMAST,
    "education": Kind.SCHOOL,
    "educationfacility": Kind.SCHOOL,
    "schools": Kind.SCHOOL,
    "kindergarten": Kind.ECD_CENTRE,
    "health": Kind.HEALTH_FACILITY,
    "clinic": Kind.HEALTH_FACILITY,
    "hospital": Kind.HEALTH_FACILITY,
    "pharmacy": Kind.CHEMIST,
    "police": Kind.POLICE_POST,
    "policestation": Kind.POLICE_POST,
    "policestations": Kind.POLICE_POST,
    "localadminoffices": Kind.CHIEF_OFFICE,
    "localadministrativeoffice": Kind.CHIEF_OFFICE,
    "chiefsoffice": Kind.CHIEF_OFFICE,
    "religious": Kind.WORSHIP,
    "religiousfacility": Kind.WORSHIP,
    "placeofworship": Kind.WORSHIP,
    "church": Kind.WORSHIP,
    "mosque": Kind.WORSHIP,
    "markets": Kind.MARKET,
    "marketplace": Kind.MARKET,
    "communitycenters": Kind.SOCIAL_HALL,
    "communitycentres": Kind.SOCIAL_HALL,
    "communitycentre": Kind.SOCIAL_HALL,
    "socialhallcommunitycentreresourcecentre": Kind.SOCIAL_HALL,
    "transportstops": Kind.BUS_STAGE,
    "transportstopsmatatusbodabodaformalinformal": Kind.BUS_STAGE,
    "busstop": Kind.BUS_STAGE,
    "matatustage": Kind.BUS_STAGE,
}

MAIN, ACCESS, LANE, FOOT = LaneKind.MAIN_ROAD, LaneKind.ACCESS_ROAD, LaneKind.LANE, LaneKind.FOOTPATH
DRAIN, RIVER, RAILWAY = LaneKind.DRAIN, LaneKind.RIVER, LaneKind.RAILWAY
LANES: dict[str, TextChoices] = {
    **dict.fromkeys(
        (
            "motorway", "motorwaylink", "trunk", "trunklink", "primary", "primarylink", "secondary",
            "secondarylink", "tertiary", "tertiarylink", "highway", "mainroad", "barabarakuu",
        ), MAIN,
    ),
    **dict.fromkeys(
        (
            "unclassified", "residential", "service", "road", "track", "busway", "street", "feederroad",
            "murramroad", "vehicular", "barabara", "mtaa",
        ), ACCESS,
    ),
    **dict.fromkeys(
        ("livingstreet", "alley", "lanes", "backlane", "njia", "kichochoro", "vichochoro", "uchochoro"), LANE
    ),
    **dict.fromkeys(
        (
            "path", "footway", "pedestrian", "cycleway", "bridleway", "walkway", "foot", "trail",
            "njiayamiguu", "njiayakutembea",
        ), FOOT,
    ),
    **dict.fromkeys(("stairs", "staircase", "ngazi"), LaneKind.STEPS),
    **dict.fromkeys(("footbridge", "daraja", "kivuko"), LaneKind.BRIDGE),
    **dict.fromkeys(
        ("ditch", "culvert", "drainage", "stormdrain", "stormwater", "gutter", "opendrain", "mtaro",
         "mitaro", "mfereji"), DRAIN,
    ),
    **dict.fromkeys(("stream", "canal", "creek", "riverbank", "waterway", "mto", "kijito"), RIVER),
    **dict.fromkeys(
        ("rail", "railwayline", "railline", "lightrail", "narrowgauge", "tram", "subway", "disused", "reli"),
        RAILWAY,
    ),
}  # fmt: skip

OVERLAYS: dict[str, TextChoices] = {
    **dict.fromkeys(
        ("flood", "floods", "floodarea", "floodzone", "floodplain", "floodline", "floodprone", "mafuriko"),
        OverlayKind.FLOODING,
    ),
    **dict.fromkeys(("fires", "firerisk", "moto"), OverlayKind.FIRE),
    **dict.fromkeys(("landslip", "mudslide", "slope", "maporomoko"), OverlayKind.LANDSLIDE),
    **dict.fromkeys(("erosion", "gully", "mmomonyoko"), OverlayKind.RIVER_EROSION),
    **dict.fromkeys(("pollution", "industrial", "uchafuzi"), OverlayKind.INDUSTRIAL_POLLUTION),
    **dict.fromkeys(("dump", "landfill", "jaa", "jalala"), OverlayKind.DUMPSITE),
    **dict.fromkeys(
        ("powerline", "highvoltage", "transmissionline", "hvline", "pylons", "umememkubwa"),
        OverlayKind.HIGH_VOLTAGE,
    ),
    **dict.fromkeys(("oilpipeline", "gaspipeline", "bombalamafuta"), OverlayKind.PIPELINE),
    **dict.fromkeys(("quarries", "timbo", "machimbo"), OverlayKind.QUARRY),
    **dict.fromkeys(
        ("proposed", "plannedroad", "newroad", "linkroad", "roadproposal", "barabarampya",
         "barabarailiyopendekezwa"), OverlayKind.PROPOSED_ROAD,
    ),
    **dict.fromkeys(
        ("wayleaves", "powerwayleave", "powerlinewayleave", "pipelinewayleave", "njiayaumeme"),
        OverlayKind.WAYLEAVE,
    ),
    **dict.fromkeys(
        ("riparian", "riparianreserve", "riparianzone", "ripariancorridor", "kandoyamto"),
        OverlayKind.RIPARIAN_BUFFER,
    ),
    **dict.fromkeys(("railreserve", "railway", "hifadhiyareli"), OverlayKind.RAILWAY_RESERVE),
    **dict.fromkeys(
        ("clear", "demolition", "eviction", "ubomoaji", "kubomolewa"), OverlayKind.CLEARANCE
    ),
    **dict.fromkeys(("spa", "specialplanning", "planning", "eneolamipango"), OverlayKind.PLANNING_AREA),
}  # fmt: skip

VOCABULARIES: dict[Layer, Vocabulary] = {
    Layer.SERVICE_POINTS: Vocabulary(Kind, SERVICES),
    Layer.LANES: Vocabulary(LaneKind, LANES),
    Layer.OVERLAYS: Vocabulary(OverlayKind, OVERLAYS),
}


def kind_of(text: Any, layer: Layer, corrections: Mapping[str, str] | None = None) -> str | None:
    """The code of the kind a text means; None when nobody knows."""
    if text is None:
        return None
    vocabulary = VOCABULARIES[layer]
    corrected = (corrections or {}).get(str(text))
    if corrected in vocabulary.kinds.values:
        return corrected
    wanted = bare(str(text))
    if code := spoken(vocabulary.kinds).get(wanted):
        return code
    found = vocabulary.texts.get(wanted)
    return str(found) if found else None


def kinds_found(values: Iterable[Any], layer: Layer) -> tuple[float, int]:
    """How well a column serves as the kind: the share understood, then how many kinds it tells apart."""
    texts = [value for value in values if value is not None]
    kinds = {text: kind_of(text, layer) for text in {str(text) for text in texts}}
    known = sum(kinds[str(text)] is not None for text in texts)
    share = round(known / len(texts), 1) if texts else 0.0
    return share, len({kind for kind in kinds.values() if kind is not None})
