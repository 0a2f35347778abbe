"""What the map's scripts ask for once the page is there: figures by cluster, and the legend's numbers."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import conditional_page, require_safe

from mapping import choropleth, counting
from mapping.views import asked, asked_each_time, own_settlement
from settlements.roles import Act


@require_safe
@asked_each_time
@conditional_page
def figures_by_cluster(request: HttpRequest, code: str) -> JsonResponse:
    """`/settlements/KMT/figures.json`: every figure of the newest count by cluster, with its legend."""
    return JsonResponse(choropleth.by_cluster(own_settlement(request, code), request.user))


@require_safe
@asked_each_time
def structures_counted(request: HttpRequest, code: str) -> JsonResponse:
    """`/settlements/KMT/counted.json?theme=water&cluster=3&use=1`: structures and homes by class."""
    settlement = own_settlement(request, code)
    acts = settlement.acts_of(request.user)
    found = counting.counted(
        settlement.pk,
        asked(request, "theme"),
        counting.Filter.of(request.GET),
        sees_tenure=Act.SEE_TENURE in acts,
        sees_objections=Act.SEE_OBJECTIONS in acts,
    )
    if found is None:
        raise Http404
    return JsonResponse(found)
