"""What people fill in about a questionnaire."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enumerations.collecting import FormIntake
from enumerations.models import QuestionnaireVersion
from enumerations.tabulation.questions import OwnQuestion, questions_of
from enumerations.xlsform import wording
from enumerations.xlsform.standard import ABOUT, SECTIONS, WHO, droppable

MOST_FILES = 40


class XLSFormUploadForm(forms.Form):
    """Is there a file? What is in it, the conversion says."""

    file = forms.FileField(
        label=_("XLSForm"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("No file arrived. Choose it again and send it once more."),
            "empty": _("This file is empty. Open it on your device: are the questions in it?"),
        },
    )


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        sent = (data if isinstance(data, list | tuple) else [data]) or [None]
        return [super(FilesField, self).clean(each, initial) for each in sent[:MOST_FILES]]


class FormFilesForm(forms.Form):
    """Pictures, sounds and lists, several at once."""

    files = FilesField(  # type: ignore[assignment]
        label=_("Files"),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )


class IntakeForm(forms.Form):
    """Whether phones get the questionnaire, and whether interviews are taken."""

    intake = forms.ChoiceField(label=_("Intake"), choices=FormIntake.choices, widget=forms.RadioSelect)


@dataclass(frozen=True)
class Tick:
    """One standard question and whether it is asked."""

    name: str
    label: str
    is_asked: bool


@dataclass(frozen=True)
class TickGroup:
    """A section of the standard questionnaire."""

    title: str
    ticks: list[Tick]


class StandardForm(forms.Form):
    """Which of the standard questions are asked. What is asked of everybody in any case is not listed."""

    ask = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, version: QuestionnaireVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = droppable()
        self.fields["ask"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        asked = {kept["name"] for kept in version.questions} if version else set(names)
        self.asked = set(self.data.getlist("ask")) if self.is_bound else asked  # type: ignore[attr-defined]
        self.own_questions: list[OwnQuestion] = questions_of(version) if version else []

    def dropped(self) -> frozenset[str]:
        """The questions that are not ticked."""
        return frozenset(droppable()) - set(self.cleaned_data["ask"])

    @property
    def groups(self) -> list[TickGroup]:
        """All of them by section, in the reader's language."""
        sections = {**SECTIONS, "roster": ("members_total",), "person": (*WHO, *ABOUT)}
        order = [name for name in wording.SECTIONS if name in sections]
        return [
            TickGroup(_said(wording.SECTIONS[section]), ticks)
            for section in order
            if (ticks := self._ticks(section, sections[section]))
        ]

    def _ticks(self, section: str, names: tuple[str, ...]) -> list[Tick]:
        words = wording.PERSON if section == "person" else wording.HOUSEHOLD
        may_go = set(droppable())
        return [Tick(name, _said(words[name]), name in self.asked) for name in names if name in may_go]


def _said(said: wording.Wording) -> str:
    return said.sw if (get_language() or "en").startswith("sw") else said.en
