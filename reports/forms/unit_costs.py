"""What one costs, asked of staff: never without a year and a source."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import BuiltThing, UnitCost
from reports.models.reference import FIRST_YEAR
from settlements.models import County, Settlement

MOST_KES = 100_000_000


class UnitCostForm(forms.Form):
    """One price. `place` is asked of those who answer for the whole county."""

    what = forms.ChoiceField(label=_("What"), choices=BuiltThing.choices)
    amount_kes = forms.IntegerField(
        label=_("KES for one"),
        min_value=1,
        max_value=MOST_KES,
        help_text=_("With everything that is built with it: plumbing, drain, walls."),
    )
    year = forms.IntegerField(label=_("Year of the price"), min_value=FIRST_YEAR)
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("A tender, a bill of quantities, the county's price list."),
    )
    place = forms.ChoiceField(
        label=_("Holds in"), choices=[("settlement", ""), ("county", "")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, may_county: bool, county: County, **more: Any) -> None:
        super().__init__(*args, **more)
        year = timezone.localdate().year
        self.fields["year"].initial = year
        self.fields["year"].widget.attrs["max"] = year
        choices: list[tuple[str, Any]] = [("settlement", _("This settlement"))]
        if may_county:
            said = _("All settlements of %(county)s without a price of their own") % {"county": county.name}
            choices.append(("county", said))
        place: Any = self.fields["place"]
        place.choices, place.initial = choices, "settlement"

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("That year is still to come."), code="future")
        return year

    def keep(self, settlement: Settlement, user: Any) -> UnitCost:
        """The price, instead of one that was entered for the same thing and place before."""
        said = self.cleaned_data
        of_county = said["place"] == "county"
        place = {"county": settlement.county} if of_county else {"settlement": settlement}
        kept, _made = UnitCost.objects.update_or_create(
            what=said["what"],
            **place,
            defaults={
                "amount_kes": said["amount_kes"],
                "year": said["year"],
                "source": said["source"],
                "entered_by": user,
            },
        )
        cost: UnitCost = kept
        return cost
