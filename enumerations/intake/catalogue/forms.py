"""What stands in the way of a questionnaire that is to be saved or published."""

from django.utils.translation import gettext_lazy as _

from enumerations.choices import Severity
from enumerations.intake.catalogue.kind import IssueKind

E = Severity.ERROR

FORMS: tuple[IssueKind, ...] = (
    IssueKind(
        "form_too_large",
        E,
        _("The questionnaire is larger than %(limit_mb)s MB."),
        _("Take long lists out of the workbook and add them as CSV files."),
    ),
    IssueKind(
        "form_is_published",
        E,
        _("This version is published and does not change any more."),
        _("Upload the changed questionnaire: it becomes the next version."),
    ),
    IssueKind("no_form_draft", E, _("There is no draft to publish."), _("Upload a questionnaire first.")),
    IssueKind(
        "form_files_missing",
        E,
        _("The questionnaire needs files that are not here: %(names)s."),
        _("Add them, or take the questions that show them out. A phone refuses a form that lacks a file."),
    ),
    IssueKind(
        "form_unsure",
        E,
        _("It is not decided where the answers to some questions go: %(names)s."),
        _("Say for each whether it is one of the register's fields, or a question of your own."),
    ),
    IssueKind(
        "form_without_fields",
        E,
        _("No question of this questionnaire fills a field of the register."),
        _("Say which question is, for example, the number on the door or the result of the visit."),
    ),
    IssueKind(
        "form_file_not_asked",
        E,
        _("No question of the questionnaire asks for a file of this name."),
        _("Rename it as the questionnaire writes it; capitals count."),
    ),
    IssueKind(
        "form_file_kind",
        E,
        _("This is not the kind of file that its name says, or it is damaged."),
        _(
            "Pictures: JPEG, PNG or WebP. Sounds: MP3, M4A, OGG or WAV. Films: MP4 or 3GP. "
            "Lists: CSV as UTF-8."
        ),
    ),
    IssueKind(
        "form_file_too_large",
        E,
        _("The file is larger than %(limit_mb)s MB."),
        _("Make it smaller: every phone fetches it over a weak network."),
    ),
    IssueKind(
        "form_files_too_large",
        E,
        _("All files of the questionnaire together are larger than %(limit_mb)s MB."),
        _("Make them smaller: every phone fetches them over a weak network."),
    ),
    IssueKind(
        "form_refused",
        E,
        _("This is no questionnaire that phones can use: %(n)s things must be corrected. Nothing was saved."),
        _("Correct each of them in the workbook and upload it again."),
    ),
    IssueKind(
        "form_changed_meanwhile",
        E,
        _("The draft was changed meanwhile."),
        _("Look at it once more, then publish it."),
    ),
    IssueKind(
        "form_has_questionnaire",
        E,
        _("This count has a questionnaire already."),
        _("Change it on its page."),
    ),
)
