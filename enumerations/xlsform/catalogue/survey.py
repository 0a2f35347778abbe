"""Problems with rows of the survey sheet, its settings, and the lists of choices."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

# Rows of the survey sheet.
SURVEY: tuple[IssueKind, ...] = (
    IssueKind(
        "no_type",
        E,
        _("The question “%(name)s” has no type."),
        _("Write its type in the column “type”, such as text, integer or select_one and the name of a list."),
    ),
    IssueKind(
        "unknown_type",
        E,
        _("There is no question type “%(type)s”."),
        _("Write a type that exists, such as text, integer, select_one LIST, date, geopoint, image or note."),
    ),
    IssueKind(
        "unknown_type_like",
        E,
        _("There is no question type “%(type)s”; perhaps “%(meant)s” is meant."),
        _("Write “%(meant)s” in the column “type”."),
    ),
    IssueKind(
        "no_name",
        E,
        _("The row of type “%(type)s” has no name."),
        _("Give it a short name without blanks in the column “name”, such as head_age."),
    ),
    IssueKind(
        "bad_name",
        E,
        _("“%(name)s” cannot be a name."),
        _(
            "Begin with a letter or _, and use letters, digits, _, - and . only: no blanks. "
            "For example: %(meant)s"
        ),
    ),
    IssueKind(
        "reserved_name",
        E,
        _("The name “%(name)s” is kept for the phone's own use."),
        _("Choose another name."),
    ),
    IssueKind(
        "duplicate_name",
        E,
        _("The name “%(name)s” was already given in row %(other)s."),
        _("Give one of the two another name."),
    ),
    IssueKind(
        "similar_name",
        W,
        _("The name “%(name)s” differs only in capitals from the one in row %(other)s."),
        _("Choose a name that differs in more than that: some programs would mix them up."),
    ),
    IssueKind(
        "no_label",
        E,
        _("The question “%(name)s” has no words."),
        _("Write the question in the column “label”."),
    ),
    IssueKind(
        "no_label_in",
        W,
        _("The question “%(name)s” is not translated into %(language)s."),
        _("Write it in the column “%(column)s”."),
    ),
    IssueKind(
        "end_without_begin",
        E,
        _("“%(type)s” ends something that was never begun."),
        _("Delete the row, or write the “%(begin)s” that belongs to it above."),
    ),
    IssueKind(
        "end_of_other",
        E,
        _("“%(type)s” stands where “%(begin)s” of row %(other)s must end first."),
        _("Put the ends in the reverse order of the beginnings."),
    ),
    IssueKind(
        "begin_without_end",
        E,
        _("“%(type)s” of “%(name)s” never ends."),
        _("Write “%(end)s” below the last question that belongs to it."),
    ),
    IssueKind(
        "empty_group",
        E,
        _("The group “%(name)s” has nothing to show."),
        _("Put questions into it, or delete its beginning and its end."),
    ),
    IssueKind(
        "too_deep",
        E,
        _("Groups lie in groups more than %(limit)s deep."),
        _("Take some of the groups away."),
    ),
    IssueKind(
        "no_calculation",
        E,
        _("“%(name)s” is to be calculated, but nothing says how."),
        _("Write the calculation in the column “calculation”."),
    ),
    IssueKind(
        "calculated_group",
        E,
        _("“%(name)s” holds other questions, so it cannot be calculated itself."),
        _("Delete the calculation, or write it into a calculate row of its own."),
    ),
    IssueKind(
        "external_in_repeat",
        E,
        _("The file “%(name)s” is brought in inside of a repeat."),
        _("Move the row out of the repeat."),
    ),
    IssueKind(
        "no_list",
        E,
        _("“%(type)s” does not say which list to choose from."),
        _("Write the name of the list behind it, such as: select_one yes_no."),
    ),
    IssueKind(
        "unknown_list",
        E,
        _("There is no list “%(list)s” in the sheet “choices”."),
        _("Write the list's choices there, or correct the list's name here."),
    ),
    IssueKind(
        "unknown_list_like",
        E,
        _("There is no list “%(list)s” in the sheet “choices”; perhaps “%(meant)s” is meant."),
        _("Correct the list's name."),
    ),
    IssueKind(
        "no_choices_sheet",
        E,
        _("The question chooses from the list “%(list)s”, but there is no sheet “choices”."),
        _("Add a sheet named “choices” with the columns list_name, name and label."),
    ),
    IssueKind(
        "bad_list_file",
        E,
        _("The list's file must end in .csv, .xml or .geojson; “%(file)s” does not."),
        _("Write the file's whole name, such as: select_one_from_file structures.csv"),
    ),
    IssueKind(
        "bad_file_name",
        E,
        _("“%(file)s” cannot be the name of a file that goes to phones."),
        _("Use letters, digits, _, - and one dot; no folders."),
    ),
    IssueKind(
        "no_default_language",
        E,
        _("The form's first language is to be “%(language)s”, but nothing is written in it."),
        _("Write one of these in “default_language”: %(languages)s."),
    ),
    IssueKind(
        "encrypted_form",
        E,
        _("The form encrypts what is sent, so nobody here could read it."),
        _("Delete “public_key” from the sheet “settings”. The connection to this site is encrypted anyway."),
    ),
    IssueKind(
        "setting_replaced",
        W,
        _("“%(column)s” of the sheet “settings” is not used: this site sets it itself."),
        _("Nothing needs to be done."),
    ),
)

# The choices sheet.
CHOICES: tuple[IssueKind, ...] = (
    IssueKind(
        "choice_no_list",
        W,
        _("The choice “%(name)s” belongs to no list, so nobody is offered it."),
        _("Write the list's name in the column “list_name”."),
    ),
    IssueKind(
        "choice_no_name",
        E,
        _("A choice of the list “%(list)s” has no name."),
        _("Give it a short name without blanks in the column “name”: that is what is stored."),
    ),
    IssueKind(
        "choice_no_label",
        W,
        _("The choice “%(name)s” of the list “%(list)s” has no words."),
        _("Write what the enumerator reads in the column “label”."),
    ),
    IssueKind(
        "duplicate_choice",
        E,
        _("The choice “%(name)s” stands twice in the list “%(list)s”: first in row %(other)s."),
        _("Delete one of them or give it another name."),
    ),
    IssueKind(
        "choice_name_blank",
        E,
        _(
            "The choice “%(name)s” has a blank in its name, and several answers may be picked "
            "from “%(list)s”."
        ),
        _("Write %(meant)s: blanks part the answers from each other."),
    ),
)
