"""The site as gunicorn serves it, but for the names of static files, which a collectstatic makes."""

from django.conf import settings

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from pamoja.wsgi import application  # noqa: E402, F401 - reads the settings
