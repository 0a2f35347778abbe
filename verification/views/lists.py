"""The lists of a count: posting them, following how they are made, fetching them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.models import Enumeration
from settlements.models import Settlement
from settlements.roles import Act
from verification.forms.lists import CopiesForm, PostingForm
from verification.models import PostedList, Posting
from verification.services import lists as services
from verification.services.doors import lanes_of
from verification.services.zipping import zipped
from verification.views.list_words import failure_of


@require_safe
@login_required
def lists(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest posting with its lists, and which went before."""
    return render(request, "verification/lists.html", _context(request, _count(request, pk, Act.PRINT_LISTS)))


@require_safe
def lists_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while lists are made; htmx asks for it again and again."""
    if not request.user.is_authenticated:
        login = redirect_to_login(reverse("verification:lists", args=[pk]))
        return HttpResponseClientRedirect(login.url) if request.headers.get("HX-Request") else login
    context = _context(request, _count(request, pk, Act.PRINT_LISTS))
    return render(request, "verification/_lists_status.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def posting_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about the next posting; its lists are the worker's."""
    count = _count(request, pk, Act.POST_LISTS)
    latest = Posting.objects.filter(enumeration=count).first()
    form = PostingForm(request.POST if request.method == "POST" else None, latest=latest)
    if request.method == "POST" and form.is_valid():
        try:
            services.create_posting(enumeration=count, user=cast(User, request.user), **form.cleaned_data)
            return redirect("verification:lists", pk)
        except services.NotPostable:
            form.add_error(
                None, _("This count is not being checked by its community now: nothing was saved.")
            )
    context = {"enumeration": count, "form": form, "may_be_posted": services.may_be_posted(count)}
    return render(request, "verification/posting_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def posting_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the lists of the newest posting anew, or try those that failed once more."""
    posting = get_object_or_404(Posting.objects.changeable_by(request.user), pk=pk)
    if not services.may_be_posted(posting.enumeration) or _newest(posting.enumeration) != posting:
        messages.warning(request, _("Only the newest lists of a count that is being checked are made again."))
    else:
        services.make_again(posting)
    return redirect("verification:lists", posting.enumeration_id)


@require_POST
@login_required
def posting_copies(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how many sets were printed."""
    posting = get_object_or_404(Posting.objects.changeable_by(request.user), pk=pk)
    form = CopiesForm(request.POST)
    if form.is_valid():
        services.note_copies(posting, form.cleaned_data["copies"])
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("Write the number of printed sets, from 1 to 9999."))
    return redirect("verification:lists", posting.enumeration_id)


@require_safe
@login_required
@never_cache
def list_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One list. Fetching one that carries names is logged."""
    seen = PostedList.objects.visible_to(request.user).exclude(file="")
    found = get_object_or_404(seen.select_related("posting", "cluster", "settlement"), pk=pk)
    if not default_storage.exists(str(found.file)):
        messages.warning(request, _("The file of this list is not there. Make the lists again."))
        return redirect("verification:lists", found.posting.enumeration_id)
    _log(request, found.posting, f"posted list {found.pk}")
    return FileResponse(found.file.open("rb"), filename=found.download_name, content_type="application/pdf")


@require_safe
@login_required
@never_cache
def lists_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All lists of a posting, packed while they are sent."""
    posting = get_object_or_404(Posting.objects.visible_to(request.user).select_related("settlement"), pk=pk)
    found = _lists_of(posting).exclude(file="")
    _log(request, posting, f"posting {posting.pk}")
    there = [(each.download_name, str(each.file)) for each in found if default_storage.exists(str(each.file))]
    answer = StreamingHttpResponse(zipped(there), content_type="application/zip")
    name = f"{posting.settlement.code}-{posting.number}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _count(request: HttpRequest, pk: int, act: Act) -> Enumeration:
    """The count, where the person may do this."""
    theirs = Settlement.objects.where_may(request.user, act)
    return get_object_or_404(
        Enumeration.objects.filter(settlement__in=theirs).select_related("settlement"), pk=pk
    )


def _newest(count: Enumeration) -> Posting | None:
    newest: Posting | None = Posting.objects.filter(enumeration=count).order_by("-number").first()
    return newest


def _lists_of(posting: Posting) -> QuerySet[PostedList]:
    """Without who stands on them: that is much, and asked for elsewhere."""
    return posting.lists.select_related("cluster", "posting", "settlement").defer("carries", "named")


def _log(request: HttpRequest, posting: Posting, subject: str) -> None:
    if posting.names and request.method == "GET":
        record(
            cast(User, request.user),
            AccessKind.DOWNLOADED,
            subject=subject,
            settlement=posting.settlement.code,
        )


def _context(request: HttpRequest, count: Enumeration) -> dict[str, Any]:
    postings = list(Posting.objects.filter(enumeration=count))
    context: dict[str, Any] = {
        "enumeration": count,
        "posting": postings[0] if postings else None,
        "older": postings[1:],
        "may_post": Act.POST_LISTS in count.settlement.acts_of(request.user),
        "may_be_posted": services.may_be_posted(count),
    }
    return context | (_posting_context(postings[0]) if postings else {})


def _posting_context(posting: Posting) -> dict[str, Any]:
    """The newest posting: its lists, or how far they are."""
    found = list(_lists_of(posting))
    ready = [each for each in found if each.file]
    is_moving = posting.is_being_made
    return {
        "lists": ready,
        "is_moving": is_moving,
        "made": sum(not each.is_stale for each in ready),
        "wanted": len(lanes_of(posting.enumeration)) if is_moving else len(found),
        "pages": sum(each.pages for each in ready),
        "households": sum(each.households for each in ready),
        "failure": failure_of(posting.failed) if posting.failed else None,
        "changed": 0 if is_moving else services.changed_since(posting),
        "copies_form": CopiesForm(initial={"copies": posting.copies}),
    }
