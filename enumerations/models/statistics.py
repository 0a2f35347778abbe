"""Figures derived from the records: rebuilt, never edited."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from enumerations.choices import TenureRole, ToiletPlace, WaterSource
from enumerations.models import columns
from enumerations.models.enumeration import Enumeration
from enumerations.querysets import StatisticsQuerySet
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
    """What the current enumeration says of one structure: no names, only what the map colours and counts.

    Written anew after every batch from rows that the constraints have already checked, so it carries none of
    its own: they would cost a rebuild as much again.
    """

    structure = models.OneToOneField(
        Structure, on_delete=models.CASCADE, primary_key=True, related_name="summary", db_constraint=False
    )
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    enumeration = models.ForeignKey(
        Enumeration, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    households = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=0)
    # The most common answer of the households in the structure.
    occupancy_status = columns.code(_("owner or tenant"), TenureRole)
    water_source = columns.code(_("main drinking water"), WaterSource)
    toilet_place = columns.code(_("where the toilet is"), ToiletPlace)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.structure_id)
