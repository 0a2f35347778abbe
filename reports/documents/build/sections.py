"""What each section of the full report shows beside the words of staff: figures, charts, the ground."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.documents import words
from reports.documents.blocks import Block, Facts, Note, Table
from reports.documents.build.growth import growth_table
from reports.documents.build.maps import chart, located, picture
from reports.documents.build.source import Source
from reports.documents.build.standing import coded, groups, none_of, services
from reports.documents.build.tables import cards, comparison
from reports.documents.language import in_words
from reports.documents.outline import BY_SLUG
from settlements import choices
from settlements.choices import ServiceKind as K
from settlements.choices import StructureUse as U

GROWTH = 0.022  # a year: Kenya between the censuses of 2009 and 2019
YEARS = (5, 10, 20)
MOST_SENTENCES = 5


@dataclass(frozen=True)
class Section:
    """`said` are told in sentences, `codes` stand in the table, `drawn` are charts, `also` makes the rest."""

    said: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    also: tuple[Callable[[Source], Iterator[Block]], ...] = ()
    kinds: tuple[str, ...] = ()  # of service points
    first: tuple[Callable[[Source], Iterator[Block]], ...] = ()


def blocks_of(source: Source, slug: str) -> Iterator[Block]:
    """Everything of a section but its heading and the words of staff."""
    section = SECTIONS[slug]
    for make in section.first:
        yield from make(source)
    sentences = [
        figure.sentence for figure in source.taken.figures(section.said) if figure.is_told and figure.sentence
    ]
    if sentences:
        yield source.paragraph("\n".join(f"- {each}" for each in sentences[:MOST_SENTENCES]))
    caption = source.say(words.COMPARED, section=source.say(BY_SLUG[slug].title))
    table = comparison(source, section.codes, caption)
    if table:
        yield table
    for code in section.drawn:
        drawn = chart(source, code)
        if drawn:
            yield drawn
    if section.kinds:
        points = services(source, section.kinds)
        yield points or source.paragraph(none_of(source, section.kinds))
    for make in section.also:
        yield from make(source)


# --- Overview, history, land, morphology ----------------------------------------------------------


def _opening(source: Source) -> Iterator[Block]:
    yield cards(source)


def _warned(source: Source) -> Iterator[Block]:
    """Said before the first figure of the census is met."""
    yield Note(source.say(words.AREA_WARNING))


def _maps(source: Source) -> Iterator[Block]:
    yield from located(source)
    for made in source.maps:
        yield picture(source, made)


def _evictions(source: Source) -> Iterator[Block]:
    say, found = source.say, source.taken.ground["evictions"]
    if not found:
        return
    rows = []
    for each in found:
        notice = each["notice_given"]
        rows.append(
            (
                source.day(each["happened_on"]),
                _label(source, choices.EvictionAgent, each["by_whom"]),
                say(words.UNKNOWN) if notice is None else say(words.YES if notice else words.NO),
                source.number(each["structures_affected"]),
                _label(source, choices.EvictionOutcome, each["outcome"]),
            )
        )
    heads = (
        words.EVICTION_DAY, words.EVICTION_BY, words.EVICTION_NOTICE, words.EVICTION_STRUCTURES,
        words.EVICTION_OUTCOME,
    )  # fmt: skip
    yield Table(
        say(words.EVICTIONS), tuple(say(head) for head in heads), tuple(rows), numbers=(3,),
        widths=(20, 25, 13, 15, 27),
    )  # fmt: skip


def _label(source: Source, among: type, code: str) -> str:
    labels = dict(among.choices)  # type: ignore[attr-defined]
    return in_words(labels[code], source.language) if code in labels else "–"


def _land(source: Source) -> Iterator[Block]:
    """Of each settlement: area, whose land, how far tenure has come."""
    say = source.say
    for each in source.taken.settlements:
        rows = []
        if each["year_settled"]:
            rows.append((say(words.LAND_SETTLED), str(each["year_settled"])))
        if each["acres"]:
            rows.append((say(words.AREA), say(words.ACRES, n=source.number(each["acres"], 1))))
        elif each["stated_acres"]:
            rows.append((say(words.AREA), say(words.ACRES_TOLD, n=source.number(each["stated_acres"], 1))))
        if source.taken.word(each["land"]):
            rows.append((say(words.LAND_OWNER), source.taken.word(each["land"])))
        if each["land_reference"]:
            rows.append((say(words.LAND_REFERENCE), each["land_reference"]))
        rows.append((say(words.LAND_WAY), source.taken.word(each["tenure"])))
        rows.append((say(words.LAND_THREAT), source.taken.word(each["threat"])))
        yield Facts(tuple(rows), f"{each['name']}: {say(words.LAND).lower()}")


def _morphology(source: Source) -> Iterator[Block]:
    say, ground = source.say, source.taken.ground
    for each in source.taken.settlements:
        rows = []
        if each["clusters"]:
            told = ", ".join(f"{cluster['code']} {cluster['name']}" for cluster in each["clusters"])
            rows.append((say(words.VILLAGES), told))
        if source.taken.word(each["hazards"]):
            rows.append((say(words.HAZARDS), source.taken.word(each["hazards"])))
        if rows:
            yield Facts(tuple(rows), each["name"])
    if ground["lanes"]:
        yield Table(
            say(words.LANES),
            (say(words.LANE_KIND), say(words.METRES)),
            tuple(
                (_label(source, choices.LaneKind, each["kind"]), source.number(each["metres"]))
                for each in ground["lanes"]
            ),
            numbers=(1,),
            widths=(70, 30),
        )
    overlays = [each for each in ground["overlays"] if each["is_public"] or source.taken.is_whole]
    if overlays:
        yield Table(
            say(words.OVERLAYS),
            (say(words.LANE_KIND), say(words.OVERLAY), say(words.SAID_BY)),
            tuple(
                (_label(source, choices.OverlayKind, each["kind"]), each["name"], each["source"] or "–")
                for each in overlays
            ),
            widths=(30, 40, 30),
        )


# --- Structures -----------------------------------------------------------------------------------


def _dimensions(source: Source) -> Iterator[Block]:
    say, found = source.say, source.taken.ground["dimensions"]

    def of(n: int) -> str:
        return say(words.OF_KNOWN, n=source.number(n))

    rows = []
    if found["sized"]:
        rows.append((say(words.SIZE_MEDIAN), source.number(found["median_m2"], 1), of(found["sized"])))
        rows.append((say(words.SIZE_SMALL), source.number(found["under_10_m2"]), of(found["sized"])))
    if found["storeys_known"]:
        rows.append((say(words.SIZE_STOREYS), source.number(found["storeyed"]), of(found["storeys_known"])))
    if found["rooms_known"]:
        rows.append((say(words.SIZE_ROOMS), source.number(found["rooms"]), of(found["rooms_known"])))
    if rows:
        heads = (say(words.DIMENSION), say(words.STRUCTURES), say(words.RESTS_ON))
        yield Table(say(words.DIMENSIONS), heads, tuple(rows), numbers=(1,), widths=(46, 20, 34))


def _materials(source: Source) -> Iterator[Block]:
    labels = {"wall": choices.WallMaterial, "roof": choices.RoofMaterial, "floor": choices.FloorMaterial}
    for column, among in labels.items():
        head = source.say(words.MATERIALS[column])
        table = coded(source, head, head, source.taken.ground["materials"][column], among)
        if table:
            yield table


def _owners(source: Source) -> Iterator[Block]:
    caption = source.say(words.OWNERSHIP)
    rows = source.taken.ground["ownership"]
    table = coded(source, caption, source.say(words.OWNER), rows, choices.OwnershipType)
    if table:
        yield table


def _tenure(source: Source) -> Iterator[Block]:
    codes = (
        "households", "household_size", "rent_median", "persons_per_room", "overcrowded_percent",
        "women_headed_percent", "toilet_private_percent", "water_price_median", "mains_lighting_percent",
    )  # fmt: skip
    table = groups(source, "tenure", source.say(words.FIGURE), source.say(words.BY_TENURE), codes)
    if table:
        yield table


def _heads(source: Source) -> Iterator[Block]:
    codes = ("households", "household_size", "tenants_percent", "rent_median", "overcrowded_percent")
    table = groups(source, "head", source.say(words.FIGURE), source.say(words.BY_HEAD), codes)
    if table:
        yield table


BUSINESSES = frozenset({U.BUSINESS, U.MIXED, U.STORE, U.WORKSHOP, U.WATER_KIOSK})


def _uses(source: Source) -> Iterator[Block]:
    rows, note = source.taken.ground["uses"], (source.say(words.USES_NOTE),)
    table = coded(source, source.say(words.USES), source.say(words.USE), rows, U, note)
    if table:
        yield table


def _businesses(source: Source) -> Iterator[Block]:
    rows = [each for each in source.taken.ground["uses"] if each["code"] in BUSINESSES]
    note = (source.say(words.USES_NOTE),)
    table = coded(source, source.say(words.BUSINESS_USES), source.say(words.USE), rows, U, note)
    yield table or source.paragraph(source.say(words.NO_BUSINESS))


# --- People ---------------------------------------------------------------------------------------


def _projection(source: Source) -> Iterator[Block]:
    """The people counted, grown by a rate: arithmetic that is told as such."""
    figure = source.taken.figure("population")
    if figure is None or not figure.is_told or not figure.value:
        return
    say, now = source.say, figure.value
    start = _year(source)
    assumed: list[tuple[str, float]] = [
        (say(words.GROWTH_NONE), 0.0),
        (say(words.GROWTH_CENSUS), GROWTH),
    ]
    own = _own_rate(source)
    if own is not None:
        assumed.append((say(words.GROWTH_OWN, rate=source.number(own, 1)), own / 100))
    heads = (say(words.ASSUMPTION), f"{say(words.NOW)} {start}", *(str(start + years) for years in YEARS))
    rows = tuple(
        (name, source.number(now), *(source.number(now * (1 + rate) ** years) for years in YEARS))
        for name, rate in assumed
    )
    yield Table(
        say(words.PROJECTED), heads, rows, numbers=tuple(range(1, len(heads))),
        notes=(say(words.PROJECTION_NOTE),), widths=(40, 15, 15, 15, 15),
    )  # fmt: skip


def _grown(source: Source) -> Iterator[Block]:
    table = growth_table(source)
    if table:
        yield table
    elif source.taken.set.get("growth"):
        yield source.paragraph(source.say(words.GROWN_HIDDEN))


def _own_rate(source: Source) -> float | None:
    """Percent a year by which the people of here grew, where all of it was counted twice."""
    found = source.taken.set.get("growth")
    if not found or not found["rows"] or found["once"] or found["not_compared"]:
        return None
    rate: float | None = found["rows"][0]["a_year"]
    return rate


def _year(source: Source) -> int:
    days = [each["ends_on"] or each["starts_on"] for each in source.taken.rounds.values()]
    return int(max((day for day in days if day), default="2019")[:4])


def _health_note(source: Source) -> Iterator[Block]:
    yield Note(source.say(words.HEALTH_NOTE))


SECTIONS: dict[str, Section] = {
    "overview": Section(first=(_opening, _warned, _maps)),
    "history": Section(also=(_evictions,)),
    "land": Section(
        said=("years_here_median", "years_12_percent", "insecure_percent"),
        codes=("years_here_median", "years_12_percent", "insecure_percent", "evicted_5y_percent"),
        first=(_land,),
    ),
    "morphology": Section(
        said=("density_acre",),
        codes=(
            "density_acre", "density_km2", "structures", "households_per_structure", "rooms_per_structure",
        ),
        first=(_morphology,),
        also=(_uses,),
    ),
    "ownership": Section(
        said=("tenants_percent", "owner_elsewhere_percent", "rent_median", "overcrowded_percent"),
        codes=(
            "tenants_percent", "owners_percent", "owner_elsewhere_percent", "rent_median",
            "rent_per_room_median", "rent_burden_median", "rent_burdened_percent", "persons_per_room",
            "overcrowded_percent", "iron_walls_percent", "mud_walls_percent", "earth_floor_percent",
            "not_durable_percent", "slum_household_percent",
        ),
        drawn=("tenure", "rent_median"),
        also=(_dimensions, _owners, _materials, _tenure),
    ),
    "population": Section(
        said=("population", "household_size", "under_5_percent", "women_headed_percent"),
        codes=(
            "population", "population_estimate", "households", "household_size", "women_headed_percent",
            "under_5_percent", "age_6_13_percent", "age_14_17_percent", "age_18_34_percent", "age_65_percent",
        ),
        drawn=("pyramid",),
        also=(_heads, _grown, _projection),
    ),
    "health": Section(
        said=("disability_percent",),
        codes=("disability_percent", "under_5_percent", "age_65_percent"),
        kinds=(K.HEALTH_FACILITY, K.CHEMIST, K.CHP_BASE),
        also=(_health_note,),
    ),
    "education": Section(
        said=("attending_6_13_percent", "attending_14_17_percent", "seeking_percent"),
        codes=("attending_6_13_percent", "attending_14_17_percent", "working_percent", "seeking_percent"),
        kinds=(K.SCHOOL, K.ECD_CENTRE),
    ),
    "businesses": Section(
        said=("savings_percent", "phone_percent"),
        codes=("savings_percent", "muungano_percent", "phone_percent", "internet_percent"),
        kinds=(K.MARKET,),
        also=(_businesses,),
    ),
    "facilities": Section(
        kinds=(
            K.SCHOOL, K.ECD_CENTRE, K.HEALTH_FACILITY, K.CHEMIST, K.CHP_BASE, K.POLICE_POST, K.CHIEF_OFFICE,
            K.COURT_OR_AJS_POINT, K.WORSHIP, K.MARKET, K.SOCIAL_HALL, K.PLAYGROUND, K.FIRE_POINT, K.BRIDGE,
            K.BUS_STAGE, K.OTHER,
        )
    ),
    "water": Section(
        said=(
            "persons_per_tap", "water_price_median", "water_minutes_median", "litres_per_person_median",
            "water_burden_median",
        ),
        codes=(
            "water_improved_percent", "water_vendor_percent", "water_price_median", "water_price_m3",
            "water_price_ratio", "water_burden_median", "litres_per_person_median", "water_minutes_median",
            "water_30_minutes_percent", "persons_per_tap", "taps_lacking",
        ),
        drawn=("water_sources", "water_price_median"),
        kinds=(K.WATER_POINT, K.WATER_KIOSK, K.BOREHOLE, K.TANK, K.HANDWASHING),
    ),
    "sanitation": Section(
        said=(
            "persons_per_cubicle", "toilet_private_percent", "toilet_none_percent", "waste_collected_percent",
        ),
        codes=(
            "toilet_private_percent", "toilet_shared_percent", "toilet_none_percent",
            "sanitation_improved_percent", "sewer_or_septic_percent", "open_or_bucket_percent",
            "persons_per_cubicle", "households_per_cubicle", "cubicles_lacking", "waste_collected_percent",
            "waste_street_percent",
        ),
        drawn=("toilet_places", "persons_per_cubicle"),
        kinds=(K.TOILET_BLOCK, K.SEWER_MANHOLE, K.WASTE_COLLECTION, K.DUMPSITE, K.DRAIN_BLOCKAGE),
    ),
    "electricity": Section(
        said=("mains_lighting_percent", "own_meter_percent"),
        codes=("mains_lighting_percent", "own_meter_percent"),
        kinds=(K.STREETLIGHT_HIGHMAST, K.TRANSFORMER),
    ),
    "planning": Section(),
}  # fmt: skip
