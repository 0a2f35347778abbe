"""A household that was not counted, taken into the register by the one intake: a batch like any other."""

import io
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from openpyxl import Workbook

from enumerations.choices import BatchState, Severity
from enumerations.intake.issues import describe
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, Household, Issue
from enumerations.services.batches import take_decided
from enumerations.services.correcting import Problem
from enumerations.services.sources import NeedsMapping
from settlements.models import Structure
from verification.services.corrections import Ledger, NotCorrected
from verification.services.door_numbers import households_behind, number_of

Texts = Mapping[str, str]
TAKEN = {BatchState.COUNTING, BatchState.DONE}


def count_household(ledger: Ledger, structure: Structure, answers: Texts, people: list[Texts]) -> Household:
    """Take the interview into the register behind this door. Raises NotCorrected, and then wrote nothing."""
    code = f"{structure.code}/{next_number(ledger.count, structure):02d}"
    point = f"{structure.location.y} {structure.location.x}"
    row = {"hh_code": code, "location": point} | {name: text for name, text in answers.items() if text}
    roster = [
        {"parent": code, "line_no": str(line)} | {name: text for name, text in person.items() if text}
        for line, person in enumerate(people, start=1)
    ]
    name = f"{ledger.objection.receipt}.xlsx"
    upload = ContentFile(workbook_of(row, roster), name=name)
    batch = None
    try:
        batch = take_decided(enumeration=ledger.count, user=ledger.by, upload=upload, name=name)
        if batch.state not in TAKEN:
            raise NotCorrected(_told(issue, row) for issue in batch.issues.filter(severity=Severity.ERROR))
    except NotCorrected:
        if batch is not None:
            batch.file.storage.delete(str(batch.file.name))
        raise
    except NeedsMapping as error:
        sentence = _("This count's questionnaire has other questions than the standard one.")
        remedy = _("Send the interview by the count's own form, then link it here.")
        raise NotCorrected([Problem(None, "", sentence, remedy)]) from error
    except Refusal as refusal:
        sentence, remedy = describe(Issue(code=refusal.code, severity=Severity.ERROR, params=refusal.params))
        raise NotCorrected([Problem(None, "", sentence, remedy)]) from refusal
    household = Household.objects.get(enumeration=ledger.count, key=code)
    ledger.note("household.key", None, code, household=household, structure=structure)
    ledger.note("household.members_total", None, household.members_total, household=household)
    return household


def next_number(count: Enumeration, structure: Structure) -> int:
    """The first number behind the door that no household of the count ever had."""
    taken = [number_of(each) or 0 for each in households_behind(count, structure)]
    return max(taken, default=0) + 1


def workbook_of(row: Texts, roster: list[dict[str, str]]) -> bytes:
    """The interview as anybody would send it: a sheet of households and one of people."""
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, list[Texts]] = {"households": [row], "persons": list(roster)}
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        headings = list(dict.fromkeys(heading for each in rows for heading in each)) or ["parent", "line_no"]
        sheet.append(headings)
        for each in rows:
            sheet.append([each.get(heading) for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told(issue: Issue, row: Texts) -> Problem:
    """Where the answer stands in the form: the household's own, or a person's, by the line of the sheet."""
    sentence, remedy = describe(issue)
    line = issue.row - 1 if issue.sheet == "persons" and issue.row else None
    return Problem(line, issue.field, sentence, remedy)
