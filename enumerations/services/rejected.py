"""Workbooks that go back to the sender: the blank template, and what must be corrected."""

import tempfile
from collections.abc import Iterator
from typing import IO

from enumerations.choices import Severity
from enumerations.intake.columns import Mapping
from enumerations.intake.issues import describe
from enumerations.intake.workbooks import write_rejected, write_template
from enumerations.models import Batch
from enumerations.services.stored import path_of


def template_workbook(language: str) -> IO[bytes]:
    """The blank workbook of the standard questionnaire, ready to read."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_template(out, language=language)
    out.seek(0)
    return out


def rejected_workbook(batch: Batch) -> IO[bytes]:
    """The rejected and conflicting rows as they came, with the reasons beside them, ready to read."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    kept = batch.mapping or batch.enumeration.column_mapping
    write_rejected(
        out,
        path=path_of(batch),
        name=batch.name,
        issues=_reasons(batch),
        mapping=Mapping.from_json(kept) if kept else None,
    )
    out.seek(0)
    return out


def _reasons(batch: Batch) -> Iterator[tuple[str, int, str, str, str]]:
    errors = batch.issues.filter(severity=Severity.ERROR, row__isnull=False).order_by("sheet", "row", "pk")
    for issue in errors.iterator(chunk_size=5_000):
        sentence, remedy = describe(issue)
        yield issue.sheet, issue.row or 0, issue.column, sentence, remedy
