"""Problems between the answers of one household."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

RULES: tuple[IssueKind, ...] = (
    IssueKind(
        "years_order",
        E,
        _("More years in the structure than in the settlement."),
        _("Years in the structure cannot be more than years in the settlement. Correct one of them."),
    ),
    IssueKind(
        "priorities_same", E, _("The same priority is named twice."), _("Give three different priorities.")
    ),
    IssueKind(
        "id_number_length",
        E,
        _("A national ID number has 7 or 8 digits."),
        _("Correct the number, or the kind of document."),
    ),
    IssueKind(
        "interview_backwards", W, _("The interview ends before it starts."), _("Check the phone's clock.")
    ),
    IssueKind(
        "interview_short",
        W,
        _("The interview took less than 5 minutes."),
        _("Make sure that it was done at the door, with the household."),
    ),
    IssueKind(
        "interview_long",
        W,
        _("The interview took more than 2 hours."),
        _("Perhaps the form was left open. If so, nothing needs to be done."),
    ),
    IssueKind(
        "interview_hour",
        W,
        _("The interview started at night, between 21:00 and 06:00."),
        _("Check the phone's clock."),
    ),
    IssueKind(
        "location_inaccurate",
        W,
        _("The location is less exact than 15 metres."),
        _("Take the point again under open sky, if you pass there."),
    ),
    IssueKind(
        "head_under_15",
        E,
        _("The head of the household is under 15."),
        _("Check age and relation. The head is the person whom the household names."),
    ),
    IssueKind(
        "head_under_18",
        W,
        _("The head of the household is a child."),
        _("Check age and relation. If they are right, leave them and tell the team leader."),
    ),
    IssueKind(
        "members_mismatch",
        E,
        _("%(members)s people are said to live here, but %(people)s are listed."),
        _("Add who is missing to the list of people, or correct the number."),
    ),
    IssueKind(
        "head_count",
        E,
        _("The household has %(heads)s heads; it must have exactly one."),
        _("Mark one person as head, and give the others their relation to that person."),
    ),
    IssueKind(
        "years_over_age", W, _("More years in the settlement than the head's age."), _("Check both numbers.")
    ),
    IssueKind(
        "mother_too_young",
        W,
        _("The mother is less than 12 years older than a child."),
        _("Check both ages and the relation."),
    ),
    IssueKind(
        "rooms_over_structure",
        W,
        _("The household uses more rooms than the structure has."),
        _("Check the rooms, or correct the structure."),
    ),
    IssueKind(
        "duplicate_line",
        E,
        _("Two people of one household have the same line number."),
        _("Number the people of each household 1, 2, 3 …"),
    ),
    IssueKind(
        "orphan_person",
        E,
        _("This person belongs to no household in the file."),
        _("Write the household's number as it stands on the households' sheet."),
    ),
)
