"""What a browser is told about this site: where scripts, styles and pictures may come from, and nothing else.

The policy has no `unsafe-inline`. A nonce is given only where a script must stand in the page itself: the
import map of the map's modules, django-leaflet's widget in the admin, and the start of the API's pages.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

# A phone may say where it stands, to this site alone; everything else a browser could ask for is off.
PERMISSIONS = ", ".join(
    [
        "geolocation=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
                "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
            )
        ),
    ]
)  # fmt: skip


def origin_of(address: str) -> list[str]:
    """Where a template of tiles asks, as a policy names it: `https://{s}.tiles.org/…` → `https://*.tiles.org`."""
    parts = urlsplit(address.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def content_policy(*, basemap: str, https: bool) -> dict[str, Any]:
    """The content security policy: this site, and pictures of the basemap where one is set."""
    hosts = origin_of(basemap)
    directives: dict[str, Any] = {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # Leaflet's empty tile, the signs of the API's pages and the QR code of an authenticator are data.
        "img-src": [SELF, "data:", *hosts],
        "connect-src": [SELF, *hosts],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
    if https:
        directives["upgrade-insecure-requests"] = True
    return {"DIRECTIVES": directives}


class MoreHeadersMiddleware:
    """Headers that Django does not set itself: what a page may ask of a device, who may embed an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # What a signed-in person was shown stays neither on a shared phone nor on the way to it. Whoever
        # asks says who they are by a cookie or a key: to look it up would cost a query.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
