"""`/embed/KMT/`: the public map of a settlement, to be put into a page of another site.

Whoever asks is a stranger here, whatever cookie comes along: nothing on it depends on who is signed in. It is
the only page that another site may frame.
"""

from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from mapping import config, figures
from mapping.tools import shown_to_everybody
from mapping.views import asked_each_time

framed_anywhere: Any = csp_replace({"frame-ancestors": ["*"]})


@require_safe
@asked_each_time
@xframe_options_exempt
@framed_anywhere
def embed(request: HttpRequest, code: str) -> HttpResponse:
    """Outline, villages, lanes, services and what else is public; 404 where the ground is hidden."""
    settlement = get_object_or_404(shown_to_everybody().select_related("county", "ward"), code=code.upper())
    request.user = AnonymousUser()
    context = {
        "settlement": settlement,
        "config": config.settlement_map(settlement, is_member=False, sees_tenure=False, shows_ground=True),
        **figures.settlement_figures(settlement, AnonymousUser()),
    }
    answer = render(request, "mapping/embed.html", context)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
