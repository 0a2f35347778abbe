"""One batch from its stored rows to the register: read, check, merge, count.

The database is the truth about the work. A run holds a session lock named after its batch, so that two
workers never work on one; everything before the merge lives in temporary tables; the merge is one
transaction that also says so. Whatever kills a run, the next one finds the batch either untouched or merged.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.because import because
from enumerations.choices import BatchPhase, BatchState, EnumerationSource, RowOutcome, Severity
from enumerations.intake.checks import CheckContext, check_households, check_persons, link_text
from enumerations.intake.columns import Mapping, heading_of, missing_columns
from enumerations.intake.readers import Sheet
from enumerations.intake.refusal import Refusal
from enumerations.intake.repeats import Repeat, find_repeats
from enumerations.models import Batch, Enumeration, Issue, Person
from enumerations.services import gathering, merge, outcomes, plan, staging
from enumerations.services.ahead import ahead
from enumerations.services.identity import with_keys
from enumerations.services.locks import BATCH, enumeration_locked, try_lock, unlock
from enumerations.services.merge_columns import Shape
from enumerations.services.sealing import sealed
from enumerations.services.set_checks import SetChecks
from enumerations.services.sources import NeedsMapping, Source, opened, sheet_named
from enumerations.services.statistics import rebuild_statistics
from enumerations.services.twice import Twice
from settlements.models import County

logger = logging.getLogger(__name__)

# A batch that stops its worker this often is at fault itself.
MAX_ATTEMPTS = 8
# A batch that writes more rows than this changes what PostgreSQL should know of the tables.
ANALYZE_FROM = 1_000


@dataclass
class Progress:
    """Tells the page how far a run is."""

    batch: Batch

    def phase(self, phase: BatchPhase, total: int = 0) -> None:
        self._save(phase=phase, phase_done=0, phase_total=total)

    def done(self, rows: int) -> None:
        self._save(phase_done=rows)

    def _save(self, **values: Any) -> None:
        Batch.objects.filter(pk=self.batch.pk).update(touched_at=timezone.now(), **values)


@dataclass
class Reading:
    """What came out of the rows."""

    mapping: Mapping
    shape: Shape
    checks: SetChecks
    twice: Twice
    rows: int = 0


def run_batch(batch_id: int) -> None:
    """Do whatever is left to do for a batch. Safe to call at any time, any number of times."""
    if not try_lock(BATCH, batch_id):
        return
    try:
        batch = Batch.objects.select_related("enumeration__settlement").filter(pk=batch_id).first()
        if batch is not None:
            with because(batch=batch.pk, user=batch.sent_by_id):
                _run(batch)
    finally:
        unlock(BATCH, batch_id)


def _run(batch: Batch) -> None:
    if batch.state in {BatchState.RECEIVED, BatchState.WORKING}:
        _attempt(batch)
        batch.refresh_from_db()
    if batch.state == BatchState.COUNTING:
        _count(batch)


def _attempt(batch: Batch) -> None:
    if batch.attempts >= MAX_ATTEMPTS:
        _finish_with(batch, BatchState.FAILED, "too_many_attempts")
        return
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.WORKING, attempts=F("attempts") + 1, touched_at=timezone.now()
    )
    try:
        with staging.staging_tables():
            _work(batch)
    except NeedsMapping:
        _finish_with(batch, BatchState.MAPPING)
    except Refusal as refusal:
        _finish_with(batch, BatchState.REFUSED, refusal.code, refusal.params)
    except (OperationalError, InterfaceError):
        # The database went away: the batch is found again when it is back.
        raise
    except Exception as error:
        # The message of a database error may quote a row; where it happened is enough to find the fault.
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Batch %s failed with %s:\n%s", batch.pk, type(error).__name__, place)
        _finish_with(batch, BatchState.FAILED, "internal_error")


def _finish_with(
    batch: Batch, state: BatchState, code: str = "", params: dict[str, Any] | None = None
) -> None:
    """End, or rest, without having written anything."""
    with transaction.atomic():
        if code:
            Issue.objects.filter(batch=batch).delete()
            Issue.objects.create(batch=batch, code=code, severity=Severity.ERROR, params=params or {})
        now = timezone.now()
        Batch.objects.filter(pk=batch.pk).update(
            state=state, phase=BatchPhase.FINISHED, touched_at=now, finished_at=now
        )
        if batch.is_from_phones:
            outcomes.let_go(batch, state)


def run_decided(batch: Batch) -> None:
    """Take a batch that a decision brought: at once, in the caller's transaction, whatever the count's state.

    Raises Refusal. What became of the batch is on its row; its figures are counted once it is queued.
    """
    with staging.staging_tables():
        _work(batch, is_decided=True)


def _work(batch: Batch, *, is_decided: bool = False) -> None:
    progress = Progress(batch)
    if not is_decided:
        refuse_closed(batch.enumeration)
    progress.phase(BatchPhase.READING)
    reading = _read(batch, progress)
    progress.phase(BatchPhase.CHECKING, reading.rows)
    reading.checks.see_all(reading.twice.said())
    gathering.reject()
    progress.phase(BatchPhase.MERGING, reading.rows)
    _merge(batch, reading, is_decided=is_decided)


def refuse_closed(enumeration: Enumeration) -> None:
    """A register that was posted for adoption or adopted takes no more batches."""
    if not enumeration.is_open:
        raise Refusal("enumeration_closed", state=str(enumeration.state))


# --- Read -----------------------------------------------------------------------------------------


def _read(batch: Batch, progress: Progress) -> Reading:
    """Read, check and stage the rows, piece by piece."""
    enumeration = batch.enumeration
    standard = enumeration.source == EnumerationSource.STANDARD
    with opened(batch) as source:
        mapping = source.mapping
        # Interviews answer for themselves, one by one: none waits for what is wrong with all.
        if standard and not batch.is_from_phones and (absent := missing_columns(mapping)):
            raise Refusal("missing_columns", columns=" ".join(absent))
        households = sheet_named(mapping.households.sheet, source.sheets)
        repeats, unused = find_repeats(source.sheets, mapping)
        context = CheckContext(
            settlement_code=enumeration.settlement.code,
            standard=standard,
            counties=dict(County.objects.values_list("code", "name")),
            today=timezone.localdate(),
            from_phones=batch.is_from_phones,
            typed=source.typed,
        )
        shape = Shape(
            source.fields,
            has_persons=mapping.persons is not None,
            repeats=frozenset(repeat.name for repeat in repeats),
        )
        checks = SetChecks(enumeration, mapping, from_phones=batch.is_from_phones)
        reading = Reading(mapping, shape, checks, Twice())
        for staged in ahead(_households(households, source, context, repeats)):
            reading.twice.see(staged.records)
            reading.rows += staged.stage()
            checks.see_piece()
            progress.done(reading.rows)
        reading.rows += _stage_problems(households, pl.col("row"))
        if not reading.rows:
            raise Refusal("no_rows")
        if mapping.persons:
            persons = sheet_named(mapping.persons.sheet, source.sheets)
            for staged in ahead(_persons(persons, mapping, context)):
                staged.stage()
                progress.done(reading.rows)
            _stage_problems(persons, pl.lit(-1))
        _stage_repeats(repeats, unused, context)
    return reading


def _stage_repeats(repeats: list[Repeat], unused: list[Sheet], context: CheckContext) -> None:
    """Further sheets, each row with what it names; nothing that was sent is passed over in silence."""
    for repeat in repeats:
        for rows in ahead(repeat.frames(context.settlement_code)):
            staging.copy_in("staged_answers", rows)
    names = [sheet.name for sheet in unused if next(sheet.frames(), None) is not None]
    if names:
        said = pl.DataFrame({"sheet": names}).with_columns(
            code=pl.lit("sheet_not_used"), severity=pl.lit(str(Severity.WARNING)), params=pl.lit("{}")
        )
        staging.copy_in("staged_issue", said)


@dataclass(frozen=True)
class Staged:
    """One checked chunk, ready to be copied in."""

    table: str
    records: pl.DataFrame
    rows: staging.Written
    issues: pl.DataFrame

    @classmethod
    def of(cls, table: str, records: pl.DataFrame, issues: pl.DataFrame) -> "Staged":
        return cls(table, records, staging.written(table, records), issues)

    def stage(self) -> int:
        """Copy it into its table; how many rows."""
        staging.copy(self.table, self.rows)
        if self.issues.height:
            staging.copy_in("staged_issue", self.issues)
        return self.records.height


def _households(
    sheet: Sheet, source: Source, context: CheckContext, repeats: list[Repeat]
) -> Iterator[Staged]:
    for frame in sheet.frames():
        checked = check_households(frame, source.mapping, context)
        records = with_keys(source.completed(checked.records), fingerprints=not context.standard)
        if repeats:
            heading = repeats[0].top.record
            named = link_text(frame[heading]) if heading in frame.columns else checked.records["hh_code"]
            records = records.with_columns(named.alias("repeat_link"))
        yield Staged.of(
            "staged_household",
            sealed(records).rename({"_row": "row", "_link": "link"}),
            _placed(checked.issues, sheet.name, pl.col("row")),
        )


def _persons(sheet: Sheet, mapping: Mapping, context: CheckContext) -> Iterator[Staged]:
    """Which household a person belongs to is found when all are there: until then an issue's is -1."""
    for frame in sheet.frames():
        checked = check_persons(frame, mapping, context)
        records = checked.records.rename({"_row": "row"})
        yield Staged.of("staged_person", records, _placed(checked.issues, sheet.name, pl.lit(-1)))


