from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import because, ownership  # noqa: F401 - the first listens to every connection

        post_migrate.connect(ownership.protect, sender=self)
