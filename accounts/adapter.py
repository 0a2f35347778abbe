"""How this site differs from allauth's defaults."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import second_factor
from accounts.limits import too_many
from accounts.sealing import seal, unseal

logger = logging.getLogger(__name__)
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
        """The secret; where the site's key was changed and the old one not kept, one that fits no code."""
        try:
            return unseal(encrypted_text)
        except InvalidToken:
            logger.error("A second factor was sealed under a key that SECRET_KEY_FALLBACKS no longer has.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor.is_required_of(authenticator.user)

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)
