"""The tables of a document: figures beside what they are held against, gaps, demands, what stands there."""

from collections.abc import Iterable, Sequence
from typing import Any

from reports.documents import words
from reports.documents.blocks import Asked, Card, Cards, Table
from reports.documents.build.source import Source
from reports.documents.language import in_words
from reports.documents.taken import Shown, Side
from settlements import choices

# Where one of the six is not known or may not be told.
INSTEAD = (
    "persons_per_tap", "water_price_median", "toilet_none_percent", "waste_collected_percent",
    "overcrowded_percent", "household_size",
)  # fmt: skip
SIX = ("population", "households", "structures", "tenants_percent", "persons_per_cubicle", "rent_median")
STANDARDS = ("standard",)
# How large a sub-county is says nothing of how large the place is.
SIZES = frozenset({"population", "households", "structures"})


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
    has_before = any(figure.previous for figure in figures)
    heads = [words.FIGURE, words.HERE, words.RESTS_ON, words.SUB_COUNTY, words.COUNTY, words.STANDARD]
    heads += [words.BEFORE] if has_before else []
    rows = []
    for figure in figures:
        beside = [
            _beside(figure, "sub_county"),
            _beside(figure, "county") if figure.side("county") else _beside(figure, "country", named=True),
            _standards(source, figure),
        ]
        before = [figure.previous.text if figure.previous else "–"] if has_before else []
        rows.append((_labelled(source, figure), figure.text, source.number(figure.n), *beside, *before))
    told = sources_of(figures)
    note = words.BESIDE_SOURCES if names_sources and told else words.BESIDE_NOTE
    notes = [source.say(note, sources="; ".join(told)) if names_sources and told else source.say(note)]
    if names_sources and any(figure.side("sub_county", "county") for figure in figures):
        notes.append(source.say(words.AREA_WARNING))
    return Table(
        caption,
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=tuple(range(1, len(heads))),
        notes=tuple(notes),
        widths=(30, 13, 8, 14, 14, 15, 12)[: len(heads)],
    )


def _labelled(source: Source, figure: Shown) -> str:
    """The label, with the unit where the numbers do not say it."""
    unit = source.taken.set["figures"][figure.code]["unit"][source.language]
    return (
        figure.label
        if unit in ("%", "") or unit.lower() in figure.label.lower()
        else f"{figure.label}, {unit}"
    )


def _beside(figure: Shown, against: str, *, named: bool = False) -> str:
    side = figure.side(against)
    if side is None or figure.code in SIZES:
        return "–"
    return f"{side.text} ({side.label})" if named else side.text


def _standards(source: Source, figure: Shown) -> str:
    sides = [each for each in figure.sides if each.against in STANDARDS]
    return "; ".join(dict.fromkeys(bounded(source, each) for each in sides[:2])) or "–"


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
    notes = (source.say(words.GAP_COST_NOTE, sources="; ".join(sources)),) if sources and has_cost else ()
    return Table(
        source.say(words.GAP_CAPTION),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=(1, *range(3, len(heads))),
        notes=notes,
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


# --- What stands there ----------------------------------------------------------------------------


def coded(
    source: Source,
    caption: str,
    head: str,
    rows: Sequence[dict[str, Any]],
    labels: Any,
    notes: Sequence[str] = (),
) -> Table | None:
    """Codes with how many structures have them."""
    if not rows:
        return None
    words_of = dict(labels.choices)
    whole = sum(row["count"] for row in rows)
    return Table(
        caption,
        (head, source.say(words.STRUCTURES), "%"),
        tuple(
            (
                in_words(words_of.get(row["code"], row["code"]), source.language),
                source.number(row["count"]),
                source.number(100 * row["count"] / whole),
            )
            for row in rows
        ),
        numbers=(1, 2),
        notes=tuple(notes),
        widths=(60, 20, 20),
    )


def services(source: Source, kinds: Sequence[str]) -> Table | None:
    """Service points of these kinds: how many, and how many of them work."""
    S = choices.ServiceStatus
    columns = ((S.WORKING,), (S.PARTLY,), (S.NOT_WORKING, S.CLOSED))
    known = {status for statuses in columns for status in statuses}
    rows = []
    for each in source.taken.ground["services"]:
        if each["kind"] not in kinds:
            continue
        states = each["states"]
        counts = [sum(states.get(status, 0) for status in statuses) for statuses in columns]
        other = sum(n for status, n in states.items() if status not in known)
        label = in_words(choices.ServiceKind(each["kind"]).label, source.language)
        rows.append((label, *(source.number(n) for n in (*counts, other))))
    if not rows:
        return None
    heads = (words.SERVICE, words.STATE_WORKING, words.STATE_PARTLY, words.STATE_BROKEN, words.STATE_OTHER)
    return Table(
        source.say(words.SERVICES),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=(1, 2, 3, 4),
        widths=(40, 15, 15, 15, 15),
    )


def groups(source: Source, by: str, head: str, caption: str, codes: Sequence[str]) -> Table | None:
    """Figures in rows, groups in columns."""
    found = source.taken.set["groups"].get(by, [])
    if len(found) < 2:
        return None
    language = source.language
    labels = {figure.code: figure.label for figure in source.taken.figures(codes)}
    rows = [
        (labels[code], *(group["texts"].get(code, {}).get(language, "–") for group in found))
        for code in codes
        if code in labels
    ]
    width = max(8, 62 // len(found))
    return Table(
        caption,
        (head, *(group["label"][language] for group in found)),
        tuple(rows),
        numbers=tuple(range(1, len(found) + 1)),
        widths=(38, *([width] * len(found))),
        is_wide=len(found) > 5,
    )
