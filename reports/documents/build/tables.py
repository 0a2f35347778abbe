"""The tables of a document: figures beside what they are held against, gaps, demands, what stands there."""

from collections.abc import Iterable

from reports.documents import words
from reports.documents.blocks import Asked, Card, Cards, Table
from reports.documents.build.source import Source
from reports.documents.taken import Shown, Side

# Where one of the six is not known or may not be told.
INSTEAD = (
    "persons_per_tap", "water_price_median", "toilet_none_percent", "waste_collected_percent",
    "overcrowded_percent", "household_size",
)  # fmt: skip
SIX = ("population", "households", "structures", "tenants_percent", "persons_per_cubicle", "rent_median")
STANDARDS = ("standard",)
# How large a sub-county is says nothing of how large the place is.
SIZES = frozenset({"population", "households", "structures"})
UNIT_SAID = frozenset({"density_km2"})  # the label says it in other words
NOTHING = "–"
# What a cell says of a figure that is not told.
SHORT = {"hidden": words.HIDDEN, "not_enough": words.TOO_FEW}


def cards(source: Source) -> Cards:
    """Six large figures, each with what it is held against; of those that are known, the first."""
    found = []
    known = [figure for figure in source.taken.figures((*SIX, *INSTEAD)) if figure.is_told]
    for figure in known[: len(SIX)]:
        rests_on = f"n = {source.number(figure.n)}" if figure.n else ""
        held = _held(source, figure)
        found.append(Card(_with_unit(source, figure), figure.label, held, rests_on))
    return Cards(tuple(found))


def _with_unit(source: Source, figure: Shown) -> str:
    unit = source.taken.set["figures"][figure.code]["unit"][source.language]
    return f"KES {figure.text}" if unit.startswith("KES") else figure.text


def _held(source: Source, figure: Shown) -> str:
    """The standard, else the census nearest to it; sizes of other places say nothing."""
    if figure.code in SIZES:
        return ""
    side = figure.side("standard") or figure.side("sub_county", "county", "country")
    if side is None:
        return ""
    if side.against == "standard":
        return f"{bounded(source, side)} ({side.source})"
    year = f" {side.year}" if side.year else ""
    return f"{side.label}{year}: {side.text}"


def bounded(source: Source, side: Side) -> str:
    """20 → at most 20"""
    bounds = {"most": words.AT_MOST, "least": words.AT_LEAST}
    said = bounds.get(side.bound)
    return source.say(said, value=side.text) if said else side.text


def comparison(
    source: Source, codes: Iterable[str], caption: str, *, names_sources: bool = False
) -> Table | None:
    """Figures in rows: here, n, sub-county, county, standard, and the round before where there was one."""
    figures = source.taken.figures(codes)
    if not figures:
        return None
    columns: list[tuple[str, list[str], int]] = [
        (source.say(words.HERE), [short(source, figure) for figure in figures], 13),
        (source.say(words.RESTS_ON), [source.number(figure.n) for figure in figures], 8),
    ]
    held = [
        (source.say(words.SUB_COUNTY), [_beside(figure, "sub_county") for figure in figures], 15),
        (source.say(words.COUNTY), [_county(figure) for figure in figures], 16),
        (source.say(words.STANDARD), [_standards(source, figure) for figure in figures], 18),
        (
            _before(source, figures),
            [figure.previous.text if figure.previous else NOTHING for figure in figures],
            13,
        ),
    ]
    # A column in which nothing stands says nothing.
    columns += [each for each in held if any(cell != NOTHING for cell in each[1])]
    cells = [each for _head, each, _width in columns]
    told = sources_of(figures)
    note = words.BESIDE_SOURCES if names_sources and told else words.BESIDE_NOTE
    notes = [source.say(note, sources="; ".join(told)) if names_sources and told else source.say(note)]
    if names_sources and any(figure.side("sub_county", "county") for figure in figures):
        notes.append(source.say(words.AREA_WARNING))
    return Table(
        caption,
        (source.say(words.FIGURE), *(head for head, _cells, _width in columns)),
        tuple(zip(*([_labelled(source, figure) for figure in figures], *cells), strict=True)),
        numbers=tuple(range(1, len(columns) + 1)),
        notes=tuple(notes),
        widths=(100 - sum(width for _h, _c, width in columns), *(width for _h, _c, width in columns)),
    )


def short(source: Source, figure: Shown) -> str:
    """As it stands in a cell: what may not be told in one word, which annex A explains."""
    said = SHORT.get(figure.state)
    return source.say(said) if said else figure.text


def _previous(figure: Shown) -> str:
    return figure.previous.text if figure.previous else NOTHING


def _before(source: Source, figures: Iterable[Shown]) -> str:
    """The heading of the round before, with its year where it is one."""
    years = {figure.previous.year for figure in figures if figure.previous}
    (year,) = years if len(years) == 1 else (None,)
    return f"{source.say(words.BEFORE)}, {year}" if year else source.say(words.BEFORE)


def _labelled(source: Source, figure: Shown) -> str:
    """The label, with the unit where the numbers do not say it."""
    unit = source.taken.set["figures"][figure.code]["unit"][source.language]
    return (
        figure.label
        if unit in ("%", "") or figure.code in UNIT_SAID or unit.lower() in figure.label.lower()
        else f"{figure.label}, {unit}"
    )


