"""What everybody may check of an adopted register: its hash, and the list it is of."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from settlements.models import Settlement
from verification.models import RegisterSnapshot
from verification.services.register import digests

# What may be seen today may be hidden tomorrow: nobody shows it again without asking.
asked_each_time = cache_control(private=True, no_cache=True)


@require_safe
@asked_each_time
def public_register(request: HttpRequest, code: str, round: int, version: int) -> HttpResponse:
    """`/registers/KMT/1/2/`: a version's hash, and how anybody computes it again."""
    snapshot = _public(request, code, round, version)
    kept = RegisterSnapshot.objects.filter(enumeration=snapshot.enumeration)
    versions = list(kept.order_by("version"))
    context = {
        "snapshot": snapshot,
        "enumeration": snapshot.enumeration,
        "settlement": snapshot.settlement,
        "versions": versions,
        "is_last": snapshot.version == versions[-1].version,
    }
    return render(request, "verification/public_register.html", context)


@require_safe
@asked_each_time
def public_digests(request: HttpRequest, code: str, round: int, version: int) -> HttpResponseBase:
    """`/registers/KMT/1/2/digests.txt`: the list whose SHA-256 is the version's hash."""
    snapshot = _public(request, code, round, version)
    etag = f'"{snapshot.root}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = StreamingHttpResponse(digests(snapshot), content_type="text/plain; charset=us-ascii")
    response["ETag"] = etag
    return response


def _public(request: HttpRequest, code: str, round: int, version: int) -> RegisterSnapshot:
    """A version of an adopted count of a settlement the reader may know of; not found otherwise.

    Those who do not act there learn nothing of so few households that each could be recognised.
    """
    known = Settlement.objects.visible_to(request.user)
    found = RegisterSnapshot.objects.filter(settlement__in=known, enumeration__adopted_on__isnull=False)
    snapshot: RegisterSnapshot = get_object_or_404(
        found.select_related("settlement", "enumeration"),
        settlement__code=code.upper(),
        enumeration__round=round,
        version=version,
    )
    is_small = snapshot.households < snapshot.settlement.smallest_cell
    if is_small and not snapshot.settlement.acts_of(request.user):
        raise Http404
    return snapshot
