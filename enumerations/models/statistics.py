"""Figures derived from the records: rebuilt, never edited."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from enumerations import packed
from enumerations.choices import DoorState
from enumerations.models import columns
from enumerations.models.enumeration import Enumeration
from enumerations.querysets import StatisticsQuerySet
from settlements.choices import (
    FloorMaterial,
    RoofMaterial,
    StructureStatus,
    StructureUse,
    WallMaterial,
)
from settlements.models import Cluster, Settlement, Structure
from settlements.querysets import InSettlementQuerySet


class SettlementStatistics(models.Model):
    """Every indicator of one enumeration, for the settlement (no cluster) or one of its clusters.

    `figures` holds `{indicator code: {"value": number | list | null, "n": records it rests on}}`; the
    indicators themselves are declared in `enumerations.indicators`.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="statistics")
    enumeration = models.ForeignKey(Enumeration, on_delete=models.CASCADE, related_name="statistics")
    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="statistics"
    )
    figures = models.JSONField(default=dict)
    households = models.PositiveIntegerField(_("households counted"), default=0)
    coverage_percent = models.FloatField(_("coverage, %"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"))

    objects: ClassVar = StatisticsQuerySet.as_manager()

    class Meta:
        verbose_name = _("statistics of a settlement")
        verbose_name_plural = _("statistics of settlements")
        constraints = [
            models.UniqueConstraint(
                fields=["enumeration", "cluster"], name="statistics_once_per_place", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enumeration_id}/{self.cluster_id or '-'}"


class StructureSummary(models.Model):
    """One structure as the map draws it, with what the current enumeration says of it; no names.

    All on one narrow row, because a dense tile reads thousands of them. Database triggers keep what comes
    from the structure (also under COPY); the rebuild of the figures writes the rest. Both are derived from
    rows whose constraints have been checked, so it carries none of its own. `shape` is EPSG:3857; before it
    stand columns of a fixed width, which are found in a row without reading those before them.
    """

    structure = models.OneToOneField(
        Structure, on_delete=models.CASCADE, primary_key=True, related_name="summary", db_constraint=False
    )
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    packed = models.GeneratedField(
        expression=packed.expression(), output_field=models.BigIntegerField(), db_persist=True
    )
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.DO_NOTHING,  # structures protect their cluster
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    households = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    # Since the round before: the code's place in DoorChange, counted from 1; null where there was none.
    change = models.PositiveSmallIntegerField(_("change since the round before"), null=True)
    shape = models.GeometryField(srid=3857)
    number = models.CharField(max_length=16)
    use = columns.code(_("use"), StructureUse)
    wall = columns.code(_("walls"), WallMaterial)
    roof = columns.code(_("roof"), RoofMaterial)
    floor = columns.code(_("floor"), FloorMaterial)
    status = columns.code(_("status"), StructureStatus)
    enumeration = models.ForeignKey(
        Enumeration,
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    # Of each question the most common class among its households, packed: see enumerations.packed.
    answers = models.BigIntegerField(default=0, db_default=0)
    visit = columns.code(_("visits"), DoorState)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("what is said of a structure")
        verbose_name_plural = _("what is said of structures")

    def __str__(self) -> str:
        return str(self.structure_id)
