"""Tiles go a short way: a map asks for dozens at once, and what looks after pages costs more than they."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

TILES, END = "/tiles/", ".mvt"


class StraightToTheTileMiddleware:
    """A tile needs to know who asks, and nothing else: it has no words, no forms, and changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answer: Callable[[HttpRequest], Any] = SessionMiddleware(AuthenticationMiddleware(drawn))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not (path.startswith(TILES) and path.endswith(END)):
            return self.get_response(request)
        try:
            request.resolver_match = resolve(path, "mapping.tile_urls")
        except Resolver404:
            return self.get_response(request)
        answer: HttpResponseBase = self.answer(request)
        return answer


def drawn(request: HttpRequest) -> HttpResponse:
    request.get_host()  # only under our own names, as every page
    view, args, kwargs = request.resolver_match  # type: ignore[misc]
    response: HttpResponse = view(request, *args, **kwargs)
    response["Content-Length"] = str(len(response.content))
    return response
