"""Every route under /api/v1/: each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("settlements.api_urls")),
    path("", include("enumerations.api_urls")),
    path("", include("reports.api_urls")),
]
