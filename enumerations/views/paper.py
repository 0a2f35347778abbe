"""The questionnaire on paper: choosing how, and the sheets."""

from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from enumerations.models import Enumeration, QuestionnaireVersion
from enumerations.paper import Occasion, print_paper
from settlements.models import Cluster, Settlement

KEPT_S = 3600  # of one print, for the next who asks the same: a long form takes seconds
LANGUAGES = {"both": ("en", "sw"), "both-sw": ("sw", "en"), "en": ("en",), "sw": ("sw",)}


class PaperForm(forms.Form):
    """In which languages, and for which cluster."""

    languages = forms.ChoiceField(
        label=_("Languages"),
        choices=[
            ("both", _("English and Kiswahili")),
            ("both-sw", _("Kiswahili and English")),
            ("en", _("English")),
            ("sw", _("Kiswahili")),
        ],
        required=False,
    )
    cluster = forms.ModelChoiceField(
        label=_("Village"), queryset=Cluster.objects.none(), required=False, empty_label=_("To write by hand")
    )

    def __init__(self, *args: Any, settlement: Settlement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["cluster"]).queryset = settlement.clusters.order_by("code")


@require_safe
@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what is printed."""
    count = _count_of(request, pk)
    questionnaire = getattr(count, "questionnaire", None)
    context = {
        "enumeration": count,
        "version": questionnaire.current() if questionnaire else None,
        "form": PaperForm(settlement=count.settlement),
        "may_send": Enumeration.objects.open_to_batches_of(request.user).filter(pk=pk).exists(),
    }
    return render(request, "enumerations/paper.html", context)


@require_safe
@login_required
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets: the version that phones get now, or a bare 404 where there is none."""
    count = _count_of(request, pk)
    version = get_object_or_404(
        QuestionnaireVersion.objects.select_related("questionnaire__enumeration", "settlement"),
        pk=getattr(_current(count), "pk", None),
    )
    form = PaperForm(request.GET, settlement=count.settlement)
    chosen = form.cleaned_data if form.is_valid() else {}
    cluster = chosen.get("cluster")
    user = cast(User, request.user)
    form_page = reverse("enumerations:form", args=[pk])
    place = f"?cluster={cluster.code}&by={user.pk}" if cluster else f"?by={user.pk}"
    occasion = Occasion(
        languages=LANGUAGES[chosen.get("languages") or "both"],
        cluster=f"{cluster.code} {cluster.name}".strip() if cluster else "",
        link=request.build_absolute_uri(form_page + place),
    )
    response = HttpResponse(_printed(version, occasion), content_type="application/pdf")
    name = f"{version.questionnaire.form_id}-{version.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _count_of(request: HttpRequest, pk: int) -> Enumeration:
    """A count where the person acts: what is asked there is no secret among them."""
    own = Settlement.objects.of_member(request.user)
    counts = Enumeration.objects.filter(settlement__in=own).select_related("settlement", "questionnaire")
    return get_object_or_404(counts, pk=pk)


def _current(count: Enumeration) -> QuestionnaireVersion | None:
    questionnaire = getattr(count, "questionnaire", None)
    return questionnaire.current() if questionnaire else None


def _printed(version: QuestionnaireVersion, occasion: Occasion) -> bytes:
    """The PDF, from the cache where the same was just printed."""
    key = "paper:" + ":".join(
        [version.md5, *occasion.languages, occasion.cluster.replace(" ", "_"), occasion.link]
    )
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = print_paper(version, occasion)
        cache.set(key, kept, KEPT_S)
    return kept
