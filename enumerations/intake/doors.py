"""Columns of structure and household numbers in canonical form.

The grammar is `settlements.numbering`'s own pattern, applied to whole columns; a test holds the two together.
"""

from dataclasses import dataclass

import polars as pl

from enumerations.intake.values import Column, leftovers
from settlements.numbering import CODE_PATTERN, HOUSEHOLD_PATTERN, PAINTED

GRAMMAR = f"(?x){PAINTED.pattern}"


@dataclass(frozen=True)
class Doors:
    """What a column of written numbers says. `structure` carries what is wrong with a number."""

    structure: Column
    household: pl.Series  # canonical household codes, null where the text names no household
    number: pl.Series  # the household's number in its structure


def read_doors(text: pl.Series, settlement: str) -> Doors:
    """Canonical codes of numbers as painted or typed, in the settlement where they name none.

    A number in another settlement, or of two units under one roof, is refused.
    """
    return _as_registered(text, settlement) or _as_painted(text, settlement)


def _as_registered(text: pl.Series, settlement: str) -> Doors | None:
    """The same of a column in which every number is written as the register has it, quickly."""
    if not text.str.starts_with(f"{settlement}/").all():
        return None
    if text.str.contains(CODE_PATTERN).all():
        none = pl.Series([None]).new_from_index(0, len(text))
        return Doors(Column(text), none.cast(pl.String), none.cast(pl.Int32))
    if text.str.contains(HOUSEHOLD_PATTERN).all():
        return Doors(Column(text.str.head(-3)), text, text.str.tail(2).cast(pl.Int32))
    return None


def _as_painted(text: pl.Series, settlement: str) -> Doors:
    bare = text.str.replace_all(r"\s+", "").str.to_uppercase().str.replace_all("\\", "/", literal=True)
    parts = bare.str.extract_groups(GRAMMAR).struct.unnest()
    place, cluster, units = pl.col("settlement"), pl.col("cluster"), pl.col("units").fill_null("")
    structure = pl.concat_str(
        pl.lit(settlement), cluster, pl.col("number") + units, separator="/", ignore_nulls=True
    )
    number = pl.col("household").cast(pl.Int32)
    found = parts.select(
        structure=structure,
        household=pl.concat_str(structure, number.cast(pl.String).str.zfill(2), separator="/"),
        number=number,
        problem=pl.when(pl.col("number").is_null())
        .then(pl.lit("bad_number"))
        .when(place != settlement)
        .then(pl.lit("other_settlement"))
        .when(units.str.contains("/", literal=True))
        .then(pl.lit("two_units")),
    )
    good = found["problem"].is_null() & text.is_not_null()
    taken = found.select(pl.when(good).then(pl.col("structure", "household", "number")))
    wrong = (found["problem"].is_not_null() & text.is_not_null()).arg_true()
    column = Column(taken["structure"], leftovers(wrong, found["problem"].gather(wrong)))
    return Doors(column, taken["household"], taken["number"])


@dataclass(frozen=True)
class Identified:
    """Canonical `structure_code`, `hh_code` and `household_no`, and (field, code, positions) of problems."""

    columns: dict[str, pl.Series]
    problems: list[tuple[str, str, pl.Series]]


def identify(structure: pl.Series, household: pl.Series, number: pl.Series, settlement: str) -> Identified:
    """Read both numbers and complete each from the other; say where they contradict each other."""
    door, named = read_doors(structure, settlement), read_doors(household, settlement)
    frame = pl.DataFrame(
        {
            "door": door.structure.values,
            "door_number": door.number,
            "number": number,
            "named": named.structure.values,
            "code": named.household,
            "code_number": named.number,
        }
    )
    own = pl.coalesce("number", "door_number")
    found = frame.select(
        structure_code=pl.coalesce("door", "named"),
        hh_code=pl.coalesce("code", pl.concat_str("door", own.cast(pl.String).str.zfill(2), separator="/")),
        household_no=pl.coalesce("number", "code_number", "door_number"),
        differ=(pl.col("door") != pl.col("named")) | (own != pl.col("code_number")),
        short=pl.col("named").is_not_null() & pl.col("code").is_null(),
    )
    problems = [("structure_code", code, at) for code, at in door.structure.refusals()]
    problems += [("hh_code", code, at) for code, at in named.structure.refusals()]
    problems.append(("hh_code", "codes_differ", found["differ"].fill_null(False).arg_true()))
    problems.append(("hh_code", "no_household_no", found["short"].arg_true()))
    columns = {name: found[name] for name in ("structure_code", "hh_code", "household_no")}
    return Identified(columns, [problem for problem in problems if len(problem[2])])
