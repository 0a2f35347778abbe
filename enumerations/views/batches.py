"""Sending a batch, following it, reading what is wrong, taking it back."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from enumerations.choices import BatchPhase, BatchState
from enumerations.forms import BatchUploadForm
from enumerations.intake.refusal import Refusal
from enumerations.models import Batch, Enumeration, Issue
from enumerations.services.batches import create_batch, retry_batch
from enumerations.services.revert import RevertRefused, revert_batch
from enumerations.views.disclosure import records_url
from enumerations.views.problems import described, problems_of
from settlements.roles import Act

# A batch that a worker has in hand changes every moment; the page then asks again.
MOVING = {BatchState.RECEIVED, BatchState.WORKING, BatchState.COUNTING}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def batch_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file and how to take it; the work is the worker's."""
    user = cast(User, request.user)
    count = get_object_or_404(
        Enumeration.objects.open_to_batches_of(user).select_related("settlement"), pk=pk
    )
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchUploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.pop("file")
        try:
            return redirect(
                create_batch(
                    enumeration=count, user=user, upload=upload, name=upload.name, **form.cleaned_data
                )
            )
        except Refusal as refusal:
            form.add_error(None, sentences_of(refusal))
    context = {"enumeration": count, "form": form}
    return render(request, "enumerations/batch_upload.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: where it stands, what became of its rows, what is wrong with them."""
    return render(request, "enumerations/batch_detail.html", _batch_context(request, pk))


@require_safe
def batch_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while a worker has the batch; htmx asks for it again and again."""
    if not request.user.is_authenticated:
        login = redirect_to_login(reverse("enumerations:batch-detail", args=[pk]))
        # Following a redirect, htmx would put the sign-in page into the middle of this one.
        return HttpResponseClientRedirect(login.url) if request.headers.get("HX-Request") else login
    return render(request, "enumerations/_batch_status.html", _batch_context(request, pk))


def _batch_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    user = cast(User, request.user)
    seen = Batch.objects.visible_to(user).select_related("enumeration__settlement", "sent_by", "reverted_by")
    batch = get_object_or_404(seen, pk=pk)
    is_moving = batch.state in MOVING
    mine = Batch.objects.filter(pk=pk)
    acts = batch.enumeration.settlement.acts_of(user)
    return {
        "batch": batch,
        "enumeration": batch.enumeration,
        "is_moving": is_moving,
        "phases": phases_of(batch),
        "problems": None if is_moving else problems_of(batch, request.GET),
        "may_change": mine.changeable_by(user).exists(),
        "may_read": mine.readable_by(user).exists(),
        "may_open": Act.OPEN_PEOPLE in acts,
        "records_url": records_url(batch.enumeration.settlement, batch.get_absolute_url()),
        "may_see_history": Act.SEE_HISTORY in acts,
        "may_revert": mine.revertible_by(user).exists() and batch.state == BatchState.DONE,
        "wrong": batch.rejected + batch.conflict,
    }


def phases_of(batch: Batch) -> list[dict[str, Any]]:
    """The steps of the batch with what is done, what is going on, and what is still to come."""
    steps = [phase for phase in BatchPhase if not (batch.dry_run and phase == BatchPhase.COUNTING)]
    at = steps.index(BatchPhase(batch.phase)) if batch.phase in steps else 0
    return [
        {"label": phase.label, "is_done": n < at, "is_current": n == at}
        for n, phase in enumerate(steps)
        if phase != BatchPhase.FINISHED
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def batch_revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a batch back; a refusal says what stands in the way."""
    user = cast(User, request.user)
    seen = Batch.objects.revertible_by(user).select_related("enumeration__settlement")
    batch = get_object_or_404(seen, pk=pk)
    refusal, later = None, Batch.objects.none()
    if request.method == "POST":
        try:
            revert_batch(batch=batch, user=user)
        except RevertRefused as refused:
            refusal = sentences_of(refused)
            later = Batch.objects.visible_to(user).filter(pk__in=_numbers(refused.params.get("batches", "")))
            batch.refresh_from_db()
        else:
            messages.success(request, _("The batch is taken back: the register is as it was before it."))
            return redirect(batch)
    context = {"batch": batch, "enumeration": batch.enumeration, "refusal": refusal, "later": later}
    return render(request, "enumerations/batch_revert.html", context, status=409 if refusal else 200)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(", ") if number.isdigit()]


@require_POST
@login_required
def batch_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed or refused batch once more, from the file as it was stored."""
    batch = get_object_or_404(Batch.objects.changeable_by(request.user), pk=pk)
    try:
        retry_batch(batch=batch)
    except Refusal as refusal:
        messages.warning(request, sentences_of(refusal))
    return redirect(batch)


def sentences_of(refused: Refusal | RevertRefused) -> str:
    """What stands in the way and what to do, in the reader's language."""
    told = described(Issue(code=refused.code, params=refused.params, severity="error"))
    return f"{told.sentence} {told.remedy}"
