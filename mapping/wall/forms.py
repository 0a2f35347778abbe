"""What a map on paper is to be."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mapping.wall.choices import Drawn
from mapping.wall.models import WallMap
from mapping.wall.options import Options
from mapping.wall.paper import SCALES
from settlements.models import Cluster, Settlement

SCALE_CHOICES = [("", _("The largest that fits")), *((str(scale), f"1:{scale:,}") for scale in SCALES)]


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
        cluster: Any = self.fields["cluster"]
        cluster.queryset = Cluster.objects.filter(settlement=settlement)
        cluster.empty_label = _("The whole settlement")
        cluster.label_from_instance = lambda village: f"{village.code} · {village.name}"

    @property
    def options(self) -> Options:
        """Of a form whose answers are right."""
        said = dict(self.cleaned_data)
        village = said.pop("cluster")
        return Options(village=village.code if village else None, **said | {"drawn": tuple(said["drawn"])})
