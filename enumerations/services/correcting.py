"""Correct one household by the rules of any interview: judge it as it would be, write what differs."""

import json
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from enumerations.choices import EnumerationSource, Severity
from enumerations.intake.checks import CheckContext, check_households, check_persons
from enumerations.intake.columns import Mapping, SheetMapping, Target
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind, by_name
from enumerations.intake.issues import describe
from enumerations.intake.texts import DECLINED, DONT_KNOW
from enumerations.models import Enumeration, Household, Issue, Person, TenureClaim
from enumerations.services import staging
from enumerations.services.identity import with_keys
from enumerations.services.merge import insert_claims
from enumerations.services.sealing import sealed
from enumerations.services.set_checks import SetChecks
from settlements.models import County
from settlements.numbering import PAINTED

Texts = Dictionary[str, str]
HOUSEHOLD, PERSON = by_name(HOUSEHOLD_FIELDS), by_name(PERSON_FIELDS)
WRITTEN = {DONT_KNOW: "-98", DECLINED: "-99"}
# Checks of a file against what its people asked for: they are asking now.
NOT_ASKED_HERE = {"withdrawn", "restricted", "agreement_withdrawn"}
# An export of another tool need not answer everything, and is not made to here.
NOT_REQUIRED = {"missing", "missing_columns"}


