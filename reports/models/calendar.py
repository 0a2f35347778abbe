"""Days that a county set for itself, who wants to be reminded, and who was."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from reports.calendar.cycle import FORUM, MILESTONES, PLAN
from settlements.models import County, Ward

FIRST_YEAR, LAST_YEAR = 2013, 2100
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 7, 1), date(LAST_YEAR + 1, 6, 30)


def milestone_choices() -> list[tuple[str, Any]]:
    """What a county may set a day for: by a function, so that a new one needs no migration."""
    return [
        (FORUM, _("Participation forum")),
        *((each.code, each.label) for each in MILESTONES),
        (PLAN, _("Forums on the next five-year plan (CIDP)")),
    ]


@tracked()
class CountyDate(models.Model):
    """A day as a county gazetted it: it takes the place of the law's, or it is a forum with its venue."""

    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="dates", verbose_name=_("county")
    )
    milestone = models.CharField(_("what"), max_length=20, choices=milestone_choices)
    year = models.PositiveSmallIntegerField(
        _("financial year that begins in"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    day = models.DateField(_("day"))
    until = models.DateField(_("until"), null=True, blank=True)
    title = models.CharField(_("name"), max_length=120, blank=True)
    ward = models.ForeignKey(
        Ward, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ward")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    bring = models.TextField(_("what to bring"), max_length=500, blank=True)
    source = models.CharField(_("where it stands"), max_length=200)
    made_at = models.DateTimeField(_("written down"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("day of a county")
        verbose_name_plural = _("days of counties")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "milestone", "year"],
                condition=~Q(milestone=FORUM),
                name="county_date_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("day")), name="county_date_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR), day__gte=FIRST_DAY, day__lte=LAST_DAY)
                & (Q(until__isnull=True) | Q(until__lte=LAST_DAY)),
                name="county_date_in_our_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.milestone} {self.day:%Y-%m-%d}"


class ReminderChoice(models.Model):
    """Whether a person wants to be reminded of the county's dates, and how long before.

    Without one the office is reminded, and nobody else.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    wanted = models.BooleanField(_("remind me"), default=True)
    days_before = models.PositiveSmallIntegerField(
        _("days before"), default=14, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.wanted}"


class ReminderSent(models.Model):
    """That a person was reminded of a date: never twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders_sent"
    )
    key = models.CharField(max_length=60)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"
