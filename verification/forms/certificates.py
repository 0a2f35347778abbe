"""What the office says when it issues, revokes and issues again."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enumerations.forms import DateInput
from enumerations.models import Household
from verification.choices import CountySigns, SheetSize
from verification.services.certificates import Terms

REASON_LENGTH = 200


class IssueForm(forms.Form):
    """Whose names stand on it, and whether the county signs."""

    names = forms.BooleanField(
        label=_("Head and spouse both agreed that their names stand on it"),
        help_text=_("Ask both of them. Without it only the numbers of the structure and household do."),
        required=False,
    )
    heard_on = forms.DateField(label=_("They said so on"), widget=DateInput(), required=False)
    county_signs = forms.ChoiceField(
        label=_("Does the county sign?"),
        help_text=_("Only if the county has agreed to it."),
        choices=CountySigns,
        initial=CountySigns.NO,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        heard_on = said.get("heard_on")
        if heard_on and heard_on > timezone.localdate():
            self.add_error("heard_on", _("This day is still to come."))
        if said.get("names") and "heard_on" in said and not heard_on:
            self.add_error("heard_on", _("Say on which day they agreed."))
        if heard_on and not said.get("names"):
            self.add_error("names", _("Tick this too if both agreed, or leave the day empty."))
        return said

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            names_agreed_on=said["heard_on"] if said["names"] else None,
            without_names=frozenset(said.get("without", ())),
            county_signs=said["county_signs"],
        )


class IssueAllForm(IssueForm):
    """For a whole cluster, whose people were asked at a meeting."""

    without = forms.CharField(
        label=_("Households that did not agree to their names"),
        help_text=_("Their numbers, one a line: KMT/B/12/01. Who was not asked belongs here too."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        required=False,
    )
    field_order = ("names", "heard_on", "without", "county_signs")

    def __init__(self, *args: Any, households: QuerySet[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.households = households
        self.fields["names"].label = _(
            "At a meeting, head and spouse of each household agreed that their names stand on it"
        )
        self.fields["heard_on"].label = _("Day of the meeting")

    def clean_without(self) -> list[int]:
        keys = {key for key in re.split(r"[\s,;]+", self.cleaned_data["without"].upper()) if key}
        found = dict(self.households.filter(key__in=keys).values_list("key", "pk")) if keys else {}
        unknown = sorted(keys - found.keys())
        if unknown:
            raise forms.ValidationError(
                _("No household that gets a certificate here has these numbers: %(numbers)s."),
                params={"numbers": ", ".join(unknown[:10])},
            )
        return sorted(found.values())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("without") and not said.get("names"):
            self.add_error("without", _("Leave this empty: without the tick no names stand on any."))
        return said


class RevokeForm(forms.Form):
    """Why a certificate is no longer valid."""

    reason = forms.CharField(
        label=_("Why is it revoked?"),
        help_text=_("For example: the household moved away. No names here."),
        min_length=5,
        max_length=REASON_LENGTH,
    )


class ReissueForm(IssueForm):
    """What changed, so that another is issued in its place."""

    reason = forms.CharField(
        label=_("What changed?"),
        help_text=_("For example: the spelling of a name was corrected. No names here."),
        min_length=5,
        max_length=REASON_LENGTH,
    )
    field_order = ("reason", "names", "heard_on", "county_signs")


class PrintForm(forms.Form):
    """On which paper."""

    sheet = forms.ChoiceField(label=_("Paper"), choices=SheetSize, initial=SheetSize.A5, required=False)

    def clean_sheet(self) -> str:
        return self.cleaned_data["sheet"] or SheetSize.A5
