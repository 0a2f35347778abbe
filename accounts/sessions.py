"""How long a session lasts without a click: short for those whose sign-in opens what could harm people."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_reset
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.second_factor import has_bound_role

# A click is noted this often: an answer is not to wait for a write each time.
NOTED_EVERY = 300


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note when the session began, and whether it is one of the short ones."""
    now = int(time.time())
    request.session.update({"began": now, "seen": now, "is_short": has_bound_role(user)})


@receiver(password_reset)
def forget_keys(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever had to choose a new password may have lost more than that: keys end with the old one."""
    user.end_access()


def has_ended(session: Any, now: int) -> bool:
    if not session.get("is_short"):
        return False
    idle = now - session.get("seen", 0) > settings.SESSION_IDLE_MINUTES * 60
    return idle or now - session.get("began", 0) > settings.SESSION_HOURS * 3600


class IdleMiddleware:
    """Signs out who was away too long, before the page is made. After authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Tiles are not clicks: a map left open does not keep a session alive, and asks no more than it must.
        if not request.path_info.startswith(settings.WORDLESS_PATHS):
            self.look(request)
        return self.get_response(request)

    def look(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or "began" not in request.session:
            return
        now = int(time.time())
        if has_ended(request.session, now):
            logout(request)
        elif now - request.session.get("seen", 0) >= NOTED_EVERY and isinstance(request.user, User):
            request.session.update({"seen": now, "is_short": has_bound_role(request.user)})
