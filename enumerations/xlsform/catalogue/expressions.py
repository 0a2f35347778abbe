"""Problems with references and expressions."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E, W = Severity.ERROR, Severity.WARNING

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
        "many_answers",
        W,
        _("“%(name)s” is asked several times, in the repeat “%(repeat)s”; here one answer is wanted."),
        _("Say which: sum(${%(name)s}), max(), count() or join() of all, or indexed-repeat() for one."),
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
        "%(hint)s",
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
