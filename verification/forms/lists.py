"""What is decided about a posting."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.forms import DateInput
from verification.models import Posting
from verification.services.lists import DAYS_TO_OBJECT

# A list with a mistyped year would tell people that they may object for a year, or no more.
LONGEST = timedelta(days=120)
# What stays the same when lists are posted again.
KEPT = ("place", "where_to_object", "contact", "names_agreed_on", "language", "paper")


class PostingForm(forms.ModelForm):
    """When and where the lists hang, how long people may object, what the lists show."""

    names = forms.TypedChoiceField(
        label=_("What the lists show"),
        choices=[
            ("numbers", _("Numbers only: structure, owner or tenant, how many people")),
            ("names", _("Also shortened names, of the households that agreed to it")),
        ],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "names",
        initial="numbers",
        help_text=_("Names only where the settlement's meeting chose them."),
    )

    class Meta:
        model = Posting
        fields: ClassVar = [
            "posted_on",
            "place",
            "closes_on",
            "where_to_object",
            "contact",
            "names",
            "names_agreed_on",
            "language",
            "paper",
        ]
        widgets: ClassVar = {
            "posted_on": DateInput(),
            "closes_on": DateInput(),
            "names_agreed_on": DateInput(),
            "language": forms.RadioSelect,
            "paper": forms.RadioSelect,
        }
        labels: ClassVar = {"names_agreed_on": _("Day of the meeting that chose names")}
        help_texts: ClassVar = {
            "posted_on": _("The day on which the lists are hung up."),
            "place": _("For example: the chief's office and the water kiosk at the bridge."),
            "closes_on": _("Left empty: 14 days after they are posted."),
            "where_to_object": _("Where people go to object, and when somebody is there."),
            "contact": _("It stands on every sheet."),
            "paper": _("A3 is the same sheet, larger: easier to read on a wall."),
        }

    def __init__(self, *args: Any, latest: Posting | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"posted_on": timezone.localdate(), **_kept(latest)}
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].required = False
        self.fields["posted_on"].label = _("Posted on")
        self.fields["closes_on"].label = _("Objections until")

    def clean_posted_on(self) -> date:
        day: date = self.cleaned_data["posted_on"]
        if abs(day - timezone.localdate()) > LONGEST:
            raise forms.ValidationError(_("This day is more than four months away. Is the year right?"))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            said["closes_on"] = said["closes_on"] or said["posted_on"] + timedelta(days=DAYS_TO_OBJECT)
            self._check_window(said)
            self._check_names(said)
        return said

    def _check_window(self, said: dict[str, Any]) -> None:
        if said["closes_on"] <= said["posted_on"]:
            self.add_error(
                "closes_on", _("People need time to object: choose a day after the lists are posted.")
            )
        elif said["closes_on"] - said["posted_on"] > LONGEST:
            self.add_error("closes_on", _("More than four months to object. Is the year right?"))

    def _check_names(self, said: dict[str, Any]) -> None:
        if not said["names"]:
            said["names_agreed_on"] = None
        elif said["names_agreed_on"] is None:
            self.add_error(
                "names_agreed_on",
                _("Say on which day the settlement's meeting chose names. Without it, post numbers only."),
            )
        elif said["names_agreed_on"] > min(said["posted_on"], timezone.localdate()):
            self.add_error("names_agreed_on", _("The meeting comes before the lists, and not after today."))


def _kept(latest: Posting | None) -> dict[str, Any]:
    """What the last posting said."""
    if latest is None:
        return {}
    return {name: getattr(latest, name) for name in KEPT} | {"names": "names" if latest.names else "numbers"}


class CopiesForm(forms.Form):
    """How many sets were printed."""

    copies = forms.IntegerField(label=_("Sets of lists printed"), min_value=1, max_value=9_999)
