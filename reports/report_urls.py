"""Addresses of reports: written by the office, read by leaders."""

from django.urls import URLPattern, path

from reports.views import report_reading, report_writing, reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/<int:pk>/about/", reports.report_edit, name="report-edit"),
    path("reports/<int:pk>/figures/", reports.report_figures, name="report-figures"),
    path("reports/<int:pk>/sections/<slug:slug>/", report_writing.section_edit, name="section-edit"),
    path("reports/<int:pk>/demands/", report_writing.report_demands, name="report-demands"),
    path("reports/<int:pk>/preview/", report_reading.report_preview, name="report-preview"),
    path("reports/<int:pk>/versions/<int:number>/", report_reading.report_version, name="report-version"),
    path("reports/<int:pk>/export/", report_reading.report_export, name="report-export"),
    path("reports/<int:pk>/history/", report_writing.report_history, name="report-history"),
]
