"""What a worker does with a cluster's certificates, as it goes on, and the papers it printed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.choices import AccessKind
from accounts.log import record
from enumerations.views.disclosure import records_url
from verification.models import CertificateWork
from verification.services.certificates import NotIssued
from verification.views.certificate_detail import is_open, said


@require_safe
@never_cache
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; while it goes on htmx asks for the part that changes."""
    if not request.user.is_authenticated:
        login = redirect_to_login(request.path)
        # Following a redirect, htmx would put the sign-in page into the middle of this one.
        return HttpResponseClientRedirect(login.url) if request.headers.get("HX-Request") else login
    found = _held(request, pk)
    context = {
        "work": found,
        "enumeration": found.enumeration,
        "settlement": found.enumeration.settlement,
        "slug": found.cluster.code if found.cluster else "none",
        "refusal": said(NotIssued(found.failed)) if found.failed else "",
        "is_open": is_open(request, found.enumeration.settlement),
        "records_url": records_url(found.enumeration.settlement, request.path),
    }
    page = "_work.html" if request.headers.get("HX-Request") else "work.html"
    return render(request, f"verification/certificates/{page}", context)


@require_safe
@login_required
@never_cache
def work_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The printed papers of a cluster, as long as they are kept."""
    found = _held(request, pk)
    settlement = found.enumeration.settlement
    if not is_open(request, settlement):
        return redirect(records_url(settlement, found.get_absolute_url()))
    try:
        file = found.file.open() if found.file else None
    except FileNotFoundError:
        file = None
    if file is None:
        messages.error(request, _("These papers are no longer kept: print them again."))
        return redirect(found)
    record(
        request.user,
        AccessKind.DOWNLOADED,
        subject=f"enumeration {found.enumeration_id}",
        settlement=settlement.code,
        reason=f"certificates: work {found.pk}",
    )
    place = found.cluster.code if found.cluster else "none"
    name = f"certificates-{settlement.code}-{found.enumeration.round}-{place}.pdf"
    return FileResponse(file, content_type="application/pdf", as_attachment=True, filename=name)


def _held(request: HttpRequest, pk: int) -> CertificateWork:
    works = CertificateWork.objects.changeable_by(request.user)
    found: CertificateWork = get_object_or_404(
        works.select_related("enumeration__settlement", "cluster", "asked_by"), pk=pk
    )
    return found