@dataclass(frozen=True)
class Problem:
    """What is wrong: in the household's own answers (`line` is None) or in a person's."""

    line: int | None
    field: str
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Checked:
    """The answers as typed values, and what keeps them out."""

    problems: list[Problem]
    record: dict[str, Any]
    people: dict[int, dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """One answer that was changed, as text: of the household (`line` is None) or of the person on a line."""

    line: int | None
    field: str
    old: str
    new: str


def text_of(held: Household | Person, declared: Field) -> str:
    """An answer as somebody would write it into a file."""
    value = getattr(held, f"{declared.name}_id" if declared.kind is Kind.COUNTY else declared.name)
    if value is None:
        return WRITTEN.get(held.not_given.get(declared.name, ""), "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Point):
        accuracy = getattr(held, "location_accuracy_m", None)
        return f"{value.y} {value.x}" + ("" if accuracy is None else f" 0 {accuracy}")
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def texts_of(held: Household | Person) -> dict[str, str]:
    """All answers of a household or a person, as text."""
    fields = HOUSEHOLD_FIELDS if isinstance(held, Household) else PERSON_FIELDS
    return {declared.name: text_of(held, declared) for declared in fields}


def check(
    household: Household, answers: Texts, roster: Dictionary[int, Texts], *, shown: frozenset[str]
) -> Checked:
    """Judge the record as it would be, all problems at once. Nothing is kept of it.

    An old fault of a field that is not `shown`, and so cannot be corrected here, keeps nothing out.

    The checks of a batch run over a file of this one household, in staging tables that are rolled back.
    """
    count, lines = household.enumeration, sorted(roster)
    own = _frame([_identity(household) | dict(answers)])
    people = _frame([{"link": "1", "line_no": str(line), **roster[line]} for line in lines], PERSON)
    mapping = Mapping(_mapping(own), _mapping(people))
    context = CheckContext(
        settlement_code=count.settlement.code,
        standard=True,
        counties=dict(County.objects.values_list("code", "name")),
        today=timezone.localdate(),
    )
    households = check_households(own, mapping, context)
    persons = check_persons(people, mapping, context)
    changed: set[tuple[int | None, str]] = {
        (None, name) for name, text in answers.items() if text != text_of(household, HOUSEHOLD[name])
    }
    held = {person.line_no: texts_of(person) for person in household.persons.all()}
    changed |= {
        (line, name)
        for line in lines
        for name, text in roster[line].items()
        if text != held.get(line, {}).get(name, "")
    }
    problems = [
        _told(issue, line)
        for issue, line in _issues(count, mapping, households, persons, lines)
        if _matters(issue, count, (line, issue.field) in changed, shown)
    ]
    typed = dict(zip(lines, persons.records.iter_rows(named=True), strict=True))
    return Checked(problems, households.records.row(0, named=True), typed)


def _identity(household: Household) -> dict[str, str]:
    """How the row names its household: by its door's number, else by its interview."""
    name = "hh_code" if PAINTED.match(household.key) else "instance_id"
    return {"link": "1", name: household.key}


def _frame(rows: list[dict[str, str]], fields: Dictionary[str, Field] = HOUSEHOLD) -> pl.DataFrame:
    headings = list(dict.fromkeys(["link", *fields, *(heading for row in rows for heading in row)]))
    columns = {heading: [row.get(heading) or None for row in rows] for heading in headings}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(headings, pl.String))
    return frame.with_row_index("_row", offset=2)


def _mapping(frame: pl.DataFrame) -> SheetMapping:
    """Every heading is its field's own name; people and their household share a link."""
    headings = [heading for heading in frame.columns if heading not in {"_row", "link"}]
    return SheetMapping("desk", {heading: Target(heading) for heading in headings}, link="link")


def _issues(
    count: Enumeration, mapping: Mapping, households: Any, persons: Any, lines: list[int]
) -> list[tuple[Issue, int | None]]:
    """What row checks and the checks against the register find, each with the line of the person it is of."""
    found = [
        *((row, None) for row in households.issues.iter_rows(named=True)),
        *((row, lines[row["_row"] - 2]) for row in persons.issues.iter_rows(named=True)),
    ]
    issues = [(_issue(row, json.loads(row["params"] or "{}")), line) for row, line in found]
    records = with_keys(households.records, fingerprints=True)
    with transaction.atomic():
        trial = transaction.savepoint()
        with staging.staging_tables():
            staging.copy_in("staged_household", sealed(records).rename({"_row": "row", "_link": "link"}))
            if lines:
                staging.copy_in("staged_person", persons.records.rename({"_row": "row"}))
            checks = SetChecks(count, mapping)
            checks.see_piece()
            checks.see_all(twice=())
            names = ("row", "field", "code", "severity", "params")
            for values in staging.fetch(f"SELECT {', '.join(names)} FROM staged_issue"):
                row = dict(zip(names, values, strict=True))
                of_person = row["field"] in PERSON or row["field"] == "line_no"
                line = lines[row["row"] - 2] if of_person and row["code"] != "head_count" else None
                issues.append((_issue(row, row["params"]), line))
        transaction.savepoint_rollback(trial)
    return issues


def _issue(row: dict[str, Any], params: dict[str, Any]) -> Issue:
    return Issue(field=row["field"] or "", code=row["code"], severity=row["severity"], params=params)


def _matters(issue: Issue, count: Enumeration, is_changed: bool, shown: frozenset[str]) -> bool:
    """Whether a problem keeps the correction out; an export of another tool may keep its old faults."""
    if issue.severity != Severity.ERROR or issue.code in NOT_ASKED_HERE:
        return False
    if issue.field in (HOUSEHOLD | PERSON) and issue.field not in shown:
        return False
    if count.source == EnumerationSource.FOREIGN:
        return is_changed and issue.code not in NOT_REQUIRED
    return True


def _told(issue: Issue, line: int | None) -> Problem:
    sentence, remedy = describe(issue)
    return Problem(line, issue.field, sentence, remedy)


# --- Write ----------------------------------------------------------------------------------------

# What was said of a claim besides what the household's answers say.
BESIDE_ANSWERS = (
    "how_acquired",
    "rented_from",
    "evidence",
    "in_dispute",
    "dispute_type",
    "valid_from",
    "valid_to",
)
TELL_OF_CLAIM = {"occupancy_status", "years_in_structure", "interviewed_on", "started_at"}


def write(household: Household, checked: Checked, removed: set[int]) -> list[Change]:
    """Write what was checked; each answer that changed. No old file undoes it.

    To be called with the enumeration locked.
    """
    before = _all_texts(household)
    _write(household, HOUSEHOLD_FIELDS, checked.record)
    people = {person.line_no: person for person in household.persons.all()}
    claims = list(household.claims.values("structure_id", "role", *BESIDE_ANSWERS))
    for line in removed & people.keys():
        people[line].claims.all().delete()  # they name the person, who cannot go before them
        people.pop(line).delete()
    # A household has one head at any moment: whoever is it no longer goes first.
    for line, record in sorted(checked.people.items(), key=lambda one: one[1]["relation"] == "head"):
        person = people.get(line) or Person(
            settlement_id=household.settlement_id,
            enumeration_id=household.enumeration_id,
            household=household,
            line_no=line,
        )
        _write(person, PERSON_FIELDS, record)
    after = _all_texts(household)
    changes = [
        Change(line, name, before.get((line, name), ""), after.get((line, name), ""))
        for line, name in sorted({**before, **after}, key=lambda at: (at[0] or 0, at[1]))
        if before.get((line, name), "") != after.get((line, name), "")
    ]
    if any(change.line is not None or change.field in TELL_OF_CLAIM for change in changes):
        claim_again(household, claims)
    Household.objects.filter(pk=household.pk).update(corrected_at=timezone.now())
    return changes


def claim_again(household: Household, held: list[dict[str, Any]]) -> None:
    """Make the household's claims anew from its answers; a dispute and evidence stay with the claim."""
    household.claims.all().delete()
    insert_claims("SELECT %(household)s::bigint", {"household": household.pk})
    for claim in held:
        same = TenureClaim.objects.filter(
            household=household, structure=claim["structure_id"], role=claim["role"]
        )
        same.update(**{name: claim[name] for name in BESIDE_ANSWERS})


def _all_texts(household: Household) -> dict[tuple[int | None, str], str]:
    """Every answer of the household and its people, by line and field."""
    held: dict[tuple[int | None, str], str] = {
        (None, name): text for name, text in texts_of(household).items()
    }
    for person in Person.objects.filter(household=household):
        held |= {(person.line_no, name): text for name, text in texts_of(person).items()}
    return held


def _write(held: Household | Person, fields: tuple[Field, ...], record: dict[str, Any]) -> None:
    """Set what differs and save it."""
    columns = []
    for declared in fields:
        for column, value in _columns(declared, record).items():
            if getattr(held, column) != value:
                setattr(held, column, value)
                columns.append(column)
    reasons = json.loads(record["not_given"])
    if held.not_given != reasons:
        held.not_given = reasons
        columns.append("not_given")
    if held.pk is None:
        held.save()
    elif columns:
        held.save(update_fields=columns)


def _columns(declared: Field, record: dict[str, Any]) -> dict[str, Any]:
    """The register's columns of a field, with their values."""
    if declared.kind is Kind.POINT:
        lat, lon = record["location_lat"], record["location_lon"]
        point = None if lat is None else Point(lon, lat, srid=4326)
        return {"location": point, "location_accuracy_m": record["location_accuracy_m"]}
    value = record[declared.name]
    if declared.kind is Kind.COUNTY:
        return {f"{declared.name}_id": value}
    if declared.kind is Kind.DECIMAL and value is not None:
        return {declared.name: round(Decimal(str(value)), 2)}
    return {declared.name: value}
