from django.urls import URLPattern, URLResolver, path

from reports import calendar_urls, figures_urls, handover_urls, report_urls, webhook_urls
from reports.views import asking, exports, saved

app_name = "reports"

urlpatterns: list[URLPattern | URLResolver] = [
    # --- Exports: what is asked for, made and fetched.
    path("exports/", exports.export_list, name="export-list"),
    path("exports/new/<slug:product>/", asking.export_new, name="export-new"),
    path("exports/<int:pk>/", exports.export_detail, name="export"),
    path("exports/<int:pk>/file/", exports.export_file, name="export-file"),
    path("exports/<int:pk>/cancel/", exports.export_cancel, name="export-cancel"),
    path("exports/<int:pk>/again/", exports.export_again, name="export-again"),
    path("exports/<int:pk>/delete/", exports.export_delete, name="export-delete"),
    path("exports/<int:pk>/save/", saved.saved_new, name="saved-export-new"),
    path("exports/saved/", saved.saved_list, name="saved-export-list"),
    path("exports/saved/<int:pk>/", saved.saved_detail, name="saved-export"),
    path("exports/saved/<int:pk>/run/", saved.saved_run, name="saved-export-run"),
    path("exports/saved/<int:pk>/address/", saved.saved_address, name="saved-export-address"),
    path("exports/saved/<int:pk>/delete/", saved.saved_delete, name="saved-export-delete"),
    path("exports/at/<str:token>/", saved.saved_file, name="saved-export-file"),
    *figures_urls.urlpatterns,
    *handover_urls.urlpatterns,
    *calendar_urls.urlpatterns,
    *report_urls.urlpatterns,
    *webhook_urls.urlpatterns,
]