def _placed(issues: pl.DataFrame, sheet: str, household_row: pl.Expr) -> pl.DataFrame:
    """The issues with their sheet and the row of the household that they keep out."""
    named = issues.rename({"_row": "row"})
    return named.with_columns(pl.lit(sheet).alias("sheet"), household_row.alias("household_row"))


def _stage_problems(sheet: Sheet, household_row: pl.Expr) -> int:
    """Rows that could not be read as rows count as received and rejected."""
    problems = [
        {
            "_row": found.row,
            "code": found.code,
            "severity": str(Severity.ERROR),
            "params": json.dumps(found.params),
        }
        for found in sheet.problems
    ]
    if problems:
        staging.copy_in("staged_issue", _placed(pl.DataFrame(problems), sheet.name, household_row))
    return len(problems)


# --- Merge and count ------------------------------------------------------------------------------


def _merge(batch: Batch, reading: Reading, *, is_decided: bool = False) -> None:
    """Write the register, the issues and the counts at once; or, on a dry run, only the last two."""
    households = reading.mapping.households
    with enumeration_locked(batch.enumeration_id) as enumeration:
        if not is_decided:
            refuse_closed(enumeration)
        trial = transaction.savepoint()
        structures = plan.create_structures(batch) if enumeration.creates_structures else 0
        counts = plan.plan(batch, reading.shape)
        counts[RowOutcome.REJECTED] = reading.rows - sum(counts.values())
        plan.note_conflicts(households.sheet, heading_of(households, "instance_id"))
        wrong = counts[RowOutcome.REJECTED] + counts[RowOutcome.CONFLICT]
        refused = batch.all_or_nothing and wrong > 0
        if batch.dry_run or refused:
            transaction.savepoint_rollback(trial)
            structures = 0
        else:
            merge.write(batch, reading.shape)
            transaction.savepoint_commit(trial)
        _record(batch, reading, counts, structures=structures, refused=refused)


