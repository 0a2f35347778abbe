"""What stands behind the figures: how it was counted, what each figure means, where the others come from."""

from collections.abc import Iterator

from reports.documents import words
from reports.documents.blocks import Block, Facts, Note, Table, Title
from reports.documents.build.cover import status, when
from reports.documents.build.source import Source
from reports.documents.build.standing import groups
from reports.documents.build.tables import bounded, comparison, sourced
from reports.documents.language import Words
from reports.documents.taken import Side

QUALITY = ("coverage_percent", "refused_percent", "gps_ok_percent", "data_age_days")
SIDE_BY_SIDE = (
    "population", "households", "household_size", "structures", "density_acre", "tenants_percent",
    "rent_median", "overcrowded_percent", "women_headed_percent", "attending_6_13_percent",
    "toilet_private_percent", "toilet_none_percent", "persons_per_cubicle", "water_price_median",
    "water_minutes_median", "mains_lighting_percent", "waste_collected_percent", "slum_household_percent",
    "coverage_percent",
)  # fmt: skip


def annexes(source: Source) -> Iterator[Block]:
    """All of them, lettered."""
    yield Title(source.say(words.ANNEXES), 1, "annexes")
    yield from _how(source)
    yield from _definitions(source)
    yield from _sources(source)
    yield from _settlements(source)


def _head(source: Source, letter: str, text: Words) -> Title:
    return Title(
        f"{source.say(words.ANNEX, letter=letter)}: {source.say(text)}", 2, f"annex-{letter.lower()}"
    )


def _how(source: Source) -> Iterator[Block]:
    yield _head(source, "A", words.ANNEX_HOW)
    yield source.paragraph(source.say(words.METHOD if source.taken.is_adopted else words.METHOD_DRAFT))
    if not source.taken.is_whole:
        yield source.paragraph(source.say(words.SMALL_CELLS))
    yield counts(source)
    if source.coverage_note.strip():
        yield Title(source.say(words.COVERAGE_WHY), 3)
        yield source.paragraph(source.coverage_note)
    registers = _registers(source)
    if registers:
        yield registers
    quality = comparison(source, QUALITY, source.say(words.ANNEX_QUALITY))
    if quality:
        yield quality


def how_short(source: Source) -> list[Block]:
    """The same for four pages."""
    text = source.say(words.METHOD if source.taken.is_adopted else words.METHOD_DRAFT)
    blocks: list[Block] = [Title(source.say(words.ANNEX_HOW), 2, "how"), source.paragraph(text, "small")]
    if not source.taken.is_whole:
        blocks.append(source.paragraph(source.say(words.SMALL_CELLS), "small"))
    if source.coverage_note.strip():
        blocks.append(source.paragraph(source.coverage_note, "small"))
    registers = _registers(source)
    blocks += [registers] if registers else []
    return [*blocks, Note(source.say(words.NO_RIGHT))]


def counts(source: Source) -> Table:
    """Which count of which settlement is in it, from when, how far it came."""
    say = source.say
    names = {each["code"]: each["name"] for each in source.taken.settlements}
    coverage = source.taken.kept["coverage"]
    rows = []
    for code, one in source.taken.rounds.items():
        covered = coverage.get(code)
        objections = say(
            words.OBJECTIONS, n=source.number(one["objections"]), open=source.number(one["undecided"])
        )
        rows.append(
            (
                names[code],
                when(source, one),
                source.number(one["enumerators"]) if one["enumerators"] else "–",
                f"{source.number(covered, 1)} %" if covered is not None else "–",
                f"{status(source, one)}; {objections}" if one["objections"] else status(source, one),
            )
        )
    heads = (words.PLACE_NAMES, words.FROM_TO, words.ENUMERATORS, words.FACT_COVERAGE, words.STATUS)
    return Table(
        say(words.COUNTS),
        tuple(say(head) for head in heads),
        tuple(rows),
        numbers=(2, 3),
        widths=(16, 24, 15, 13, 32),
    )


def _registers(source: Source) -> Facts | None:
    names = {each["code"]: each["name"] for each in source.taken.settlements}
    rows = tuple(
        (
            f"{names[code]}, {source.say(words.VERSION, n=one['register']['version']).lower()}",
            one["register"]["root"],
        )
        for code, one in source.taken.rounds.items()
        if one["register"]
    )
    return Facts(rows, source.say(words.REGISTER_OF)) if rows else None


def _definitions(source: Source) -> Iterator[Block]:
    yield _head(source, "B", words.ANNEX_DEFINITIONS)
    rows = []
    for figure in source.taken.all:
        note = f" {figure.note}" if figure.note else ""
        rows.append((figure.label, f"{figure.definition}{note}", source.number(figure.n)))
    heads = (words.FIGURE, words.DEFINITION, words.RESTS_ON)
    yield Table(
        source.say(words.ANNEX_DEFINITIONS),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        numbers=(2,),
        widths=(30, 60, 10),
    )


def _sources(source: Source) -> Iterator[Block]:
    """Every number that something is held against, with its year and source."""
    yield _head(source, "C", words.ANNEX_SOURCES)
    rows: list[tuple[str, ...]] = []
    for figure in source.taken.all:
        by_source: dict[str, list[str]] = {}
        for side in figure.sides:
            by_source.setdefault(sourced(side), []).append(_named(source, side))
        rows += [(figure.label, "; ".join(named), name) for name, named in by_source.items()]
    heads = (words.FIGURE, words.USED_FOR, words.SOURCE)
    if not rows:
        yield source.paragraph(source.say(words.COUNT_ITSELF))
        return
    yield Table(
        source.say(words.ANNEX_SOURCES),
        tuple(source.say(head) for head in heads),
        tuple(rows),
        widths=(24, 46, 30),
    )
    for warning in dict.fromkeys([source.say(words.AREA_WARNING), *source.taken.warnings]):
        yield Note(warning)


def _named(source: Source, side: Side) -> str:
    return f"{side.label}: {bounded(source, side)}"


def _settlements(source: Source) -> Iterator[Block]:
    """Of several, each beside the others; of one, its villages for its own people."""
    table = groups(
        source, "settlement", source.say(words.FIGURE), source.say(words.ANNEX_SETTLEMENTS), SIDE_BY_SIDE
    )
    if table:
        yield _head(source, "D", words.ANNEX_SETTLEMENTS)
        yield table
        return
    if source.taken.is_whole:
        caption = source.say(words.BY_VILLAGE)
        villages = groups(source, "cluster", source.say(words.FIGURE), caption, SIDE_BY_SIDE)
        if villages:
            yield _head(source, "D", words.BY_VILLAGE)
            yield villages
