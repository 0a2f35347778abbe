from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

# What comes with a library and no page of ours asks for: its other builds, its types, maps of its sources.
UNUSED = [
    "*.map",
    "*.d.ts",
    "*.d.mts",
    "htmx.js",
    "htmx.[ace]*.js",
    "leaflet-src.js",
    "leaflet-geoman.js",
    "vue.[ceg]*.js",
    "vue.runtime.global*.js",
    "vue.runtime.esm-bundler.js",
    "vue.runtime.esm-browser.js",
]


class PamojaConfig(AppConfig):
    default = True  # the site itself; the other is named in settings
    name = "pamoja"

    def ready(self) -> None:
        from pamoja import checks  # noqa: F401


class OurStaticFiles(StaticFilesConfig):
    # Extensions of htmx import by names that only a bundler can follow, and the API is shown by another page
    # than ReDoc's: we serve none of them.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "redoc", *UNUSED]
