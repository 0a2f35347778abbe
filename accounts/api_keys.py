"""The keys that programs use in a person's name: refused like the person, and noted when they were used."""

import base64
import binascii
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiKey, User
from accounts.second_factor import is_missing, what_is_missing

NOTED_EVERY = timedelta(minutes=10)


class KeyAuthentication(TokenAuthentication):
    """knox's, for a person who would be let in at the door as well."""

    def validate_user(self, auth_token: AuthToken) -> tuple[User, AuthToken]:
        user, token = super().validate_user(auth_token)
        if is_missing(user):
            raise PermissionDenied(what_is_missing())
        note_use(token)
        return user, token


class KeyAsPassword(KeyAuthentication):
    """HTTP Basic with the e-mail address and a key as the password: what QGIS and Excel can send.

    The password itself is never taken: a program that keeps one keeps the key, which ends, which can be ended
    alone, and which never opens the site.
    """

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        scheme, _space, said = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            email, colon, key = base64.b64decode(said.strip(), validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            email, colon, key = "", "", ""
        key = key.strip()
        if not colon or not (key.isascii() and key.isalnum()):
            raise AuthenticationFailed(_("This is no e-mail address with a key."))
        user, token = self.authenticate_credentials(key.encode())
        if not constant_time_compare(user.email.casefold().encode(), email.strip().casefold().encode()):
            raise AuthenticationFailed(_("The key is somebody else's."))
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Basic realm="Pamoja", charset="UTF-8"'


class KeyScheme(KnoxTokenScheme):
    """How the API's description names it."""

    target_class = "accounts.api_keys.KeyAuthentication"


def make_key(user: User, name: str) -> tuple[AuthToken, str]:
    """A key and its text, which nobody can read again: only its hash is kept."""
    made, text = AuthToken.objects.create(user)
    ApiKey.objects.create(token=made, name=name)
    return made, text


def note_use(token: Any) -> None:
    """Remember that the key was used, at most every ten minutes: an answer is not to wait for a write."""
    if cache.add(f"key-used:{token.pk[:32]}", True, NOTED_EVERY.total_seconds()):
        ApiKey.objects.filter(token=token).update(last_used_at=timezone.now())
