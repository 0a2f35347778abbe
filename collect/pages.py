"""The phones of a count: which there are, a new one with its code, and shutting one out."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from collect import addresses
from collect.codes import picture_of
from collect.forms import PhoneForm
from enumerations.models import Device, Enumeration
from enumerations.services.devices import make_device, revoke, settings_payload
from settlements.roles import Act


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def phones(request: HttpRequest, pk: int) -> HttpResponse:
    """The phones of a count: all of them for the office, the own ones for an enumerator; and a new one."""
    user = cast(User, request.user)
    found = Enumeration.objects.open_to_batches_of(user).select_related("settlement")
    count = get_object_or_404(found, pk=pk)
    manages = Act.MANAGE_COUNTS in count.settlement.acts_of(user)
    said = request.POST if request.method == "POST" else None
    initial = {"user": user.pk}
    form = PhoneForm(said, initial=initial, enumeration=count, user=user, for_others=manages)
    if form.is_valid():
        return _made(request, count, form)
    devices = Device.objects.visible_to(user).filter(enumeration=count).select_related("user")
    context = {
        "enumeration": count,
        "phones": devices.order_by("revoked_at", "user__first_name", "name"),
        "form": form,
        "manages": manages,
    }
    return render(request, "collect/phones.html", context, status=422 if form.is_bound else 200)


def _made(request: HttpRequest, count: Enumeration, form: PhoneForm) -> HttpResponse:
    """The answer itself holds the code and the token: neither is kept."""
    device, token = make_device(
        enumeration=count,
        user=form.whose(),
        name=form.cleaned_data["name"],
        created_by=cast(User, request.user),
        tests_draft=form.cleaned_data.get("tests_draft", False),
    )
    site = request.build_absolute_uri("/")
    address = addresses.by_token(site, token)
    context = {
        "enumeration": count,
        "device": device,
        "token": token,
        "address": address,
        "address_by_name": addresses.by_name(site, count.pk),
        "code": picture_of(settings_payload(device, address, device.user.language)),
        "languages": [code for code, _name in settings.LANGUAGES],
    }
    answer = render(request, "collect/phone_made.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_POST
@login_required
def phone_shut_out(request: HttpRequest, pk: int, device: int) -> HttpResponse:
    """End what a phone may do, at once: any phone for the office, the own one for an enumerator."""
    mine = Device.objects.visible_to(request.user).filter(enumeration=pk)
    revoke(get_object_or_404(mine, pk=device))
    messages.success(request, _("The phone is shut out. What it sent stays."))
    return redirect("phones:list", pk)
