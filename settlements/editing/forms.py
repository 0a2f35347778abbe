"""What can be said of each thing on the ground: the side forms of the map, which also check what is sent."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from settlements.choices import StructureStatus, StructureUse
from settlements.models import Cluster, Lane, Overlay, ServicePoint, Settlement, Structure

# Said by what happened to it, with a day, never by a choice in a list.
NOTED = (StructureStatus.DEMOLISHED, StructureStatus.MERGED_INTO)


class GroundForm(forms.ModelForm):
    """A form whose fields are used one by one: only what was changed is sent and checked.

    A cluster goes by its code, for it may have been drawn a moment ago and have no other name yet.
    """

    def __init__(self, *args: Any, clusters: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DecimalField):  # a length, a size, a price: nothing below nothing
                field.validators.append(MinValueValidator(0))
                field.widget.attrs["min"] = 0
        if "cluster" in self.fields:
            choices = [("", "–"), *((code, f"{code} {name}") for code, name in (clusters or {}).items())]
            self.fields["cluster"] = forms.ChoiceField(label=_("Cluster"), choices=choices, required=False)

    @property
    def groups(self) -> "list[tuple[Any, list[forms.BoundField]]]":
        """The fields as they are shown: what names the thing first, the rest folded away."""
        named = [self[name] for name in self.fields if name in self.Meta.first]  # type: ignore[attr-defined]
        rest = [self[name] for name in self.fields if name not in self.Meta.first]  # type: ignore[attr-defined]
        return [("", named), *([(_("More"), rest)] if rest else [])]


class BoundaryForm(GroundForm):
    class Meta:
        model = Settlement
        fields = ("boundary_source",)
        first = fields


class ClusterForm(GroundForm):
    class Meta:
        model = Cluster
        fields = ("code", "name", "kind")
        first = fields


class StructureForm(GroundForm):
    code = forms.CharField(
        label=_("Number"), max_length=24, help_text=_("As on the door: KMT/B/123A, or only 123A.")
    )
    status = forms.ChoiceField(
        label=capfirst(_("status")),
        choices=[(value, label) for value, label in StructureStatus.choices if value not in NOTED],
    )
    uses = forms.MultipleChoiceField(
        label=capfirst(_("use")),
        choices=StructureUse.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Structure
        fields = (
            "code", "cluster", "status", "uses", "storeys", "rooms_total", "rooms_occupied", "roof", "wall",
            "floor", "measured_m2", "year_built",
        )  # fmt: skip
        first = ("code", "cluster", "status")


class ServicePointForm(GroundForm):
    class Meta:
        model = ServicePoint
        fields = (
            "kind", "name", "status", "cluster", "operator", "open_hours", "cost_kes", "cubicles",
            "cubicles_working", "taps", "taps_working", "users_estimate", "year_built", "checked_on",
        )  # fmt: skip
        first = ("kind", "name", "status", "cluster")
        widgets = {"checked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class LaneForm(GroundForm):
    class Meta:
        model = Lane
        fields = ("kind", "name", "width_m")
        first = fields


class OverlayForm(GroundForm):
    class Meta:
        model = Overlay
        fields = ("kind", "name", "reach_m", "source", "said_on", "note", "is_public")
        first = ("kind", "name", "reach_m")
        widgets = {
            "said_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
