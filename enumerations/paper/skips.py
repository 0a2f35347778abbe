"""When a question is asked, in words: `${occupancy}='tenant'` → "Only if 7 is “Tenant”." """

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from enumerations.paper.conditions import AnyOf, Comparison, NotSimple, Part, names_in, read_condition
from enumerations.xlsform.question import Question


class Skips:
    """Says conditions with the numbers and answers of one questionnaire."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.named = {question.name: question for question in questions}
        asked = [question for question in self.named.values() if question.is_asked]
        self.numbers = {question.name: str(n) for n, question in enumerate(asked, 1)}
        self.standing = self._standing([question for question in asked if not question.repeat])

    def _standing(self, asked: list[Question]) -> tuple[Part, ...]:
        """What most questions depend on, such as the consent: said once, where it begins to hold."""
        found = Counter(part for question in asked for part in self._read(question.relevant) or ())
        return tuple(part for part, times in found.items() if times > 3 and times * 2 > len(asked))

    def _read(self, relevant: str) -> tuple[Part, ...] | None:
        """The parts of a condition; None where it is not simple or asks what nobody is asked."""
        if not relevant.strip():
            return ()
        try:
            parts = read_condition(relevant)
        except NotSimple:
            return None
        return parts if set(names_in(relevant)) <= set(self.numbers) else None

    def begins(self, question: Question) -> bool:
        """Whether all that stands for the rest of the paper is asked of this question."""
        return bool(self.standing) and set(self.standing) <= set(self._read(question.relevant) or ())

    def standing_in(self, language: str) -> str:
        """What holds from there on, as a sentence in the active language."""
        condition = self._joined(self.standing, language)
        return _("From here on only if %(condition)s. If not, stop here.") % {"condition": condition}

    def told(self, question: Question, language: str) -> str:
        """When to ask, as a sentence in the active language, its answers in `language`; "" for always.

        A condition too involved for words names the questions that it depends on.
        """
        parts = self._read(question.relevant)
        if parts is not None:
            own = tuple(part for part in parts if part not in self.standing)
            return _("Only if %(condition)s.") % {"condition": self._joined(own, language)} if own else ""
        asked = [self.numbers[name] for name in names_in(question.relevant) if name in self.numbers]
        if asked:
            return _("Not always asked: it depends on %(numbers)s.") % {"numbers": ", ".join(asked)}
        return _("Not always asked.")

    def _joined(self, parts: tuple[Part, ...], language: str) -> str:
        return _(" and ").join(self._part(part, language) for part in parts)

    def _part(self, part: Part, language: str) -> str:
        if isinstance(part, AnyOf):
            return _(" or ").join(self._part(way, language) for way in part.parts)
        number = self.numbers[part.name]
        if part.values == ("",):
            words = _("%(number)s was not answered") if part.sign == "=" else _("%(number)s was answered")
            return words % {"number": number}
        answers = [self._answer(part, value, language) for value in part.values]
        return _sentence(part.sign) % {"number": number, "answer": _(" or ").join(answers)}

    def _answer(self, part: Comparison, value: str, language: str) -> str:
        choice = self.named[part.name].choice(value)
        return f"“{choice.label_in(language)}”" if choice else value


def _sentence(sign: str) -> str:
    return {
        "=": _("%(number)s is %(answer)s"),
        "!=": _("%(number)s is not %(answer)s"),
        ">=": _("%(number)s is %(answer)s or more"),
        "<=": _("%(number)s is %(answer)s or less"),
        ">": _("%(number)s is more than %(answer)s"),
        "<": _("%(number)s is less than %(answer)s"),
    }[sign]
