from django.apps import AppConfig


class EnumerationsConfig(AppConfig):
    name = "enumerations"
