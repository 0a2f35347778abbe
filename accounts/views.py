"""What a signed-in person sees and changes about themselves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from accounts.models import User


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Switch the language: a cookie for this device, and the person's own choice for every other one."""
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in dict(User._meta.get_field("language").flatchoices):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return set_language(request)


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html")
