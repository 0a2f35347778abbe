"""Which column of the file is which field of ours: declared fields, recognised by likeness."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from settlements import choices, exported
from settlements.imports.options import Layer
from settlements.numbering import NumberingError, parse
from settlements.saying import Sentence


@dataclass(frozen=True)
class Field:
    """One field a file may bring: its name, what it is called, how it is read and other names for it."""

    name: str
    label: Sentence
    kind: str = "text"  # text, integer, decimal, date, choice, choices
    aliases: tuple[str, ...] = ()
    options: type[TextChoices] | None = None
    longest: int = 200
    highest: int = 32_767
    # What the register keeps in a column of the same name; others are used on the way.
    kept: bool = True
    words: tuple[tuple[str, str], ...] = ()  # what surveys write for a choice: bare text, code


LON = Field("lon", _("Longitude or easting"), aliases=(
    "lon", "long", "lng", "longitude", "x", "easting", "eastings", "east", "xcoord", "pointx", "gpslongitude",
    "locationlongitude"), kept=False)  # fmt: skip
LAT = Field("lat", _("Latitude or northing"), aliases=(
    "lat", "latitude", "y", "northing", "northings", "north", "ycoord", "pointy", "gpslatitude",
    "locationlatitude"), kept=False)  # fmt: skip
WKT = Field("wkt", _("Shape (WKT)"), aliases=("wkt", "geom", "geometry", "thegeom", "shape"), kept=False)
PLACES = (LON, LAT, WKT)
# Names that say degrees, so that a table of them needs no question about its system.
DEGREES = {"lon", "long", "lng", "longitude", "lat", "latitude", "gpslongitude", "gpslatitude"}

CLUSTER = Field("cluster", _("Cluster or village"), kept=False, aliases=(
    "cluster", "village", "clustercode", "clustername", "villagename", "zone", "block", "kijiji",
    "mtaa"))  # fmt: skip
YEAR_BUILT = Field("year_built", _("Year built"), "integer", ("yearbuilt", "built", "constructionyear"))

OPERATORS = (
    ("individualegbusinessowner", "private"), ("individual", "private"), ("landlord", "private"),
    ("businessowner", "private"), ("cbo", "community_group"), ("selfhelpgroup", "community_group"),
    ("church", "faith"), ("faithbasedorganization", "faith"), ("faithbasedorganisation", "faith"),
    ("government", "county"), ("countygovernment", "county"), ("nongovernmentalorganisation", "ngo"),
    ("privatecompany", "private"), ("watercompany", "utility"),
)  # fmt: skip

FIELDS: dict[Layer, tuple[Field, ...]] = {
    Layer.BOUNDARY: (),
    Layer.CLUSTERS: (
        Field("code", _("Code"), aliases=("code", "clustercode", "villagecode", "clusterid"), kept=False),
        Field("name", _("Name"), aliases=(
            "name", "cluster", "village", "clustername", "villagename", "zone", "jina", "kijiji"),
            longest=100),
        Field("kind", _("Kind"), "choice", ("kind", "type"), choices.ClusterKind),
    ),
    Layer.STRUCTURES: (
        Field("code", _("Structure number"), kept=False, aliases=(
            "structurenumber", "structureno", "structno", "structnum", "structurecode", "structureid",
            "number", "no", "code", "doorno", "doornumber", "housenumber", "houseno", "houseid", "num",
            "nambari",
            "nambariyanyumba", "buildingno", "buildingnumber", "strno")),
        CLUSTER,
        Field("storeys", _("Storeys"), "integer", ("storeys", "stories", "floors", "levels")),
        Field("rooms_total", _("Rooms"), "integer", ("rooms", "roomstotal", "noofrooms", "vyumba")),
        Field("measured_m2", _("Measured size, m²"), "decimal", ("measuredm2", "sizem2"), highest=9_999_999),
        Field("uses", _("Use"), "choices", ("use", "uses", "structureuse"), choices.StructureUse),
        Field("roof", _("Roof"), "choice", ("roof", "roofmaterial"), choices.RoofMaterial),
        Field("wall", _("Walls"), "choice", ("wall", "walls", "wallmaterial"), choices.WallMaterial),
        Field("floor", _("Floor"), "choice", ("floor", "floormaterial"), choices.FloorMaterial),
        YEAR_BUILT,
    ),
    Layer.SERVICE_POINTS: (
        Field("code", _("Code"), aliases=("code", "servicecode", "pointcode"), longest=40, kept=False),
        Field("kind", _("Kind"), kept=False, aliases=(
            "kind", "layer", "facilitytype", "type", "fclass", "amenity", "category", "servicetype",
            "facility")),
        Field("name", _("Name"), aliases=("name", "facilityname", "jina", "title")),
        CLUSTER,
        Field("operator", _("Run by"), "choice", (
            "operator", "managedby", "managingorganisation", "operatortype"), choices.ServiceOperator,
            words=OPERATORS),
        Field("status", _("Status"), "choice", ("status", "functional", "condition"), choices.ServiceStatus),
        Field("open_hours", _("Opening hours"), aliases=("openhours", "openinghours", "hours"), longest=100),
        Field("cost_kes", _("Cost of one use, KES"), "decimal", ("costkes", "cost", "price", "charge"),
              highest=999_999),
        YEAR_BUILT,
        Field("users_estimate", _("Users, estimated"), "integer", ("usersestimate", "users"),
              highest=2_147_483_647),
        Field("checked_on", _("Checked on"), "date", ("checkedon", "datechecked", "surveydate", "date")),
        Field("cubicles", _("Cubicles"), "integer", ("cubicles", "toilets", "stances", "noofcubicles")),
        Field("cubicles_working", _("Cubicles working"), "integer", (
            "cubiclesworking", "workingcubicles", "cubwork")),
        Field("taps", _("Taps"), "integer", ("taps", "nooftaps")),
        Field("taps_working", _("Taps working"), "integer", ("tapsworking", "workingtaps", "tapswork")),
    ),
    Layer.LANES: (
        Field("kind", _("Kind"), kept=False, aliases=(
            "kind", "highway", "waterway", "railway", "type", "lanetype", "roadtype", "roadclass", "fclass",
            "class", "category", "aina")),
        Field("name", _("Name"), aliases=(
            "name", "localname", "lanename", "roadname", "streetname", "rivername", "namesw", "jina", "label",
            "title"), longest=100),
        Field("width_m", _("Width, m"), "decimal", (
            "width", "widthm", "lanewidth", "roadwidth", "upana"), highest=999),
    ),
    Layer.OVERLAYS: (
        Field("kind", _("Kind"), kept=False, aliases=(
            "kind", "hazard", "plan", "type", "overlaytype", "hazardtype", "landuse", "highway", "category",
            "fclass", "aina")),
        Field("name", _("Name"), aliases=("name", "title", "label", "project", "jina"), longest=120),
        Field("reach_m", _("Metres on either side"), "decimal", (
            "reach", "buffer", "bufferm", "bufferdist", "bufferdistance", "eitherside", "setback", "offset",
            "reserve", "distance", "umbali"), highest=5_000),
        Field("width_m", _("Width in all, m"), "decimal", (
            "width", "totalwidth", "corridor", "corridorwidth", "upana"), highest=10_000, kept=False),
        Field("source", _("Whose plan, or who says so"), aliases=(
            "source", "authority", "agency", "owner", "author", "chanzo")),
        Field("said_on", _("Dated"), "date", ("dated", "date", "gazetted", "announced", "tarehe")),
        Field("note", _("Remarks"), aliases=(
            "note", "notes", "remarks", "comment", "comments", "description", "desc", "maelezo"),
            longest=2_000),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """The heading chosen for each field; what is not chosen is kept beside the record."""

    by_field: dict[str, str] = field(default_factory=dict)

    def value(self, record: dict[str, Any], name: str) -> Any:
        return record.get(self.by_field.get(name, ""))

    def rest(self, record: dict[str, Any]) -> dict[str, Any]:
        """The cells no field of ours holds; of an export of ours without what stands there for people."""
        used = set(self.by_field.values())
        if exported.is_ours(record):
            left = record.keys() - used - exported.NOTES
            return {exported.own_key(heading): record[heading] for heading in record if heading in left}
        return {heading: value for heading, value in record.items() if heading not in used}


def fields_of(layer: Layer, *, table: bool) -> tuple[Field, ...]:
    """The fields a file of this layer may bring; a table brings its places in columns too."""
    return (*(PLACES if table else ()), *FIELDS[layer])


def propose(
    layer: Layer, headings: list[str], records: list[dict[str, Any]], *, table: bool, chosen: dict[str, str]
) -> Columns:
    """The likeliest heading for each field, where the person has not chosen one."""
    found = {name: heading for name, heading in chosen.items() if heading}
    for each in fields_of(layer, table=table):
        if each.name in chosen:
            continue
        free = [heading for heading in headings if heading not in found.values()]
        if candidates := likely(each, free):
            heading = best(layer, each, candidates, records)
            if heading:
                found[each.name] = heading
    if "wkt" in found:
        found = {name: heading for name, heading in found.items() if name not in ("lon", "lat")}
    return Columns(found)


def likely(each: Field, headings: list[str]) -> list[str]:
    """Headings that look like the field, the surest first."""
    names = (bare(each.name), *each.aliases)
    exact = sorted((h for h in headings if bare(h) in names), key=lambda h: names.index(bare(h)))
    if exact:
        return exact
    last = [h for h in headings if bare(re.split(r"[/.:]", h)[-1]) in names]  # a Kobo group path
    return last or [h for h in headings if len(bare(h)) > 4 and get_close_matches(bare(h), names, 1, 0.88)]


def best(layer: Layer, each: Field, candidates: list[str], records: list[dict[str, Any]]) -> str | None:
    """The candidate whose values fit the field best; a number must look like numbers on doors."""
    from settlements.imports.kinds import kinds_found

    if each.name == "kind" and each.options is None:
        return max(candidates, key=lambda h: kinds_found((record.get(h) for record in records), layer))
    if each.name == "code" and "structureno" in each.aliases:
        return next((h for h in candidates if looks_numbered(record.get(h) for record in records)), None)
    return candidates[0]


def looks_numbered(values: Iterable[Any]) -> bool:
    """Whether at least four in five values are structure numbers."""
    sample = [value for value, _at in zip(values, range(500), strict=False) if value is not None]
    return bool(sample) and sum(map(is_number, sample)) >= 0.8 * len(sample)


def is_number(value: Any) -> bool:
    try:
        return bool(parse(str(value), settlement="AA"))
    except NumberingError:
        return False


def bare(heading: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"[\W_]+", "", heading).casefold()


class Unreadable(ValueError):
    """The cell does not hold what the field needs."""


def convert(each: Field, value: Any) -> Any:
    """A cell as the field's type; None where it is blank. Raises Unreadable."""
    if value is None:
        return None
    text = str(value).strip()
    try:
        if each.kind == "integer":
            return whole(float(text), each.highest)
        if each.kind == "decimal":
            return within(float(text), each.highest)
        if each.kind == "date":
            return date.fromisoformat(text[:10].replace("/", "-")).isoformat()
        if each.kind == "choice":
            return code_of(each, text)
        if each.kind == "choices":
            return [code_of(each, part) for part in re.split(r"[;,|]", text) if part.strip()]
    except ValueError as error:
        raise Unreadable from error
    if len(text) > each.longest:
        raise Unreadable
    return text


def whole(number: float, highest: int) -> int:
    if not number.is_integer():
        raise Unreadable
    return int(within(number, highest))


def within(number: float, highest: int) -> float:
    if not 0 <= number <= highest:
        raise Unreadable
    return number


@lru_cache(maxsize=50)
def spoken(options: type[TextChoices]) -> Mapping[str, str]:
    """Each code by what it is called, in every language."""
    words = {bare(str(code)): str(code) for code in options.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, label in options.choices:
                words.setdefault(bare(str(label)), str(code))
    return words


def code_of(each: Field, text: str) -> str:
    """The code of a choice, from its code or its label."""
    assert each.options is not None
    if code := spoken(each.options).get(bare(text)):
        return code
    if bare(text) in dict(each.words):
        return dict(each.words)[bare(text)]
    raise Unreadable
