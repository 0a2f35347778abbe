"""The second factor: a code from one's own phone beside the password. Offered to all, required of some."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User

# What somebody without the required factor still reaches: setting it up, leaving, and the language.
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "accounts:language-set",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}


def is_required_of(user: User | AnonymousUser) -> bool:
    """Whether this person may not work without it: staff, data managers, and who runs the site."""
    return bool(settings.REQUIRE_MFA) and isinstance(user, User) and user.is_active and has_bound_role(user)


def has_bound_role(user: User) -> bool:
    """Whether the sign-in of this person opens what could harm people."""
    if user.is_superuser or user.is_staff:
        return True
    return user.memberships.filter(role__in=settings.MFA_ROLES).exists()


def is_set_up(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and Authenticator.objects.filter(user=user, type="totp").exists()


def is_missing(user: User | AnonymousUser) -> bool:
    """Whether it is required and not there."""
    return is_required_of(user) and not is_set_up(user)


def what_is_missing() -> dict[str, str]:
    """The refusal, for a program."""
    return {
        "code": "second_factor_missing",
        "sentence": _("Your role asks for a second factor, and none is set up."),
        "remedy": _("Sign in on the website and set it up under “Me”."),
    }


class SecondFactorMiddleware:
    """Leads who lacks the required factor to its set-up, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        # Tiles ask by themselves, once for many: a warm one must not cost the database a question. Phones
        # have a key of their own.
        if not settings.REQUIRE_MFA or request.path_info.startswith(settings.WORDLESS_PATHS):
            return None
        if (match and match.view_name in OPEN) or not is_missing(request.user):
            return None
        if request.headers.get("HX-Request") or not request.accepts("text/html"):
            return JsonResponse(what_is_missing(), status=403)
        if request.path_info.startswith("/api/"):
            return JsonResponse(what_is_missing(), status=403)
        return redirect("mfa_activate_totp")
