"""Addresses of reports: written by the office, read by leaders."""

from django.urls import URLPattern, path

from reports.views import report_writing, reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/<int:pk>/about/", reports.report_edit, name="report-edit"),
    path("reports/<int:pk>/figures/", reports.report_figures, name="report-figures"),
    path("reports/<int:pk>/sections/<slug:slug>/", report_writing.section_edit, name="section-edit"),
    path("reports/<int:pk>/demands/", report_writing.report_demands, name="report-demands"),
    path("reports/<int:pk>/history/", report_writing.report_history, name="report-history"),
]
