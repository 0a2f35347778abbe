"""Where the rows of a batch come from: its stored file, or the interviews that phones sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from enumerations.collecting import TYPED
from enumerations.intake.columns import Mapping, SheetMapping, propose
from enumerations.intake.readers import Sheet, open_file
from enumerations.intake.readers.instances import sheets_of_instances
from enumerations.intake.readers.records import INDEX, PARENT, sheet_of
from enumerations.models import Batch, QuestionnaireVersion, Submission
from enumerations.services.stored import path_of

# What is known of an interview besides its answers. How it is called in the register replaces what it calls
# itself, and so does a number that a supervisor gave; the rest fills what the form does not ask.
BESIDE = ("enumerator", "device", "form_version")
NUMBER = r"/(\d+)$"


class NeedsMapping(Exception):
    """A person must say what the columns mean."""


@dataclass(frozen=True)
class Source:
    """The sheets of a batch and what they mean.

    `known` has, by `row`, what is known of each interview from phones; it is None for a file. `typed` are the
    rows of those that were typed in on the web.
    """

    sheets: list[Sheet]
    mapping: Mapping
    known: pl.DataFrame | None = None
    typed: frozenset[int] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """The fields of households that the batch fills."""
        return self.mapping.households.fields | (frozenset() if self.known is None else frozenset(BESIDE))

    def completed(self, records: pl.DataFrame) -> pl.DataFrame:
        """The checked records with what is known besides."""
        if self.known is None:
            return records
        joined = records.join(self.known, left_on="_row", right_on="row", how="left", suffix="_known")
        # A number was given for one door: an interview that was corrected to another door names its own.
        there = pl.col("structure_code").is_null() | (
            pl.col("structure_code") == pl.col("hh_code_known").str.replace(NUMBER, "")
        )
        instead = [
            pl.when(there).then(pl.coalesce(f"{name}_known", name)).otherwise(name).alias(name)
            for name in ("hh_code", "household_no")
        ]
        instead.append(pl.coalesce("instance_id_known", "instance_id").alias("instance_id"))
        beside = [pl.coalesce(name, f"{name}_known").alias(name) for name in BESIDE]
        return joined.with_columns(instead + beside).select(records.columns)


@contextmanager
def opened(batch: Batch) -> Iterator[Source]:
    """The batch's rows, ready to be read while the context lasts. Raises NeedsMapping, Refusal."""
    if batch.is_from_phones:
        yield of_interviews(list(interviews_of(batch)), batch.version)
        return
    with open_file(path_of(batch), name=batch.name) as sheets:
        yield Source(sheets, mapping_of(batch, sheets))


def sheet_named(name: str, sheets: list[Sheet]) -> Sheet:
    """The sheet a mapping speaks of; a remembered mapping may not fit this file."""
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise NeedsMapping


def mapping_of(batch: Batch, sheets: list[Sheet]) -> Mapping:
    """What the columns mean: as this batch says, as the enumeration remembers, or as is plain to see."""
    if batch.mapping is not None:
        return Mapping.from_json(batch.mapping)
    mapping = propose(sheets, remembered=Mapping.from_json(batch.enumeration.column_mapping))
    if not mapping.is_certain:
        raise NeedsMapping
    return mapping


# --- From phones ----------------------------------------------------------------------------------


def interviews_of(batch: Batch) -> Iterator[Submission]:
    """The batch's interviews in the order of its rows."""
    found = Submission.objects.filter(batch=batch).select_related("sent_by", "device").order_by("row")
    return found.iterator(chunk_size=500)


def of_interviews(interviews: list[Submission], version: QuestionnaireVersion | None) -> Source:
    """Interviews as sheets, read by what their questionnaire's questions mean."""
    filled = ((interview.row or 0, bytes(interview.xml or b"")) for interview in interviews)
    sheets = sheets_of_instances(filled, repeats=_repeats(version))
    typed = (each.row or 0 for each in interviews if each.phone_id == TYPED and not each.device_id)
    return Source(sheets, _mapping(version, sheets), _known(interviews), frozenset(typed))


def _repeats(version: QuestionnaireVersion | None) -> tuple[str, ...]:
    """The paths of the version's repeats, so that they have their sheet even where nobody filled one."""
    questions = version.questions if version else []
    return tuple(each["path"] for each in questions if each.get("kind") == "repeat")


def _mapping(version: QuestionnaireVersion | None, sheets: list[Sheet]) -> Mapping:
    """The version's mapping, fitted to these sheets; what is plain to see where it has none."""
    mapping = Mapping.from_json(version.mapping if version else None)
    if not mapping.households.fields:
        mapping = _plain(sheets)
    households = replace(mapping.households, sheet=sheets[0].name, link=INDEX)
    return Mapping(households, mapping.persons and _roster(mapping.persons, sheets))


def _plain(sheets: list[Sheet]) -> Mapping:
    """What is recognised for certain; nothing is guessed, for nobody would be asked."""
    mapping = propose(sheets)
    targets = mapping.households.targets.items()
    certain = {heading: target for heading, target in targets if heading not in mapping.unsure}
    return replace(mapping, households=replace(mapping.households, targets=certain))


def _roster(persons: SheetMapping, sheets: list[Sheet]) -> SheetMapping:
    """The roster's mapping, by the sheet that holds it; an empty one where nobody listed anybody."""
    names = {persons.sheet, persons.sheet.rpartition("/")[2]}
    name = next((sheet.name for sheet in sheets[1:] if sheet.name in names), "")
    if not name:
        name = persons.sheet or "persons"
        sheets.append(sheet_of(name, [], headings=[INDEX, PARENT]))
    return replace(persons, sheet=name, link=PARENT)


def _known(interviews: list[Submission]) -> pl.DataFrame:
    """Who asked, with which phone and form; of a correction, who asked first."""
    roots = {each.root_instance_id for each in interviews if each.replaces_id}
    enumerations = {each.enumeration_id for each in interviews}
    firsts: dict[str, Submission] = {}
    if roots:
        found = Submission.objects.filter(
            enumeration__in=enumerations, instance_id__in=roots, is_test=False
        ).select_related("sent_by", "device")
        firsts = {each.instance_id: each for each in found.defer("xml")}
    rows = [_known_of(each, firsts.get(each.root_instance_id, each)) for each in interviews]
    schema: dict[str, Any] = {"row": pl.UInt32, "household_no": pl.Int32}
    known = pl.DataFrame(rows, schema=schema | dict.fromkeys(("instance_id", "hh_code", *BESIDE), pl.String))
    number = pl.col("hh_code").str.extract(NUMBER).cast(pl.Int32)
    return known.with_columns(household_no=number)


def _known_of(interview: Submission, first: Submission) -> dict[str, Any]:
    return {
        "row": interview.row,
        "instance_id": interview.root_instance_id,
        "hh_code": interview.given_code or None,
        "household_no": None,
        "enumerator": str(first.sent_by)[:100] if first.sent_by else None,
        "device": (first.device.name if first.device else first.phone_id)[:100] or None,
        "form_version": interview.version_text or None,
    }
