"""`/objections/ask/`: whoever has a receipt number learns where the objection stands, and nothing else."""

from dataclasses import dataclass
from datetime import date

from allauth.core.ratelimit import consume, respond_429
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from settlements.choices import AccessLevel, EvictionThreat
from verification import receipts
from verification.choices import ObjectionState
from verification.forms.objections import AskForm
from verification.models import Hearing, Objection

# Asked for in place of what cannot be a number: no receipt is ever this.
NOBODYS = "-"


@dataclass(frozen=True)
class State:
    """What the page says of an objection: no name, no door."""

    objection: Objection
    hearing_on: date | None
    hearing_at: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def objection_ask(request: HttpRequest) -> HttpResponse:
    """The number comes by POST: it stands in no address, and so in no log and no history."""
    if request.method != "POST":
        return render(request, "verification/objections/ask.html", {"form": AskForm()})
    if not consume(request, action="ask_objection"):
        answer: HttpResponse = respond_429(request)
        return answer
    form = AskForm(request.POST)
    if not form.is_valid():
        return render(request, "verification/objections/ask.html", {"form": form}, status=422)
    state = state_of(form.cleaned_data["number"])
    context = {"form": form, "state": state, "is_unknown": state is None}
    return render(request, "verification/objections/ask.html", context)


def state_of(typed: str) -> State | None:
    """One question to the database, whatever was typed; None for what is no number of ours."""
    last = Hearing.objects.filter(objection=OuterRef("pk")).order_by("-held_on", "-pk")
    found = (
        Objection.objects.filter(receipt=receipts.read(typed) or NOBODYS)
        .select_related("settlement")
        .defer("objector_name", "phone", "statement", "decision", "panel", "settlement__boundary")
        .annotate(
            hearing_on=Subquery(last.values("held_on")[:1]), hearing_at=Subquery(last.values("place")[:1])
        )
        .first()
    )
    if found is None:
        return None
    is_heard = found.state == ObjectionState.HEARING
    # Of a settlement that is hidden, or that somebody threatens, nothing names the place.
    settlement = found.settlement
    may_name = (
        settlement.access_level != AccessLevel.STAFF
        and not settlement.is_shielded
        and settlement.eviction_threat_now == EvictionThreat.NONE
    )
    return State(
        found,
        found.hearing_on if is_heard else None,
        found.hearing_at if is_heard and may_name else "",
    )
