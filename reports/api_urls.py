from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from reports import api_exports, api_figures

router = SimpleRouter(use_regex_path=False)
router.register("exports", api_exports.ExportViewSet, basename="api-export")

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "exports/<int:pk>/file/",
        api_exports.ExportViewSet.as_view(
            {"get": "file"}, content_negotiation_class=api_exports.WhateverIsAccepted
        ),
        name="api-export-file",
    ),
    path(
        "settlements/<slug:code>/figures/",
        api_figures.SettlementFigures.as_view(),
        name="api-settlement-figures",
    ),
    *router.urls,
]
