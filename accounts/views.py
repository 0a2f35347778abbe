"""What a signed-in person sees and changes about themselves."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language
from knox.models import AuthToken

from accounts import second_factor
from accounts.api_keys import make_key
from accounts.models import User

APPEARANCES = ("light", "dark")


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Switch the language: a cookie for this device, and the person's own choice for every other one."""
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return set_language(request)


@require_POST
def appearance_set(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it: a cookie, so that every page comes in it without a flash."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(wanted if is_ours else "/")
    if (chosen := request.POST.get("appearance")) in APPEARANCES:
        answer.set_cookie(
            "appearance",
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        answer.delete_cookie("appearance")
    return answer


@require_safe
@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Who I am, what I may do where, and the keys that programs use in my name."""
    user = cast(User, request.user)
    context = {
        "memberships": user.memberships.select_related("settlement", "county").order_by("pk"),
        "tokens": AuthToken.objects.filter(user=user, expiry__gt=timezone.now())
        .select_related("key")
        .order_by("-created"),
        "second_factor": second_factor.is_set_up(user),
        "token_days": settings.REST_KNOX["TOKEN_TTL"].days,
    }
    return render(request, "accounts/me.html", context)


@require_POST
@login_required
@never_cache
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a key and show it: the answer itself holds it, for only its hash is kept."""
    name = request.POST.get("name", "").strip()[:60] or _("Without a name")
    made, token = make_key(cast(User, request.user), name)
    return render(request, "accounts/token_made.html", {"token": token, "expiry": made.expiry})


@require_POST
@login_required
def token_revoke(request: HttpRequest) -> HttpResponse:
    """End one of one's own keys; somebody else's is not found."""
    get_object_or_404(AuthToken, user=cast(User, request.user), digest=request.POST.get("token", "")).delete()
    messages.success(request, _("The key no longer works."))
    return redirect("accounts:me")


@require_POST
@login_required
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End one's sessions on every device, this one too, and every key."""
    cast(User, request.user).end_access()
    logout(request)
    messages.success(request, _("You are signed out everywhere, and your keys have ended."))
    return redirect("account_login")
