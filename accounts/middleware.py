"""What a request brings along: a person's own language, and whose changes it makes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.because import because
from accounts.models import User


class OwnLanguageMiddleware:
    """Speak the signed-in person's language unless this device's cookie names another; then remember it.

    Runs after authentication. The cookie then answers alone, also on the pages before signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = self.own_language(request)
        if code is None:
            return self.get_response(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                code,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response

    def own_language(self, request: HttpRequest) -> str | None:
        # Asking who it is reads the session; only a browser that has one is asked.
        if request.path_info.startswith(settings.WORDLESS_PATHS):
            return None
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if chosen or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        # "en" is also what nobody chose: then the browser's own wish stands.
        own = request.user.language if isinstance(request.user, User) else settings.LANGUAGE_CODE
        return own if own != settings.LANGUAGE_CODE else None


class HistoryMiddleware:
    """Write down, beside every row that a request changes, who signed in and on which page. Never the query.

    Whoever comes with a token is known only later, so who it is is asked when something is written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with because(user=lambda: getattr(request.user, "pk", None), url=request.path):
            return self.get_response(request)
