"""What was given to whom: the list, one of them, writing one down, its receipt, the log as a file."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import EnumerationState
from reports import handover_log, receipt
from reports.agreements import add_note
from reports.forms.handover import Chosen, HandOverForm, NoteForm
from reports.handing import gift_of, write_down
from reports.models import Export
from reports.models.handover import Agreement, HandedPlace, HandOver, Party
from reports.products import Refused
from reports.views.agreements import reader_of_hand_overs, uploads, writer_of_hand_overs
from settlements.models import Settlement
from settlements.roles import Act
from verification.models import Step

PER_PAGE = 50


def with_their_places(found: Any, user: User) -> Any:
    """Each with the settlements that the reader may know it is of (`theirs`)."""
    seen = Settlement.objects.where_may(user, Act.SEE_HAND_OVERS).values("pk")
    places = HandedPlace.objects.filter(settlement__in=seen).select_related("settlement")
    return found.select_related("agreement").prefetch_related(
        Prefetch("places", queryset=places.order_by("settlement__name"), to_attr="theirs")
    )


@require_safe
@login_required
@never_cache
def hand_overs(request: HttpRequest) -> HttpResponse:
    """`/hand-overs/?settlement=KMT&year=2026`: the newest first."""
    user = reader_of_hand_overs(request)
    chosen = Chosen.of(request.GET)
    found = chosen.of_hand_overs(HandOver.objects.visible_to(user))
    page = Paginator(with_their_places(found, user), PER_PAGE).get_page(request.GET.get("page"))
    writes = Settlement.objects.where_may(user, Act.HAND_OVER)
    in_force = Agreement.objects.visible_to(user).in_force(timezone.localdate())
    context = {
        "page": page,
        "chosen": chosen,
        "parties": Party.choices,
        "years": HandOver.objects.visible_to(user).dates("given_on", "year", order="DESC"),
        "agreement": Agreement.objects.visible_to(user).filter(pk=int(chosen.agreement or 0)).first(),
        "settlement": Settlement.objects.where_may(user, Act.SEE_HAND_OVERS)
        .filter(code=chosen.settlement)
        .first(),
        "may_write": writes.exists(),
        "agreements": in_force.count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/handover/list.html", context)


@require_safe
@login_required
def of_settlement(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/hand-overs/`: the list, of this settlement."""
    seen = Settlement.objects.where_may(request.user, Act.SEE_HAND_OVERS)
    settlement = get_object_or_404(seen, code=code)
    return redirect(f"{reverse('reports:hand-over-list')}?settlement={settlement.code}")


@require_safe
@login_required
@never_cache
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """`/hand-overs/log.csv`: all that the list shows, as a file."""
    user = reader_of_hand_overs(request)
    found = Chosen.of(request.GET).of_hand_overs(HandOver.objects.visible_to(user))
    record(user, AccessKind.EXPORTED, reason=_("the log of hand-overs"))
    lines: Iterator[str] = handover_log.lines(with_their_places(found, user))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"hand-overs-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def hand_over_new(request: HttpRequest) -> HttpResponse:
    """`/hand-overs/new/?settlement=KMT`, `?step=3`, `?export=12`: write down what was given."""
    user = writer_of_hand_overs(request)
    step, export = _step_of(request, user), _export_of(request, user)
    known = gift_of(export) if export else None
    sent = (request.POST,) if request.method == "POST" else ()
    form = HandOverForm(*sent, user=user, known=known, initial=_initial(request, step))
    if request.method == "POST" and form.is_valid() and (made := _written(user, form, step, export)):
        messages.success(request, _("It is written down. Print the receipt and let it be signed."))
        return redirect(made)
    context = {"form": form, "step": step}
    return render(request, "reports/handover/form.html", context, status=422 if form.is_bound else 200)


def _written(user: User, form: HandOverForm, step: Step | None, export: Export | None) -> HandOver | None:
    said = form.cleaned_data
    of = list(Settlement.objects.filter(pk__in=export.places) if export else said["settlements"])
    try:
        return write_down(
            by=user,
            settlements=of,
            gift=form.gift(),
            taker=form.taker(),
            given_on=said["given_on"],
            means=said["means"],
            agreement=said["agreement"],
            # The count of another settlement is not what its readers may know of.
            step=step if step and step.settlement in of else None,
            note=said["note"],
        )
    except Refused as refused:
        for each in refused.refusals:
            form.add_error(None, f"{each.sentence} {each.remedy}")
        return None


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _export_of(request: HttpRequest, user: User) -> Export | None:
    """The file of theirs that was given; one that may not leave is refused when it is written down."""
    pk = _number(request, "export")
    return (
        None if pk is None else get_object_or_404(Export.objects.visible_to(user).exclude(sha256=""), pk=pk)
    )


def _step_of(request: HttpRequest, user: User) -> Step | None:
    """The step of a count that handed its register over, where the page was reached from it."""
    pk = _number(request, "step")
    steps = Step.objects.where_may(user, Act.HAND_OVER).filter(to_state=EnumerationState.HANDED_OVER)
    return steps.select_related("settlement", "enumeration").filter(pk=pk).first()


def _initial(request: HttpRequest, step: Step | None) -> dict[str, Any]:
    """What is known from where the person came."""
    code = request.GET.get("settlement", "").replace("\x00", "").upper()[:4]
    if step is None:
        return {"settlements": [code] if code else []}
    return {
        "settlements": [step.settlement.code],
        "title": step.enumeration.name,
        "office": step.given_to,
        "given_on": timezone.localdate(step.taken_at),
    }


@require_safe
@login_required
@never_cache
def hand_over_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over: what, to whom, under what; the notes that were added."""
    return _shown(request, pk)


@require_POST
@login_required
def hand_over_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a correction or the signed receipt."""
    user = cast(User, request.user)
    hand_over = get_object_or_404(HandOver.objects.changeable_by(user), pk=pk)
    form = NoteForm(request.POST, uploads(request))
    if not form.is_valid():
        return _shown(request, pk, form)
    add_note(hand_over, by=user, text=form.cleaned_data["text"], papers=form.cleaned_data["papers"])
    messages.success(request, _("The note is added."))
    return redirect(hand_over)


@require_safe
@login_required
@never_cache
def hand_over_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt, to be printed and signed: for those who hand over in every settlement that it names."""
    hand_over = get_object_or_404(
        HandOver.objects.wholly_of(request.user).select_related("agreement", "made_by"), pk=pk
    )
    response = HttpResponse(receipt.print_receipt(hand_over), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{hand_over.pk}.pdf"'
    return response


def _shown(request: HttpRequest, pk: int, form: NoteForm | None = None) -> HttpResponse:
    user = cast(User, request.user)
    seen = with_their_places(HandOver.objects.visible_to(user), user).select_related(
        "agreement", "made_by", "step__enumeration"
    )
    hand_over = get_object_or_404(seen, pk=pk)
    may_write = HandOver.objects.changeable_by(user).filter(pk=pk).exists()
    context = {
        "may_print": may_write and HandOver.objects.wholly_of(user).filter(pk=pk).exists(),
        "hand_over": hand_over,
        "others": hand_over.places.count() - len(hand_over.theirs),
        "notes": hand_over.notes.select_related("made_by").prefetch_related("papers"),
        "form": form or (NoteForm() if may_write else None),
        # Whom it was under is for those who see the agreement itself.
        "agreement": Agreement.objects.visible_to(user).filter(pk=hand_over.agreement_id).first(),
    }
    status = 422 if form else 200
    return render(request, "reports/handover/detail.html", context, status=status)
