"""The least that a site can do with an interview: take the XML out of the request and insert it.

Settings, URLs and application in one module: `gunicorn bare_site:application`. No middleware, no checks; with
MIDDLEWARE=usual, what `startproject` puts in. `/once` also reads which interview it is, and has each once.
"""

import os
from urllib.parse import urlsplit
from xml.etree import ElementTree

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    # What `startproject` puts in, but for the one against forged forms: a phone could not answer it.
    usual = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    server = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=usual if os.environ.get("MIDDLEWARE") == "usual" else [],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
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
from django.db import connection, transaction

INSERT = "INSERT INTO bare_submission (xml) VALUES (%s)"
ONCE = "INSERT INTO bare_submission (instance_id, xml) VALUES (%s, %s) ON CONFLICT DO NOTHING"
TABLE = """
CREATE TABLE bare_submission (
    id bigserial PRIMARY KEY, received_at timestamptz DEFAULT now(), instance_id text UNIQUE, xml bytea)
"""


def submission(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [b"".join(request.FILES["xml_submission_file"])])  # type: ignore[arg-type]
    return HttpResponse(status=201)


def once(request: HttpRequest) -> HttpResponse:
    xml = b"".join(request.FILES["xml_submission_file"])  # type: ignore[arg-type]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONCE, [ElementTree.fromstring(xml).findtext("meta/instanceID"), xml])
    return HttpResponse(status=201)


urlpatterns = [path("submission", submission), path("once", once)]
application = get_wsgi_application()
