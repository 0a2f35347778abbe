"""What is filled in about the adopted register."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VersionForm(forms.Form):
    """Why there is to be a next version."""

    reason = forms.CharField(
        label=_("Why a new version?"),
        help_text=_("For example: 14 objections decided by the committee on 3 May. No names here."),
        min_length=10,
        max_length=500,
    )


class DownloadForm(forms.Form):
    """Why somebody takes the whole register along."""

    reason = forms.CharField(
        label=_("Why do you need the names now?"),
        help_text=_("Your reason is kept with your name, and read by those who answer for the data."),
        min_length=10,
        max_length=200,
    )
