"""The count's own questions and how they were answered, small numbers hidden."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from enumerations.questionnaire_shown import section_titles
from enumerations.tabulation import OwnQuestion, Split, answered, own_questions, tabulate
from enumerations.tabulation.questions import Answer
from enumerations.views.questionnaires import seen_count
from enumerations.xlsform.comparing import KINDS
from settlements.roles import Act


@require_safe
@login_required
def answer_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions that are not in the data dictionary, each with how many answered."""
    count, acts = seen_count(request, pk)
    every = own_questions(count)
    numbers = answered(count, every)
    language = (get_language() or "en")[:2]
    titles = section_titles(count, language)
    sections: dict[str, list[dict[str, object]]] = {}
    for own in every:
        sections.setdefault(titles.get(own.section, ""), []).append(
            {
                "own": own,
                "label": own.question.label_in(language),
                "kind": KINDS[own.question.kind],
                "n": numbers[own.path],
            }
        )
    context = {
        "enumeration": count,
        "sections": list(sections.items()),
        "may_change": Act.MANAGE_COUNTS in acts,
        "k": count.settlement.smallest_cell,
    }
    return render(request, "enumerations/answers/list.html", context)


@require_safe
@login_required
def answer_table(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """One question's answers, all together or split. By tenure for who may see tenure."""
    count, acts = seen_count(request, pk)
    every = own_questions(count)
    own = next((each for each in every if each.path == path), None)
    if own is None:
        raise Http404
    splits = [split for split in Split if split is not Split.TENURE or Act.SEE_TENURE in acts]
    wish = request.GET.get("by", "")
    split = next((each for each in splits if each == wish), Split.NONE)
    language = (get_language() or "en")[:2]
    table = tabulate(count, own, split, every)
    context = {
        "enumeration": count,
        "own": own,
        "label": own.question.label_in(language),
        "hint": own.question.hint_in(language),
        "kind": KINDS[own.question.kind],
        "table": table,
        "is_split_away": split is not Split.NONE and len(table.columns) == 1,
        "splits": splits,
        "split": split,
        "is_presence": own.answer is Answer.PRESENCE,
        "is_several": own.answer is Answer.SEVERAL,
        "k": count.settlement.smallest_cell,
        "neighbours": _neighbours(every, own),
    }
    return render(request, "enumerations/answers/table.html", context)


def _neighbours(every: list[OwnQuestion], own: OwnQuestion) -> tuple[OwnQuestion | None, OwnQuestion | None]:
    """The question before and the one after it."""
    at = every.index(own)
    return (every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None)
