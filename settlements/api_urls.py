from django.urls import path

from settlements import api, api_lines

urlpatterns = [
    path("settlements/", api.SettlementList.as_view(), name="api-settlement-list"),
    path("settlements/<str:code>/", api.SettlementDetail.as_view(), name="api-settlement-detail"),
    path("settlements/<str:code>/structures/", api.StructureList.as_view(), name="api-structure-list"),
    path(
        "settlements/<str:code>/service-points/",
        api.ServicePointList.as_view(),
        name="api-service-point-list",
    ),
    path("settlements/<str:code>/lanes/", api_lines.LaneList.as_view(), name="api-lane-list"),
    path("settlements/<str:code>/overlays/", api_lines.OverlayList.as_view(), name="api-overlay-list"),
]
