"""Every check that needs no database: values, ranges, choices, requiredness, relevance, rules.

Columns in, columns out. A row with an error is marked, never dropped.
"""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date

import polars as pl

from enumerations.choices import Severity
from enumerations.intake import answers, doors, values
from enumerations.intake.bookkeeping import bookkeeping, names_of_answers
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Mapping, SheetMapping
from enumerations.intake.conditions import Condition
from enumerations.intake.fields import Field, Kind
from enumerations.intake.findings import Findings
from enumerations.intake.rules import HOUSEHOLD_ROW_RULES, PERSON_ROW_RULES, RowRule
from enumerations.intake.sources import read_sources
from enumerations.intake.values import Column


@dataclass(frozen=True)
class CheckContext:
    """What a check knows of the count: `counties` maps the three-digit code to the name.

    Interviews `from_phones` are known by their own ID, and follow a questionnaire that may leave out standard
    questions: what it does not ask is then not missing. Of rows `typed` in at a desk no location is asked:
    nobody stood at the door with a phone.
    """

    settlement_code: str
    standard: bool
    counties: Dictionary[str, str] = dataclass_field(default_factory=dict)
    today: date = dataclass_field(default_factory=date.today)
    from_phones: bool = False
    typed: frozenset[int] = frozenset()  # rows


# Without these no interview says what it is, whatever its questionnaire asks.
ALWAYS_NEEDED = frozenset({"result", "consent"})


@dataclass(frozen=True)
class Checked:
    """Typed records, one for every row received, and what is wrong with them.

    `records`: `_row`, one column per field (`location` as location_lat, location_lon, location_accuracy_m),
    `answers` and `not_given` as JSON text, `_rejected`, and for households `_link`.
    `issues`: `_row`, `column` (heading), `field`, `code`, `severity`, `params` (JSON text).
    """

    records: pl.DataFrame
    issues: pl.DataFrame


def check_households(frame: pl.DataFrame, mapping: Mapping, context: CheckContext) -> Checked:
    """Check one chunk of the households' sheet."""
    sheet = _Sheet(frame, mapping.households, HOUSEHOLD_COLUMNS, context)
    sheet.read_all()
    sheet.read_doors()
    sheet.judge_questions()
    sheet.apply(HOUSEHOLD_ROW_RULES)
    sheet.need_identity()
    return sheet.checked(link=_household_link(sheet, mapping))


def check_persons(frame: pl.DataFrame, mapping: Mapping, context: CheckContext) -> Checked:
    """Check one chunk of the persons' sheet. `parent` holds the text that is also a household's `_link`."""
    sheet = _Sheet(frame, mapping.persons or SheetMapping(), PERSON_COLUMNS, context)
    sheet.read_all()
    sheet.read_parents(by_code=not (mapping.persons and mapping.persons.link))
    sheet.judge_questions()
    sheet.apply(PERSON_ROW_RULES)
    return sheet.checked()


def _household_link(sheet: "_Sheet", mapping: Mapping) -> pl.Series:
    """What persons name the household by; null where the file has no persons."""
    heading = mapping.households.link
    if mapping.persons is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(sheet.frame))
    if not mapping.persons.link or heading not in sheet.frame.columns:
        return sheet.columns["hh_code"].values
    return link_text(sheet.frame[heading])


NOWHERE = pl.Series([], dtype=pl.UInt32)


def _below(numbers: pl.Series, limit: float | None) -> pl.Series:
    """Positions of numbers under the limit; the usual answer, none, costs one look at the least."""
    least = numbers.min()
    if limit is None or least is None or least >= limit:  # type: ignore[operator]
        return NOWHERE
    return (numbers < limit).arg_true()


def _above(numbers: pl.Series, limit: float | None) -> pl.Series:
    most = numbers.max()
    if limit is None or most is None or most <= limit:  # type: ignore[operator]
        return NOWHERE
    return (numbers > limit).arg_true()


def link_text(text: pl.Series) -> pl.Series:
    """A link as both sheets compare it: `1.0` is 1, and `uuid:` in front says nothing."""
    return text.str.strip_chars().str.replace(r"^uuid:", "").str.replace(r"^([0-9]+)\.0$", "$1")


