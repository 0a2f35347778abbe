"""What is filled in when somebody objects, when it is heard, and when it is withdrawn or settled."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enumerations.forms import DateInput
from enumerations.models import Enumeration
from settlements.models import Cluster
from verification.choices import ObjectionKind, ObjectionSource, Objector
from verification.models import Posting
from verification.services.door_numbers import Door, choices_of, find_door
from verification.services.evidence import MAX_BYTES, FileRefused, read_evidence

# What nobody can point at a door for.
WITHOUT_DOOR = frozenset(
    {ObjectionKind.NOT_COUNTED, ObjectionKind.STRUCTURE_MISSING, ObjectionKind.SETTLEMENT_BOUNDARY}
)
ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class PlaceField(forms.CharField):
    """A point as phones show it: latitude and longitude, in degrees."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Where it is"))
        kwargs.setdefault(
            "help_text", _("Latitude and longitude as the phone shows them, for example −1.26100, 36.84700.")
        )
        super().__init__(max_length=60, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").replace("−", "-")
        if not text:
            return None
        try:
            north, east = (float(part) for part in text.replace(",", " ").split()[:2])
        except ValueError:
            raise forms.ValidationError(_("Write two numbers: latitude, then longitude.")) from None
        if not (-5.5 <= north <= 5.5 and 33 <= east <= 42.5):
            raise forms.ValidationError(
                _("This place is not in Kenya. Latitude comes first, about −1; longitude is about 36.")
            )
        return Point(east, north, srid=4326)


class EvidenceField(forms.FileField):
    """A PDF or a picture; its value is what is kept of it: bytes and ending."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Photo of the sheet, or evidence"))
        kwargs.setdefault(
            "help_text", _("PDF, JPEG or PNG, at most %(mb)s MB.") % {"mb": MAX_BYTES // 1_000_000}
        )
        super().__init__(widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            content, suffix = read_evidence(upload)
        except FileRefused as refused:
            raise forms.ValidationError(f"{refused.sentence} {refused.remedy}") from refused
        return content, suffix, upload.name or "file"


class DoorForm(forms.Form):
    """The number on the door, as it is said."""

    door = forms.CharField(
        label=_("Number on the door"),
        help_text=_("As it is painted, for example B/12 or B/12/02."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class ListField(forms.ModelChoiceField):
    """A posted list, by its version."""

    def label_from_instance(self, obj: Any) -> str:
        day = date_format(obj.posted_on, "j M Y")
        return gettext("version %(number)s, posted on %(day)s") % {"number": obj.number, "day": day}


def not_to_come(day: Any) -> Any:
    """A day that has been. Raises ValidationError."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    return day


class ObjectionForm(forms.Form):
    """One objection. `door` is what its number led to; the number may be typed in the form itself."""

    door = forms.CharField(
        label=_("Number on the door"), max_length=40, required=False,
        help_text=_("As it is painted, for example B/12 or B/12/02. Empty where it is about no door."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip
    door_unknown = forms.BooleanField(
        label=_("Take it although no structure has this number"), required=False
    )
    household = forms.ChoiceField(label=_("Whom it is about"), required=False, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What is wrong"), choices=ObjectionKind, widget=forms.RadioSelect)
    statement = forms.CharField(
        label=_("In their words"),
        help_text=_("What is wrong, and what would be right. Read it back to them."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cluster = forms.ModelChoiceField(
        label=_("Village"), queryset=Cluster.objects.none(), required=False, empty_label=_("not known")
    )
    location = PlaceField(required=False)
    objector = forms.ChoiceField(label=_("Who objects"), choices=Objector, widget=forms.RadioSelect)
    objector_name = forms.CharField(label=_("Their name"), max_length=60, required=False)
    phone = forms.RegexField(
        label=_("Their phone"),
        help_text=_("To call them to the hearing. Nobody else sees it."),
        regex=r"^(\+254|0)[17][0-9]{8}$",
        required=False,
        error_messages={"invalid": _("Write the number as 0712345678 or +254712345678.")},
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    source = forms.ChoiceField(label=_("How it was taken"), choices=ObjectionSource)
    heard_on = forms.DateField(label=_("Said on"), widget=DateInput(), initial=timezone.localdate)
    posting = ListField(
        label=_("List it is about"), queryset=Posting.objects.none(), required=False,
        empty_label=_("none"),
    )  # fmt: skip
    file = EvidenceField(required=False)

    def __init__(self, count: Enumeration, *args: Any, door: Door | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.found = door if door is not None else Door("")
        self._choice("cluster").queryset = Cluster.objects.filter(settlement=count.settlement)
        postings = Posting.objects.filter(enumeration=count).order_by("-number")
        self._choice("posting").queryset = postings
        if self.found.structure is not None:
            self._offer_households()
        else:
            del self.fields["household"]
        if not postings.exists():
            del self.fields["posting"]

    def offer_kinds(self, kinds: Collection[str]) -> None:
        """Only these: where no door is meant, few things can be wrong."""
        self._choice("kind").choices = [each for each in ObjectionKind.choices if each[0] in kinds]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _offer_households(self) -> None:
        behind = choices_of(self.found)
        self._choice("household").choices = [*behind, ("", _("the structure, or nobody on the list"))]
        if self.found.named is not None:
            self.fields["household"].initial = str(self.found.named.pk)

    def clean_phone(self) -> str | None:
        return self.cleaned_data["phone"] or None

    def clean_heard_on(self) -> Any:
        return not_to_come(self.cleaned_data["heard_on"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind = said.get("kind")
        if self.found.structure is None and said.get("door"):
            self._find(said)
        elif self.found.structure is None and kind and kind not in WITHOUT_DOOR:
            self.add_error("door", _("Which door is it about? Without a number nobody can decide it."))
        nowhere = kind in WITHOUT_DOOR and self.found.structure is None and not said.get("door")
        if nowhere and not said.get("statement"):
            self.add_error("statement", _("Say where it is and what is missing or wrong there."))
        return said

    def _find(self, said: dict[str, Any]) -> None:
        """A number typed in the form itself: on a sheet it names the household too."""
        self.found = find_door(self.count, said["door"])
        if self.found.structure is None and not said.get("door_unknown"):
            known = _(
                "No structure has this number. Read it again, or tick the box below to take it as it is."
            )
            wrong = _("This is not a number of a door. Write it as B/12 or B/12/02, or tick the box below.")
            self.add_error("door", known if self.found.is_number else wrong)

    def columns(self) -> dict[str, Any]:
        """What is kept of it, by the columns of Objection."""
        said, door = self.cleaned_data, self.found
        chosen = said.get("household")
        household = next((each for each in door.households if str(each.pk) == chosen), None)
        if "household" not in self.fields:
            household = door.named
        cluster = door.structure.cluster if door.structure else said.get("cluster")
        plain = ("kind", "source", "heard_on", "objector", "objector_name", "phone", "statement", "location")
        return {name: said.get(name) for name in plain} | {
            "door": door.typed or said.get("door") or "",
            "structure": door.structure,
            "household": household,
            "cluster": cluster,
            "posting": said.get("posting"),
        }


class HearingForm(forms.Form):
    """When and where a panel hears it; who came and what was said are written down afterwards."""

    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    place = forms.CharField(
        label=_("Place"), help_text=_("Whoever asks with the receipt number is told."), max_length=200
    )
    present = forms.CharField(
        label=_("Who came"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=_("What was said"), max_length=8_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(forms.Form):
    """Whoever objected no longer does."""

    on = forms.DateField(label=_("Withdrawn on"), widget=DateInput(), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("In their words, why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_on(self) -> Any:
        return not_to_come(self.cleaned_data["on"])


class EvidenceForm(forms.Form):
    """One more file."""

    file = EvidenceField()


class AskForm(forms.Form):
    """The number on the slip."""

    number = forms.CharField(
        label=_("Receipt number"),
        help_text=_(
            "It stands on the slip, for example KMT-7F4K-92QX. Small letters and blanks do not matter."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
