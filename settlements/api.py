"""What stands on the ground, as JSON and GeoJSON (EPSG:4326). Read only; each sees what pages show."""

from typing import Any

from django.db.models import Case, F, Func, QuerySet, TextField, When
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.pagination import GeoJsonPagination
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from settlements.answering import (
    BBOX,
    ETAG,
    FIELDS,
    IN_BBOX,
    BoxFilter,
    Choosable,
    Chosen,
    Kept,
    version_of,
    versioned,
)
from settlements.keyset import ByCursor
from settlements.models import ServicePoint, Settlement, Structure

# What the answers say of a settlement, but for its county and ward.
SAID = ("code", "name", "other_names", "settlement_type", "access_level")
DRAWN = Func(F("boundary"), template="md5(%(expressions)s::bytea)", output_field=TextField())
OF_GROUND = [BBOX, IN_BBOX, FIELDS, ETAG]
CODE = OpenApiParameter(
    "code", OpenApiTypes.STR, OpenApiParameter.PATH, description="The settlement's code, as KMT."
)


class SettlementSerializer(Choosable, serializers.ModelSerializer[Settlement]):
    """A settlement as a list shows it."""

    county = serializers.CharField(source="county.name")
    ward = serializers.CharField(source="ward.name", default=None, allow_null=True)

    class Meta:
        model = Settlement
        fields: tuple[str, ...] = (
            "code", "name", "other_names", "county", "ward", "settlement_type", "access_level"
        )  # fmt: skip


class SettlementDetailSerializer(SettlementSerializer):
    """One settlement with its boundary; `boundary` is null where it may not be shown."""

    area_acres = serializers.SerializerMethodField()

    class Meta(SettlementSerializer.Meta):
        fields = (*SettlementSerializer.Meta.fields, "year_settled", "boundary", "area_acres")

    def get_area_acres(self, settlement: Settlement) -> float | None:
        """Inside the boundary, on the spheroid; null where the boundary is."""
        area = settlement.area_acres() if getattr(settlement, "shows_ground", False) else None
        return None if area is None else round(area, 1)

    def to_representation(self, settlement: Settlement) -> dict[str, Any]:
        said: dict[str, Any] = super().to_representation(settlement)
        if "boundary" in said and not getattr(settlement, "shows_ground", False):
            said["boundary"] = None
        return said


class ShapeField(GeometryField):
    """The footprint, or the point where there is none."""

    def get_attribute(self, structure: Structure) -> Any:
        return structure.footprint or structure.location


class StructureSerializer(Choosable, GeoFeatureModelSerializer):
    """A structure as a GeoJSON feature: its footprint, or its point where there is none."""

    # Under the name of a column that holds any geometry, so that the docs say so; in degrees all the same.
    shape_3857 = ShapeField(read_only=True)
    cluster = serializers.CharField(source="cluster.code", default=None, allow_null=True)

    class Meta:
        model = Structure
        geo_field = "shape_3857"
        id_field = "id"
        fields = (
            "id", "code", "cluster", "status", "uses", "storeys", "rooms_total", "rooms_occupied",
            "roof", "wall", "floor", "year_built", "shape_3857",
        )  # fmt: skip


class ServicePointSerializer(Choosable, GeoFeatureModelSerializer):
    """A service point as a GeoJSON feature."""

    cluster = serializers.CharField(source="cluster.code", default=None, allow_null=True)

    class Meta:
        model = ServicePoint
        geo_field = "location"
        id_field = "id"
        fields = (
            "id", "code", "cluster", "kind", "name", "operator", "status", "open_hours", "cost_kes",
            "year_built", "users_estimate", "checked_on", "cubicles", "cubicles_working", "taps",
            "taps_working", "location",
        )  # fmt: skip


class SettlementFilter(filters.FilterSet):
    """By name, or by the county's code."""

    name = filters.CharFilter(field_name="name", lookup_expr="icontains")
    county = filters.CharFilter(field_name="county__code")

    class Meta:
        model = Settlement
        fields = ("name", "county")


class StructureFilter(filters.FilterSet):
    class Meta:
        model = Structure
        fields = {"code": ["exact"], "cluster__code": ["exact"], "status": ["exact"]}


class ServicePointFilter(filters.FilterSet):
    class Meta:
        model = ServicePoint
        fields = {"kind": ["exact"], "cluster__code": ["exact"], "status": ["exact"]}


