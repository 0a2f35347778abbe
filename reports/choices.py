"""Where an export stands, and how often a saved one is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExportState(models.TextChoices):
    """How far it is. A code never changes once it was used."""

    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("Being made")
    READY = "ready", pgettext_lazy("export", "Ready")
    FAILED = "failed", _("Could not be made")
    CANCELLED = "cancelled", pgettext_lazy("export", "Cancelled")
    GONE = "gone", _("No longer kept")


GOING_ON = (ExportState.WAITING, ExportState.WORKING)


class Gone(models.TextChoices):
    """Why a finished file is no longer kept."""

    EXPIRED = "expired", _("The time for which files are kept is over.")
    REPLACED = "replaced", _("A newer file took its place.")
    DELETED = "deleted", _("You deleted it.")
    SHIELDED = "shielded", _("A settlement in it was hidden after it was made.")
    ERASED = "erased", _("The record of a household changed or went at the request of the counted.")
    RETENTION = "retention", _("The time for keeping a count's personal records is over.")
    ACCESS_ENDED = "access_ended", _("You no longer have the right to what was in it.")
    LOST = "lost", _("The file was lost on the server.")


class Every(models.TextChoices):
    """When a saved export is made again without anybody asking."""

    NEVER = "never", _("Only when somebody fetches it or asks")
    DAY = "day", _("Every day")
    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
