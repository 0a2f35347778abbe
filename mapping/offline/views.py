"""What a phone asks for in order to work without a network. Nothing here is cached by anybody in between."""

import json
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from accounts.reader import reader_of
from mapping.offline import loaded, plan
from mapping.offline.page import kept_page
from settlements.models import Settlement
from settlements.roles import Act

asked_each_time = cache_control(private=True, no_cache=True)
# A phone asks so for a page without the person in it: no name, no form, nothing but what it may keep.
FOR_KEEPING = "X-Keep"
DAYS_UNTIL_WARNED, DAYS_KEPT = 14, 60


@require_safe
@asked_each_time
@conditional_page
def kept_list(request: HttpRequest, code: str) -> JsonResponse:
    """`/settlements/KMT/kept.json`: what a member's phone keeps of it, and how many bytes that is.

    410 while an eviction threatens: then nothing of it stays on a phone.
    """
    settlement = own_settlement(request, code)
    if settlement.is_shielded:
        return JsonResponse(what_is_hidden(), status=410)
    tiles = plan.kept_tiles(settlement)
    page = kept_page(request, settlement, tiles)
    address = reverse("mapping:settlement-kept", args=[settlement.code])
    parts = [
        plan.Part(each, loaded.size_of(each), plan.print_of(loaded.content_of(each)))
        for each in loaded.loaded_by(page)
    ]
    body = page.encode()
    kept = [plan.Part(address, plan.packed_size(body), plan.print_of(body)), *parts]
    return JsonResponse(
        {
            "code": settlement.code,
            "name": settlement.name,
            "reader": reader_of(request.user),
            "language": get_language(),
            "version": settlement.data_version,
            "page": address,
            "parts": plan.as_json([*kept, *tiles.parts]),
            "bytes": sum(part.bytes for part in kept) + tiles.bytes,
            "has_numbers": tiles.has_numbers,
            "is_too_large": tiles.is_too_large,
        }
    )


@require_safe
@asked_each_time
def settlement_kept(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/kept/`: the page that a phone shows of the settlement where there is no network."""
    settlement = own_settlement(request, code)
    if settlement.is_shielded:
        return render(request, "offline/hidden.html", what_is_hidden(), status=410)
    return HttpResponse(kept_page(request, settlement, plan.kept_tiles(settlement)))


def own_settlement(request: HttpRequest, code: str) -> Settlement:
    known = Settlement.objects.where_may(request.user, Act.SEE_GROUND).select_related("county", "ward")
    found: Settlement = get_object_or_404(known, code=code.upper())
    return found


def what_is_hidden() -> dict[str, str]:
    return {
        "code": "hidden",
        "sentence": _("An eviction threatens this settlement: nothing of it is kept on phones."),
        "remedy": _("With a network its page opens as always."),
    }


@require_safe
@asked_each_time
def offline(request: HttpRequest) -> HttpResponse:
    """`/offline/`: what a phone says where there is no network, and which settlements it has kept."""
    return for_phone(request, "offline/offline.html")


@require_safe
@asked_each_time
def saved(request: HttpRequest) -> HttpResponse:
    """`/saved/`: what this phone keeps, how large and how old it is. The site itself does not know."""
    return for_phone(request, "offline/saved.html")


def for_phone(request: HttpRequest, template: str) -> HttpResponse:
    context = lean_context() if FOR_KEEPING in request.headers else {**lean_context(), "base": "base.html"}
    answer = render(request, template, context)
    patch_vary_headers(answer, (FOR_KEEPING, "Cookie"))
    return answer


def lean_context() -> dict[str, Any]:
    return {"base": "offline/base_kept.html", **days()}


def days() -> dict[str, int]:
    return {"days_until_warned": DAYS_UNTIL_WARNED, "days_kept": DAYS_KEPT}


@require_safe
@cache_control(max_age=3_600)
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """`/service-worker.js`: the same for everybody; another one whenever a static file changed.

    A phone asks after a newer one at most once an hour, and hears in few bytes that there is none.
    """
    templates = {"mapping:offline": "offline/offline.html", "mapping:saved": "offline/saved.html"}
    made = [render_to_string(template, lean_context()) for template in templates.values()]
    start = {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "unhashed",
        "pages": [reverse(name) for name in templates],
        "parts": sorted({part for page in made for part in loaded.loaded_by(page)}),
        "static": static(""),
        "days": DAYS_KEPT,
    }
    script = loaded.content_of(static("js/offline/worker.js")).decode()
    return HttpResponse(f"const START = {json.dumps(start)};\n{script}", content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=86_400)
def web_manifest(request: HttpRequest) -> JsonResponse:
    """`/manifest.webmanifest`: how Pamoja stands among a phone's apps."""
    icons = [
        {"src": static(f"icons/pamoja-{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in (
            ("192", "192x192", "any"),
            ("512", "512x512", "any"),
            ("maskable-512", "512x512", "maskable"),
        )
    ]
    described: dict[str, Any] = {
        "id": "/",
        "name": "Pamoja",
        "short_name": "Pamoja",
        "description": _("Settlements that count themselves"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f8f5ef",
        "theme_color": "#14532d",
        "icons": icons,
        "shortcuts": [{"name": _("Kept on this phone"), "url": reverse("mapping:saved")}],
    }
    return JsonResponse(described, content_type="application/manifest+json")
