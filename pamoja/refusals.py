"""How the API refuses: one shape for every refusal, for programs, people and the API's description."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from rest_framework.response import Response
from rest_framework.views import exception_handler

API = ("/api/", "/ogc/", "/odata/")


@dataclass(frozen=True)
class Refusal:
    """A code for programs, a sentence and a remedy for people."""

    code: str
    sentence: str | Promise
    remedy: str | Promise

    def said(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


REFUSALS: dict[int, Refusal] = {
    400: Refusal(
        "not_readable",
        _("What was sent cannot be read."),
        _("Correct what `details` names and send it again."),
    ),
    401: Refusal(
        "not_signed_in",
        _("Nobody is signed in, or the key no longer works."),
        _("Sign in, or send the header `Authorization: Token …` with a key of your own."),
    ),
    403: Refusal(
        "not_from_here",
        _("This was not sent from a page of this site."),
        _("Programs send a key instead of a browser's session."),
    ),
    404: Refusal(
        "not_found",
        _("There is nothing here, or it is only for those who work with it."),
        _("Check the address. Ask the staff if you should see it."),
    ),
    405: Refusal(
        "not_done_here", _("That cannot be done here."), _("See `/api/docs/` for what each address takes.")
    ),
    406: Refusal(
        "no_such_format",
        _("The answer does not exist in the format that was asked for."),
        _("Send the header `Accept: */*`."),
    ),
    413: Refusal("too_large", _("Too much was sent at once."), _("Send it in parts.")),
    415: Refusal(
        "unknown_format", _("What was sent is of a kind that is not taken here."), _("Send JSON or a form.")
    ),
    429: Refusal(
        "too_often",
        _("Too many calls in a short time."),
        _("Wait as many seconds as the header `Retry-After` says."),
    ),
    500: Refusal(
        "our_fault",
        _("Something went wrong on our side."),
        _("Nothing was changed. Try again, or tell the staff."),
    ),
}


def refused(exc: Exception, context: dict[str, Any]) -> Response | None:
    """What the API answers to an exception; one that already says what to do is left as it is."""
    answer = exception_handler(exc, context)
    if answer is None or "sentence" in answer.data:
        return answer
    refusal = REFUSALS.get(answer.status_code, REFUSALS[400])
    details = answer.data if answer.status_code == 400 else {}
    answer.data = {**refusal.said(), "details": details if isinstance(details, dict) else {"": details}}
    return answer


def _page_or_json(status: int, page: Any) -> Any:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.path_info.startswith(API):
            found: HttpResponse = page(request, *args, **kwargs)
            return found
        return JsonResponse({**REFUSALS[status].said(), "details": {}}, status=status)

    return answer


# For what never reaches a view of the API: an address that is no route, a request that cannot be read.
bad_request = _page_or_json(400, defaults.bad_request)
permission_denied = _page_or_json(403, defaults.permission_denied)
not_found = _page_or_json(404, defaults.page_not_found)
server_error = _page_or_json(500, defaults.server_error)
