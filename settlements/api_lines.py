"""Lanes, hazards and plans, as GeoJSON (EPSG:4326). Read only; for those who act in the settlement."""

from typing import Any

from django.contrib.gis.db.models import GeometryField as Geometry
from django.contrib.gis.db.models.functions import Area, Length
from django.contrib.gis.measure import Area as SurfaceArea
from django.contrib.gis.measure import Distance
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from settlements.answering import Choosable
from settlements.api import CODE, OF_GROUND, InSettlement
from settlements.models import Lane, Overlay


class LaneSerializer(Choosable, GeoFeatureModelSerializer):
    """A road, lane, footpath, drain or river as a GeoJSON feature."""

    length_m = serializers.SerializerMethodField()

    class Meta:
        model = Lane
        geo_field = "path"
        id_field = "id"
        fields = ("id", "kind", "name", "width_m", "length_m", "path")

    def get_length_m(self, lane: Lane) -> float:
        """On the spheroid."""
        length: Distance = lane.length  # type: ignore[attr-defined]
        return round(float(length.m), 1)


class OverlaySerializer(Choosable, GeoFeatureModelSerializer):
    """A hazard or plan as a GeoJSON feature: its geometry is what was drawn, `zone` the ground it takes."""

    zone = GeometryField(read_only=True)
    is_hazard = serializers.BooleanField(read_only=True)
    area_m2 = serializers.SerializerMethodField()

    class Meta:
        model = Overlay
        geo_field = "shape"
        id_field = "id"
        fields = (
            "id", "kind", "is_hazard", "name", "reach_m", "source", "said_on", "note", "is_public",
            "area_m2", "zone", "shape",
        )  # fmt: skip

    def get_area_m2(self, overlay: Overlay) -> float:
        """Of the zone, on the spheroid."""
        area: SurfaceArea = overlay.area  # type: ignore[attr-defined]
        return round(float(area.sq_m), 1)


class LaneFilter(filters.FilterSet):
    class Meta:
        model = Lane
        fields = {"kind": ["exact"], "name": ["exact", "icontains"]}


class OverlayFilter(filters.FilterSet):
    class Meta:
        model = Overlay
        fields = {"kind": ["exact"], "is_public": ["exact"]}


@extend_schema_view(
    get=extend_schema(
        summary="Lanes, drains and rivers", operation_id="lanes_list", parameters=[CODE, *OF_GROUND]
    )
)
class LaneList(InSettlement):
    """`/api/v1/settlements/KMT/lanes/?kind=drain`: ways and water, GeoJSON in pages."""

    queryset = Lane.objects.none()
    serializer_class = LaneSerializer
    filterset_class = LaneFilter
    bbox_filter_field = "path"
    bbox_filter_include_overlapping = True  # a line is rarely all in a box

    def get_queryset(self) -> QuerySet[Any]:
        length = Length(Cast("path", Geometry(geography=True)))
        return self.inside(Lane.objects).annotate(length=length).order_by("pk")


@extend_schema_view(
    get=extend_schema(
        summary="Hazards and plans", operation_id="overlays_list", parameters=[CODE, *OF_GROUND]
    )
)
class OverlayList(InSettlement):
    """`/api/v1/settlements/KMT/overlays/?kind=wayleave`: hazards and plans, GeoJSON in pages."""

    queryset = Overlay.objects.none()
    serializer_class = OverlaySerializer
    filterset_class = OverlayFilter
    bbox_filter_field = "zone"
    bbox_filter_include_overlapping = True

    def get_queryset(self) -> QuerySet[Any]:
        area = Area(Cast("zone", Geometry(geography=True)))
        return self.inside(Overlay.objects).annotate(area=area).order_by("pk")
