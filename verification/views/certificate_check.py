"""The page that a certificate's code leads to: whether it is valid, and nothing else."""

import math
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from accounts.limits import PublicAnswers, too_many
from verification.choices import CertificateState
from verification.models import Certificate
from verification.paper.certificate_words import CHECK
from verification.paper.facts import day
from verification.serials import TOKEN


@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """`/c/…/`: valid or revoked, and since when; in both languages, for everybody, kept nowhere."""
    limit = PublicAnswers()
    if not limit.allow_request(cast(Request, request), None):
        return unseen(too_many(request, seconds=math.ceil(limit.wait())))
    found = _found(token)
    page = render_to_string("verification/certificates/check.html", {"words": CHECK, **_said(found)})
    return unseen(HttpResponse(page, status=404 if found is None else 200))


def unseen(answer: HttpResponse) -> HttpResponse:
    """No cache keeps it, no search engine lists it, and no page that it leads to hears of it."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _found(token: str) -> dict[str, Any] | None:
    token = token.lower()
    if not TOKEN.fullmatch(token):
        return None
    found: dict[str, Any] | None = (
        Certificate.objects.filter(token=token).values("state", "issued_on", "revoked_on").first()
    )
    return found


def _said(found: dict[str, Any] | None) -> dict[str, Any]:
    if found is None:
        return {"state": CHECK["unknown"], "sign": "?", "kind": "unknown"}
    is_valid = found["state"] == CertificateState.VALID
    name = "issued_on" if is_valid else "revoked_on"
    return {
        "state": CHECK["valid" if is_valid else "revoked"],
        "sign": "✓" if is_valid else "✕",
        "kind": "valid" if is_valid else "revoked",
        "since": CHECK[name],
        "day": day(found[name].isoformat()),
    }