@extend_schema_view(
    get=extend_schema(summary="Settlements", operation_id="settlements_list", parameters=[FIELDS, ETAG])
)
class SettlementList(Kept, Chosen, generics.ListAPIView):
    """`/api/v1/settlements/?county=047`: the settlements you may know of."""

    queryset = Settlement.objects.none()  # for the docs
    serializer_class = SettlementSerializer
    filterset_class = SettlementFilter
    orderings = {"code": ("code",), "-code": ("-code",), "name": ("name", "pk"), "-name": ("-name", "-pk")}

    def get_queryset(self) -> QuerySet[Settlement]:
        return (
            Settlement.objects.visible_to(self.request.user).select_related("county", "ward").order_by("code")
        )

    def version(self) -> str:
        """Of what is said of each alone: more would tell outsiders that somebody works there."""
        known = Settlement.objects.visible_to(self.request.user).order_by("pk")
        return version_of(known, *SAID, "county__name", "ward__name")


@extend_schema_view(
    get=extend_schema(
        summary="One settlement", operation_id="settlements_detail", parameters=[CODE, FIELDS, ETAG]
    )
)
class SettlementDetail(Kept, Chosen, generics.RetrieveAPIView):
    """`/api/v1/settlements/KMT/`: one settlement with its boundary, GeoJSON."""

    queryset = Settlement.objects.none()
    serializer_class = SettlementDetailSerializer
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[Settlement]:
        visible = Settlement.objects.visible_to(self.request.user).select_related("county", "ward")
        return visible.with_ground_shown_to(self.request.user)

    def version(self) -> str:
        """Of what is said of it, and of the boundary where that is shown."""
        found = self.get_queryset().filter(code=self.kwargs["code"])
        drawn = found.annotate(drawn=Case(When(shows_ground=True, then=DRAWN)))
        return version_of(drawn, *SAID, "year_settled", "drawn", "county__name", "ward__name")


class FeaturePages(ByCursor, GeoJsonPagination):
    """`?page_size=1000`, then by cursor; `?page=2` for who wants numbers: pages of a FeatureCollection."""

    max_page_size = 1000
    numbered = ("page",)

    def size(self, request: Request) -> int:
        return self.get_page_size(request) or self.max_page_size

    def get_paginated_response_schema(self, collection: dict[str, Any]) -> dict[str, Any]:
        """Of a collection that is described already: the page's own members are added."""
        page = PageNumberPagination.get_paginated_response_schema(self, collection)
        del page["properties"]["results"]
        return {"allOf": [collection, {**page, "required": ["count"]}]}


class InSettlement(Kept, Chosen, generics.ListAPIView):
    """What stands in one settlement, for those who act there; 404 for everybody else."""

    pagination_class = FeaturePages
    filter_backends = [filters.DjangoFilterBackend, BoxFilter]
    orderings: dict[str, tuple[str, ...]] = {"id": ("pk",), "-id": ("-pk",)}

    @cached_property
    def settlement(self) -> Settlement:
        own = versioned(Settlement.objects.of_member(self.request.user))
        found: Settlement = get_object_or_404(own, code=self.kwargs["code"])
        return found

    def version(self) -> str:
        """Triggers raise the settlement's with whatever stands in it."""
        return str(self.settlement.written)  # type: ignore[attr-defined]

    def inside(self, queryset: Any) -> QuerySet[Any]:
        here: QuerySet[Any] = queryset.visible_to(self.request.user).filter(settlement=self.settlement)
        return here


@extend_schema_view(
    get=extend_schema(summary="Structures", operation_id="structures_list", parameters=[CODE, *OF_GROUND])
)
class StructureList(InSettlement):
    """`/api/v1/settlements/KMT/structures/?in_bbox=36.84,-1.27,36.85,-1.26`: structures, GeoJSON in pages."""

    queryset = Structure.objects.none()
    serializer_class = StructureSerializer
    filterset_class = StructureFilter
    bbox_filter_field = "location"
    orderings = InSettlement.orderings | {"code": ("code", "pk"), "-code": ("-code", "-pk")}

    def get_queryset(self) -> QuerySet[Structure]:
        structures = self.inside(Structure.objects.defer("shape_3857"))
        return structures.select_related("cluster").order_by("pk")


@extend_schema_view(
    get=extend_schema(
        summary="Service points", operation_id="service_points_list", parameters=[CODE, *OF_GROUND]
    )
)
class ServicePointList(InSettlement):
    """`/api/v1/settlements/KMT/service-points/?kind=water_point`: service points, GeoJSON in pages."""

    queryset = ServicePoint.objects.none()
    serializer_class = ServicePointSerializer
    filterset_class = ServicePointFilter
    bbox_filter_field = "location"

    def get_queryset(self) -> QuerySet[ServicePoint]:
        return self.inside(ServicePoint.objects).select_related("cluster").order_by("pk")
