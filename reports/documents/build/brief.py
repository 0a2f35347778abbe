"""The negotiation brief: four pages for who sits across the table."""

from reports.documents import words
from reports.documents.blocks import Block, Document, Note, Title
from reports.documents.build.annexes import how_short
from reports.documents.build.growth import growth_table
from reports.documents.build.maps import located, picture
from reports.documents.build.source import Source
from reports.documents.build.tables import (
    cards,
    comparison,
    demands_table,
    gap_sentences,
    gap_table,
)
from reports.documents.outline import BY_SLUG

KEY = (
    "density_acre", "household_size", "tenants_percent", "rent_burden_median", "overcrowded_percent",
    "slum_household_percent", "years_12_percent", "persons_per_tap", "water_price_median",
    "water_minutes_median", "persons_per_cubicle", "toilet_private_percent", "toilet_none_percent",
    "mains_lighting_percent", "waste_collected_percent", "attending_6_13_percent", "under_5_percent",
)  # fmt: skip


def brief(source: Source) -> Document:
    """The case, the map, the figures beside the census, the gap and the demands; then history and rules."""
    blocks: list[Block] = [*_text(source, "overview"), cards(source)]
    blocks += [*located(source), *(picture(source, made) for made in source.maps[:1])]
    table = comparison(source, KEY, source.say(words.KEY_FIGURES), names_sources=True)
    if table:
        blocks.append(table)
    grown = growth_table(source)
    blocks += [grown] if grown else []
    blocks += [*gap(source), *demands(source)]
    for slug in ("history", "land", "planning"):
        blocks += _text(source, slug)
    return source.document([*blocks, *how_short(source)])


def _title(text: str, slug: str) -> Title:
    return Title(text, 2, slug)


def _text(source: Source, slug: str) -> list[Block]:
    """A section of which something is written; nothing of one that is empty."""
    written = source.written(slug)
    return [_title(source.say(BY_SLUG[slug].title), slug), *written] if written else []


def gap(source: Source, level: int = 2, number: str = "") -> list[Block]:
    table = gap_table(source)
    title = Title(source.say(words.GAP), level, "gap", number)
    if table is None:
        return [title, Note(source.say(words.GAP_NOTHING))]
    points = [source.paragraph(f"- {sentence}") for sentence in gap_sentences(source)]
    return [title, *points, table]


def demands(source: Source, level: int = 2, number: str = "") -> list[Block]:
    table = demands_table(source)
    return [Title(source.say(words.DEMANDS), level, "demands", number), table] if table else []
