"""Where to tell, and what."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models import EventKind, Webhook
from reports.webhooks.calling import NotThere, addresses_of, problem_with
from reports.webhooks.delivering import MOST_OF_ONE


class WebhookForm(forms.Form):
    """A new webhook. The address is looked up now, and again at every delivery."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", help_text=_("It begins with https://")
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=EventKind.offered, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, owner: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.owner = owner

    def clean(self) -> dict[str, Any]:
        if Webhook.objects.visible_to(self.owner).count() >= MOST_OF_ONE:
            said = _("You keep as many webhooks as one person may. Delete one that nobody needs any more.")
            raise ValidationError(said)
        return super().clean() or {}

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
