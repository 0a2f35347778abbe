from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # They listen to every connection and sign-in, and describe a key to the API's schema.
        from accounts import api_keys, because, ownership, sessions  # noqa: F401

        post_migrate.connect(ownership.protect, sender=self)
