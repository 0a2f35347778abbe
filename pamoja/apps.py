from django.apps import AppConfig


class PamojaConfig(AppConfig):
    name = "pamoja"

    def ready(self) -> None:
        from pamoja import checks  # noqa: F401
