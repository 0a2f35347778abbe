from django.urls import path

from mapping.edit import views

# Under a settlement's address; the names are mapping's.
urlpatterns = [
    path("edit/", views.ground_edit, name="ground-edit"),
    path("edit/save/", views.ground_save, name="ground-save"),
    path("edit/join/", views.ground_join, name="ground-join"),
    path("edit/split/<int:pk>/", views.ground_split, name="ground-split"),
    path("edit/<slug:layer>.geojson", views.ground_in_view, name="ground-in-view"),
    path("edits/", views.ground_edits, name="ground-edits"),
    path("edits/<int:pk>/undo/", views.ground_undo, name="ground-undo"),
]
