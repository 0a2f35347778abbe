from django.urls import path, re_path

from reports.feeds import views

app_name = "odata"

urlpatterns = [
    path("", views.Service.as_view(), name="service"),
    path("$metadata", views.Metadata.as_view(), name="metadata"),
    re_path(r"^(?P<name>\w+)\('(?P<key>(?:[^'\x00]|'')*)'\)$", views.One.as_view(), name="one"),
    path("<str:name>/$count", views.Count.as_view(), name="count"),
    path("<str:name>", views.Rows.as_view(), name="rows"),
]
