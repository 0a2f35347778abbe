"""Pages where ground comes in. What stands in a settlement is shown by mapping."""

from django.urls import path

from settlements import views

app_name = "settlements"
urlpatterns = [
    path("import/", views.ground_import, name="ground-import"),
    path("import/<int:pk>/", views.ground_import_plan, name="ground-import-plan"),
    path("import/<int:pk>/rows.csv", views.ground_import_rows, name="ground-import-rows"),
]
