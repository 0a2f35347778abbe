"""What is filled in of a county's own day, and of reminders."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enumerations.forms import DateInput
from reports.calendar.cycle import FORUM, FinancialYear
from reports.calendar.dates import counties_written_by
from reports.models.calendar import CountyDate, ReminderChoice
from settlements.models import Ward

LONGEST = timedelta(days=366)


class CountyDateForm(forms.ModelForm):
    """A day as the county gazetted it. Everybody reads it."""

    class Meta:
        model = CountyDate
        fields: ClassVar = [
            "county", "milestone", "year", "day", "until", "title", "ward", "venue", "bring", "source",
        ]  # fmt: skip
        widgets: ClassVar = {
            "day": DateInput(),
            "until": DateInput(),
            "bring": forms.Textarea(attrs={"rows": 3}),
            "year": forms.Select(),
        }
        help_texts: ClassVar = {
            "until": _("Of what lasts more than a day."),
            "title": _("Without one it is called as the law calls it."),
            "bring": _("Everybody can read this. Without it the calendar's own words stand here."),
            "source": _("Gazette notice, county's site or newspaper, with its day."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = counties_written_by(user)
        self.fields["county"].queryset = counties  # type: ignore[attr-defined]
        wards = Ward.objects.filter(county__in=counties.values("pk")).order_by("name")
        self.fields["ward"].queryset = wards  # type: ignore[attr-defined]
        now = FinancialYear.of(timezone.localdate())
        known = {now.start - 1, now.start, now.start + 1, now.start + 2, self.instance.year or now.start}
        self.fields["year"] = forms.TypedChoiceField(
            label=_("Financial year"),
            choices=[(start, FinancialYear(start).label) for start in sorted(known)],
            coerce=int,
        )
        # The row's own comes before a field's: a new row has none.
        self.initial["year"] = self.instance.year or now.start

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        day, until, ward = values.get("day"), values.get("until"), values.get("ward")
        other_year = gettext("This day is in the financial year %(year)s.")
        if day and until and until < day:
            self.add_error("until", gettext("This day is before the first one."))
        if day and until and until - day > LONGEST:
            self.add_error("until", other_year % {"year": FinancialYear.of(until).label})
        if day and values.get("year") and FinancialYear.of(day).start != values["year"]:
            self.add_error("day", other_year % {"year": FinancialYear.of(day).label})
        if ward and values.get("county") and ward.county_id != values["county"].pk:
            self.add_error("ward", gettext("This ward is not in this county."))
        if not self.errors and values["milestone"] != FORUM:
            same = CountyDate.objects.filter(
                county=values["county"], milestone=values["milestone"], year=values["year"]
            )
            if same.exclude(pk=self.instance.pk).exists():
                said = gettext("This county already has a day for it in this year: change that one.")
                self.add_error("milestone", said)
        return values


class ReminderForm(forms.ModelForm):
    """Whether and when to be reminded."""

    class Meta:
        model = ReminderChoice
        fields: ClassVar = ["wanted", "days_before"]
