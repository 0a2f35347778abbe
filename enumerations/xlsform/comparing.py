"""What a new version of a questionnaire changes for the answers that are already in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enumerations.xlsform.question import CONTAINERS, Question, QuestionKind, Texts, text_in

SENTENCES: dict[str, str | Promise] = {
    "added": _("New question: “%(label)s” (%(name)s)."),
    "removed": _("“%(label)s” (%(name)s) is no longer asked. Answers already given stay in the register."),
    "label": _("“%(name)s” is worded differently: “%(before)s” became “%(after)s”."),
    "kind": _("“%(label)s” (%(name)s) was %(before)s and is %(after)s now. Earlier answers may not fit."),
    "choice_added": _("“%(label)s” (%(name)s) has a new choice: “%(choice)s”."),
    "choice_removed": _(
        "“%(label)s” (%(name)s) has lost the choice “%(choice)s”. Answers that chose it stay as they are."
    ),
    "choice_label": _("A choice of “%(name)s” is worded differently: “%(before)s” became “%(after)s”."),
    "required": _("“%(label)s” (%(name)s) must be answered now. Earlier interviews may lack it."),
    "not_required": _("“%(label)s” (%(name)s) may be left without an answer now."),
    "constraint": _(
        "“%(label)s” (%(name)s) takes other answers: it was “%(before)s” and is “%(after)s” now."
    ),
    "relevant": _(
        "“%(label)s” (%(name)s) is asked in other cases: it was “%(before)s” and is “%(after)s” now."
    ),
    "moved": _("“%(label)s” (%(name)s) moved from “%(before)s” to “%(after)s”."),
    "repeat": _(
        "“%(label)s” (%(name)s) moved into another repeat: from “%(before)s” to “%(after)s”. "
        "Earlier answers stand elsewhere."
    ),
}
# Changes after which answers given before mean something else, are lacking or would not be taken today.
TOUCHING = frozenset({"removed", "kind", "choice_removed", "required", "constraint", "repeat"})
KINDS: dict[QuestionKind, str | Promise] = {
    QuestionKind.TEXT: _("text"),
    QuestionKind.INTEGER: _("whole number"),
    QuestionKind.DECIMAL: _("number"),
    QuestionKind.RANGE: _("number from a range"),
    QuestionKind.SELECT_ONE: _("one choice"),
    QuestionKind.SELECT_MULTIPLE: _("several choices"),
    QuestionKind.RANK: _("ranked choices"),
    QuestionKind.GEOPOINT: _("place"),
    QuestionKind.GEOTRACE: _("line on the map"),
    QuestionKind.GEOSHAPE: _("area on the map"),
    QuestionKind.DATE: _("date"),
    QuestionKind.TIME: _("time of day"),
    QuestionKind.DATETIME: _("date and time"),
    QuestionKind.IMAGE: _("picture"),
    QuestionKind.AUDIO: _("sound"),
    QuestionKind.VIDEO: _("video"),
    QuestionKind.FILE: _("file"),
    QuestionKind.BARCODE: _("barcode"),
    QuestionKind.NOTE: _("note"),
    QuestionKind.ACKNOWLEDGE: _("confirmation"),
    QuestionKind.CALCULATE: _("calculation"),
    QuestionKind.HIDDEN: _("hidden value"),
    QuestionKind.METADATA: _("filled in by the phone"),
    QuestionKind.GROUP: _("group"),
    QuestionKind.REPEAT: _("repeat"),
}


@dataclass(frozen=True)
class Change:
    """One difference between two versions. `touches_data`: answers already in are concerned."""

    code: str
    path: str
    name: str
    labels: Texts = field(default_factory=dict, hash=False)
    before: Any = ""
    after: Any = ""
    choice: str = ""

    @property
    def touches_data(self) -> bool:
        return self.code in TOUCHING

    @property
    def sentence(self) -> str:
        """What changed, in the active language."""
        language = (get_language() or "en")[:2]
        words = {
            "name": self.name,
            "label": text_in(self.labels, language, self.name),
            "before": _shown(self.before, language),
            "after": _shown(self.after, language),
            "choice": self.choice,
        }
        return str(SENTENCES[self.code]) % words


def _shown(value: Any, language: str) -> str:
    if isinstance(value, QuestionKind):
        return str(KINDS[value])
    if isinstance(value, dict):
        return text_in(value, language)
    return str(value) or "–"


def compare(old: Iterable[Question], new: Iterable[Question]) -> tuple[Change, ...]:
    """What changed, in the order of the new form; what is gone comes last.

    A question is the same one by its path; where it moved, by its name if no other question has that.
    """
    before, after = _asked(old), _asked(new)
    pairs = _pairs(before, after)
    changes: list[Change] = []
    for question in after:
        earlier = pairs.get(question.path)
        if earlier is None:
            changes.append(_change("added", question))
        else:
            changes += _differences(earlier, question)
    kept = {earlier.path for earlier in pairs.values()}
    changes += [_change("removed", question) for question in before if question.path not in kept]
    return tuple(changes)


def _asked(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.kind not in CONTAINERS]


def _pairs(before: list[Question], after: list[Question]) -> dict[str, Question]:
    """The new paths, each with the question it was."""
    by_path = {question.path: question for question in before}
    by_name: dict[str, list[Question]] = defaultdict(list)
    new_names: dict[str, int] = defaultdict(int)
    new_paths = {question.path for question in after}
    for question in before:
        if question.path not in new_paths:
            by_name[question.name].append(question)
    for question in after:
        if question.path not in by_path:
            new_names[question.name] += 1
    pairs: dict[str, Question] = {}
    for question in after:
        if question.path in by_path:
            pairs[question.path] = by_path[question.path]
        elif len(by_name[question.name]) == 1 and new_names[question.name] == 1:
            pairs[question.path] = by_name[question.name][0]
    return pairs


def _change(code: str, question: Question, before: Any = "", after: Any = "", choice: str = "") -> Change:
    return Change(code, question.path, question.name, question.labels, before, after, choice)


def _differences(old: Question, new: Question) -> Iterator[Change]:
    if old.repeat != new.repeat:
        yield _change("repeat", new, old.path, new.path)
    elif old.path != new.path:
        yield _change("moved", new, old.path, new.path)
    if old.kind is not new.kind:
        yield _change("kind", new, old.kind, new.kind)
    if old.labels != new.labels:
        yield _change("label", new, *_differing(old.labels, new.labels))
    if (old.required, old.required_if) != (new.required, new.required_if):
        needs_more = new.required or (not old.required and bool(new.required_if))
        yield _change("required" if needs_more else "not_required", new)
    if _bare(old.constraint) != _bare(new.constraint):
        yield _change("constraint", new, old.constraint, new.constraint)
    if _bare(old.relevant) != _bare(new.relevant):
        yield _change("relevant", new, old.relevant, new.relevant)
    yield from _choices(old, new)


def _bare(expression: str) -> str:
    return " ".join(expression.split())


def _differing(old: Texts, new: Texts) -> tuple[Texts, Texts]:
    """Both texts in the languages in which they differ."""
    languages = [code for code in {**old, **new} if old.get(code, "") != new.get(code, "")]
    return {code: old.get(code, "") for code in languages}, {code: new.get(code, "") for code in languages}


def _choices(old: Question, new: Question) -> Iterator[Change]:
    before = {each.name: each for each in old.choices}
    after = {each.name: each for each in new.choices}
    language = (get_language() or "en")[:2]
    for name, each in after.items():
        if name not in before:
            yield _change("choice_added", new, choice=each.label_in(language))
        elif before[name].labels != each.labels:
            yield _change("choice_label", new, *_differing(before[name].labels, each.labels), choice=name)
    for name, each in before.items():
        if name not in after and new.kind in (
            old.kind,
            QuestionKind.SELECT_ONE,
            QuestionKind.SELECT_MULTIPLE,
        ):
            yield _change("choice_removed", new, choice=each.label_in(language))
