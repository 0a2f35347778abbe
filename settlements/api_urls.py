from django.urls import path

from settlements import api

urlpatterns = [
    path("settlements/", api.SettlementList.as_view(), name="api-settlement-list"),
    path("settlements/<str:code>/", api.SettlementDetail.as_view(), name="api-settlement-detail"),
    path("settlements/<str:code>/structures/", api.StructureList.as_view(), name="api-structure-list"),
    path(
        "settlements/<str:code>/service-points/",
        api.ServicePointList.as_view(),
        name="api-service-point-list",
    ),
]
