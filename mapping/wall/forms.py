"""What a map on paper is to be."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mapping.wall.choices import Drawn
from mapping.wall.models import WallMap
from mapping.wall.options import MOST_ALONG, Options
from mapping.wall.paper import SCALES
from settlements import numbering
from settlements.models import Cluster, Settlement, Structure

SCALE_CHOICES = [("", _("The largest that fits")), *((str(scale), f"1:{scale:,}") for scale in SCALES)]

PLACE = re.compile(r"^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$")
PLACES = 6  # decimals that are kept: 10 cm


class WallMapForm(forms.ModelForm):
    """Every answer has a good one to begin with."""

    scale = forms.TypedChoiceField(
        label=_("Scale"),
        choices=SCALE_CHOICES,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "For sheets to glue together 1:500 where it is left open. An atlas chooses for each page."
        ),
    )
    drawn = forms.MultipleChoiceField(
        label=_("What is drawn"),
        choices=Drawn.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Boundary and numbered structures always are."),
    )
    is_coloured = forms.TypedChoiceField(
        label=_("Colours"),
        choices=[("yes", _("In colour")), ("no", _("Black and white"))],
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
        initial="yes",
        help_text=_("Patterns, dashes and letters say the same without colours: it may be photocopied."),
    )

    middle = forms.CharField(
        label=_("Middle of the paper"),
        required=False,
        max_length=60,
        help_text=_(
            "A door's number, as B/123, or a place as a GPS tells it, as -1.26012, 36.85734. Left open, all "
            "of the settlement or of the village is shown."
        ),
    )
    across = forms.IntegerField(
        label=_("Sheets side by side"), min_value=1, max_value=MOST_ALONG, initial=1, required=False
    )
    down = forms.IntegerField(
        label=_("Sheets one below the other"), min_value=1, max_value=MOST_ALONG, initial=1, required=False,
        help_text=_("About the middle, where sheets are glued together."),
    )  # fmt: skip

    class Meta:
        model = WallMap
        fields: ClassVar = [
            "form", "paper", "orientation", "scale", "cluster", "drawn", "theme", "language", "is_coloured",
        ]  # fmt: skip
        widgets: ClassVar = {
            "form": forms.RadioSelect,
            "paper": forms.RadioSelect,
            "orientation": forms.RadioSelect,
            "language": forms.RadioSelect,
        }
        labels: ClassVar = {"cluster": _("Which part"), "theme": _("Structures coloured by")}
        help_texts: ClassVar = {
            "paper": _("Sheets to glue together and an atlas come from any printer on A4 or A3."),
        }

    def __init__(self, *args: Any, settlement: Settlement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settlement = settlement
        cluster: Any = self.fields["cluster"]
        cluster.queryset = Cluster.objects.filter(settlement=settlement)
        cluster.empty_label = _("The whole settlement")
        cluster.label_from_instance = lambda village: f"{village.code} · {village.name}"

    @property
    def others(self) -> list[forms.BoundField]:
        """What is asked last: good as it is for nearly everybody."""
        return [self[name] for name in ("orientation", "drawn", "theme", "language", "is_coloured")]

    def clean_middle(self) -> tuple[float, float] | None:
        """Longitude and latitude: of the degrees that are said, or of a structure."""
        said = self.cleaned_data["middle"].strip()
        if not said:
            return None
        told = PLACE.match(said)
        place = (float(told[2]), float(told[1])) if told else self._door(said)
        if place is None or abs(place[0]) > 180 or abs(place[1]) > 84:
            raise forms.ValidationError(
                _("This is neither a door's number of this settlement nor a place. Write it as B/123 or as "
                  "-1.26012, 36.85734, latitude first.")
            )  # fmt: skip
        return round(place[0], PLACES), round(place[1], PLACES)

    def clean_across(self) -> int:
        return self.cleaned_data["across"] or 1

    def clean_down(self) -> int:
        return self.cleaned_data["down"] or 1

    def _door(self, said: str) -> tuple[float, float] | None:
        try:
            doors = numbering.parse(said, settlement=self.settlement.code)
        except numbering.NumberingError:
            return None
        found = Structure.objects.filter(settlement=self.settlement, code=doors[0].structure_code).first()
        return (found.location.x, found.location.y) if found else None

    @property
    def options(self) -> Options:
        """Of a form whose answers are right."""
        said = dict(self.cleaned_data)
        village = said.pop("cluster")
        return Options(village=village.code if village else None, **said | {"drawn": tuple(said["drawn"])})

    @property
    def chosen(self) -> dict[str, Any]:
        """The same by the names of WallMap. An atlas shows all: it has no middle."""
        said = dict(self.cleaned_data)
        middle = said.pop("middle")
        longitude, latitude = middle if middle and self.options.is_framed else (None, None)
        return said | {"longitude": longitude, "latitude": latitude}
