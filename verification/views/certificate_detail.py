"""One certificate: where it stands, its paper, revoking it, issuing another; and a household's own page."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import AccessRecord, User
from enumerations.models import Household
from enumerations.querysets import settlements_of_people
from enumerations.views.disclosure import records_url
from settlements.models import Settlement
from settlements.roles import Act
from verification.forms.certificates import IssueForm, PrintForm, ReissueForm, RevokeForm
from verification.models import Certificate
from verification.paper.certificates import print_one
from verification.services.certifiable import REASONS, Reason, newest_version, standing
from verification.services.certificate_facts import facts_of, on_paper, outdated, paper_of
from verification.services.certificates import NotIssued, issue_one, reissue, revoke


def is_open(request: HttpRequest, settlement: Settlement) -> bool:
    """Whether the reader may see people here now; staff give a reason first."""
    return settlements_of_people(cast(User, request.user)).filter(pk=settlement.pk).exists()


def _seen(request: HttpRequest, pk: int) -> Certificate:
    seen = Certificate.objects.visible_to(request.user).select_related(
        "enumeration__settlement__ward", "enumeration__settlement__county",
        "structure", "household", "snapshot", "issued_by", "revoked_by", "replaces", "replaced_by",
    )  # fmt: skip
    found: Certificate = get_object_or_404(seen, pk=pk)
    return found


def _held(request: HttpRequest, pk: int) -> Certificate:
    """For those who issue; not found for everybody else."""
    found: Certificate = get_object_or_404(
        Certificate.objects.changeable_by(request.user).select_related("enumeration__settlement"), pk=pk
    )
    return found


def _log(user: User, kind: AccessKind, certificate: Certificate) -> None:
    """Written beside the household it is of, so that its people find it at the desk."""
    record(
        user,
        kind,
        subject=f"household {certificate.household_id}",
        settlement=certificate.enumeration.settlement.code,
        reason=f"certificate {certificate.serial}",
    )


@require_safe
@login_required
@never_cache
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """`/certificates/12/`: number, door and state for leaders; what stands on it for those who issue."""
    found = _seen(request, pk)
    settlement = found.enumeration.settlement
    may_issue = Act.ISSUE_CERTIFICATES in settlement.acts_of(request.user)
    opened = may_issue and is_open(request, settlement)
    facts = on_paper(found) if opened else None
    if facts is not None and found.household_id:
        _log(cast(User, request.user), AccessKind.READ, found)
    context = {
        "certificate": found,
        "enumeration": found.enumeration,
        "settlement": settlement,
        "may_issue": may_issue,
        "is_open": opened,
        "records_url": records_url(settlement, request.path),
        "facts": facts,
        "is_outdated": found.pk in outdated(found.enumeration, [found]),
        "hindrance": _hindrance(found) if may_issue else None,
        "printings": _printings(found) if may_issue else [],
        "print_form": PrintForm(),
    }
    return render(request, "verification/certificates/detail.html", context)


def _hindrance(found: Certificate) -> Reason | None:
    """What would keep its household from a certificate today."""
    snapshot = newest_version(found.enumeration) if found.is_valid and found.household_id else None
    if snapshot is None:
        return None
    now = standing(found.enumeration, snapshot).filter(certificates=found).values_list("block", flat=True)
    return REASONS.get(now.first() or "")


def _printings(found: Certificate) -> Any:
    """Who printed it alone, newest first."""
    if found.household_id is None:
        return []
    return AccessRecord.objects.filter(
        subject=f"household {found.household_id}",
        kind=AccessKind.PRINTED,
        reason=f"certificate {found.serial}",
    ).select_related("user")[:20]


@require_safe
@login_required
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper, again and again the same; written down each time."""
    found = _held(request, pk)
    settlement = found.enumeration.settlement
    if not is_open(request, settlement):
        return redirect(records_url(settlement, found.get_absolute_url()))
    printed, form = paper_of(found), PrintForm(request.GET)
    if printed is None or not found.is_valid:
        messages.error(
            request, _("A revoked certificate is not printed, nor one whose record is no longer held.")
        )
        return redirect(found)
    if not Household.objects.in_use().filter(certificates=found).exists():
        messages.error(request, _("Its people asked that their record is not used, so it is not printed."))
        return redirect(found)
    _log(cast(User, request.user), AccessKind.PRINTED, found)
    sheet = form.cleaned_data["sheet"] if form.is_valid() else ""
    answer = HttpResponse(print_one(printed, sheet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.serial.replace("/", "-")}.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def certificate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then revoke it."""
    found = _held(request, pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(certificate=found, reason=form.cleaned_data["reason"], by=cast(User, request.user))
        except NotIssued as refused:
            messages.warning(request, said(refused))
        else:
            messages.success(
                request, _("The certificate is revoked, and the page that its code leads to says so.")
            )
        return redirect(found)
    context = {"certificate": found, "enumeration": found.enumeration, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "verification/certificates/revoke.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def certificate_reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what changed, then issue another in its place, which leads to it."""
    found = _held(request, pk)
    was = {"names": found.names_agreed_on is not None, "heard_on": found.names_agreed_on}
    form = ReissueForm(request.POST) if request.method == "POST" else ReissueForm(initial=was)
    if request.method == "POST" and form.is_valid():
        try:
            made = reissue(
                certificate=found,
                terms=form.terms(),
                reason=form.cleaned_data["reason"],
                by=cast(User, request.user),
            )
        except NotIssued as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(
                request, _("This certificate is issued in its place. Print it and take the old one back.")
            )
            return redirect(made)
    context = {"certificate": found, "enumeration": found.enumeration, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "verification/certificates/reissue.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def household(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/certificates/12/`: a household's certificates; the office issues one here."""
    settlement: Settlement = get_object_or_404(
        Settlement.objects.where_may(request.user, Act.ISSUE_CERTIFICATES), code=code.upper()
    )
    if not is_open(request, settlement):
        return redirect(records_url(settlement, request.path))
    user = cast(User, request.user)
    people = Household.objects.visible_to(user).filter(settlement=settlement)
    held: Household = get_object_or_404(
        people.select_related(
            "enumeration__settlement__ward", "enumeration__settlement__county", "structure"
        ),
        pk=pk,
    )
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(issue_one(count=held.enumeration, household=held.pk, terms=form.terms(), by=user))
        except NotIssued as refused:
            form.add_error(None, said(refused))
    context = {"settlement": settlement, "enumeration": held.enumeration, "household": held, "form": form}
    status = 422 if form.is_bound else 200
    return render(
        request,
        "verification/certificates/household.html",
        context | _of_household(user, held),
        status=status,
    )


def _of_household(user: User, held: Household) -> dict[str, Any]:
    """Its certificates, what keeps it from one, and the names that would stand on it."""
    snapshot = newest_version(held.enumeration)
    block = standing(held.enumeration, snapshot).filter(pk=held.pk).first() if snapshot else None
    names = facts_of(held.enumeration, snapshot, [held.pk], "")[held.pk].names if snapshot else []
    if names:
        record(
            user, AccessKind.READ, subject=f"household {held.pk}", settlement=held.enumeration.settlement.code
        )
    certificates = list(Certificate.objects.filter(household=held).order_by("-number"))
    return {
        "snapshot": snapshot,
        "certificates": certificates,
        "valid": next((each for each in certificates if each.is_valid), None),
        "is_counted": block is not None,
        "reason": REASONS.get(block.block) if block else None,
        "names": names,
        "rights_url": reverse(
            "enumerations:rights-household", args=[held.enumeration.settlement.code, held.pk]
        ),
    }


def said(refused: NotIssued) -> str:
    """What stands in the way and what to do, in the reader's language."""
    return f"{refused.sentence} {refused.remedy}"
