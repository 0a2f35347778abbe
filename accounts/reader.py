"""Whose answer a page is: a word of the person's own, by which a phone notices that it changed hands.

What a phone keeps for the time without a network belongs to who kept it. Each page therefore says to whom it
was answered; a phone that hears another word, or that nobody is signed in, removes what it kept.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

HEADER = "X-Reader"
NOBODY = "nobody"
# Pages and tiles that the browser itself remembers. Its storage stays: interviews may wait there for the
# network, and nothing that was finished is lost.
CLEARED = '"cache"'


def reader_of(user: User | AnonymousUser) -> str:
    """The same for all of a person's sessions, and without our key it tells nobody who it is."""
    if not isinstance(user, User):
        return NOBODY
    return salted_hmac("accounts.reader", str(user.pk)).hexdigest()[:16]


@receiver(user_logged_out)
def note_leaving(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Whatever signed them out: the person, too long without a click, or everywhere at once."""
    request.has_left = True  # type: ignore[attr-defined]


class ReaderMiddleware:
    """Says on each page whose it is, and sends the browser's memory away with who signs out.

    After authentication, before all that may end a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_somebodys(request, response):
            response[HEADER] = reader_of(request.user)
        if getattr(request, "has_left", False):
            response["Clear-Site-Data"] = CLEARED
        return response


def is_somebodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Not a tile, for which to find it out would cost a question to the database; nor what all share."""
    if request.path_info.startswith(settings.WORDLESS_PATHS):
        return False
    is_page = response.get("Content-Type", "").startswith("text/html")
    return is_page and "public" not in response.get("Cache-Control", "")
