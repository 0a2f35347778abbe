"""What people fill in about counts and batches."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enumerations.models import Enumeration
from enumerations.services.counts import save_count

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods,.geojson,.json,.gpkg,.zip,.xml"


class DateInput(forms.DateInput):
    """A date as phones and browsers know to ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EnumerationForm(forms.ModelForm):
    """Opening a count, and changing what was planned; its state changes by steps."""

    class Meta:
        model = Enumeration
        fields: ClassVar = [
            "name",
            "round",
            "starts_on",
            "ends_on",
            "source",
            "creates_structures",
            "purpose",
        ]
        widgets: ClassVar = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "round": _("1 for the first count of this settlement, 2 for the second."),
            "source": _("With another tool's export you say once what its columns mean."),
        }

    def clean_round(self) -> int:
        number: int = self.cleaned_data["round"]
        others = Enumeration.objects.filter(settlement=self.instance.settlement, round=number)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This settlement already has a count with this number."))
        return number

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("A count cannot end before it starts."))
        return values

    def save_once(self) -> bool:
        """Save; False, with an error on the form, if somebody opened the same round at the same moment."""
        try:
            with transaction.atomic():
                save_count(self.instance, changed=self.changed_data)
        except IntegrityError:
            self.add_error("round", _("This settlement already has a count with this number."))
            return False
        return True


class BatchUploadForm(forms.Form):
    """Is this a file we can take? What is in it, the worker says."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose a file first."),
            "missing": _("No file arrived. Choose it again and send it once more."),
            "empty": _("This file is empty. Open it on your device: is the survey in it?"),
        },
    )
    dry_run = forms.BooleanField(
        label=_("Only check"), help_text=_("Nothing is written. You see what would happen."), required=False
    )
    all_or_nothing = forms.BooleanField(
        label=_("All or nothing"),
        help_text=_(
            "If one row is wrong, no row is written. Otherwise the good rows go in and the rest wait."
        ),
        required=False,
    )
    replace_conflicts = forms.BooleanField(
        label=_("Replace where it differs"),
        help_text=_(
            "A household that another batch brought is overwritten. Otherwise it is held as a conflict."
        ),
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > settings.BATCH_MAX_BYTES:
            most = filesizeformat(settings.BATCH_MAX_BYTES)
            raise forms.ValidationError(
                gettext("This file is larger than %(most)s. Send it in parts.") % {"most": most}
            )
        return upload
