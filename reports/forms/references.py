"""A number to hold a figure against, asked of staff: never without a source."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enumerations.indicators import INDICATORS
from reports.models import Reference, ReferenceKind
from reports.models.reference import COUNTRY, IN_LISTS, PEOPLE_TO_EACH
from settlements.models import County, SubCounty


class ReferenceForm(forms.ModelForm):
    class Meta:
        model = Reference
        fields: ClassVar = ["indicator", "kind", "bound", "place", "area", "value", "year", "source", "note"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        figures = [(each.code, each.label) for each in INDICATORS if each.kind not in IN_LISTS]
        self.fields["indicator"] = forms.ChoiceField(
            label=_("Figure"), choices=[*figures, *PEOPLE_TO_EACH.items()]
        )

    def clean_place(self) -> str:
        code: str = self.cleaned_data["place"].strip().upper()
        if not code or code == COUNTRY:
            return code
        if not (County.objects.filter(code=code).exists() or SubCounty.objects.filter(code=code).exists()):
            raise ValidationError(_("No county and no sub-county has this code."), code="unknown")
        return code

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == ReferenceKind.CENSUS and not said.get("place"):
            self.add_error("place", _("A census is of a place."))
        if said.get("kind") == ReferenceKind.STANDARD and not said.get("bound"):
            self.add_error("bound", _("Say whether a figure should be at most or at least this."))
        return said
