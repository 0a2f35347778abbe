from django.urls import path

from reports.features import views

app_name = "ogc"

ONE = "collections/<slug:name>"
urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("conformance", views.Conformance.as_view(), name="conformance"),
    path("api", views.Api.as_view(), name="api"),
    path("collections", views.Collections.as_view(), name="collections"),
    path(ONE, views.OneCollection.as_view(), name="collection"),
    path(f"{ONE}/schema", views.Schema.as_view(), name="schema"),
    path(f"{ONE}/queryables", views.Queryables.as_view(), name="queryables"),
    path(f"{ONE}/items", views.Items.as_view(), name="items"),
    path(f"{ONE}/items/<str:key>", views.Item.as_view(), name="item"),
]
