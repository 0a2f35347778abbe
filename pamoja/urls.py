"""The whole site on one screen: includes only."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from pamoja.look import look

handler429 = "accounts.limits.too_many"
# The admin's own sign-in would know neither the limits nor the second factor of ours.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("look/", look, name="look"),
    path("", include("mapping.urls")),
    path("", include("settlements.urls")),
    path("", include("enumerations.urls")),
    path("", include("verification.urls")),
    path("", include("reports.urls")),
    path("ogc/", include("reports.features.urls")),
    path("odata/", include("reports.feeds.urls")),
    path("", include("collect.page_urls")),
    path("collect/", include("collect.urls")),
    path("me/", include("accounts.urls")),
    # An address is what an invitation was made for: nobody changes it alone.
    path("accounts/email/", RedirectView.as_view(pattern_name="accounts:me"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("pamoja.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
]

# Where programs ask, a refusal is JSON, also where no view was found.
handler400 = "pamoja.refusals.bad_request"
handler403 = "pamoja.refusals.permission_denied"
handler404 = "pamoja.refusals.not_found"
handler500 = "pamoja.refusals.server_error"
