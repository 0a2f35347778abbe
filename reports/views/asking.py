"""Asking for a file: what a product needs to know, what it will be, and where names are in it, why."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reports.forms.base import AskForm
from reports.forms.exports import HowForm, ReasonForm
from reports.forms.picking import LOOK, LOOK_FOR
from reports.products import PRODUCTS, Ask, Product, Refusal, Refused, label_of
from reports.views.pages import holds, person, sign_in, way_out
from reports.works.ask import ask_for, standing_against

# Sent along, and no part of the wish.
OURS = ("csrfmiddlewaretoken", "reason", "mail", "step", LOOK, LOOK_FOR)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def export_new(request: HttpRequest, product: str) -> HttpResponse:
    """`/exports/new/data/?settlements=7`: choose, see what it will be, ask for it."""
    if not request.user.is_authenticated:
        return sign_in(request)
    found = PRODUCTS.get(product)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _asked(request, found)
    form = found.form(user=person(request), initial=_initial(found.form, request.GET))
    return render(request, "reports/export_new.html", _context(found, form))


def _initial(form: type[AskForm], said: QueryDict) -> dict[str, Any]:
    """What the address says; of a name that stands there several times, all."""
    given = {name: said.getlist(name) for name in said if name in form.base_fields}
    return {name: values if len(values) > 1 else values[0] for name, values in given.items() if values}


def _context(product: Product, form: AskForm, **more: Any) -> dict[str, Any]:
    return {"product": product, "form": form, "how": HowForm(), "refusals": [], **more}


def _foretold(request: HttpRequest, product: Product, form: AskForm) -> dict[str, Any]:
    """What the file will be, or what stands against it; nothing while something is still to be chosen."""
    if not form.is_valid():
        return {"product": product}
    ask = form.ask()
    against = standing_against(person(request), product, ask)
    if against:
        return {"product": product, **_against(request, product, form, against)}
    envelope = product.envelope(ask)
    return {
        "product": product,
        "title": product.title(ask),
        "envelope": envelope,
        "for_whom": label_of(product.name, envelope),
        "holds": holds(envelope, product.name),
    }


def _against(
    request: HttpRequest, product: Product, form: AskForm, refusals: list[Refusal]
) -> dict[str, Any]:
    back = f"{reverse('reports:export-new', args=[product.name])}?{_wish(form.data).urlencode()}"
    return {"refusals": refusals, "way_out": way_out(product, form.ask(), refusals, back)}


def _wish(sent: Any) -> QueryDict:
    """The choices alone, as a form sends them."""
    wish = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name not in OURS:
            wish.setlist(name, values)
    return wish


def _asked(request: HttpRequest, product: Product) -> HttpResponse:
    form = product.form(request.POST, user=person(request))
    if request.headers.get("HX-Request"):
        return render(request, "reports/_export_foretold.html", _foretold(request, product, form))
    if LOOK in request.POST:
        how = HowForm(initial={"mail": "mail" in request.POST})
        return render(request, "reports/export_new.html", _context(product, form.unjudged(), how=how))
    how = HowForm(request.POST)
    if not form.is_valid() or not how.is_valid():
        return render(request, "reports/export_new.html", _context(product, form, how=how), status=422)
    ask = form.ask()
    if product.envelope(ask).needs_reason and request.POST.get("step") != "reason":
        against = standing_against(person(request), product, ask)
        if not against:
            return _reason_page(request, product, form, ReasonForm())
        more = _against(request, product, form, against)
        return render(
            request, "reports/export_new.html", _context(product, form, how=how, **more), status=422
        )
    reason = ReasonForm(request.POST)
    if not product.envelope(ask).needs_reason:
        return _begun(request, product, form, how, "")
    if not reason.is_valid():
        return _reason_page(request, product, form, reason, status=422)
    return _begun(request, product, form, how, reason.cleaned_data["reason"])


def _begun(request: HttpRequest, product: Product, form: AskForm, how: HowForm, reason: str) -> HttpResponse:
    try:
        export, _is_new = ask_for(
            user=person(request),
            product=product.name,
            ask=form.ask(),
            reason=reason,
            mail=how.cleaned_data["mail"],
        )
    except Refused as refused:
        more = _against(request, product, form, list(refused.refusals))
        return render(
            request, "reports/export_new.html", _context(product, form, how=how, **more), status=422
        )
    return redirect(export)


def _reason_page(
    request: HttpRequest, product: Product, form: AskForm, reason: ReasonForm, status: int = 200
) -> HttpResponse:
    """The second step, where names are in it."""
    more = {
        "action": reverse("reports:export-new", args=[product.name]),
        "sends": [(name, each) for name, values in _wish(form.data).lists() for each in values],
        "mail": "mail" in request.POST,
        "back": f"{reverse('reports:export-new', args=[product.name])}?{_wish(form.data).urlencode()}",
    }
    return reason_page(request, product, form.ask(), reason, status, **more)


def reason_page(
    request: HttpRequest, product: Product, ask: Ask, reason: ReasonForm, status: int = 200, **more: Any
) -> HttpResponse:
    """Why the file is needed, which goes to `action`; `back` leads to what was chosen."""
    envelope = product.envelope(ask)
    context = {
        "product": product,
        "title": product.title(ask),
        "envelope": envelope,
        "for_whom": label_of(product.name, envelope),
        "holds": holds(envelope, product.name),
        "form": reason,
        **more,
    }
    return render(request, "reports/export_reason.html", context, status=status)
