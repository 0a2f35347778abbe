"""What the map keeps of its own: derived, never edited, and made again whenever it is stale."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mapping.wall.models import WallMap
from settlements.models import Settlement
from settlements.querysets import InSettlementQuerySet

__all__ = ["GroundDensity", "WallMap"]


class GroundDensity(models.Model):
    """How many structures stand in each cell of a fine grid, of one settlement at one data version.

    The cells are tiles of zoom `mapping.density.FINEST`; the n-th number of `counts` is of the cell in column
    `columns[n]` and row `rows[n]`. The country's tiles add them up where structures are too many to read.
    """

    settlement = models.OneToOneField(
        Settlement, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.PositiveBigIntegerField()
    columns = ArrayField(models.IntegerField())
    rows = ArrayField(models.IntegerField())
    counts = ArrayField(models.IntegerField())
    # The outermost cells: a tile reads the settlements that it touches. Empty where nothing stands.
    west = models.IntegerField(null=True)
    east = models.IntegerField(null=True)
    north = models.IntegerField(null=True)
    south = models.IntegerField(null=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("density of a settlement")
        verbose_name_plural = _("densities of settlements")

    def __str__(self) -> str:
        return f"{self.settlement_id}/{self.version}"
