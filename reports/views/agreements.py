"""Agreements: which there are, one with what was given under it, writing one down, its minutes, its end."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from reports.agreements import assembly_agreed, end, sign, take_back
from reports.forms.agreements import AgreementForm, EndForm, MinutesForm
from reports.handover_papers import media_type_of
from reports.models.handover import AgreedPlace, Agreement, HandOver, HandOverPaper
from settlements.models import Settlement
from settlements.roles import Act

PER_PAGE = 50


def uploads(request: HttpRequest) -> Any:
    """All files of a field that asks for several."""
    return {"papers": request.FILES.getlist("papers")}


def reader_of_hand_overs(request: HttpRequest) -> User:
    """Who may read what was given anywhere; not found for everybody else."""
    user = cast(User, request.user)
    if not Settlement.objects.where_may(user, Act.SEE_HAND_OVERS).exists():
        raise Http404
    return user


def writer_of_hand_overs(request: HttpRequest) -> User:
    """Who hands over anywhere; not found for everybody else."""
    user = cast(User, request.user)
    if not Settlement.objects.where_may(user, Act.HAND_OVER).exists():
        raise Http404
    return user


@require_safe
@login_required
@never_cache
def agreements(request: HttpRequest) -> HttpResponse:
    """`/hand-overs/agreements/`: those in force first."""
    user = reader_of_hand_overs(request)
    found = Agreement.objects.visible_to(user).select_related("county")
    today = timezone.localdate()
    in_force = found.in_force(today)
    page = Paginator(found.exclude(pk__in=in_force.values("pk")), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "in_force": in_force,
        "page": page,
        "may_write": Settlement.objects.where_may(user, Act.HAND_OVER).exists(),
    }
    return render(request, "reports/handover/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Write an agreement down, with the signed paper."""
    user = writer_of_hand_overs(request)
    sent = (request.POST, uploads(request)) if request.method == "POST" else ()
    initial = {"settlements": [code for code in [request.GET.get("settlement", "")] if code]}
    form = AgreementForm(*sent, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.made_by = user
        said = form.cleaned_data
        signed = sign(made, settlements=list(said["settlements"]), papers=said["papers"])
        messages.success(request, _("The agreement is written down."))
        return redirect(signed)
    status = 422 if form.is_bound else 200
    return render(request, "reports/handover/agreement_form.html", {"form": form}, status=status)


@require_safe
@login_required
@never_cache
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: what it allows, where assemblies agreed, what was given under it."""
    user = cast(User, request.user)
    return _shown(request, _seen(user, pk))


@require_POST
@login_required
def agreement_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the minutes of an assembly that agreed to give structures one by one."""
    user = writer_of_hand_overs(request)
    agreement = _seen(user, pk)
    form = MinutesForm(request.POST, uploads(request), agreement=agreement, user=user)
    if not form.is_valid():
        return _shown(request, agreement, minutes=form)
    said = form.cleaned_data
    assembly_agreed(agreement, said["settlement"], on=said["assembly_on"], minutes=said["papers"])
    messages.success(request, _("The minutes are kept: structures may be given one by one."))
    return redirect(agreement)


@require_POST
@login_required
def agreement_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The assembly no longer agrees: from today on structures are not given one by one."""
    theirs = Settlement.objects.where_may(request.user, Act.HAND_OVER)
    place = get_object_or_404(
        AgreedPlace.objects.filter(settlement__in=theirs, assembly_on__isnull=False), pk=pk
    )
    take_back(place, on=timezone.localdate())
    messages.success(request, _("From today on structures are not given one by one."))
    return redirect(place.agreement)


@require_POST
@login_required
def agreement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement before its time."""
    agreement = get_object_or_404(Agreement.objects.changeable_by(request.user), pk=pk)
    form = EndForm(request.POST, agreement=agreement)
    if not form.is_valid():
        return _shown(request, agreement, ending=form)
    end(agreement, on=form.cleaned_data["ended_on"], because=form.cleaned_data["ended_because"])
    messages.success(request, _("The agreement is ended."))
    return redirect(agreement)


@require_safe
@login_required
@never_cache
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """`/hand-overs/papers/3/`: a kept paper, to be saved: nothing in it runs in the browser."""
    user = cast(User, request.user)
    found = get_object_or_404(papers_open_to(user), pk=pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(user, AccessKind.DOWNLOADED, subject=f"paper of a hand-over {pk}")
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=media_type_of(found)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def papers_open_to(user: User) -> Any:
    """Of agreements and hand-overs that the user sees; minutes only of assemblies of their settlements."""
    seen = Settlement.objects.where_may(user, Act.SEE_HAND_OVERS)
    every = HandOverPaper.objects.all()
    return (
        every.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))
        | every.filter(place__settlement__in=seen.values("pk"))
        | every.filter(note__hand_over__in=HandOver.objects.visible_to(user).values("pk"))
    )


def _seen(user: User, pk: int) -> Agreement:
    found: Agreement = get_object_or_404(
        Agreement.objects.visible_to(user).select_related("county", "made_by"), pk=pk
    )
    return found


def _shown(
    request: HttpRequest,
    agreement: Agreement,
    *,
    minutes: MinutesForm | None = None,
    ending: EndForm | None = None,
) -> HttpResponse:
    """One agreement, with a form that was sent and is not right."""
    user = cast(User, request.user)
    seen = Settlement.objects.where_may(user, Act.SEE_HAND_OVERS)
    places = agreement.places.select_related("settlement").prefetch_related("papers")
    theirs = list(places.filter(settlement__in=seen.values("pk")))
    may_write = set(
        Settlement.objects.where_may(user, Act.HAND_OVER)
        .filter(pk__in=[each.settlement_id for each in theirs])
        .values_list("pk", flat=True)
    )
    may_add = Settlement.objects.where_may(user, Act.HAND_OVER).exists()
    may_end = Agreement.objects.changeable_by(user).filter(pk=agreement.pk).exists()
    given = HandOver.objects.visible_to(user).filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "papers": agreement.papers.all(),
        "places": [(each, each.settlement_id in may_write) for each in theirs],
        "others": agreement.places.count() - len(theirs),
        "given": given[:10],
        "given_count": given.count(),
        "is_in_force": agreement.is_in_force(),
        "minutes": minutes or (MinutesForm(agreement=agreement, user=user) if may_add else None),
        "ending": ending
        or (
            EndForm(agreement=agreement, initial={"ended_on": timezone.localdate()})
            if may_end and agreement.is_in_force()
            else None
        ),
    }
    status = 422 if minutes or ending else 200
    return render(request, "reports/handover/agreement_detail.html", context, status=status)
