from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "mapping"

    def ready(self) -> None:
        from mapping import access

        access.connect()
