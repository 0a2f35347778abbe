"""Problems with a whole file or batch."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

FILES: tuple[IssueKind, ...] = (
    IssueKind(
        "no_rows",
        E,
        _("There are no rows in the file."),
        _("Check that you sent the right file, and that its first row holds the headings."),
    ),
    IssueKind("empty", E, _("The file is empty."), _("Export it again and send it again.")),
    IssueKind(
        "broken",
        E,
        _("The file is damaged or was cut off."),
        _("Open it on the computer; if it opens, save it anew and send it again."),
    ),
    IssueKind(
        "not_a_table",
        E,
        _("This is not a table that can be read."),
        _("Send CSV, Excel (XLSX, XLS), ODS, JSON, GeoJSON or GeoPackage."),
    ),
    IssueKind(
        "encrypted",
        E,
        _("The file is protected by a password."),
        _("Save it without a password and send it again."),
    ),
    IssueKind("too_large", E, _("The file is too large."), _("Send it in parts.")),
    IssueKind(
        "too_large_inside",
        E,
        _("The file is far larger unpacked than it looks."),
        _("Save the table alone as CSV and send it in parts."),
    ),
    IssueKind(
        "too_many_columns",
        E,
        _("The file has too many columns."),
        _("Leave out the columns that are empty or not needed."),
    ),
    IssueKind(
        "too_many_rows",
        E,
        _("The sheet %(sheet)s has more than %(limit)s rows."),
        _("Leave out what does not belong to it, or send it in parts."),
    ),
    IssueKind(
        "too_many_cells",
        E,
        _("The row has more cells than the file has headings."),
        _("Perhaps a comma stands in an answer without quotes. Save the table again as XLSX."),
    ),
    IssueKind(
        "headings_missing",
        E,
        _("%(rows)s rows and more have more cells than the file has headings (%(columns)s)."),
        _("Give every column a heading and send the file again."),
    ),
    IssueKind(
        "unclosed_quote",
        E,
        _('In row %(row)s a quotation mark (") opens and never closes, so the rest cannot be told apart.'),
        _("Close or remove it, or save the table again as XLSX."),
    ),
    IssueKind(
        "nul_bytes",
        E,
        _("The file holds characters that are no text."),
        _("Open it on the computer and save it anew."),
    ),
    IssueKind(
        "no_crs",
        E,
        _("The file does not say in which coordinate system its points are."),
        _("Export it again as GeoJSON in WGS 84 (EPSG:4326)."),
    ),
    IssueKind(
        "no_mapping",
        E,
        _("No column of the file was recognised."),
        _("Say on the next page which column is which."),
    ),
    IssueKind(
        "sheet_not_used",
        W,
        _("This sheet was not read: nothing in it says to which household its rows belong."),
        _("If its rows belong to households, give it a column with the household's number."),
    ),
    IssueKind(
        "records_closed",
        E,
        _("These rows hold names, which are closed to you now."),
        _("Open the settlement's records on its page, with a reason, and ask again."),
    ),
    IssueKind(
        "enumeration_closed", E, _("This count takes no interviews now."), _("Ask the staff to open it.")
    ),
    IssueKind(
        "too_many_attempts",
        E,
        _("The file could not be worked through, although it was tried several times."),
        _("Nothing was written. Ask the staff to look into it; the file is kept."),
    ),
)

INTERVIEWS: tuple[IssueKind, ...] = (
    IssueKind(
        "form_not_interviews",
        E,
        _("This is the form itself; no interview is in it."),
        _("Send the filled interviews: an export, or the folder instances of the phone's card as a zip."),
    ),
    IssueKind(
        "interview_broken",
        E,
        _("The file of this interview is damaged or was cut off."),
        _("Send the interview from the phone again, or copy the phone's card once more."),
    ),
    IssueKind(
        "interview_unsafe",
        E,
        _("The file of this interview holds definitions that no phone writes, so it was not opened."),
        _("Send the interview from the phone itself."),
    ),
    IssueKind(
        "interview_too_large",
        E,
        _("This interview is larger than an interview can be (%(limit_mb)s MB)."),
        _("Ask the staff to look at the file; send pictures as files of their own."),
    ),
    IssueKind(
        "interview_encrypted",
        E,
        _("This interview is encrypted; only the holder of the form's key can read it."),
        _("Export it from the system that holds the key, and send that export."),
    ),
    IssueKind(
        "interview_empty",
        E,
        _("There is no answer in this interview."),
        _("If it was started by mistake, leave it; else ask again and send it."),
    ),
)

WORKING: tuple[IssueKind, ...] = (
    IssueKind(
        "not_held",
        E,
        _("This interview does not wait for a decision any more."),
        _("Look at where it stands now."),
    ),
    IssueKind(
        "another_household",
        E,
        _("This interview has a household of its own in the register, so it cannot become another one."),
        _("Keep the first, or count this one under a number of its own."),
    ),
    IssueKind(
        "no_number_to_give",
        E,
        _("There is no further household number to give at this structure."),
        _("Keep the first, or take this one in its place."),
    ),
    IssueKind(
        "all_or_nothing",
        E,
        _("Nothing was written, because %(wrong)s rows are wrong and you asked for all or nothing."),
        _("Correct these rows and send the file again, or let the good rows go in."),
    ),
    IssueKind(
        "internal_error",
        E,
        _("Something went wrong on our side. Nothing was written and the file is kept."),
        _("Try again; if it happens twice, tell the staff the batch's number."),
    ),
    IssueKind(
        "file_gone",
        E,
        _("The file of this batch is no longer kept: its time was over."),
        _("What went into the register stays. To add to it, send a new file to an open count."),
    ),
    IssueKind(
        "not_failed",
        E,
        _("Only a batch that failed or was refused can be tried again."),
        _("Look at the batch: it is waiting, at work or done."),
    ),
    IssueKind(
        "not_waiting_for_mapping",
        E,
        _("This batch does not wait for its columns any more."),
        _("Look at the batch: somebody may have named its columns already."),
    ),
)

REVERTING: tuple[IssueKind, ...] = (
    IssueKind(
        "taken_back",
        E,
        _("The staff took this interview out of the register, with all that came at the same time."),
        _("Ask the staff why. They can have it looked at again, or you correct it and send it."),
    ),
    IssueKind(
        "revert_not_done",
        E,
        _("This batch wrote nothing that could be taken back."),
        _("Nothing needs to be done."),
    ),
    IssueKind(
        "revert_later_changes",
        E,
        _("Later batches have changed households of this one."),
        _("Take back the later batches first."),
    ),
    IssueKind(
        "revert_made_one",
        E,
        _("Households or structures of this batch were made one with others: %(doors)s."),
        _("Undo that first, on the page of what was counted twice."),
    ),
    IssueKind(
        "revert_claims",
        E,
        _("Claims were recorded for households of this batch."),
        _("Remove these claims first."),
    ),
    IssueKind(
        "revert_adopted",
        E,
        _("The count has been adopted and can no longer be changed."),
        _("Ask the staff."),
    ),
)
