"""Every fault of an XLSForm: a sentence that says what is wrong, and what to do about it.

Written for whoever made the form in a spreadsheet. Sentences do not name the place: the page does.
"""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

UNKNOWN = IssueKind("", E, _("Something is wrong here (%(code)s)."), _("Ask the staff."))

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
        "external_in_group",
        E,
        _("The file “%(name)s” is brought in inside of a group."),
        _("Move the row out of all groups and repeats."),
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
        E,
        _("The choice “%(name)s” belongs to no list."),
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

# References and expressions.
EXPRESSIONS: tuple[IssueKind, ...] = (
    IssueKind(
        "bad_reference",
        E,
        _("“%(text)s” is no reference to a question."),
        _("Write ${name}, with the name of a question between the braces."),
    ),
    IssueKind(
        "unknown_reference",
        E,
        _("No question is named “%(name)s”."),
        _("Correct the name in ${%(name)s}, or add the question."),
    ),
    IssueKind(
        "unknown_reference_like",
        E,
        _("No question is named “%(name)s”; perhaps “%(meant)s” is meant."),
        _("Write ${%(meant)s}."),
    ),
    IssueKind(
        "ambiguous_reference",
        E,
        _("Several questions are named “%(name)s” (rows %(rows)s), so ${%(name)s} could be any of them."),
        _("Give each of them a name of its own."),
    ),
    IssueKind(
        "list_not_in_repeat",
        E,
        _("The choices are to come from the answers to “%(name)s”, which is asked once only."),
        _("Name a question inside of a repeat, or write the choices into the sheet “choices”."),
    ),
    IssueKind(
        "trigger_not_shown",
        E,
        _("“%(name)s” is to set this off, but nobody sees it."),
        _("Name a question that is asked, or put the calculation into a calculate row."),
    ),
    IssueKind(
        "circle",
        E,
        _("This turns in a circle, each depending on the next: %(names)s."),
        _("Break the circle: one of these must not depend on the others."),
    ),
    IssueKind(
        "expression_quote",
        E,
        _("A quotation mark opens and never closes: %(at)s"),
        _("Close it with the same mark: ' with ', \" with \"."),
    ),
    IssueKind(
        "expression_bracket",
        E,
        _("A bracket opens and never closes, or closes and was never opened: %(at)s"),
        _("Every ( needs its ), every [ its ]."),
    ),
    IssueKind(
        "expression_unexpected",
        E,
        _("“%(found)s” cannot stand here: %(at)s"),
        _("%(hint)s"),
    ),
    IssueKind(
        "expression_deep",
        E,
        _("Brackets lie in brackets more than %(depth)s deep."),
        _("Part the expression: let calculate rows hold its pieces."),
    ),
    IssueKind(
        "expression_ends",
        E,
        _("The expression stops too early: %(at)s"),
        _("Something must follow, such as a value or ${name}."),
    ),
    IssueKind(
        "wrong_arguments",
        E,
        _("%(name)s() is given %(given)s values and takes %(wanted)s."),
        _("Correct what stands between its brackets; values are parted by commas."),
    ),
    IssueKind(
        "unknown_function",
        W,
        _("Phones may not know the function %(name)s()."),
        _("Look its name up; sheets and phones do not have the same functions."),
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

CATALOGUE: dict[str, IssueKind] = {
    kind.code: kind for kind in (*FILE, *HEADINGS, *SURVEY, *CHOICES, *EXPRESSIONS, *CONVERTER)
}