def _beside(figure: Shown, against: str, *, named: bool = False) -> str:
    side = figure.side(against)
    if side is None or figure.code in SIZES:
        return NOTHING
    return f"{side.text} ({side.label})" if named else side.text


def _county(figure: Shown) -> str:
    """The county, or what is known of the country."""
    return _beside(figure, "county") if figure.side("county") else _beside(figure, "country", named=True)


def _standards(source: Source, figure: Shown) -> str:
    sides = [each for each in figure.sides if each.against in STANDARDS]
    return "; ".join(dict.fromkeys(bounded(source, each) for each in sides[:2])) or NOTHING


def sources_of(figures: Iterable[Shown]) -> list[str]:
    """Each source with its year, once, in the order in which they are met."""
    sides = [
        side
        for figure in figures
        for side in figure.sides
        if side.against in ("sub_county", "county", "country", "standard")
    ]
    return list(dict.fromkeys(sourced(side) for side in sides))


def sourced(side: Side) -> str:
    year = str(side.year) if side.year else ""
    return side.source if not year or year in side.source else f"{side.source} {year}"


# --- The gap --------------------------------------------------------------------------------------


def gap_table(source: Source) -> Table | None:
    """What must be built, and what it costs where unit costs are entered."""
    gaps = [gap for gap in source.taken.set["gaps"] if gap["state"] == "told"]
    if not gaps:
        return None
    has_cost = any(gap["cost_kes"] is not None for gap in gaps)
    heads = [
        words.GAP_SERVICE, words.GAP_PEOPLE, words.GAP_STANDARD, words.GAP_NEEDED, words.GAP_WORKING,
        words.GAP_LACKING,
    ] + ([words.GAP_COST] if has_cost else [])  # fmt: skip
    language = source.language
    rows = []
    for gap in gaps:
        standard = gap["standard"]
        told = f"{standard['text'][language]} ({standard['source'][language]})" if standard else "–"
        cost = [source.number(gap["cost_kes"])] if has_cost else []
        numbers = [source.number(gap[name]) for name in ("needed", "working", "lacking")]
        rows.append((gap["label"][language], source.number(gap["people"]), told, *numbers, *cost))
    sources = sorted({gap["cost_source"] for gap in gaps if gap["cost_source"]})
    notes = [
        source.say(words.GAP_WOMEN, n=source.number(gap["for_women"]), service=gap["label"][language].lower())
        for gap in gaps
        if gap.get("for_women")
    ]
    if sources and has_cost:
        notes.append(source.say(words.GAP_COST_NOTE, sources="; ".join(sources)))
    return Table(
        source.say(words.GAP_CAPTION),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=(1, *range(3, len(heads))),
        notes=tuple(notes),
        widths=(24, 11, 22, 11, 11, 11, 14)[: len(heads)],
    )


def gap_sentences(source: Source) -> list[str]:
    return [
        gap["sentence"][source.language]
        for gap in source.taken.set["gaps"]
        if gap["sentence"][source.language]
    ]


# --- Demands --------------------------------------------------------------------------------------


def shares(source: Source) -> dict[str, str]:
    """By priority, which part of the households named it."""
    figure = source.taken.figure("priorities")
    if figure is None or not figure.is_told:
        return {}
    return {each["code"]: f"{source.number(each['percent'])} %" for each in figure.answers}


def demands_table(source: Source) -> Table | None:
    """All of them, ranked, with their wards."""
    if not source.demands:
        return None
    named = shares(source)
    has_cost = any(each.cost_kes is not None for each in source.demands)
    heads = ["#", source.say(words.DEMAND), source.say(words.WARD), source.say(words.NAMED_BY)]
    heads += [source.say(words.COST)] if has_cost else []
    rows = []
    for rank, each in enumerate(source.demands, start=1):
        cost = [source.number(each.cost_kes)] if has_cost else []
        rows.append((str(rank), said(source, each.text), each.ward, named.get(each.priority, "–"), *cost))
    return Table(
        source.say(words.DEMANDS_CAPTION),
        tuple(heads),
        tuple(rows),
        numbers=(0, *range(3, len(heads))),
        notes=(source.say(words.DEMANDS_NOTE),),
        widths=(4, 50, 20, 12, 14)[: len(heads)],
    )


def asked(source: Source, most: int) -> Asked:
    """The first of them, for a page that is read standing."""
    named = shares(source)
    rows = []
    for each in source.demands[:most]:
        about = [each.ward]
        if each.priority in named:
            about.append(source.say(words.NAMED_BY_SHARE, percent=named[each.priority]))
        if each.cost_kes is not None:
            about.append(f"KES {source.number(each.cost_kes)}")
        rows.append((said(source, each.text), " · ".join(part for part in about if part)))
    return Asked(tuple(rows), source.say(words.THREE_ASKS))


def said(source: Source, text: str) -> str:
    """Words of staff in a cell or a line, with their figures filled in."""
    from reports.documents.markup import filled

    return filled(text, source.taken.text)
