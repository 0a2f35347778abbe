"""Forms of the pages about phones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.models import Enumeration
from enumerations.services.devices import senders


class PhoneForm(forms.Form):
    """Whose phone, and what it is called; an enumerator sets up the own one."""

    name = forms.CharField(
        label=_("Name of the phone"),
        max_length=60,
        help_text=_("By which the team knows it, such as: blue Tecno, no. 4."),
    )
    user = forms.ModelChoiceField(User.objects.none(), label=_("Whose phone"))
    tests_draft = forms.BooleanField(
        label=_("Only to try the draft"),
        help_text=_("The phone gets the draft of the questionnaire, and nothing that it sends is counted."),
        required=False,
    )

    def __init__(
        self, *args: Any, enumeration: Enumeration, user: User, for_others: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner = user
        if for_others:
            people = senders(enumeration.settlement).order_by("first_name", "last_name", "email")
            self.fields["user"] = forms.ModelChoiceField(people, label=_("Whose phone"))
        else:
            del self.fields["user"], self.fields["tests_draft"]

    def whose(self) -> User:
        found: User = self.cleaned_data.get("user", self.owner)
        return found
