"""What is asked beside what a product asks: why, whether to write, how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import SavedExport
from reports.works.ask import SHORTEST_REASON


class ReasonForm(forms.Form):
    """Why a file that names people is needed."""

    reason = forms.CharField(
        label=_("Why do you need this file?"),
        help_text=_(
            "For example: the county asked for the list of the families that lost their homes. No names here."
        ),
        min_length=SHORTEST_REASON,
        max_length=300,
    )


class HowForm(forms.Form):
    """How it is told that the file is ready."""

    mail = forms.BooleanField(
        label=_("E-mail me when it is ready"),
        help_text=_("If it takes longer than half a minute. The mail holds a link, and no data."),
        required=False,
        initial=True,
    )


class SaveForm(forms.ModelForm):
    """When a saved export is made again."""

    class Meta:
        model = SavedExport
        fields = ("title", "every", "mail")
        help_texts = {"every": _("In the night, at two o'clock. Weekly: to Monday; monthly: to the first.")}
        widgets = {"every": forms.RadioSelect}

    def clean_title(self) -> Any:
        return self.cleaned_data["title"].strip()
