"""Columns of structure and household numbers in canonical form, by `settlements.numbering`."""

from dataclasses import dataclass

import polars as pl

from enumerations.intake.values import Column, leftovers
from settlements.numbering import CODE_PATTERN, HOUSEHOLD_PATTERN, DoorNumber, NumberingError, parse


@dataclass(frozen=True)
class Door:
    """What one written number says: canonical codes, or the code of what is wrong with it."""

    structure: str | None = None
    household: str | None = None
    number: int | None = None
    problem: str = ""


def read_door(text: str, settlement: str) -> Door:
    """One number as painted or typed; several units under one roof are several doors."""
    try:
        doors = parse(text, settlement=settlement)
    except NumberingError:
        return Door(problem="bad_number")
    first: DoorNumber = doors[0]
    if first.settlement != settlement:
        return Door(problem="other_settlement")
    if len(doors) > 1:
        return Door(problem="two_units")
    return Door(first.structure_code, first.household_code or None, first.household)


def read_doors(text: pl.Series, settlement: str) -> tuple[Column, Column, Column]:
    """Structure codes, household codes and household numbers in a column of written numbers.

    Numbers already in canonical form, the usual case, are recognised as a whole column.
    """
    inside = text.str.starts_with(f"{settlement}/")
    plain = inside & text.str.contains(CODE_PATTERN)
    full = inside & text.str.contains(HOUSEHOLD_PATTERN)
    frame = pl.DataFrame({"text": text, "plain": plain, "full": full}).with_columns(
        structure=pl.when("plain").then("text").when("full").then(pl.col("text").str.head(-3)),
        household=pl.when("full").then("text"),
        number=pl.when("full").then(pl.col("text").str.tail(2)).cast(pl.Int32),
    )
    columns = [Column(frame[name].rename(text.name)) for name in ("structure", "household", "number")]
    waiting = (text.is_not_null() & ~(plain | full)).arg_true()
    if len(waiting):
        _fill(columns, waiting, text.gather(waiting), settlement)
    return columns[0], columns[1], columns[2]


def _fill(columns: list[Column], waiting: pl.Series, text: pl.Series, settlement: str) -> None:
    distinct = text.unique()
    doors = [read_door(value, settlement) for value in distinct.to_list()]
    index = text.replace_strict(distinct, pl.int_range(len(distinct), dtype=pl.UInt32, eager=True))
    found = (
        pl.Series([door.structure for door in doors], dtype=pl.String),
        pl.Series([door.household for door in doors], dtype=pl.String),
        pl.Series([door.number for door in doors], dtype=pl.Int32),
    )
    for column, values in zip(columns, found, strict=True):
        column.values = column.values.scatter(waiting, values.gather(index))
    problems = pl.Series([door.problem for door in doors], dtype=pl.String).gather(index)
    wrong = problems.ne("")
    columns[0].left = leftovers(waiting.filter(wrong), problems.filter(wrong))


@dataclass(frozen=True)
class Identified:
    """Canonical `structure_code`, `hh_code` and `household_no`, and (field, code, positions) of problems."""

    columns: dict[str, pl.Series]
    problems: list[tuple[str, str, pl.Series]]


def identify(structure: pl.Series, household: pl.Series, number: pl.Series, settlement: str) -> Identified:
    """Read both numbers and complete each from the other; say where they contradict each other."""
    door, _, door_number = read_doors(structure, settlement)
    named, code, code_number = read_doors(household, settlement)
    frame = pl.DataFrame(
        {
            "door": door.values,
            "number": number,
            "door_number": door_number.values,
            "named": named.values,
            "code": code.values,
            "code_number": code_number.values,
        }
    )
    own = pl.coalesce("number", "door_number")
    built = pl.concat_str(pl.col("door"), pl.lit("/"), own.cast(pl.String).str.zfill(2))
    found = frame.select(
        structure_code=pl.coalesce("door", "named"),
        hh_code=pl.coalesce("code", built),
        household_no=pl.coalesce("number", "code_number", "door_number"),
        differ=(pl.col("door") != pl.col("named")) | (pl.col("number") != pl.col("code_number")),
        short=pl.col("named").is_not_null() & pl.col("code").is_null(),
    )
    problems = [("structure_code", code, at) for code, at in _by_code(door)]
    problems += [("hh_code", code, at) for code, at in _by_code(named)]
    problems.append(("hh_code", "codes_differ", found["differ"].fill_null(False).arg_true()))
    problems.append(("hh_code", "no_household_no", found["short"].arg_true()))
    columns = {name: found[name] for name in ("structure_code", "hh_code", "household_no")}
    return Identified(columns, [problem for problem in problems if len(problem[2])])


def _by_code(column: Column) -> list[tuple[str, pl.Series]]:
    groups = column.left.group_by("code", maintain_order=True)
    return [(str(code), found["at"]) for (code,), found in groups]
