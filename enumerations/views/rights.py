"""The desk for people who ask about their data: find, show, correct, restrict, erase, and a slip for each."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Household, RightsRequest, Withdrawal
from enumerations.privacy import tiers_of
from enumerations.querysets import settlements_of_people
from enumerations.rights import RequestKind, RequestOutcome
from enumerations.rights_forms import (
    CloseForm,
    CorrectionForms,
    EraseForm,
    FindForm,
    NoteForm,
    WishForm,
    WithdrawForm,
)
from enumerations.services.correcting import check
from enumerations.services.rights.agreements import give_again, release, restrict, take_back
from enumerations.services.rights.correction import correct
from enumerations.services.rights.erasure import erase
from enumerations.services.rights.finding import find
from enumerations.services.rights.held import everything, stored, years_kept
from enumerations.services.rights.requests import close_request, note_request
from enumerations.views.disclosure import records_url
from enumerations.who_sees import certificate_warning, who_sees
from settlements.models import Settlement
from settlements.roles import Act

PER_PAGE = 30
DEEDS: dict[str, type[WishForm]] = {
    "withdraw": WithdrawForm,
    "restrict": WishForm,
    "release": WishForm,
    "erase": EraseForm,
    "note": NoteForm,
}


def _desk(request: HttpRequest, code: str) -> Settlement:
    """The settlement, for those who answer here; not found for everybody else."""
    settlement: Settlement = get_object_or_404(
        Settlement.objects.where_may(request.user, Act.ANSWER_RIGHTS), code=code.upper()
    )
    return settlement


def _is_open(request: HttpRequest, settlement: Settlement) -> bool:
    """Whether the reader may see people here now; staff give a reason first."""
    return settlements_of_people(cast(User, request.user)).filter(pk=settlement.pk).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """`/settlements/KMT/rights/`: the register of requests, and the search; no URL names who is sought."""
    settlement = _desk(request, code)
    is_open = _is_open(request, settlement)
    if request.method == "POST" and not is_open:
        return redirect(records_url(settlement, request.path))
    form, found = FindForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        user = cast(User, request.user)
        found = list(find(user=user, settlement=settlement, words=form.cleaned_data["words"]))
        record(user, AccessKind.SEARCHED, subject=f"settlement {settlement.code}", settlement=settlement.code)
    requests = RightsRequest.objects.filter(settlement=settlement).select_related(
        "received_by", "answered_by"
    )
    context = {
        "settlement": settlement,
        "is_open": is_open,
        "records_url": records_url(settlement, request.path),
        "form": form,
        "found": found,
        "page": Paginator(requests, PER_PAGE).get_page(request.GET.get("page")),
        "unanswered": requests.unanswered().order_by("due_on"),
        "erased": Withdrawal.objects.in_force().filter(settlement=settlement, is_erasure=True)[:PER_PAGE],
        "nothing_form": NoteForm(prefix="nothing"),
        "certificate": certificate_warning(),
    }
    return render(request, "enumerations/rights/desk.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def household(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Everything held of one household, and what its people may ask for."""
    settlement = _desk(request, code)
    if not _is_open(request, settlement):
        return redirect(records_url(settlement, request.path))
    user = cast(User, request.user)
    held = _household(user, settlement, pk)
    forms = {name: form(prefix=name) for name, form in DEEDS.items()}
    deed = request.POST.get("deed", "")
    if deed in DEEDS:
        forms[deed] = DEEDS[deed](request.POST, prefix=deed)
        if forms[deed].is_valid():
            return _do(request, deed, forms[deed], held)
    elif request.method != "POST":
        _log(user, AccessKind.READ, held)
    context = {
        "settlement": settlement,
        "household": held,
        "held": everything(held, tiers_of(user, settlement)),
        "years": years_kept(),
        "open_requests": RightsRequest.objects.unanswered().filter(household=held),
        "forms": forms,
        "deed": deed,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "enumerations/rights/household.html", context, status=status)


def _household(user: User, settlement: Settlement, pk: int) -> Household:
    seen = Household.objects.visible_to(user).filter(settlement=settlement)
    found: Household = get_object_or_404(seen.select_related("enumeration__settlement", "structure"), pk=pk)
    return found


def _log(user: User, kind: AccessKind, held: Household) -> None:
    record(user, kind, subject=f"household {held.pk}", settlement=held.settlement.code)


