"""What the log of accesses tells apart."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    """What somebody did with what is not for everybody. A code never changes once it was used."""

    OPENED = "opened", _("Personal records opened, for a time")
    READ = "read", _("A personal record read")
    SEARCHED = "searched", _("Personal records searched")
    PRINTED = "printed", _("Printed")
    EXPORTED = "exported", _("Exported")
    DOWNLOADED = "downloaded", _("File fetched")
    SHIELDED = "shielded", _("Safety switch turned on")
    UNSHIELDED = "unshielded", _("Safety switch turned off")
    CORRECTED = "corrected", _("Corrected at the request of the person")
    RESTRICTED = "restricted", _("Restricted at the request of the person")
    ERASED = "erased", _("Erased")
    WITHDRAWN = "withdrawn", _("Agreement taken back or given again")
    ANSWERED = "answered", _("Request of a counted person written down or answered")
    RETAINED = "retained", _("Old personal records cleared, for their time was over")
    HANDED_OVER = "handed-over", _("Handed over to the county")
    INVITED = "invited", _("Person invited")
    DEACTIVATED = "deactivated", _("Person's account closed")


def access_kinds() -> list[Any]:
    """The kinds as a model field asks for them: by a function, so that a new one needs no migration."""
    return AccessKind.choices
