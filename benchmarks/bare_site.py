"""The least that a site can do with an interview: take the XML out of the request and insert it.

Settings, URLs and application in one module: `gunicorn bare_site:application`. No middleware, no checks.
"""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    server = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": server.path.lstrip("/"),
                "USER": server.username,
                "PASSWORD": server.password,
                "HOST": server.hostname,
                "PORT": server.port,
                "CONN_MAX_AGE": 600,
            }
        },
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection

INSERT = "INSERT INTO bare_submission (xml) VALUES (%s)"
TABLE = """
CREATE TABLE bare_submission (id bigserial PRIMARY KEY, received_at timestamptz DEFAULT now(), xml bytea)
"""


def submission(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [b"".join(request.FILES["xml_submission_file"])])  # type: ignore[arg-type]
    return HttpResponse(status=201)


urlpatterns = [path("submission", submission)]
application = get_wsgi_application()
