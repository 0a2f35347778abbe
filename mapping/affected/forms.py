"""What a person asks: of which ground, with how many metres on either side, by which count."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from mapping.affected import sources
from mapping.affected.problems import ShapeRefused
from mapping.affected.zone import Zone, take
from settlements.choices import OverlayKind
from settlements.imports import ImportRefused
from settlements.imports.crs import CANDIDATES, WGS84, name_of
from settlements.imports.shapes import ShapeError
from settlements.models import Overlay, Settlement
from settlements.models.lines import WIDEST_M
from settlements.querysets import Viewer

SWAPPED = " swapped"
# As many bytes of what was drawn as a form may bring.
MOST_DRAWN = 5_000_000


@lru_cache(maxsize=1)
def systems() -> tuple[tuple[str, str], ...]:
    """The coordinate systems that files come in, by their names."""
    return tuple((crs, name_of(crs)) for crs in CANDIDATES)


class OverlayField(forms.ModelChoiceField):
    """Hazards and plans, each with what it is."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_kind_display()})"


class ZoneForm(forms.Form):
    """Ground, from a drawing, a hazard or plan of the settlement, or a file; the file goes first."""

    shape = forms.CharField(required=False, max_length=MOST_DRAWN, widget=forms.HiddenInput)
    overlay = OverlayField(
        Overlay.objects.none(),
        label=_("A hazard or plan of the settlement"),
        required=False,
        empty_label=_("– none –"),
    )
    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("GeoJSON, GeoPackage, zipped Shapefile, KML, GPX, or CSV with WKT."),
    )
    crs = forms.ChoiceField(label=_("Coordinate system of the file"), required=False)
    reach_m = forms.DecimalField(
        label=_("Metres on either side"),
        required=False,
        min_value=0,
        max_value=WIDEST_M,
        decimal_places=1,
        help_text=_("A road of 18 metres takes 9 on either side. An area may have none."),
    )
    count = forms.ModelChoiceField(Enumeration.objects.none(), label=_("By which count"), required=False)

    zone: Zone | None = None

    def __init__(self, *args: Any, settlement: Settlement, user: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settlement = settlement
        overlays: Any = self.fields["overlay"]
        seen = Overlay.objects.visible_to(user).filter(settlement=settlement)
        overlays.queryset = seen.defer("shape", "zone", "note", "properties")
        counts: Any = self.fields["count"]
        rounds = Enumeration.objects.visible_to(user).filter(settlement=settlement)
        counts.queryset = rounds.begun().order_by("-round")
        counts.empty_label = None
        systems_field: Any = self.fields["crs"]
        swapped = (f"{WGS84}{SWAPPED}", _("The same, latitude first"))
        (first, *others) = systems()
        systems_field.choices = [("", _("As the file says")), first, swapped, *others]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.zone = self.asked(data)
            except ShapeRefused as refused:
                self.refuse(data, str(refused.remark))
            except ImportRefused as refused:
                self.refuse(data, f"{refused.problem.sentence} {refused.problem.remedy}")
            except ShapeError as error:
                self.refuse(data, f"{error.problem.sentence} {error.problem.remedy}")
        return data

    def refuse(self, data: dict[str, Any], why: str) -> None:
        self.add_error("file" if data.get("file") else None, ValidationError(why))

    def asked(self, data: dict[str, Any]) -> Zone:
        """The zone that the answers describe. Raises ShapeRefused and ImportRefused."""
        overlay: Overlay | None = data.get("overlay")
        reach: Decimal | None = data.get("reach_m")
        if data.get("file"):
            crs = data["crs"]
            sent = sources.sent(
                data["file"], self.settlement, crs.removesuffix(SWAPPED), swap=crs.endswith(SWAPPED)
            )
            return take(sent.wkb(reach or Decimal()), reach or Decimal(), sent.remarks)
        if overlay is not None:
            metres = overlay.reach_m if reach is None else reach
            return take(bytes(overlay.shape.wkb), metres, name=overlay.name, overlay=overlay.pk)
        if not data.get("shape"):
            raise ShapeRefused("nothing_given")
        drawn = sources.drawn(data["shape"])
        return take(drawn.wkb(reach or Decimal()), reach or Decimal(), drawn.remarks)

    @property
    def chosen_count(self) -> Enumeration | None:
        """The count that was asked for, else the newest."""
        counts: Any = self.fields["count"]
        chosen = self.cleaned_data.get("count") if self.is_bound and hasattr(self, "cleaned_data") else None
        return chosen or counts.queryset.first()


class KeepForm(forms.ModelForm):
    """A zone to be kept with the settlement's hazards and plans."""

    class Meta:
        model = Overlay
        fields = ["name", "kind", "source", "said_on"]
        widgets = {"said_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = OverlayKind.PROPOSED_ROAD