def _record(
    batch: Batch, reading: Reading, counts: dict[str, int], *, structures: int, refused: bool
) -> None:
    merge.save_issues(batch)
    if refused:
        counts = {RowOutcome.REJECTED: reading.rows}
        Issue.objects.create(
            batch=batch,
            code="all_or_nothing",
            severity=Severity.ERROR,
            params={
                "wrong": Issue.objects.filter(batch=batch, severity=Severity.ERROR)
                .values("row")
                .distinct()
                .count()
            },
        )
    state = BatchState.REFUSED if refused else BatchState.CHECKED if batch.dry_run else BatchState.COUNTING
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(
        state=state,
        phase=BatchPhase.COUNTING if state == BatchState.COUNTING else BatchPhase.FINISHED,
        finished_at=None if state == BatchState.COUNTING else now,
        touched_at=now,
        rows=reading.rows,
        structures_created=structures,
        **{str(outcome): counts.get(outcome, 0) for outcome in RowOutcome},
    )
    if batch.is_from_phones:
        outcomes.tell(batch)


def _count(batch: Batch) -> None:
    """Rebuild the figures; the register itself is already written."""
    if batch.created + batch.updated > ANALYZE_FROM:
        # Planning for an empty table that now holds a whole count, PostgreSQL would take minutes for seconds.
        # What it joins by is enough, and from a small sample.
        staging.execute("SELECT enumerations_analyze_household()")
        if Person.objects.filter(enumeration=batch.enumeration_id).exists():
            staging.execute("SELECT enumerations_analyze_person()")
    rebuild_statistics(batch.enumeration_id)
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk, state=BatchState.COUNTING).update(
        state=BatchState.DONE, phase=BatchPhase.FINISHED, touched_at=now, finished_at=now
    )
