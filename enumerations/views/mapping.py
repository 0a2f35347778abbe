"""What the columns of a foreign file mean: proposed, corrected by a person, remembered by the count.

Every submit keeps the work so far with the batch, so that a power cut costs one page at most. The values
shown are of people: only who may change the batch sees this page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.choices import AccessKind
from accounts.log import record
from accounts.models import User
from enumerations.choices import BatchState
from enumerations.intake.columns import Mapping, SheetMapping, propose
from enumerations.intake.readers import Sheet, open_file
from enumerations.intake.refusal import Refusal
from enumerations.intake.samples import ROWS, ColumnSample, first_rows, sample_columns
from enumerations.mapping_form import SIDES, Card, Side, card, problems, with_posted
from enumerations.models import Batch
from enumerations.services.batches import set_mapping
from enumerations.services.stored import path_of
from enumerations.views.batches import sentences_of
from enumerations.views.disclosure import records_url

COLUMNS_PER_PAGE = 30


@dataclass(frozen=True)
class View:
    """Which columns the page shows."""

    side: Side
    show: str  # "proposed" or "all"
    words: str
    page: str

    @classmethod
    def of(cls, wish: QueryDict) -> "View":
        words = wish.get("words", "").strip()[:100]
        return cls(
            side=SIDES.get(wish.get("side", ""), SIDES["households"]),
            # Who looks for a column means any column.
            show="all" if words or wish.get("show") == "all" else "proposed",
            words=words,
            page=wish.get("page", "1"),
        )

    def url(self, batch: Batch) -> str:
        wish = {"side": self.side.name, "show": self.show, "words": self.words, "page": self.page}
        return f"{reverse('enumerations:batch-mapping', args=[batch.pk])}?{urlencode(wish)}#columns"


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
            if request.method == "POST":
                return _take(request, batch, sheets)
            mapping = mapping_so_far(batch, sheets)
            return _show(request, batch, sheets, mapping, View.of(request.GET))
    except Refusal as refusal:
        messages.error(request, sentences_of(refusal))
        return redirect(batch)


def mapping_so_far(batch: Batch, sheets: list[Sheet]) -> Mapping:
    """What was said on this page before, else what the count remembers and the headings suggest."""
    if batch.mapping is not None:
        return Mapping.from_json(batch.mapping)
    return propose(sheets, remembered=Mapping.from_json(batch.enumeration.column_mapping))


# --- Taking what was sent -------------------------------------------------------------------------


def _take(request: HttpRequest, batch: Batch, sheets: list[Sheet]) -> HttpResponse:
    view, action = View.of(request.POST), request.POST.get("action", "")
    with _draft(batch, sheets) as draft:
        mapping, errors = with_posted(
            draft.mapping, view.side, _headings(sheets, view.side.of(draft.mapping)), request.POST
        )
        mapping = _with_sheets(mapping, sheets, request.POST)
        draft.mapping = mapping
    batch.mapping = mapping.to_json()
    if "only" in request.POST:
        return _one_column(request, batch, sheets, mapping, view, errors)
    reasons = problems(mapping) if action == "start" else []
    if errors or reasons:
        return _show(request, batch, sheets, mapping, view, errors, reasons)
    if action == "start":
        set_mapping(batch=batch, mapping=replace(mapping, unsure=()), user=cast(User, request.user))
        messages.success(
            request, _("The columns are settled, and this count remembers them. The file is being read.")
        )
        return redirect(batch)
    return redirect(_next_view(view, action).url(batch))


@dataclass
class Draft:
    """The mapping of a batch that waits for a person."""

    mapping: Mapping


@contextmanager
def _draft(batch: Batch, sheets: list[Sheet]) -> Iterator[Draft]:
    """The work so far, held so that two answers sent at once do not undo each other; kept at the end."""
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("enumeration").get(pk=batch.pk)
        if held.state != BatchState.MAPPING:
            raise Refusal("not_waiting_for_mapping", state=str(held.state))
        draft = Draft(mapping_so_far(held, sheets))
        yield draft
        Batch.objects.filter(pk=batch.pk).update(mapping=draft.mapping.to_json())


def _with_sheets(mapping: Mapping, sheets: list[Sheet], posted: QueryDict) -> Mapping:
    """Another sheet of households or persons was chosen: its columns are proposed anew."""
    names = {sheet.name for sheet in sheets}
    now_households, now_persons = mapping.households.sheet, mapping.persons.sheet if mapping.persons else None
    households = posted.get("household_sheet", now_households)
    persons = posted.get("person_sheet", now_persons)
    if households not in names:
        households = now_households
    if persons not in names or persons == households:
        persons = None
    if (households, persons) == (now_households, now_persons):
        return mapping
    wished = Mapping(
        mapping.households if households == now_households else SheetMapping(households),
        (mapping.persons if persons == now_persons else SheetMapping(persons))
        if persons is not None
        else None,
    )
    chosen = [sheet for sheet in sheets if sheet.name in {households, persons}]
    return propose(chosen, remembered=wished)


def _next_view(view: View, action: str) -> View:
    """Where to go on after saving: the same columns, another page, all of them, or the other table."""
    kind, _colon, wish = action.partition(":")
    if kind == "page":
        return replace(view, page=wish)
    if kind == "show":
        return replace(view, show="all" if wish == "all" else "proposed", words="", page="1")
    if kind == "side" and wish in SIDES:
        return replace(view, side=SIDES[wish], words="", page="1")
    return view


# --- Showing --------------------------------------------------------------------------------------


def _show(
    request: HttpRequest,
    batch: Batch,
    sheets: list[Sheet],
    mapping: Mapping,
    view: View,
    errors: dict[str, str] | None = None,
    reasons: list[str] | None = None,
) -> HttpResponse:
    sheet = view.side.of(mapping)
    headings = _headings(sheets, sheet)
    wanted = [heading for heading in headings if _is_wanted(heading, mapping, view)]
    page = Paginator(wanted, COLUMNS_PER_PAGE).get_page(view.page)
    samples = _samples(sheets, sheet, list(page))
    context = {
        "batch": batch,
        "enumeration": batch.enumeration,
        "cards": [
            card(view.side, headings.index(heading), heading, mapping, samples[heading], errors or {})
            for heading in page
        ],
        "page": page,
        "view": replace(view, page=str(page.number)),
        "reasons": reasons or [],
        "headings": headings,
        "sheet": sheet,
        "given": sum(bool(target.field) for target in sheet.targets.values()),
        "sheets": sheets,
        "mapping": mapping,
        "sampled_rows": ROWS,
    }
    status = 422 if errors or reasons else 200
    return render(request, "enumerations/batch_mapping.html", context, status=status)


def _one_column(
    request: HttpRequest,
    batch: Batch,
    sheets: list[Sheet],
    mapping: Mapping,
    view: View,
    errors: dict[str, str],
) -> HttpResponse:
    """One column again, after its field was chosen: with the questions that this field brings."""
    sheet = view.side.of(mapping)
    headings = _headings(sheets, sheet)
    index = request.POST["only"]
    if not (index.isascii() and index.isdigit() and int(index) < len(headings)):
        return HttpResponse(status=422)
    heading = headings[int(index)]
    sample = _samples(sheets, sheet, [heading])[heading]
    shown: Card = card(view.side, int(index), heading, mapping, sample, errors)
    return render(request, "enumerations/_mapping_column.html", {"card": shown, "batch": batch, "view": view})


def _headings(sheets: list[Sheet], sheet: SheetMapping) -> list[str]:
    return next((each.headings for each in sheets if each.name == sheet.sheet), [])


def _is_wanted(heading: str, mapping: Mapping, view: View) -> bool:
    if view.words and view.words.casefold() not in heading.casefold():
        return False
    target = view.side.of(mapping).targets.get(heading)
    return view.show == "all" or heading in mapping.unsure or bool(target and target.field)


def _samples(sheets: list[Sheet], sheet: SheetMapping, headings: list[str]) -> dict[str, Any]:
    found = next((each for each in sheets if each.name == sheet.sheet), None)
    samples = sample_columns(first_rows(found), headings) if found and headings else {}
    return {heading: samples.get(heading, ColumnSample()) for heading in headings}
