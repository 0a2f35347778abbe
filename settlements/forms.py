"""Forms of the pages where ground is imported."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from settlements.choices import GroundLayer
from settlements.imports import ImportRefused, Options, Plan
from settlements.imports.columns import fields_of
from settlements.imports.crs import known
from settlements.imports.kinds import VOCABULARIES
from settlements.models import Settlement

COLUMN = "column-"
KIND = "kind-"
OTHER_PLACE = "other"
KIND_OTHER = "other"  # of every vocabulary
# A survey knows dozens of kinds of points, not thousands: beyond, the column is not one of kinds.
MOST_KINDS = 60


class GroundFileForm(forms.Form):
    """Which file, what it holds and where it belongs."""

    settlement = forms.ModelChoiceField(Settlement.objects.none(), label=_("Settlement"))
    layer = forms.ChoiceField(label=_("What the file holds"), choices=GroundLayer.choices)
    file = forms.FileField(label=_("File"), help_text=_("GeoJSON, GeoPackage, zipped Shapefile, KML or CSV."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Settlement.objects.changeable_by(user).order_by("name")
        self.fields["settlement"] = forms.ModelChoiceField(choices, label=_("Settlement"))


class GroundOptionsForm(forms.Form):
    """The decisions about a file that was read: place, columns, kinds, numbers."""

    place = forms.ChoiceField(label=_("Where the data belongs"), widget=forms.RadioSelect, required=False)
    crs = forms.CharField(
        label=_("Coordinate system"),
        required=False,
        max_length=60,
        help_text=_("EPSG number, as in EPSG:32737."),
    )
    swap = forms.BooleanField(label=_("Longitude and latitude are swapped"), required=False)
    source_layer = forms.ChoiceField(label=_("Layer of the file"), required=False)
    make_numbers = forms.BooleanField(
        label=_("Number structures that have no number"),
        required=False,
        help_text=_("In the order of a walk, after the highest number in use."),
    )
    make_clusters = forms.BooleanField(label=_("Make clusters that are not there yet"), required=False)

    def __init__(self, *args: Any, plan: Plan, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.options = plan, options
        self.add_place()
        self.add_layers()
        self.add_columns()
        self.add_kinds()
        if options.layer != GroundLayer.STRUCTURES:
            del self.fields["make_numbers"]
        if options.layer not in (GroundLayer.STRUCTURES, GroundLayer.SERVICE_POINTS):
            del self.fields["make_clusters"]
        for name in ("make_numbers", "make_clusters"):
            if name in self.fields:
                self.fields[name].initial = getattr(options, name)

    def add_place(self) -> None:
        """A question offers its answers; otherwise the system can be corrected by its number."""
        if self.plan.proposals:
            answers = [(each["key"], each["name"]) for each in self.plan.proposals]
            field = self.fields["place"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*answers, (OTHER_PLACE, _("Another coordinate system"))]
        else:
            del self.fields["place"]
            self.fields["crs"].initial = self.options.crs or ""
            self.fields["swap"].initial = bool(self.options.swap)

    def add_layers(self) -> None:
        if len(self.plan.layers) < 2:
            del self.fields["source_layer"]
            return
        field = self.fields["source_layer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in self.plan.layers]
        field.initial = self.plan.source_layer

    def add_columns(self) -> None:
        headings = [("", _("– none –")), *((heading, heading) for heading in self.plan.headings)]
        for each in fields_of(self.options.layer, table=self.plan.format == "CSV"):
            self.fields[COLUMN + each.name] = forms.ChoiceField(
                label=each.label,
                choices=headings,
                required=False,
                initial=self.plan.columns.get(each.name, ""),
            )

    def add_kinds(self) -> None:
        vocabulary = VOCABULARIES.get(self.options.layer)
        offered = vocabulary.kinds.choices if vocabulary else []
        kinds = [("", _("Other")), *((code, label) for code, label in offered if code != KIND_OTHER)]
        for at, (text, kind) in enumerate(sorted(self.plan.kinds.items())[:MOST_KINDS]):
            self.fields[f"{KIND}{at}"] = forms.ChoiceField(
                label=text, choices=kinds, required=False, initial=kind
            )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(COLUMN)]

    def kind_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(KIND)]

    def clean_crs(self) -> str:
        text = self.cleaned_data["crs"].strip()
        if not text:
            return ""
        try:
            return known(text)
        except ImportRefused as refused:
            raise ValidationError(f"{refused.problem.sentence} {refused.problem.remedy}") from refused

    def decided(self) -> Options:
        """The options as the person corrected them. Proposals that were left alone stay proposals."""
        data = self.cleaned_data
        crs, swap = data.get("crs") or None, True if data.get("swap") else None
        place = data.get("place")
        if place and place != OTHER_PLACE:
            crs, swap = place.removesuffix(" swapped"), place.endswith(" swapped")
        columns = dict(self.options.columns)
        for field in self.column_fields():
            name = field.name.removeprefix(COLUMN)
            if field.name in self.data and (field.name in self.changed_data or name in columns):
                columns[name] = data[field.name]
        kinds = dict(self.options.kinds)
        texts = sorted(self.plan.kinds)
        for bound in self.kind_fields():
            if bound.name in self.data and bound.name in self.changed_data:
                kinds[texts[int(bound.name.removeprefix(KIND))]] = data[bound.name] or KIND_OTHER
        return Options(
            layer=self.options.layer,
            source_layer=data.get("source_layer", self.options.source_layer),
            crs=crs,
            swap=swap,
            columns=self.kept_columns(columns, data),
            kinds=kinds,
            make_numbers=data.get("make_numbers", False),
            make_clusters=data.get("make_clusters", False),
        )

    def kept_columns(self, columns: dict[str, str], data: dict[str, Any]) -> dict[str, str]:
        """Another layer of the file has other columns: nothing chosen before holds there."""
        other = data.get("source_layer", self.plan.source_layer) != self.plan.source_layer
        return {} if other else columns
