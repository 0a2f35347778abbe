"""Where to tell, and what."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.models import EventKind
from reports.webhooks.calling import NotThere, addresses_of, problem_with


class WebhookForm(forms.Form):
    """A new webhook. The address is looked up now, and again at every delivery."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", help_text=_("It begins with https://")
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=EventKind.offered, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if problem_with(url):
            raise ValidationError(_("Give an address that begins with https:// and holds no password."))
        parts = urlsplit(url)
        try:
            addresses_of(parts.hostname or "", parts.port or 443)
        except NotThere as nobody:
            said = {
                "unknown-host": _("Nobody knows this name on the internet. Check how it is written."),
                "refused-address": _("This address lies in a private network. Give one on the internet."),
            }
            raise ValidationError(said[str(nobody)]) from nobody
        return url
