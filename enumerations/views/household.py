"""One household as a page, for those who may see people now; that it was read is written down."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.intake.fields import Tier
from enumerations.models import Household
from enumerations.privacy import tiers_of
from enumerations.services.rights.held import everything
from enumerations.views.disclosure import records_url
from settlements.models import Settlement
from settlements.roles import Act


@require_safe
@login_required
@never_cache
def household_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """`/settlements/KMT/households/12/`: who lives there, and what they said."""
    user = cast(User, request.user)
    settlement = get_object_or_404(Settlement.objects.of_member(user), code=code.upper())
    acts = settlement.acts_of(user)
    here = Household.objects.filter(settlement=settlement, pk=pk)
    household = (
        here.visible_to(user).select_related("enumeration", "structure__cluster", "batch", "same_as").first()
    )
    if household is None:
        if Act.OPEN_PEOPLE in acts and here.exists():
            return redirect(records_url(settlement, request.path))
        raise Http404
    record(user, AccessKind.READ, subject=f"household {pk}", settlement=settlement.code)
    context: dict[str, Any] = {
        "settlement": settlement,
        "household": household,
        "enumeration": household.enumeration,
        "held": everything(household, tiers_for(user, household)),
        "may_answer": Act.ANSWER_RIGHTS in acts,
        "may_see_history": Act.SEE_HISTORY in acts,
    }
    return render(request, "enumerations/household_detail.html", context)


def tiers_for(user: User, household: Household) -> frozenset[Tier]:
    """The tiers that are open to the user now: of those that the user counted also the people."""
    tiers = tiers_of(user, household.settlement)
    if household.batch is not None and household.batch.sent_by_id == user.pk:
        tiers |= {Tier.GROUND, Tier.TENURE, Tier.PEOPLE}
    return tiers
