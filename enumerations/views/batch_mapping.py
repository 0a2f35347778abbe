"""What the columns of a foreign file mean: the mapping page of a batch.

The values shown are of people: only who may change the batch sees this page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import BatchState
from enumerations.intake.columns import Mapping, propose
from enumerations.intake.readers import Sheet, open_file
from enumerations.intake.refusal import Refusal
from enumerations.mapping_form import Asked
from enumerations.models import Batch
from enumerations.services.batches import set_mapping
from enumerations.services.stored import path_of
from enumerations.views.batches import sentences_of
from enumerations.views.disclosure import records_url
from enumerations.views.mapping import Work, mapping_page


class BatchSource:
    """The sheets of a batch's file."""

    is_form = False
    settled = gettext_lazy("The columns are settled, and this count remembers them. The file is being read.")

    def __init__(self, batch: Batch, sheets: list[Sheet]) -> None:
        self.batch, self.sheets = batch, sheets
        self.enumeration = batch.enumeration
        self.url = reverse("enumerations:batch-mapping", args=[batch.pk])
        self.asked: dict[str, Asked] = {}
        self.crumbs = [
            (batch.enumeration.name, batch.enumeration.get_absolute_url()),
            (batch.name, batch.get_absolute_url()),
        ]

    def so_far(self) -> Mapping:
        return self._of(self.batch)

    def _of(self, batch: Batch) -> Mapping:
        if batch.mapping is not None:
            return Mapping.from_json(batch.mapping)
        return propose(self.sheets, remembered=Mapping.from_json(batch.enumeration.column_mapping))

    @contextmanager
    def held(self) -> Iterator[Work]:
        with transaction.atomic():
            held = Batch.objects.select_for_update(of=("self",)).select_related("enumeration")
            batch = held.get(pk=self.batch.pk)
            if batch.state != BatchState.MAPPING:
                raise Refusal("not_waiting_for_mapping", state=str(batch.state))
            work = Work(self._of(batch))
            yield work
            Batch.objects.filter(pk=batch.pk).update(mapping=work.mapping.to_json())
        self.batch.mapping = work.mapping.to_json()

    def settle(self, mapping: Mapping, user: User) -> None:
        set_mapping(batch=self.batch, mapping=mapping, user=user)

    def get_absolute_url(self) -> str:
        return self.batch.get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def batch_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the columns with what is proposed for them; take corrections; start the batch.

    The page shows values as they were written, names among them: staff open the records first.
    """
    seen = Batch.objects.changeable_by(request.user).select_related("enumeration__settlement")
    batch = get_object_or_404(seen, pk=pk)
    if not Batch.objects.readable_by(request.user).filter(pk=pk).exists():
        return redirect(records_url(batch.enumeration.settlement, request.get_full_path()))
    if request.method != "POST":
        record(
            request.user, AccessKind.READ, subject=f"batch {pk}", settlement=batch.enumeration.settlement.code
        )
    if batch.state != BatchState.MAPPING:
        messages.info(request, _("The columns of this batch are settled."))
        return redirect(batch)
    try:
        with open_file(path_of(batch), name=batch.name) as sheets:
            return mapping_page(request, BatchSource(batch, sheets))
    except Refusal as refusal:
        messages.error(request, sentences_of(refusal))
        return redirect(batch)
