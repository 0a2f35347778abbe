"""Interviews go straight to where they are received."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

PHONES = "/collect/"
SENDING = "/submission"


class StraightToTheDoorMiddleware:
    """A phone that sends has no session, cookie, form or page: it need not wait for what looks after those.

    Only for sending: forms are fetched seldom, and come compressed like every other page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not (path.startswith(PHONES) and path.endswith(SENDING)):
            return self.get_response(request)
        view, args, kwargs = resolve(path.removeprefix(PHONES.rstrip("/")), "collect.urls")
        return view(request, *args, **kwargs)
