"""How this site differs from allauth's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import second_factor
from accounts.limits import too_many
from accounts.sealing import seal, unseal

FAILED_WAIT_SECONDS = 300


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff invite a person they know."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; too many are answered 429, not by a form as for a wrong password."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(too_many(request, seconds=FAILED_WAIT_SECONDS)) from None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest, and who must have a second factor cannot take it away."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor.is_required_of(authenticator.user)

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)
