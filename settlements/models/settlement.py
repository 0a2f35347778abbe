"""A settlement, its clusters, the evictions it lived through, and who may act in it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Area
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.history import tracked
from settlements import choices
from settlements.models.administration import County, SubCounty, Ward
from settlements.querysets import InSettlementQuerySet, SettlementQuerySet, Viewer, holds_in
from settlements.roles import Act, acts_of_roles

M2_PER_ACRE = 4046.8564224
# Fewer people or households than this may be recognised. A settlement can ask for more, never for less.
SMALLEST_CELL = 5


@tracked(exclude=["data_version"], inserts=True)
class Settlement(models.Model):
    """A place whose people count themselves. Boundaries are EPSG:4326; areas are computed on the spheroid."""

    code = models.CharField(
        _("code"),
        max_length=4,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z]{2,4}$", _("Two to four capital letters, as painted on the doors."))
        ],
    )
    name = models.CharField(_("name"), max_length=100)
    other_names = ArrayField(
        models.CharField(max_length=100), verbose_name=_("other names"), default=list, blank=True
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("county")
    )
    sub_county = models.ForeignKey(SubCounty, on_delete=models.PROTECT, null=True, blank=True)
    ward = models.ForeignKey(
        Ward, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("main ward")
    )
    other_wards = models.ManyToManyField(Ward, related_name="+", blank=True, verbose_name=_("other wards"))
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True, spatial_index=True)
    boundary_source = models.CharField(_("source of the boundary"), max_length=200, blank=True)
    centre = models.PointField(
        _("centre"), null=True, blank=True, help_text=_("Used where there is no boundary.")
    )
    stated_area_acres = models.DecimalField(
        _("area as told by residents, acres"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    year_settled = models.PositiveSmallIntegerField(_("year settled"), null=True, blank=True)
    settlement_type = models.CharField(
        _("kind of settlement"),
        max_length=40,
        choices=choices.SettlementType,
        default=choices.SettlementType.INFORMAL_SETTLEMENT,
    )
    land_owner_types = ArrayField(
        models.CharField(max_length=40, choices=choices.LandOwnerType),
        verbose_name=_("whose land it is"),
        default=list,
        blank=True,
    )
    land_reference = models.CharField(_("L.R. number"), max_length=100, blank=True)
    tenure_regularisation = models.CharField(
        _("way to secure tenure"),
        max_length=40,
        choices=choices.Regularisation,
        default=choices.Regularisation.NONE,
    )
    eviction_threat_now = models.CharField(
        _("threat of eviction now"),
        max_length=40,
        choices=choices.EvictionThreat,
        default=choices.EvictionThreat.NONE,
    )
    hazards = ArrayField(
        models.CharField(max_length=40, choices=choices.Hazard),
        verbose_name=_("hazards"),
        default=list,
        blank=True,
    )
    access_level = models.CharField(
        _("who may know of it"),
        max_length=20,
        choices=choices.AccessLevel,
        default=choices.AccessLevel.FEDERATION,
    )
    smallest_cell = models.PositiveSmallIntegerField(
        _("smallest number shown to others"),
        default=SMALLEST_CELL,
        validators=[MinValueValidator(SMALLEST_CELL)],
        help_text=_("Those who do not act here see no number of people or households below this."),
    )
    # The safety switch: since when, by whom and why the ground is hidden from those who do not act here.
    shielded_at = models.DateTimeField(_("hidden since"), null=True, blank=True, editable=False)
    shielded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("hidden by"),
    )  # fmt: skip
    shielded_because = models.CharField(_("hidden because"), max_length=200, blank=True, editable=False)
    # Raised by database triggers whenever something drawn on the map changes: tiles are cached under it.
    data_version = models.PositiveBigIntegerField(default=1, editable=False)

    objects: ClassVar = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2,4}$"), name="settlement_code_is_letters"
            ),
            models.CheckConstraint(
                condition=Q(boundary__isnull=True) | Q(boundary__isvalid=True),
                name="settlement_boundary_is_valid",
            ),
            models.CheckConstraint(
                condition=Q(smallest_cell__gte=SMALLEST_CELL), name="settlement_hides_small_cells"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mapping:settlement-detail", args=[self.code])

    def acts_of(self, user: Viewer) -> frozenset[Act]:
        """Everything the user may do here, by one query; of many settlements ask `where_may`."""
        if not user.is_active:
            return frozenset()
        if user.is_superuser:
            return frozenset(Act)
        here = Membership.objects.filter(holds_in(settlement=self.pk, county=self.county_id), user_id=user.pk)
        return acts_of_roles(here.values_list("role", flat=True))

    @property
    def is_shielded(self) -> bool:
        """Whether the safety switch is on: others see no boundary, and nothing is handed over."""
        return self.shielded_at is not None

    def area_acres(self) -> float | None:
        """Area inside the boundary on the spheroid, in acres; None without a boundary."""
        if self.boundary is None:
            return None
        geography = Cast("boundary", models.MultiPolygonField(geography=True))
        on_spheroid = type(self).objects.annotate(area=Area(geography)).values_list("area", flat=True)
        return float(on_spheroid.get(pk=self.pk).sq_m) / M2_PER_ACRE


class Eviction(models.Model):
    """An eviction the settlement lived through, or stopped."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="evictions")
    happened_on = models.DateField(_("date"))
    by_whom = models.CharField(_("by whom"), max_length=40, choices=choices.EvictionAgent)
    notice_given = models.BooleanField(_("notice was given"), null=True, blank=True)
    structures_affected = models.PositiveIntegerField(_("structures affected"), null=True, blank=True)
    households_affected = models.PositiveIntegerField(_("households affected"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=40, choices=choices.EvictionOutcome, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on"]
        verbose_name = _("eviction")
        verbose_name_plural = _("evictions")

    def __str__(self) -> str:
        return f"{self.settlement} {self.happened_on:%Y-%m-%d}"


@tracked(inserts=True, found_by=["settlement"])
class Cluster(models.Model):
    """A village, zone or block of a settlement; its code is part of the door numbers."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="clusters")
    code = models.CharField(
        _("code"),
        max_length=3,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9]{0,2}$", _("A capital letter, then up to two letters or digits."))
        ],
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        _("kind"), max_length=20, choices=choices.ClusterKind, default=choices.ClusterKind.VILLAGE
    )
    boundary = models.MultiPolygonField(_("boundary"), null=True, blank=True)
    leader_name = models.CharField(_("leader"), max_length=100, blank=True)

    objects: ClassVar = InSettlementQuerySet.as_manager()

    class Meta:
        ordering = ["settlement", "code"]
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        constraints = [
            models.UniqueConstraint(fields=["settlement", "code"], name="cluster_code_once_per_settlement"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z0-9]{0,2}$"), name="cluster_code_has_letter"
            ),
            models.CheckConstraint(
                condition=Q(boundary__isnull=True) | Q(boundary__isvalid=True),
                name="cluster_boundary_is_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked(inserts=True, found_by=["settlement"])
class Membership(models.Model):
    """What a person may do, and where: in one settlement, in a county, or (neither given) everywhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=choices.Role)
    settlement = models.ForeignKey(
        Settlement, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    county = models.ForeignKey(
        County, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(settlement__isnull=True) | Q(county__isnull=True), name="membership_has_one_place"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "settlement", "county"], name="membership_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
