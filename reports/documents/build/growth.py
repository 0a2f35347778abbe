"""People, households and structures in the round before and now."""

from collections.abc import Iterator
from typing import Any

from reports.documents import words
from reports.documents.blocks import Table
from reports.documents.build.source import Source


def growth_table(source: Source) -> Table | None:
    """People, households and structures in the round before and now; None where there was one round."""
    found = source.taken.set.get("growth")
    if not found or not found["rows"]:
        return None
    say = source.say
    rows = [
        (
            row["label"][source.language],
            source.number(row["then"]),
            source.number(row["now"]),
            _change(source, row),
            say(words.GROWN_NOT) if row["more"] is None else _signed(source, row["a_year"], 1),
        )
        for row in found["rows"]
    ]
    heads = (say(words.FIGURE), source.day(found["then"]), source.day(found["now"]), say(words.GROWN_CHANGE),
             say(words.GROWN_A_YEAR))  # fmt: skip
    return Table(
        say(words.GROWN), heads, tuple(rows), numbers=(1, 2, 3, 4), notes=tuple(_growth_notes(source, found)),
        widths=(34, 16, 16, 20, 14),
    )  # fmt: skip


def _change(source: Source, row: dict[str, Any]) -> str:
    if row["more"] is None:
        return "–"
    percent = f" ({_signed(source, row['percent'], 1)} %)" if row["percent"] is not None else ""
    return f"{_signed(source, row['more'])}{percent}"


def _signed(source: Source, value: float | None, decimals: int = 0) -> str:
    """+36, −3, 0; a dash where there is none."""
    if value is None:
        return "–"
    sign = "+" if round(value, decimals) > 0 else "−" if round(value, decimals) < 0 else ""
    return f"{sign}{source.number(abs(value), decimals)}"


def _growth_notes(source: Source, found: dict[str, Any]) -> Iterator[str]:
    """What stands between the rounds, and what is not in it."""
    say = source.say
    if found["once"] or len(found["settlements"]) > 1:
        yield say(words.GROWN_OF, names=", ".join(found["settlements"]))
    for each in found["not_compared"]:
        yield say(words.GROWN_WHY, name=each["name"], why=each["why"][source.language])
    if found["once"]:
        yield say(words.GROWN_ONCE, names=", ".join(found["once"]))
    compared = [row for row in found["rows"] if row["more"] is not None]
    if compared and all(row["a_year"] is None for row in compared):
        yield say(words.GROWN_SHORT)
    if found["is_draft"]:
        yield say(words.GROWN_DRAFT)
    yield say(words.GROWN_STRUCTURES)
