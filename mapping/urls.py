from django.urls import path

from mapping import tile_views, views

app_name = "mapping"
urlpatterns = [
    path("", views.settlement_list, name="settlement-list"),
    path("settlements.geojson", views.settlement_outlines, name="settlement-outlines"),
    path("settlements/<slug:code>/", views.settlement_detail, name="settlement-detail"),
    path("settlements/<slug:code>/structures/", views.structure_list, name="structure-list"),
    path("settlements/<slug:code>/structures/<int:pk>/", views.structure_detail, name="structure-detail"),
    path("settlements/<slug:code>/services/", views.service_list, name="service-list"),
    path("settlements/<slug:code>/services/<int:pk>/", views.service_detail, name="service-detail"),
    path("tiles/<slug:code>/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", tile_views.tile, name="tile"),
]
