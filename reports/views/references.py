"""What figures are held against: read and added to by staff of the whole federation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reports.figures.references import in_words_of
from reports.forms.references import ReferenceForm
from reports.models import Reference
from settlements.models import Membership
from settlements.querysets import Viewer
from settlements.roles import OFFICE

ON_A_PAGE = 100


def may_refer(user: Viewer) -> bool:
    """Whether the user is staff everywhere: a reference stands on the pages of every settlement."""
    everywhere = Membership.objects.filter(role__in=OFFICE, settlement=None, county=None)
    return bool(getattr(user, "is_superuser", False)) or everywhere.filter(user=user.pk).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def reference_list(request: HttpRequest) -> HttpResponse:
    """`/references/`: all of them, and a form for another one."""
    if not may_refer(request.user):
        raise Http404
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The reference is kept. It stands beside the figure from now on."))
        return redirect("reports:reference-list")
    page = Paginator(Reference.objects.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": [(row, in_words_of(row)) for row in page]}
    return render(request, "reports/references.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@never_cache
def reference_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """`/references/17/delete/`: it stands beside nothing any more; the history keeps it."""
    if not may_refer(request.user):
        raise Http404
    get_object_or_404(Reference, pk=pk).delete()
    messages.success(request, _("The reference was taken away."))
    return redirect("reports:reference-list")
