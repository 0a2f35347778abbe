"""Every setting of Pamoja, read from the environment by typed helpers; the defaults run on a checkout.

`make servers` writes `.local/env` with the addresses of the private servers; a variable that is set in
the environment itself always wins. `.env.example` is the production example.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from environs import Env

from pamoja.described import about as described
from pamoja.headers import content_policy

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = Env()
if "DATABASE_URL" in os.environ:
    # Somebody's own server: the owner of the private one has nothing to do there.
    os.environ.setdefault("DATABASE_OWNER_URL", "")
env.read_env(str(LOCAL_DIR / "env"), recurse=False)

# --- The site -------------------------------------------------------------------------------------

DEBUG: bool = env.bool("DEBUG", False)
SECRET_KEY: str = env.str("SECRET_KEY")
# Older secrets: what they signed and sealed is still read.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# Phones and ID numbers at rest, `id:key,older:key`: the first encrypts, all decrypt. The other is for life.
FIELD_KEYS: str = env.str("FIELD_KEYS")
FIELD_HASH_KEY: str = env.str("FIELD_HASH_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# Where the site is found, for what is written without a request.
SITE_URL: str = env.str("SITE_URL", "http://localhost:8000")
ROOT_URLCONF = "pamoja.urls"
WSGI_APPLICATION = "pamoja.wsgi.application"
# GDAL reads what users send through its own newer build; Django's sees only our own SRIDs.
# The API's docs cannot name the type of a generated geometry; a test holds that this is their only gap.
SILENCED_SYSTEM_CHECKS = ["gis.W001", "drf_spectacular.W001"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "pamoja",
    "accounts",
    "settlements",
    "enumerations",
    "verification",
    "collect",
    "mapping",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "pamoja.apps.OurStaticFiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "leaflet",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework_gis",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "pamoja.headers.MoreHeadersMiddleware",
    "collect.middleware.StraightToTheDoorMiddleware",
    "mapping.middleware.StraightToTheTileMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages for phones with little data; tiles and static files come compressed already and pass untouched.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.reader.ReaderMiddleware",
    "accounts.middleware.HistoryMiddleware",
    "accounts.sessions.IdleMiddleware",
    "accounts.middleware.OwnLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pamoja.waiting.BoundedMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database, cache and queue --------------------------------------------------------------------

POSTGIS = "pamoja.postgis"
DATABASES = {"default": env.dj_db_url("DATABASE_URL", engine=POSTGIS)}
# Two roles: the owner makes tables; the site works as the other one, which can add to the log and not change
# it (accounts/ownership.py). manage.py says which commands are the owner's.
DATABASE_APPLICATION: dict[str, str] = {
    key: DATABASES["default"][key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")
}
DATABASE_OWNER: dict[str, str] = (
    {key: env.dj_db_url("DATABASE_OWNER_URL", engine=POSTGIS)[key] for key in DATABASE_APPLICATION}
    if env.str("DATABASE_OWNER_URL", "")
    else DATABASE_APPLICATION
)
if "AS_OWNER" in os.environ:
    DATABASES["default"] |= DATABASE_OWNER
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL: str = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "pamoja.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        "KEY_PREFIX": env.str("CACHE_KEY_PREFIX", "pamoja"),
    }
}
# Sessions survive an emptied Redis: the database holds them, the cache only spares a query.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# The database is the truth about jobs: a task carries an id, may run twice, and a sweep re-queues
# what stalled. So a task is acknowledged late, and a lost worker's task is delivered again.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", "pamoja")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.int("WORKER_MAX_MEMORY_KB", 600_000)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A submission must not hang when Redis is away: the row is stored, the sweep will find it.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    # What a worker has in hand; several sites in one Redis keep theirs apart.
    "unacked_key": f"{CELERY_TASK_DEFAULT_QUEUE}.unacked",
    "unacked_index_key": f"{CELERY_TASK_DEFAULT_QUEUE}.unacked_index",
    "unacked_mutex_key": f"{CELERY_TASK_DEFAULT_QUEUE}.unacked_mutex",
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TIMEZONE = "Africa/Nairobi"
SWEEP_SECONDS: int = env.int("SWEEP_SECONDS", 10)
STALLED_AFTER_SECONDS: int = env.int("STALLED_AFTER_SECONDS", 20)
# Interviews from phones wait for each other this long, so that figures are made anew once for all of them;
# and an interview waits this long for pictures that are still on their way.
GATHER_AFTER_SECONDS: int = env.int("GATHER_AFTER_SECONDS", 3)
SUBMISSION_FILES_WAIT_SECONDS: int = env.int("SUBMISSION_FILES_WAIT_SECONDS", 900)
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-batches": {"task": "enumerations.sweep_batches", "schedule": timedelta(seconds=SWEEP_SECONDS)},
    "sweep-interviews": {
        "task": "enumerations.sweep_interviews",
        "schedule": timedelta(seconds=SWEEP_SECONDS),
    },
    "sweep-certificates": {
        "task": "verification.sweep_certificates",
        "schedule": timedelta(seconds=SWEEP_SECONDS),
    },
    "search-duplicates": {"task": "verification.search_what_changed", "schedule": timedelta(minutes=1)},
    "sweep-wall-maps": {"task": "mapping.sweep_wall_maps", "schedule": timedelta(seconds=SWEEP_SECONDS)},
    "sweep-lists": {"task": "verification.sweep_lists", "schedule": timedelta(seconds=SWEEP_SECONDS)},
    "sweep-exports": {"task": "reports.sweep_exports", "schedule": timedelta(seconds=SWEEP_SECONDS)},
    "sweep-webhooks": {"task": "reports.sweep_webhooks", "schedule": timedelta(seconds=SWEEP_SECONDS)},
    "clear-exports": {"task": "reports.clear_exports", "schedule": timedelta(minutes=10)},
    "saved-exports": {"task": "reports.make_saved_exports", "schedule": timedelta(minutes=1)},
    "make-tallies": {"task": "reports.make_tallies", "schedule": timedelta(minutes=10)},
    "rebuild-statistics": {"task": "enumerations.rebuild_all_statistics", "schedule": timedelta(days=1)},
    "link-rounds": {"task": "enumerations.link_what_changed", "schedule": timedelta(minutes=10)},
    "retain": {"task": "enumerations.retain", "schedule": timedelta(days=1)},
    "remind-of-dates": {"task": "reports.remind_of_dates", "schedule": crontab(hour=7, minute=0)},
}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.forms.ActivateForm",
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = "Pamoja"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Addresses are known by invitation, not by a mail that is answered.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Who may not work without a second factor, where REQUIRE_MFA says so (and whoever runs the site).
MFA_ROLES = ("staff", "data_manager")
# How often, as allauth writes it. Many phones share one address here; a name is guessed at least often.
ACCOUNT_RATE_LIMITS = {
    "login": env.str("SIGN_IN_RATE", "120/m/ip"),
    "login_failed": env.str("SIGN_IN_FAILED_RATE", "60/m/ip,5/300s/key"),
    "reset_password": env.str("PASSWORD_RESET_RATE", "20/m/ip,5/m/key"),
    "accept_invitation": env.str("INVITATION_RATE", "60/m/ip"),
    "ask_objection": env.str("ASK_OBJECTION_RATE", "60/m/ip"),
}
# How many proxies of ours stand before the site: so many of the addresses they name are believed.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", int(env.bool("SECURE_HTTPS", False)))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
INVITATION_DAYS: int = env.int("INVITATION_DAYS", 7)
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# --- Languages ------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sw", _("Kiswahili"))]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
# Answers for which no session is looked up: tiles have no words, phones bring a name of their own, and an
# embedded map is for strangers.
WORDLESS_PATHS = ("/tiles/", "/collect/", "/embed/")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Africa/Nairobi"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "pamoja.formats"

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(LOCAL_DIR / "static")))
NODE_MODULES = Path(env.str("NODE_MODULES", str(LOCAL_DIR / "node_modules")))
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("vendor/geoman", NODE_MODULES / "@geoman-io" / "leaflet-geoman-free" / "dist"),
    ("vendor/vue", NODE_MODULES / "vue" / "dist"),
    ("vendor/web-forms", NODE_MODULES / "@getodk" / "web-forms" / "dist"),
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(LOCAL_DIR / "media")))
# Where the letters of long lists are: DejaVuSans.ttf and DejaVuSans-Bold.ttf.
PAPER_FONTS = Path(env.str("PAPER_FONTS", "/usr/share/fonts/truetype/dejavu"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Uploads are private (below); static files are not: who serves them may not be who collected them.
    "staticfiles": {
        "BACKEND": "pamoja.storage.HashedModulesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
# These are as small as they get.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "gif", "webp", "woff", "woff2", "gz", "br"]
# Uploaded files are streamed to disk, never held in memory, so a large one costs a worker nothing.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("DATA_UPLOAD_MAX_BYTES", 20_000_000)
# The page that maps a foreign export's columns sends the values of thirty columns at once.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
BATCH_MAX_BYTES: int = env.int("BATCH_MAX_BYTES", 1_000_000_000)
# A phone sends an interview with up to a hundred pictures at once, and beyond so many bytes in parts; one
# recording may be larger. A proxy must let as much pass.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
SUBMISSION_ADVISED_BYTES: int = env.int("SUBMISSION_ADVISED_BYTES", 100_000_000)
SUBMISSION_MAX_BYTES: int = env.int("SUBMISSION_MAX_BYTES", 250_000_000)

# --- The rights of the counted ---------------------------------------------------------------------

# Names, phones, places and stored files go so many years after adoption, or at the next adopted round;
# whatever is due is announced first, on the data managers' page, for so many days.
RETENTION_YEARS: int = env.int("RETENTION_YEARS", 5)
RETENTION_NOTICE_DAYS: int = env.int("RETENTION_NOTICE_DAYS", 14)
# Who answers for the data, as the privacy page says it; the register's certificate is valid for two years.
PRIVACY_CONTROLLER: str = env.str("PRIVACY_CONTROLLER", "")
PRIVACY_CONTACT: str = env.str("PRIVACY_CONTACT", "")
# Under which licence public files go out, in words; without one, that the federation is named as the source.
DATA_LICENCE: str = env.str("DATA_LICENCE", "")
ODPC_REGISTRATION: str = env.str("ODPC_REGISTRATION", "")
ODPC_EXPIRES_ON: date | None = env.date("ODPC_EXPIRES_ON", None)
HOSTING_LOCATION: str = env.str("HOSTING_LOCATION", "")

# --- What is taken out ------------------------------------------------------------------------------

# Files are kept so many days; those with names in them so many hours.
EXPORT_DAYS: int = env.int("EXPORT_DAYS", 7)
EXPORT_PERSONAL_HOURS: int = env.int("EXPORT_PERSONAL_HOURS", 24)
# That one person may have in the making, and that may be worked on at the same time: batches and interviews
# must find a free worker too.
EXPORTS_AT_ONCE: int = env.int("EXPORTS_AT_ONCE", 3)
EXPORT_WORKERS: int = env.int("EXPORT_WORKERS", max(1, (os.cpu_count() or 2) - 1))
SAVED_EXPORTS_MOST: int = env.int("SAVED_EXPORTS_MOST", 20)
# Whoever asked for an e-mail gets one where it took longer: before, they still sit there.
EXPORT_MAIL_AFTER_SECONDS: int = env.int("EXPORT_MAIL_AFTER_SECONDS", 30)
# A saved export that its address is asked for is made anew when the newest file is older.
SAVED_EXPORT_FRESH_MINUTES: int = env.int("SAVED_EXPORT_FRESH_MINUTES", 60)

# --- The map --------------------------------------------------------------------------------------

# No basemap by default: the map is useful with no internet, and nobody learns where the users look.
BASEMAP_URL: str = env.str("BASEMAP_URL", "")
BASEMAP_ATTRIBUTION: str = env.str("BASEMAP_ATTRIBUTION", "")
LEAFLET_CONFIG: dict[str, Any] = {
    "TILES": [
        (_("Streets"), BASEMAP_URL, {"attribution": BASEMAP_ATTRIBUTION, "maxZoom": 22, "maxNativeZoom": 19})
    ]
    if BASEMAP_URL
    else [],
    "DEFAULT_CENTER": (-1.286, 36.82),
    "DEFAULT_ZOOM": 7,
    "MAX_ZOOM": 22,
    "RESET_VIEW": False,
    "NO_GLOBALS": False,
    "SCALE": "metric",
}

# --- API ------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api_keys.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "pamoja.openapi.DescribedSchema",
    "DEFAULT_PAGINATION_CLASS": "pamoja.pages.BoundedPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "pamoja.refusals.refused",
    # `?format=` is no way to ask for another format: it is a filter's name like any other.
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 100,
    "DEFAULT_THROTTLE_CLASSES": ["accounts.limits.PerAddress", "accounts.limits.PerPerson"],
    "NUM_PROXIES": TRUSTED_PROXIES,
}
# Calls; empty for no limit.
API_RATES = {
    "anonymous": env.str("API_RATE_ANONYMOUS", "300/min"),
    "person": env.str("API_RATE_PERSON", "1200/min"),
    "batches": env.str("API_RATE_BATCHES", "600/hour"),
    # Of whoever scans the codes of certificates: a meeting behind one address may check all of its own.
    "certificates": env.str("CERTIFICATE_CHECK_RATE", "120/min"),
    # Of an address that fetches saved exports: right ones and wrong ones count alike.
    "saved-exports": env.str("SAVED_EXPORT_RATE", "60/min"),
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=env.int("API_TOKEN_DAYS", 90))}
SPECTACULAR_SETTINGS = {
    "TITLE": "Pamoja API",
    "DESCRIPTION": described.ABOUT,
    "TAGS": described.TAGS,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "pamoja.described.hook.describe",
    ],
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Five things have a state.
    "ENUM_NAME_OVERRIDES": {
        "FigureState": "reports.api_figures.STATES",
        "ExportState": "reports.choices.ExportState",
        "EnumerationState": "enumerations.choices.EnumerationState",
        "BatchState": "enumerations.choices.BatchState",
        "VersionState": "enumerations.collecting.VersionState",
    },
}

# --- Webhooks -------------------------------------------------------------------------------------

# Plain http only where the site itself is plain; and networks of one's own that may be told although they
# are private, as 10.1.0.0/16: an address on the internet is never led there by its name.
WEBHOOK_HTTP: bool = env.bool("WEBHOOK_HTTP", not env.bool("SECURE_HTTPS", False))
WEBHOOK_NETWORKS: list[str] = env.list("WEBHOOK_NETWORKS", [])
WEBHOOK_SECONDS: int = env.int("WEBHOOK_SECONDS", 10)

# --- Mail -----------------------------------------------------------------------------------------

vars().update(env.dj_email_url("EMAIL_URL", "console:"))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "pamoja@localhost")

# --- The door -------------------------------------------------------------------------------------

SECURE_HTTPS: bool = env.bool("SECURE_HTTPS", False)
SECURE_SSL_REDIRECT = SECURE_HTTPS
# Phones follow a redirect with a GET, and so would lose what they send: they are told instead.
SECURE_REDIRECT_EXEMPT = [r"^collect/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HTTPS
SECURE_HSTS_PRELOAD = SECURE_HTTPS
SESSION_COOKIE_SECURE = SECURE_HTTPS
CSRF_COOKIE_SECURE = SECURE_HTTPS
# "Stay signed in" lasts so many days; for staff and data managers a session ends after minutes without a
# click, and after a working day in any case.
SESSION_COOKIE_AGE = env.int("SESSION_DAYS", 14) * 86_400
SESSION_IDLE_MINUTES: int = env.int("SESSION_IDLE_MINUTES", 60)
SESSION_HOURS: int = env.int("SESSION_HOURS", 12)
REQUIRE_MFA: bool = env.bool("REQUIRE_MFA", SECURE_HTTPS)
# A name with this prefix cannot be set by a neighbouring site of the same domain.
COOKIE_PREFIX = "__Host-" if SECURE_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE_HTTPS
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = content_policy(basemap=BASEMAP_URL, https=SECURE_HTTPS)

# --- Logs: what happened and to which id, never to whom --------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "pamoja.errors.BareFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # runserver would write every address as it is, with the tokens in it.
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        **{name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},  # else a line for each page
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "pamoja.errors.BareFilter"
if not DEBUG:
    DEFAULT_EXCEPTION_REPORTER = "pamoja.errors.BareReporter"
