"""SPSS (.sav): answers as numbers with their words, what was not given as missing values."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import polars as pl
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enumerations.intake.fields import Kind
from reports.data import stream
from reports.data.columns import DECLINED, DONT_KNOW, Column
from reports.data.query import Selection
from reports.data.table import Table
from reports.writers import sav
from reports.writers.work import Format, Work

FIRST_DAY = np.datetime64("1582-10-14")
RESERVED = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})


@dataclass(frozen=True)
class Plan:
    """One variable: from which column (by its place), how its values become words, and of what they are."""

    at: int
    variable: sav.Variable
    codes: dict[str, float] | None = None  # a code's number
    chosen: str = ""  # of several answers the one it stands for
    parting: str = " "


def write(work: Work) -> list[Path]:
    """A file for each table."""
    paths = []
    for table in work.tables:
        path = work.folder / f"{table.name}.sav"
        with path.open("wb", buffering=1 << 20) as out:
            _write_table(table, out, work)
        paths.append(path)
    if len(paths) > 1:
        paths.append(work.readme([(table, table.columns) for table in work.tables]))
    return paths


def _write_table(table: Table, out: IO[bytes], work: Work) -> None:
    columns = table.with_places(wkt=False)
    selection = Selection(table.dataset, columns, work.asked.as_codes())
    plans = planned(selection, work)
    about = work.about([(table, columns)])
    head = sav.dictionary(
        [plan.variable for plan in plans], table.rows, title=str(table.dataset.title),
        made=timezone.localtime(), notes=[f"{name}: {value}" for name, value in about.facts],
    )  # fmt: skip
    out.write(head)
    rows = sav.Rows(out)
    for batch in stream.batches(selection, work.progress):
        frame = pl.DataFrame(batch)
        rows.add([(words(frame.to_series(plan.at), plan), not plan.variable.width) for plan in plans])
    rows.end()


def planned(selection: Selection, work: Work) -> list[Plan]:
    """The variables of the columns: of several answers one for each, so that they can be counted."""
    widths = widths_of(selection)
    names = Names()
    language = work.asked.language
    plans: list[Plan] = []
    for at, column in enumerate(selection.columns):
        labels = {} if column.own else column.labels_in(language)
        label = column.label_in(language)
        if column.kind is Kind.CODES and labels:
            plans += [
                Plan(
                    at,
                    yes_or_no(names.of(f"{column.name}_{code}"), f"{label}: {word}"),
                    chosen=code,
                    parting=column.parting,
                )
                for code, word in labels.items()
            ]
        elif column.kind is Kind.CODE and labels:
            numbers = {code: float(number) for number, code in enumerate(labels, start=1)}
            words = tuple((numbers[code], word) for code, word in labels.items())
            plans.append(Plan(at, coded(column, names, label, words), codes=numbers))
        elif column.kind is Kind.YES_NO:
            words = ((1.0, labels["yes"]), (0.0, labels["no"]))
            plans.append(Plan(at, coded(column, names, label, words), codes={"yes": 1.0, "no": 0.0}))
        else:
            width = min(widths.get(at, 1), sav.MOST_TEXT)
            plans.append(Plan(at, plain(column, names.of(column.name), label, width)))
    return plans


def coded(column: Column, names: "Names", label: str, words: tuple[tuple[float, str], ...]) -> sav.Variable:
    missing, more = not_given(column)
    return sav.Variable(names.of(column.name), label, labels=(*words, *more), missing=missing)


def yes_or_no(name: str, label: str) -> sav.Variable:
    return sav.Variable(name, label, labels=((1.0, _("Yes")), (0.0, _("No"))))


def not_given(column: Column) -> tuple[tuple[float, ...], tuple[tuple[float, str], ...]]:
    """The values that mean that no answer was given, with their words."""
    if not column.reason:
        return (), ()
    words = ((float(DONT_KNOW), _("Does not know")), (float(DECLINED), _("Declined to say")))
    return (float(DONT_KNOW), float(DECLINED)), words


def plain(column: Column, name: str, label: str, width: int) -> sav.Variable:
    missing, labels = not_given(column)
    if column.kind is Kind.INTEGER:
        return sav.Variable(name, label, measure=sav.SCALE, labels=labels, missing=missing)
    if column.kind is Kind.DECIMAL:
        decimals = 8 if column.plain else 2
        return sav.Variable(
            name, label, digits=16, decimals=decimals, measure=sav.SCALE, labels=labels, missing=missing
        )
    if column.kind is Kind.DATE:
        return sav.Variable(name, label, form=sav.DAY, digits=10, measure=sav.SCALE)
    if column.kind is Kind.MOMENT:
        return sav.Variable(name, label, form=sav.DATETIME, digits=20, measure=sav.SCALE)
    return sav.Variable(name, label, width=max(1, width))


def words(values: pl.Series, plan: Plan) -> Any:
    """A column of a batch as a system file holds it."""
    if plan.variable.width:
        return sav.words_of_texts([_fitting(text, plan) for text in values.to_list()], plan.variable)
    return sav.words_of_numbers(numbers(values, plan).to_numpy().astype("f8"))


def _fitting(text: str | None, plan: Plan) -> str | None:
    return text if text is None else sav.cut(text, plan.variable.width).decode()


def numbers(values: pl.Series, plan: Plan) -> pl.Series:
    """The values as numbers, null where there is none."""
    if plan.chosen:
        several = values.str.split(plan.parting)
        return several.list.contains(plan.chosen).cast(pl.Float64)
    if plan.codes is not None:
        known = plan.codes | {str(code): float(code) for code in (DONT_KNOW, DECLINED)}
        return values.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Float64)
    if values.dtype == pl.Date:
        return _seconds(values.cast(pl.Datetime("us")))
    if plan.variable.form == sav.DATETIME:
        clock = values.str.slice(0, 26).str.replace(r"\+03:00$|\+.*$", "")
        return _seconds(clock.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us"))
    return values.cast(pl.Float64)


def _seconds(moments: pl.Series) -> pl.Series:
    """Since the Gregorian calendar began, as SPSS counts."""
    before = (np.datetime64("1970-01-01") - FIRST_DAY).astype("timedelta64[s]").astype(int)
    return moments.dt.epoch("us") / 1_000_000 + int(before)


def widths_of(selection: Selection) -> dict[int, int]:
    """The bytes of the longest text of each column, by its place."""
    texts = [
        at for at, column in enumerate(selection.columns)
        if column.kind not in (Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.MOMENT) and column.reader is None
    ]  # fmt: skip
    sql, params = selection.statement(ordered=False)
    longest = ", ".join(f'max(octet_length("{at}"))' for at in texts)
    found: tuple[int | None, ...] = ()
    if texts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {longest} FROM ({sql}) AS wanted", params)
            found = cursor.fetchone()
    widths = {at: width or 1 for at, width in zip(texts, found, strict=True)}
    return widths | {at: column.longest for at, column in enumerate(selection.columns) if column.reader}


class Names:
    """Names that SPSS allows, each once whatever the case."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, name: str) -> str:
        letters = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:60] or "question"
        letters = letters if letters[0].isalpha() else f"q_{letters}"
        letters = f"{letters}_" if letters.upper() in RESERVED else letters
        unique, number = letters, 1
        while unique.casefold() in self.taken:
            number += 1
            unique = f"{letters}_{number}"
        self.taken.add(unique.casefold())
        return unique


SPSS = Format(
    name="sav",
    label="SPSS (.sav)",
    extension="sav",
    content_type="application/x-spss-sav",
    write=write,
    says=gettext_lazy("For SPSS, PSPP, Stata and R: answers as numbers with their words."),
)
