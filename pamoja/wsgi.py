"""The door for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.settings")

application = get_wsgi_application()

# All code is here before the first request, and stays: Python need not look through it again and again for
# what is no longer used, which took a tenth of the time of a request.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
