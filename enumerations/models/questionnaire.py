"""What an enumeration asks: an XLSForm with its versions, and the files phones need with it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from enumerations.collecting import FileKind, FormIntake, VersionState
from enumerations.models.enumeration import Enumeration
from enumerations.querysets import OfCountQuerySet
from settlements.models import Settlement


def stored_form(version: "QuestionnaireVersion", original: str) -> str:
    return f"forms/{version.questionnaire_id}/{uuid.uuid4().hex}"


def stored_form_file(file: "FormFile", original: str) -> str:
    return f"forms/files/{uuid.uuid4().hex}"


@tracked()
class Questionnaire(models.Model):
    """The form of one enumeration. Phones know it by `form_id`, which never changes."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    enumeration = models.OneToOneField(Enumeration, on_delete=models.PROTECT, related_name="questionnaire")
    form_id = models.SlugField(_("form ID"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=100)
    intake = models.CharField(_("intake"), max_length=10, choices=FormIntake, default=FormIntake.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = OfCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("enumerations:questionnaire", args=[self.enumeration_id])

    def current(self) -> "QuestionnaireVersion | None":
        """The version that phones get: the newest published one."""
        return self.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()

    def draft(self) -> "QuestionnaireVersion | None":
        return self.versions.filter(state=VersionState.DRAFT).first()


@tracked(exclude=["xform", "questions", "mapping"])
class QuestionnaireVersion(models.Model):
    """An XLSForm as it was uploaded, the XForm phones get of it, and what its questions mean.

    `xform` is what is served, as UTF-8; `md5` is of exactly those bytes. `questions` are
    `enumerations.xlsform.Question`s, `mapping` an `enumerations.intake.columns.Mapping`, both as JSON.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.CharField(_("version"), max_length=64)  # what phones send back
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField(_("title"), max_length=100)
    xlsform = models.FileField(_("file"), upload_to=stored_form, max_length=200)
    xlsform_name = models.CharField(_("file name"), max_length=200)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    questions = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    languages = ArrayField(models.CharField(max_length=60), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects: ClassVar = OfCountQuerySet.as_manager()

    class Meta:
        ordering = ["questionnaire", "-number"]
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_number_once"),
            models.UniqueConstraint(fields=["questionnaire", "version"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(state=VersionState.DRAFT),
                name="questionnaire_has_one_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.PUBLISHED) | Q(published_at__isnull=False),
                name="questionnaire_publication_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class FormFile(models.Model):
    """A picture, sound or list that a version's questions refer to by name."""

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=FileKind, default=FileKind.UPLOADED)
    file = models.FileField(_("file"), upload_to=stored_form_file, max_length=200, blank=True)
    md5 = models.CharField(max_length=32, blank=True)  # of the stored bytes; a list from the ground has none

    class Meta:
        ordering = ["name"]
        verbose_name = _("file of a questionnaire")
        verbose_name_plural = _("files of questionnaires")
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="form_file_name_once")]

    def __str__(self) -> str:
        return self.name
