"""Codes of what is written and given away, with their labels. A code never changes once it was used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportKind(models.TextChoices):
    """How much of a report is printed."""

    LEADERS = "leaders", _("Leaders' brief, one page")
    BRIEF = "brief", _("Negotiation brief, four pages")
    FULL = "full", _("Full report")


class ReportLanguages(models.TextChoices):
    """In which languages it is written. In both, it can be exported in either."""

    ENGLISH = "en", _("English")
    KISWAHILI = "sw", _("Kiswahili")
    BOTH = "both", _("English and Kiswahili")


class Level(models.TextChoices):
    """What a report is about."""

    SETTLEMENTS = "settlements", _("Settlements")
    WARD = "ward", _("A ward")
    COUNTY = "county", _("A county")


class Stamp(models.TextChoices):
    """What is stamped on every page. Verified is only exported where every figure is."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    VERIFIED = "verified", pgettext_lazy("report", "Verified")


class DocumentFormat(models.TextChoices):
    """As which file."""

    PDF = "pdf", _("PDF, to print and to send")
    DOCX = "docx", _("DOCX, to edit in Word or LibreOffice")
