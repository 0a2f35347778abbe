"""The smallest Django site that serves our structures by django-vectortiles, in its own environment.

Settings, URLs and application in one module: `gunicorn vectortiles_site:application`.
"""

import os
from urllib.parse import unquote, urlsplit

_url = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": _url.path[1:],
        "USER": _url.username,
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": _url.port,
        "CONN_MAX_AGE": 600,
    }
}
SECRET_KEY = "only for measuring"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.gis"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "vectortiles_site"
USE_TZ = True

if os.environ.get("DJANGO_SETTINGS_MODULE") == "vectortiles_site":
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()

    from django.contrib.gis.db import models
    from django.urls import path
    from vectortiles import VectorLayer
    from vectortiles.views import MVTView

    class Structure(models.Model):
        """The table as it is."""

        code = models.CharField(max_length=16)
        wall = models.CharField(max_length=40)
        status = models.CharField(max_length=20)
        footprint = models.PolygonField(srid=4326)
        shape_3857 = models.GeometryField(srid=3857)

        class Meta:
            app_label = "bench"
            managed = False
            db_table = "settlements_structure"

    class Footprints(VectorLayer):
        model = Structure
        id = "structures"
        geom_field = "footprint"
        tile_fields = ("code", "wall", "status")
        queryset_limit = None

    class Shapes(Footprints):
        geom_field = "shape_3857"

    class FootprintTiles(MVTView):
        layer_classes = [Footprints]

    class ShapeTiles(MVTView):
        layer_classes = [Shapes]

    urlpatterns = [
        path("footprint/<int:z>/<int:x>/<int:y>", FootprintTiles.as_view()),
        path("shape_3857/<int:z>/<int:x>/<int:y>", ShapeTiles.as_view()),
    ]
    application = get_wsgi_application()
