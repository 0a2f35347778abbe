"""What a page may compute while somebody waits for it: tallies of few households; the worker makes the rest.

A county whose counts were all made anew would take minutes, and its page no end.
"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError as QueueError

from pamoja.refusals import API, Refusal
from reports.figures.tally import Behind, bounded
from reports.tasks import make_tallies

logger = logging.getLogger(__name__)
LOOK_AGAIN_S = 20
BEHIND = Refusal(
    "being_added_up",
    _("Counts were made anew, and their figures are being added up."),
    _("Ask again after as many seconds as the header `Retry-After` says."),
)


class BoundedMiddleware:
    """Whatever page needs more than it may compute says so, and asks the worker."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with bounded():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Behind):
            return None
        ask_worker()
        if request.path.startswith(API):
            answer: HttpResponse = JsonResponse(BEHIND.said(), status=503)
        else:
            answer = render(request, "reports/figures_behind.html", {"n": exception.rounds}, status=503)
        answer["Retry-After"] = str(LOOK_AGAIN_S)
        return answer


def ask_worker() -> None:
    """Have what is behind made; not again for every page that waits."""
    if not cache.add("reports:tallies-asked", True, LOOK_AGAIN_S):
        return
    try:
        make_tallies.delay()
    except QueueError:
        logger.warning("The queue is away; the beat will make the tallies")
