"""Webhooks: their list, a new one, one with what was delivered, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.forms.webhooks import WebhookForm
from reports.models import Delivery, Webhook
from reports.views.pages import person
from reports.webhooks import delivering
from reports.webhooks.calling import SAYINGS

SHOWN = 50


def of_office(request: HttpRequest) -> None:
    """Raises Http404 for whoever is not of the office."""
    if not delivering.may_have_webhooks(request.user):
        raise Http404


def mine(request: HttpRequest, pk: int) -> Webhook:
    of_office(request)
    found: Webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
    return found


@require_safe
@login_required
@never_cache
def webhook_list(request: HttpRequest) -> HttpResponse:
    """`/webhooks/`: which programs are told of what."""
    of_office(request)
    return render(
        request, "reports/webhooks/list.html", {"webhooks": Webhook.objects.visible_to(request.user)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def webhook_new(request: HttpRequest) -> HttpResponse:
    """`/webhooks/new/`: the answer to a good form holds the secret, this once."""
    of_office(request)
    form = WebhookForm(request.POST if request.method == "POST" else None, owner=person(request))
    if request.method != "POST":
        return render(request, "reports/webhooks/new.html", {"form": form})
    if not form.is_valid():
        return render(request, "reports/webhooks/new.html", {"form": form}, status=422)
    webhook, secret = delivering.make_webhook(person(request), **form.cleaned_data)
    return render(request, "reports/webhooks/secret.html", {"webhook": webhook, "secret": secret})


@require_safe
@login_required
@never_cache
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """`/webhooks/3/`: where it goes, and every attempt of a month."""
    webhook = mine(request, pk)
    rows: Any = webhook.deliveries.select_related("event__settlement")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    for delivery in page:
        delivery.words = SAYINGS.get(delivery.said, "")
    return render(request, "reports/webhooks/detail.html", {"webhook": webhook, "page": page})


@require_POST
@login_required
@never_cache
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown this once; the old one signs too for a day."""
    webhook = mine(request, pk)
    context = {"webhook": webhook, "secret": delivering.rotate(webhook), "is_rotated": True}
    return render(request, "reports/webhooks/secret.html", context)


@require_POST
@login_required
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it something that says nothing."""
    webhook = mine(request, pk)
    delivering.send_test(webhook)
    messages.success(request, _("A test is on its way. Load the page again in a moment."))
    return redirect(webhook)


@require_POST
@login_required
def webhook_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Off, or on again."""
    webhook = mine(request, pk)
    delivering.switch(webhook)
    messages.success(request, _("It is off.") if webhook.disabled_at else _("It is on."))
    return redirect(webhook)


@require_POST
@login_required
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    mine(request, pk).delete()
    messages.success(request, _("The webhook is gone."))
    return redirect("reports:webhook-list")


@require_POST
@login_required
def webhook_again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Deliver once more."""
    webhook = mine(request, pk)
    delivering.again(get_object_or_404(Delivery, webhook=webhook, pk=delivery))
    messages.success(request, _("It is sent again."))
    return redirect(webhook)
