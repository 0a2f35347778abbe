"""The page that says what columns are: proposed, corrected by a person, remembered.

It serves a batch's file and the questions of a questionnaire alike; a `Source` is either. Every submit keeps
the work so far, so that a power cut costs one page at most.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.models import User
from enumerations.intake.columns import Mapping, SheetMapping, propose
from enumerations.intake.readers import Sheet
from enumerations.intake.samples import ROWS, ColumnSample, first_rows, sample_columns
from enumerations.mapping_form import SIDES, Asked, Card, Side, card, problems, with_posted
from enumerations.models import Enumeration

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

    def url(self, source: "Source") -> str:
        wish = {"side": self.side.name, "show": self.show, "words": self.words, "page": self.page}
        return f"{source.url}?{urlencode(wish)}#columns"


@dataclass
class Work:
    """The mapping that waits for a person, while it is held."""

    mapping: Mapping


class Source(Protocol):
    """What has columns that go somewhere: its sheets, what was said of them, and where that is kept.

    `asked` holds the words of a questionnaire's questions by heading. `crumbs` are (title, address).
    """

    url: str
    enumeration: Enumeration
    sheets: list[Sheet]
    is_form: bool
    asked: dict[str, Asked]
    crumbs: list[tuple[str, str]]
    settled: Any

    def so_far(self) -> Mapping:
        """What was said on this page before, else what is proposed."""
        ...

    def held(self) -> Any:
        """The `Work` as a context, so that two answers sent at once do not undo each other; then kept."""
        ...

    def settle(self, mapping: Mapping, user: User) -> None:
        """Go on with this mapping."""
        ...

    def get_absolute_url(self) -> str:
        """Where to go once the mapping is settled."""
        ...


def mapping_page(request: HttpRequest, source: Source) -> HttpResponse:
    """Show the columns with what is proposed for them; take corrections; go on."""
    if request.method == "POST":
        return _take(request, source)
    return _show(request, source, source.so_far(), View.of(request.GET))


# --- Taking what was sent -------------------------------------------------------------------------


def _take(request: HttpRequest, source: Source) -> HttpResponse:
    view, action, sheets = View.of(request.POST), request.POST.get("action", ""), source.sheets
    with source.held() as work:
        mapping, errors = with_posted(
            work.mapping, view.side, _headings(sheets, view.side.of(work.mapping)), request.POST
        )
        mapping = _with_sheets(mapping, sheets, request.POST)
        work.mapping = mapping
    if "only" in request.POST:
        return _one_column(request, source, mapping, view, errors)
    reasons = problems(mapping) if action == "start" else []
    if errors or reasons:
        return _show(request, source, mapping, view, errors, reasons)
    if action == "start":
        source.settle(replace(mapping, unsure=()), cast(User, request.user))
        messages.success(request, str(source.settled))
        return redirect(source)
    return redirect(_next_view(view, action).url(source))


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
    source: Source,
    mapping: Mapping,
    view: View,
    errors: dict[str, str] | None = None,
    reasons: list[str] | None = None,
) -> HttpResponse:
    sheet = view.side.of(mapping)
    headings = _headings(source.sheets, sheet)
    wanted = [heading for heading in headings if _is_wanted(heading, mapping, view, source)]
    page = Paginator(wanted, COLUMNS_PER_PAGE).get_page(view.page)
    samples = _samples(source.sheets, sheet, list(page))
    context = {
        "source": source,
        "enumeration": source.enumeration,
        "cards": [
            _card(source, view, headings.index(heading), heading, mapping, samples[heading], errors or {})
            for heading in page
        ],
        "page": page,
        "view": replace(view, page=str(page.number)),
        "reasons": reasons or [],
        "headings": headings,
        "sheet": sheet,
        "given": sum(bool(target.field) for target in sheet.targets.values()),
        "sheets": source.sheets,
        "mapping": mapping,
        "sampled_rows": ROWS,
    }
    status = 422 if errors or reasons else 200
    return render(request, "enumerations/mapping.html", context, status=status)


def _card(
    source: Source,
    view: View,
    index: int,
    heading: str,
    mapping: Mapping,
    sample: ColumnSample,
    errors: dict[str, str],
) -> Card:
    return card(view.side, index, heading, mapping, sample, errors, source.asked.get(heading))


def _one_column(
    request: HttpRequest, source: Source, mapping: Mapping, view: View, errors: dict[str, str]
) -> HttpResponse:
    """One column again, after its field was chosen: with the questions that this field brings."""
    sheet = view.side.of(mapping)
    headings = _headings(source.sheets, sheet)
    index = request.POST["only"]
    if not (index.isascii() and index.isdigit() and int(index) < len(headings)):
        return HttpResponse(status=422)
    heading = headings[int(index)]
    sample = _samples(source.sheets, sheet, [heading])[heading]
    shown = _card(source, view, int(index), heading, mapping, sample, errors)
    return render(
        request, "enumerations/_mapping_column.html", {"card": shown, "source": source, "view": view}
    )


def _headings(sheets: list[Sheet], sheet: SheetMapping) -> list[str]:
    return next((each.headings for each in sheets if each.name == sheet.sheet), [])


def _is_wanted(heading: str, mapping: Mapping, view: View, source: Source) -> bool:
    asked = source.asked.get(heading)
    said = f"{heading} {asked.label if asked else ''}".casefold()
    if view.words and view.words.casefold() not in said:
        return False
    target = view.side.of(mapping).targets.get(heading)
    return view.show == "all" or heading in mapping.unsure or bool(target and target.field)


def _samples(sheets: list[Sheet], sheet: SheetMapping, headings: list[str]) -> dict[str, Any]:
    found = next((each for each in sheets if each.name == sheet.sheet), None)
    samples = sample_columns(first_rows(found), headings) if found and headings else {}
    return {heading: samples.get(heading, ColumnSample()) for heading in headings}
