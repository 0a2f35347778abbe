"""Problems with one answer."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

ANSWERS: tuple[IssueKind, ...] = (
    IssueKind(
        "missing",
        E,
        _("%(label)s is empty."),
        _("Write the answer; -98 if they do not know, -99 if they declined."),
    ),
    IssueKind(
        "not_asked",
        W,
        _("%(label)s is answered, but by the other answers it was not to be asked. It was left out."),
        _("If it should count, correct the answer it depends on."),
    ),
    IssueKind(
        "not_a_number",
        E,
        _("%(label)s is not a number%(given)s."),
        _("Write digits only, for example 3 or 2500."),
    ),
    IssueKind(
        "not_whole",
        E,
        _("%(label)s is not a whole number%(given)s."),
        _("Write it without a fraction, for example 3."),
    ),
    IssueKind(
        "excel_date",
        E,
        _("The spreadsheet turned %(label)s into a date%(given)s."),
        _("Format the column as text or number, and type the number again."),
    ),
    IssueKind("not_yes_no", E, _("%(label)s is neither yes nor no%(given)s."), _("Write yes or no.")),
    IssueKind(
        "not_a_choice",
        E,
        _("%(label)s has an answer that is not in the list%(given)s."),
        _("Choose one of: %(choices)s."),
    ),
    IssueKind(
        "not_a_county",
        E,
        _("%(label)s is not a county of Kenya%(given)s."),
        _("Write the county's name or its number, 001 to 047."),
    ),
    IssueKind(
        "not_a_date",
        E,
        _("%(label)s is not a date%(given)s."),
        _("Write day, month and year, for example 05/03/2026."),
    ),
    IssueKind(
        "not_a_moment",
        E,
        _("%(label)s is not a date and time%(given)s."),
        _("Write for example 2026-03-05 14:30."),
    ),
    IssueKind(
        "date_future",
        E,
        _("%(label)s is in the future."),
        _("Correct the date; perhaps day and month are swapped, or the phone's clock is wrong."),
    ),
    IssueKind(
        "not_a_point",
        E,
        _("%(label)s is not a place%(given)s."),
        _("Write latitude and longitude in degrees, for example -1.2921 36.8219."),
    ),
    IssueKind(
        "point_out_of_range",
        E,
        _("%(label)s is nowhere on Earth%(given)s."),
        _(
            "Latitude lies between -90 and 90, longitude between -180 and 180. "
            "Take the point again, or leave it out."
        ),
    ),
    IssueKind(
        "point_zero",
        E,
        _("%(label)s is 0, 0: the phone had no position yet."),
        _("Take the point again at the door."),
    ),
    IssueKind(
        "below_minimum",
        E,
        _("%(label)s is less than %(limit)s%(given)s."),
        _("Ask again and correct the number."),
    ),
    IssueKind(
        "above_maximum",
        E,
        _("%(label)s is more than %(limit)s%(given)s."),
        _("Ask again and correct the number."),
    ),
    IssueKind(
        "unusually_low",
        W,
        _("%(label)s is unusually low%(given)s."),
        _("Check it once more; if it is right, leave it."),
    ),
    IssueKind(
        "unusually_high",
        W,
        _("%(label)s is unusually high%(given)s."),
        _("Check it once more; if it is right, leave it."),
    ),
    IssueKind("too_long", E, _("%(label)s is longer than %(limit)s letters."), _("Shorten it.")),
    IssueKind(
        "pattern_head_name",
        E,
        _("%(label)s is not a name: it needs 3 to 60 letters."),
        _("Write letters, blanks, ' and - only."),
    ),
    IssueKind(
        "pattern_phone",
        E,
        _("%(label)s is not a Kenyan number."),
        _("Write ten digits, for example 0712345678, or +254712345678."),
    ),
    IssueKind(
        "missing_columns",
        E,
        _("The file has no column for: %(columns)s."),
        _("Add these columns, or take the blank workbook, and send the file again."),
    ),
)