def _do(request: HttpRequest, deed: str, form: Any, held: Household) -> HttpResponse:
    """Carry out one deed and lead to its slip."""
    wish = form.wish(cast(User, request.user))
    done: dict[str, Callable[[], RightsRequest | None]] = {
        "withdraw": lambda: take_back(household=held, purposes=form.cleaned_data["purposes"], wish=wish),
        "restrict": lambda: restrict(household=held, wish=wish),
        "release": lambda: release(household=held, wish=wish),
        "erase": lambda: erase(
            household=held, answers_stay=form.cleaned_data["answers"] == "stay", wish=wish
        ),
        "note": lambda: note_request(
            settlement=held.settlement,
            household=held,
            kind=RequestKind(form.cleaned_data["kind"]),
            wish=wish,
        ),
    }
    try:
        answer = done[deed]()
    except Household.DoesNotExist:  # erased a moment ago, from another window
        raise Http404 from None
    messages.success(request, _("It is done and written down."))
    if answer is None or deed == "note":
        return redirect("enumerations:rights-household", held.settlement.code, held.pk)
    return redirect("enumerations:rights-slip", held.settlement.code, answer.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def correction(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct a record: every declared field, the rules of the intake, all problems at once."""
    settlement = _desk(request, code)
    if not _is_open(request, settlement):
        return redirect(records_url(settlement, request.path))
    user = cast(User, request.user)
    held = _household(user, settlement, pk)
    forms = CorrectionForms(
        held, tiers_of(user, settlement), request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and forms.are_valid():
        checked = check(held, forms.answers(), forms.lines(), shown=forms.shown)
        if not checked.problems:
            answer, changed = correct(
                household=held, checked=checked, removed=forms.removed(), wish=forms.wish.wish(user)
            )
            messages.success(request, _("It is corrected.") if changed else _("Nothing had to be changed."))
            return redirect("enumerations:rights-slip", settlement.code, answer.pk)
        forms.show(checked.problems)
    elif request.method != "POST":
        _log(user, AccessKind.READ, held)
    context = {"settlement": settlement, "household": held, "forms": forms}
    status = 422 if request.method == "POST" else 200
    return render(request, "enumerations/rights/correction.html", context, status=status)


@require_POST
@login_required
def note_nothing(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that somebody asked of whom nothing is held."""
    settlement = _desk(request, code)
    form = NoteForm(request.POST, prefix="nothing")
    if not form.is_valid():
        messages.error(request, _("Say how it reached us, when and why. Nothing was written down."))
        return redirect("enumerations:rights-desk", settlement.code)
    user = cast(User, request.user)
    kind = RequestKind(form.cleaned_data["kind"])
    noted = note_request(settlement=settlement, household=None, kind=kind, wish=form.wish(user))
    close_request(
        request=noted, outcome=RequestOutcome.NOTHING_HELD, by=user, reason=form.cleaned_data["reason"]
    )
    return redirect("enumerations:rights-slip", settlement.code, noted.pk)


@require_POST
@login_required
def request_close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Answer an open request that asks for nothing to be changed, or not any more."""
    settlement = _desk(request, code)
    found = get_object_or_404(RightsRequest.objects.unanswered().filter(settlement=settlement), pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what became of it and why. The request is still open."))
        return redirect("enumerations:rights-slip", settlement.code, pk)
    outcome = RequestOutcome(form.cleaned_data["outcome"])
    close_request(
        request=found, outcome=outcome, by=cast(User, request.user), reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("The request is answered."))
    return redirect("enumerations:rights-slip", settlement.code, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def agree_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The household agrees again to what it had taken back, or to be counted after an erasure."""
    settlement = _desk(request, code)
    held = Withdrawal.objects.in_force().filter(settlement=settlement).select_related("household")
    withdrawal = get_object_or_404(held, pk=pk)
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_again(withdrawal=withdrawal, wish=form.wish(cast(User, request.user)))
        messages.success(request, _("It is written down: the household agrees again."))
        if withdrawal.household_id:
            return redirect("enumerations:rights-household", settlement.code, withdrawal.household_id)
        return redirect("enumerations:rights-desk", settlement.code)
    context = {"settlement": settlement, "withdrawal": withdrawal, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "enumerations/rights/agree_again.html", context, status=status)


@require_safe
@login_required
@never_cache
def slip(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The slip to print for whoever asked: what is held, who may see it, their rights, where to complain."""
    settlement = _desk(request, code)
    asked = get_object_or_404(
        RightsRequest.objects.filter(settlement=settlement).select_related("household__enumeration"), pk=pk
    )
    user = cast(User, request.user)
    if asked.household_id and not _is_open(request, settlement):
        return redirect(records_url(settlement, request.path))
    held = None
    if asked.household is not None:
        held = everything(_household(user, settlement, asked.household_id), tiers_of(user, settlement))
        _log(user, AccessKind.PRINTED, asked.household)
    context = {
        "settlement": settlement,
        "asked": asked,
        "held": held,
        "stored": stored(asked.batches),
        "who_sees": who_sees(),
        "years": years_kept(),
        "close_form": CloseForm(),
        "back": reverse("enumerations:rights-desk", args=[settlement.code]),
    }
    return render(request, "enumerations/rights/slip.html", context)
