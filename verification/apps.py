from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "verification"
    verbose_name = _("verification")

    def ready(self) -> None:
        from verification import clearing  # noqa: F401 - hears when a household's identity goes
