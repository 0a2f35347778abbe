"""What several pages of exports say alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from enumerations.views.disclosure import records_url
from reports.models import Export
from reports.products import PRODUCTS, Ask, Envelope, Product, Refusal
from settlements.models import Settlement


@dataclass(frozen=True)
class Offer:
    """Something that can be asked for, as the list of exports offers it."""

    name: str
    title: str | Promise
    about: str | Promise


def offers() -> list[Offer]:
    return [Offer(name, product.form.title or name, product.form.about) for name, product in PRODUCTS.items()]


def person(request: HttpRequest) -> User:
    return cast(User, request.user)


def sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, and back."""
    login = redirect_to_login(request.get_full_path())
    # Following a redirect, htmx would put the sign-in page into the middle of this one.
    return HttpResponseClientRedirect(login.url) if request.headers.get("HX-Request") else login


def way_out(product: Product, ask: Ask, refusals: Sequence[Refusal], back_to: str) -> str:
    """The page on which closed records are opened; empty where that is not what is missing."""
    if [refusal.code for refusal in refusals] != ["records_closed"]:
        return ""
    places = product.settlements(ask)[:2]
    return records_url(places[0], back_to) if len(places) == 1 else ""


def way_out_of(export: Export, refusals: Sequence[Refusal]) -> str:
    """The same for an export that is there."""
    if [refusal.code for refusal in refusals] != ["records_closed"] or len(export.places) != 1:
        return ""
    return records_url(Settlement.objects.get(pk=export.places[0]), export.get_absolute_url())


def holds(envelope: Envelope, product: str) -> str:
    """What a product's file in this envelope may be used for, in a line."""
    if (product, envelope) == ("report", Envelope.STAFF):
        return _(
            "For the office and the community itself: drafts too, with villages and structures; "
            "nothing of who lives there."
        )
    return {
        Envelope.PUBLIC: _("For everybody: adopted totals and public ground. Small numbers are hidden."),
        Envelope.COUNTY: _("For the county, under a signed agreement: write down to whom you give it."),
        Envelope.STAFF: _(
            "For the office alone: homes, services and tenure, and where the work stands; "
            "nothing of who lives there."
        ),
        Envelope.PERSONAL: _("Names people: for you, for the reason you give. Delete it when that is done."),
        Envelope.RESTRICTED: _(
            "Identity numbers and where people live: for you, for the reason you give. Keep it encrypted."
        ),
    }[envelope]
