"""Pages of counts and batches."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def enumeration_list(request: HttpRequest) -> HttpResponse:
    return render(request, "enumerations/enumeration_list.html")
