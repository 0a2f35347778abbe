"""Problems with the workbook as a whole, with its headings, and with what the converter says."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

# The file as a whole.
FILE: tuple[IssueKind, ...] = (
    IssueKind("empty", E, _("The file is empty."), _("Save the form again and send it again.")),
    IssueKind(
        "broken",
        E,
        _("The workbook is damaged or was cut off."),
        _("Open it on the computer; if it opens, save it anew as XLSX and send it again."),
    ),
    IssueKind(
        "not_a_workbook",
        E,
        _("This file is no workbook, whatever its name says: it is %(found)s."),
        _("Open it in a spreadsheet program and save it as an Excel workbook (XLSX)."),
    ),
    IssueKind(
        "encrypted",
        E,
        _("The workbook is protected by a password."),
        _("Save it without a password and send it again."),
    ),
    IssueKind(
        "too_large",
        E,
        _("The workbook is far larger than a questionnaire can be."),
        _(
            "Delete the sheets, rows and columns that do not belong to the form. Long lists "
            "belong in a CSV file."
        ),
    ),
    IssueKind(
        "too_many_rows",
        E,
        _("The sheet has more than %(limit)s rows."),
        _("Delete what does not belong to the form. Long lists belong in a CSV file."),
    ),
    IssueKind(
        "too_many_columns",
        E,
        _("The sheet has more than %(limit)s columns."),
        _("Delete the columns that do not belong to the form."),
    ),
    IssueKind(
        "too_long",
        E,
        _("The cell holds more than %(limit)s characters."),
        _("Shorten it, or part it over several questions."),
    ),
    IssueKind(
        "control_characters",
        E,
        _("The cell holds characters that no phone can show."),
        _("Type its text anew; do not copy it from another program."),
    ),
    IssueKind(
        "formula_error",
        E,
        _("The cell's formula fails: it shows %(value)s."),
        _("Type the text itself instead of the formula."),
    ),
    IssueKind(
        "no_survey",
        E,
        _("There is no sheet named “survey”. The sheets are: %(sheets)s."),
        _("Name the sheet with the questions “survey”."),
    ),
    IssueKind(
        "sheet_renamed",
        W,
        _("The sheet “%(sheet)s” was read as “%(meant)s”."),
        _("Name it “%(meant)s”, so that other programs read it too."),
    ),
    IssueKind(
        "sheet_ignored",
        W,
        _("The sheet “%(sheet)s” was left aside; perhaps “%(meant)s” is meant."),
        _("Rename it to “%(meant)s”, or put _ in front of its name to say that it is no part of the form."),
    ),
    IssueKind("no_questions", E, _("The form asks nothing."), _("Write the questions below the headings.")),
)

# Headings.
HEADINGS: tuple[IssueKind, ...] = (
    IssueKind(
        "missing_heading",
        E,
        _("The sheet has no column “%(heading)s”."),
        _("Write “%(heading)s” in the first row, above the column that holds it."),
    ),
    IssueKind(
        "duplicate_heading",
        E,
        _("Two columns are headed alike: “%(column)s” and “%(other)s”."),
        _("Rename or delete one of them."),
    ),
    IssueKind(
        "unknown_heading",
        W,
        _("The column “%(column)s” means nothing to a form; perhaps “%(meant)s” is meant."),
        _("Rename it to “%(meant)s”, or leave it if it is a note of your own."),
    ),
    IssueKind(
        "bad_choice_heading",
        W,
        _("The heading “%(column)s” has a blank in it, so the column is left out."),
        _("Write it without blanks."),
    ),
)

# What the converter still finds.
CONVERTER: tuple[IssueKind, ...] = (
    IssueKind(
        "converter",
        E,
        _("The form cannot be converted: %(text)s"),
        _("Correct this and send the form again."),
    ),
    IssueKind("converter_warning", W, "%(text)s", _("Look whether it is meant so.")),
    IssueKind(
        "internal",
        E,
        _("The form cannot be converted, and we cannot say why."),
        _("Send the file to the staff; or take questions out until it works, to find the one at fault."),
    ),
)
