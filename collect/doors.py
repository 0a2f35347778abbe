"""What every address of phones has in common: who asks, in whose language, and that no answer is a page."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from accounts.because import because
from collect import responses
from collect.authentication import Stranger, by_password, by_token
from enumerations.models import Device
from enumerations.services.devices import note_seen

logger = logging.getLogger(__name__)
PhoneView = Callable[..., HttpResponseBase]
# What is asked first of a POST, with the token: its answer, or None where the view is to be asked.
Shortcut = Callable[[HttpRequest, str], HttpResponseBase | None]


def for_phones(*methods: str, shortcut: Shortcut | None = None) -> Callable[[PhoneView], PhoneView]:
    """A view that a known phone asks: `view(request, device, ...)`. Whatever happens, it is answered in XML.

    Its address holds `token`, or `enumeration` where the phone signs in by name. No session, no CSRF, no
    limit: one phone with an old password must not lock out a team behind one address.
    """

    def declare(view: PhoneView) -> PhoneView:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **where: Any) -> HttpResponseBase:
            if request.method not in methods:
                return responses.not_allowed(methods)
            if settings.SECURE_SSL_REDIRECT and not request.is_secure():
                return responses.not_private()
            if shortcut and request.method == "POST" and "token" in where:
                return _answered(lambda: shortcut(request, where["token"]) or _ask(request, view, where))
            return _answered(lambda: _ask(request, view, where))

        return answer

    return declare


def _ask(request: HttpRequest, view: PhoneView, where: dict[str, Any]) -> HttpResponseBase:
    device = _device(request, where)
    # The history names whose phone it was, and not the address: a token is in it.
    with translation.override(device.user.language), because(user=device.user_id, url="/collect/"):
        note_seen(device)
        return _answered(lambda: view(request, device, **where))


def _device(request: HttpRequest, where: dict[str, Any]) -> Device:
    if "token" in where:
        return by_token(where.pop("token"))
    return by_password(request, where.pop("enumeration"))


def _answered(ask: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return ask()
    except Stranger as stranger:
        return stranger.answer
    except Http404:
        return responses.not_found()
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return responses.too_large()
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return responses.unreadable()
    except (OperationalError, InterfaceError):
        logger.exception("The database did not answer a phone")
        return responses.our_fault(503)
    except Exception:
        logger.exception("A phone could not be answered")
        return responses.our_fault(500)


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Of whatever else is asked for: also a page of this site would be taken for somebody else's proxy."""
    return responses.not_found()