class _Sheet:
    """One chunk while it is being checked."""

    def __init__(
        self, frame: pl.DataFrame, mapping: SheetMapping, fields: dict[str, Field], context: CheckContext
    ) -> None:
        self.frame = frame
        self.mapping = mapping
        self.fields = fields
        self.context = context
        self.columns: dict[str, Column] = {}
        self.findings = Findings(frame, mapping, fields, lenient=not context.standard)

    # Reading

    def read_all(self) -> None:
        """Every field's column, typed; null where the file has none."""
        for name, declared in self.fields.items():
            sources = [source for source in self.mapping.sources(name) if source[0] in self.frame.columns]
            if not sources:
                self.columns[name] = self._empty(declared)
                continue
            self.columns[name] = read_sources(self.frame, declared, sources, self.context.counties)
            self._limit(declared)
            for code, at in self.columns[name].refusals():
                self.findings.add(code, Severity.ERROR, declared, at)

    def _empty(self, declared: Field) -> Column:
        none = pl.Series(declared.name, [None], dtype=values.TYPES[declared.kind])
        return Column(none.new_from_index(0, len(self.frame)))

    def _limit(self, declared: Field) -> None:
        """Length, pattern and range: a value beyond them is not taken."""
        column = self.columns[declared.name]
        if declared.kind is Kind.TEXT:
            long = _above(column.values.str.len_chars(), declared.max_length)
            column.add(long, "too_long")
            if declared.pattern:
                fits = column.values.str.contains(declared.pattern)
                column.add((~fits).arg_true(), "pattern_" + declared.name)
        elif declared.kind in (Kind.INTEGER, Kind.DECIMAL):
            column.add(_below(column.values, declared.minimum), "below_minimum")
            column.add(_above(column.values, declared.maximum), "above_maximum")
            low, high = _below(column.values, declared.warn_below), _above(column.values, declared.warn_above)
            self.findings.add("unusually_low", Severity.WARNING, declared, low)
            self.findings.add("unusually_high", Severity.WARNING, declared, high)

    def read_doors(self) -> None:
        """Canonical structure and household codes, each completed from the other."""
        codes = doors.identify(
            self.columns["structure_code"].values,
            self.columns["hh_code"].values,
            self.columns["household_no"].values,
            self.context.settlement_code,
        )
        for name, column in codes.columns.items():
            self.columns[name].values = column
        for name, code, at in codes.problems:
            self.columns[name].add(at, code)
            self.findings.add(code, Severity.ERROR, self.fields[name], at)
        ids = self.columns["instance_id"]
        ids.values = ids.values.str.replace(r"^uuid:", "")

    def read_parents(self, *, by_code: bool) -> None:
        """What each person's row names as its household."""
        parent = self.columns["parent"]
        if by_code:
            households = doors.read_doors(parent.values, self.context.settlement_code).household
            parent.values = (
                parent.values.to_frame("as_is")
                .select(pl.coalesce(households, "as_is").alias("parent"))
                .to_series()
            )
        else:
            heading = self.mapping.link
            parent.values = link_text(self.frame[heading] if heading in self.frame.columns else parent.values)
        alone = parent.values.is_null().arg_true()
        self.findings.add("orphan_person", Severity.ERROR, self.fields["parent"], alone)

    # Judging

    def judge_questions(self) -> None:
        """What had to be answered and is not; what is answered and was not to be asked."""
        typed = self.typed()
        conditions = {
            condition
            for declared in self.fields.values()
            for condition in (declared.relevant, declared.required_where)
            if condition is not None
        }
        names = {condition: str(place) for place, condition in enumerate(conditions)}
        holds = typed.select(condition.polars().alias(name) for condition, name in names.items())
        decided = typed.select(condition.decided().alias(name) for condition, name in names.items())
        for declared in self.fields.values():
            column = self.columns[declared.name]
            asked = None if declared.relevant is None else holds[names[declared.relevant]]
            if self._is_needed(declared):
                self._need(declared, column, asked, holds, names)
            if declared.relevant is not None and column.values.null_count() < len(column.values):
                idle = (~decided[names[declared.relevant]] & column.values.is_not_null()).arg_true()
                if len(idle):
                    self.findings.add("not_asked", Severity.WARNING, declared, idle)
                    column.values = values.blanked(column.values, idle)

    def _is_needed(self, declared: Field) -> bool:
        if not (declared.required and self.context.standard):
            return False
        return not self.context.from_phones or declared.name in self.mapping.fields | ALWAYS_NEEDED

    def _need(
        self,
        declared: Field,
        column: Column,
        asked: pl.Series | None,
        holds: pl.DataFrame,
        names: Dictionary[Condition, str],
    ) -> None:
        absent = column.values.is_null()
        if not absent.any():
            return
        if asked is not None:
            absent = absent & asked
        if declared.required_where is not None:
            absent = absent & holds[names[declared.required_where]]
        if declared.kind is Kind.POINT and self.context.typed:
            absent = absent & ~self.frame["_row"].is_in(list(self.context.typed))
        if len(column.left):
            absent = absent.scatter(column.left["at"], False)
        self.findings.missing(declared, absent.arg_true())

    def typed(self) -> pl.DataFrame:
        """The records as they stand, points parted into numbers."""
        series = []
        for name, declared in self.fields.items():
            column = self.columns[name].values.alias(name)
            if declared.kind is Kind.POINT:
                parts = ("lat", "lon", "accuracy_m")
                series += [
                    column.list.get(place, null_on_oob=True).alias(f"{name}_{part}")
                    for place, part in enumerate(parts)
                ]
            else:
                series.append(column)
        return pl.DataFrame(series)

    def apply(self, rules: tuple[RowRule, ...]) -> None:
        """Rules across fields of one row; what is unknown breaks no rule."""
        typed = self.typed()
        broken = typed.select(rule.broken(self.context.today).alias(str(at)) for at, rule in enumerate(rules))
        for rule, mask in zip(rules, broken.get_columns(), strict=True):
            at = mask.fill_null(False).arg_true()
            self.findings.add(rule.code, rule.severity, self.fields[rule.fields[0]], at)

    def need_identity(self) -> None:
        """A standard interview names its household by door and number, or by its own ID."""
        if not self.context.standard or self.context.from_phones:
            return
        named = [self.columns[name] for name in ("hh_code", "instance_id")]
        nameless = named[0].values.is_null() & named[1].values.is_null()
        unread = [self.columns[name].left["at"] for name in ("hh_code", "structure_code", "household_no")]
        nameless = nameless.scatter(pl.concat(unread), False)
        self.findings.add("no_identity", Severity.ERROR, self.fields["hh_code"], nameless.arg_true())

    # Handing back

    def checked(self, link: pl.Series | None = None) -> Checked:
        issues = self.findings.frame()
        rejected = pl.Series([False]).new_from_index(0, len(self.frame))
        wrong = issues.filter(pl.col("severity") == Severity.ERROR.value)["at"].unique()
        extra = [
            self._other_answers().alias("answers"),
            self._not_given().alias("not_given"),
            rejected.scatter(wrong, True).alias("_rejected"),
        ]
        if link is not None:
            extra.append(link.alias("_link"))
        records = self.typed().hstack(extra)
        rows = self.frame["_row"].cast(pl.UInt32)
        records = records.insert_column(0, rows.alias("_row"))
        return Checked(records, issues.drop("at"))

    def _other_answers(self) -> pl.Series:
        """Columns nobody mapped; in a foreign count also what could not be taken from mapped ones."""
        kept: dict[str, pl.Series] = {}
        of_tools = bookkeeping(self.frame.columns)
        names = names_of_answers(self.frame.columns, self.mapping.targets)
        for heading in self.frame.columns:
            if heading == "_row" or heading == self.mapping.link or heading in of_tools:
                continue
            target = self.mapping.targets.get(heading)
            text = self.frame[heading]
            if target is None or not target.field:
                kept[heading] = text
            elif not self.context.standard and target.field in self.columns:
                lost = self._lost(target.field)
                if lost is not None:
                    kept[heading] = values.blanked(text, (~lost).arg_true())
        given = {names[h]: text for h, text in kept.items() if text.null_count() < len(text)}
        return answers.encode(given, len(self.frame))

    def _lost(self, name: str) -> pl.Series | None:
        column = self.columns[name]
        lost = column.values.is_null()
        if len(column.not_given):
            lost = lost.scatter(column.not_given["at"], False)
        return lost if lost.any() else None

    def _not_given(self) -> pl.Series:
        found = {}
        for name, column in self.columns.items():
            reasons = column.not_given
            if len(reasons):
                none = pl.Series([None], dtype=pl.String).new_from_index(0, len(self.frame))
                found[name] = none.scatter(reasons["at"], reasons["code"])
        return answers.encode(found, len(self.frame))
