from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PamojaConfig(AppConfig):
    default = True  # the site itself; the other is named in settings
    name = "pamoja"

    def ready(self) -> None:
        from pamoja import checks  # noqa: F401


class OurStaticFiles(StaticFilesConfig):
    # Extensions of htmx import by names that only a bundler can follow, and the API is shown by another page
    # than ReDoc's: we serve none of them.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "redoc"]
