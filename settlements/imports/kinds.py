"""What surveys call a service point, and which of our kinds that is."""

from collections.abc import Iterable, Mapping
from typing import Any

from settlements.choices import ServiceKind as Kind
from settlements.imports.columns import bare

# Whole texts, bare (letters and digits, lower case). Public spaces and offices of organisations have no
# kind of their own: they become `other` and keep their text.
TEXTS: dict[str, Kind] = {
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


def kind_of(text: Any, corrections: Mapping[str, str] | None = None) -> Kind | None:
    """The kind a text means; None when nobody knows."""
    if text is None:
        return None
    corrected = (corrections or {}).get(str(text))
    if corrected in Kind.values:
        return Kind(corrected)
    wanted = bare(str(text))
    for code, label in Kind.choices:
        if wanted in (bare(code), bare(str(label))):
            return Kind(code)
    return TEXTS.get(wanted)


def kinds_found(values: Iterable[Any]) -> tuple[float, int]:
    """How well a column serves as the kind: the share understood, then how many kinds it tells apart."""
    texts = [value for value in values if value is not None]
    kinds = {text: kind_of(text) for text in {str(text) for text in texts}}
    known = sum(kinds[str(text)] is not None for text in texts)
    share = round(known / len(texts), 1) if texts else 0.0
    return share, len({kind for kind in kinds.values() if kind is not None})
