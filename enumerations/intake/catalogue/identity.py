"""Problems with which household it is and where it stands."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

IDENTITY: tuple[IssueKind, ...] = (
    IssueKind(
        "no_identity",
        E,
        _("Nothing says which household this is."),
        _(
            "Write the household's number (KMT/B/123A/02), "
            "or the number on the door and the household in the structure."
        ),
    ),
    IssueKind(
        "bad_number",
        E,
        _("%(label)s cannot be read%(given)s."),
        _("Write it like KMT/B/123A for a door and KMT/B/123A/02 for a household."),
    ),
    IssueKind(
        "no_household_no",
        E,
        _("The household's number names the door but not the household."),
        _("Add two digits at the end, for example /01."),
    ),
    IssueKind(
        "codes_differ",
        E,
        _("The household's number and the number on the door do not agree."),
        _("Correct one of them, or leave one empty."),
    ),
    IssueKind(
        "other_settlement",
        E,
        _("The number belongs to another settlement%(given)s."),
        _("Send this interview to that settlement's count, or correct the number."),
    ),
    IssueKind(
        "two_units",
        E,
        _("The number names two doors under one roof%(given)s."),
        _("Write the one where the household lives, for example RMS/465A."),
    ),
    IssueKind(
        "structure_unknown",
        E,
        _("No structure with this number is in the register%(given)s."),
        _("Correct the number, or have the structure numbered first."),
    ),
    IssueKind(
        "structure_needs_point",
        E,
        _("No structure has this number yet, and without a location it cannot be made%(given)s."),
        _("Take the location at the door, or correct the number."),
    ),
    IssueKind(
        "structure_created",
        W,
        _("The structure was new and has been added to the register."),
        _("Check on the map that it stands where it should."),
    ),
    IssueKind(
        "outside_settlement",
        W,
        _("The location lies %(metres)s m outside the settlement."),
        _("Take the point again at the door, or correct the settlement's boundary."),
    ),
    IssueKind(
        "far_from_structure",
        W,
        _("The location lies %(metres)s m from the structure."),
        _("Check the number on the door, and take the point again."),
    ),
    IssueKind(
        "lat_lon_swapped",
        E,
        _("Latitude and longitude are swapped."),
        _("Write the latitude first, for example -1.2921 36.8219."),
    ),
    IssueKind(
        "duplicate_in_file",
        E,
        _("The same household is in the file twice, also in row %(other_row)s."),
        _("Keep one of the rows, or give the second household its own number."),
    ),
    IssueKind(
        "possible_duplicate_in_file",
        W,
        _("Row %(other_row)s names the same head of household."),
        _("Compare the two. If they are the same household, leave out one."),
    ),
    IssueKind(
        "possible_duplicate",
        W,
        _("A household very much like this one is already in the register."),
        _("Compare the two. If they are the same, leave out one."),
    ),
    IssueKind(
        "instance_elsewhere",
        E,
        _("This interview is already in the register, for another household."),
        _("Find out at which door it was made, and correct the number."),
    ),
    IssueKind(
        "other_instance",
        E,
        _("Another interview of this household is already in the register, with different answers."),
        _('Compare the two, and send the right one again with "replace" chosen.'),
    ),
    IssueKind(
        "orphan_row",
        E,
        _("Nothing says to which household this row of “%(repeat)s” belongs."),
        _("Write the household's number into the row, or export the file once more with all its sheets."),
    ),
    IssueKind(
        "number_taken",
        E,
        _("The register holds another interview under this household's number."),
        _("A supervisor compares the two and decides: keep the first, take this one, or count both."),
    ),
    IssueKind(
        "corrected_by_request",
        E,
        _("The household had its record corrected since, and this row says otherwise."),
        _('If the household says so again, send the row with "replace" chosen.'),
    ),
    IssueKind(
        "withdrawn",
        E,
        _("This household no longer agrees to be counted, or asked to be erased."),
        _("Leave the row out. If the household agrees again, the staff write that down first."),
    ),
    IssueKind(
        "restricted",
        E,
        _("This household asked that its record be kept unused and unchanged."),
        _("Leave the row out. The staff can lift the restriction when the household agrees."),
    ),
    IssueKind(
        "agreement_withdrawn",
        W,
        _("The household took this agreement back: %(label)s."),
        _("Nothing to do: it stays taken back, and the rest of the row is used."),
    ),
)
