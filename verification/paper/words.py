"""The same words in each language of a paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import override

from verification.choices import ListLanguage

Words = tuple[str, ...]
Text = str | Promise

LANGUAGES = {
    ListLanguage.BOTH: ("en", "sw"),
    ListLanguage.KISWAHILI: ("sw",),
    ListLanguage.ENGLISH: ("en",),
}


@dataclass(frozen=True)
class Speech:
    """Says things in one language or two, once where both say the same."""

    languages: tuple[str, ...]

    @classmethod
    def of(cls, language: str) -> "Speech":
        return cls(LANGUAGES[ListLanguage(language)])

    def say(self, text: Text, **values: object) -> Words:
        """A text with its values filled in; a day is written out."""
        told = []
        for language in self.languages:
            with override(language):
                told.append(str(text) % {name: _said(value) for name, value in values.items()})
        return tuple(dict.fromkeys(told))


def _said(value: object) -> str:
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
