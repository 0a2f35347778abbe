"""What is kept of people, for how long and who sees it: for anybody to read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enumerations.rights import DAYS_TO_ANSWER, Purpose
from enumerations.services.rights.held import years_kept
from enumerations.who_sees import certificate_warning, who_sees
from settlements.models import Settlement
from settlements.roles import Act


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """`/privacy/`: who answers for the data, what for, what is kept, who sees it, and one's rights."""
    is_office = Settlement.objects.where_may(request.user, Act.ANSWER_RIGHTS).exists()
    context = {
        "controller": settings.PRIVACY_CONTROLLER,
        "contact": settings.PRIVACY_CONTACT,
        "registration": settings.ODPC_REGISTRATION,
        "expires": settings.ODPC_EXPIRES_ON,
        "hosting": settings.HOSTING_LOCATION,
        "purposes": [purpose.label for purpose in Purpose],
        "who_sees": who_sees(),
        "years": years_kept(),
        "days": DAYS_TO_ANSWER,
        "certificate": certificate_warning() if is_office else "",
    }
    return render(request, "enumerations/privacy.html", context)
