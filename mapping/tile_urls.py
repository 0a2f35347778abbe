"""Where vector tiles are: `mapping.middleware` answers them on a short way."""

from django.urls import path

from mapping import country_views, tile_views

urlpatterns = [
    path("tiles/country/<int:z>/<int:x>/<int:y>.mvt", country_views.ground_tile, name="ground-tile"),
    path("tiles/<slug:code>/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", tile_views.tile, name="tile"),
]
