"""What stands between two rounds that would be compared: said in a sentence each, before the figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enumerations.collecting import VersionState
from enumerations.indicators import INDICATORS
from enumerations.models import Enumeration, QuestionnaireVersion, SettlementStatistics
from enumerations.rounds.asking import ask
from enumerations.rounds.doors import end_of
from enumerations.xlsform.comparing import TOUCHING, Change, compare
from enumerations.xlsform.question import Question

LEAST_COVERAGE, COVERAGE_APART = 80, 10
# Changes of a question after which its figures are not of the same thing.
MATTERING = TOUCHING | {"added", "choice_added", "relevant"}
# The boundary as it was on a day: what the first change after it found, else as it is.
BOUNDARIES = """
WITH pair AS (
    SELECT * FROM unnest(%(settlements)s::bigint[], %(then)s::date[], %(now)s::date[]) AS p (id, a, b)
), was AS (
    SELECT t.id, coalesce((SELECT ARRAY[e.boundary] FROM settlements_settlementevent e
        WHERE e.pgh_obj_id = t.id AND e.pgh_label = 'update' AND e.pgh_created_at::date > day
        ORDER BY e.pgh_created_at, e.pgh_id LIMIT 1), ARRAY[t.boundary]) AS boundary, place
    FROM pair JOIN settlements_settlement t USING (id), LATERAL (VALUES (1, a), (2, b)) AS days (place, day)
)
SELECT a.id FROM was a JOIN was b USING (id) WHERE a.place = 1 AND b.place = 2
AND a.boundary[1] IS NOT NULL AND NOT coalesce(ST_Equals(a.boundary[1], b.boundary[1]), false)
"""


def general(
    then: SettlementStatistics, now: SettlementStatistics, changes: Iterable[Change] = ()
) -> list[str]:
    """What holds for all figures."""
    a, b = then.enumeration, now.enumeration
    said = [*_coverage(then, now), *_states(a, b)]
    if boundary_changed(a, b):
        said.append(_("The boundary of the settlement was changed between the two rounds."))
    if a.source != b.source:
        said.append(_("One of the rounds came from another tool: its questions may have been put otherwise."))
    n = len({change.path for change in changes})
    if n:
        said.append(
            ngettext(
                "The questionnaire differs in %(n)s question. The figures it matters for say so.",
                "The questionnaire differs in %(n)s questions. The figures they matter for say so.",
                n,
            )
            % {"n": n}
        )
    return said


def _coverage(then: SettlementStatistics, now: SettlementStatistics) -> list[str]:
    said = []
    for one in (then, now):
        if one.coverage_percent is None:
            said.append(
                _("How many doors round %(round)s reached is not known.") % {"round": one.enumeration.round}
            )
        elif one.coverage_percent < LEAST_COVERAGE:
            said.append(
                _("Round %(round)s reached only %(percent)s %% of the doors: who was not counted is missing.")
                % {"round": one.enumeration.round, "percent": round(one.coverage_percent)}
            )
    if then.coverage_percent is not None and now.coverage_percent is not None:
        apart = abs(now.coverage_percent - then.coverage_percent)
        if apart > COVERAGE_APART:
            said.append(
                _(
                    "The rounds differ by %(points)s points in how many doors they reached: "
                    "numbers of people and households differ for that alone."
                )
                % {"points": round(apart)}
            )
    return said


def _states(then: Enumeration, now: Enumeration) -> list[str]:
    drafts = [each for each in (then, now) if not each.is_adopted]
    if len(drafts) == 1:
        return [
            _("Round %(round)s is a draft: its figures may still change. The other one is adopted.")
            % {"round": drafts[0].round}
        ]
    return [_("Both rounds are drafts: their figures may still change.")] if drafts else []


def boundary_changed(then: Enumeration, now: Enumeration) -> bool:
    """Whether the outline of the settlement was another one when the later count ended."""
    return bool(boundaries_changed([(then, now)]))


def boundaries_changed(pairs: Sequence[tuple[Enumeration, Enumeration]]) -> set[int]:
    """The settlements of which that is so, by id; one question for all of them."""
    scope = {
        "settlements": [now.settlement_id for _then, now in pairs],
        "then": [end_of(then) for then, _now in pairs],
        "now": [end_of(now) for _then, now in pairs],
    }
    return {pk for (pk,) in ask(BOUNDARIES, scope)} if pairs else set()


def questions_changed(then: Enumeration, now: Enumeration) -> list[Change]:
    """What of the questionnaires differs so that answers do too; nothing where one has none."""
    versions: Any = QuestionnaireVersion.objects.filter(
        questionnaire__enumeration__in=[then, now], state=VersionState.PUBLISHED
    )
    by_count = versions.order_by("number").values_list("questionnaire__enumeration", "questions")
    newest: dict[int, list[Any]] = dict(by_count)
    if then.pk not in newest or now.pk not in newest:
        return []
    old, new = ([Question.from_json(each) for each in newest[count.pk]] for count in (then, now))
    return [change for change in compare(old, new) if change.code in MATTERING]


def by_indicator(changes: Iterable[Change]) -> dict[str, list[str]]:
    """The sentences of changes by the code of each indicator whose question they are of."""
    said: dict[str, list[str]] = defaultdict(list)
    of_question: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        of_question[change.name].append(change.sentence)
    for indicator in INDICATORS:
        for name in sorted(set(re.findall(r"[hp]\.([a-z_0-9]+)", indicator.sql))):
            said[indicator.code] += of_question.get(name, [])
    return {code: sentences for code, sentences in said.items() if sentences}
