"""Words of a document in both of its languages: the same whoever prints it, in whichever language they read.

Figures, choices and indicators have their words where they are declared, and are asked in the document's
language (`in_words`). What only the document says is declared in pairs (`reports.documents.words`), so that
no part of it can stay in the other language.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, override

LANGUAGES = ("en", "sw")


@dataclass(frozen=True)
class Words:
    """One text in English and Kiswahili; values are filled in as %(name)s."""

    en: str
    sw: str

    def say(self, language: str, **values: object) -> str:
        text = self.sw if language == "sw" else self.en
        return text % values if values else text


Said = Words | str | Promise


def reader_s() -> str:
    """The language of who reads a page about a report, whatever the report is written in."""
    return "sw" if get_language() == "sw" else "en"


def in_words(text: Said, language: str) -> str:
    """A label in the document's language."""
    if isinstance(text, Words):
        return text.say(language)
    with override(language):
        return str(text)


def day(value: str | date | None, language: str) -> str:
    """12 June 2026, 12 Juni 2026; a dash where there is none."""
    if not value:
        return "–"
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    with override(language):
        return str(date_format(found, "j F Y"))


def local_day(value: datetime) -> str:
    """The day of a moment in Kenya, ISO 8601."""
    return timezone.localtime(value).date().isoformat()


def number(value: float | None, language: str, decimals: int = 0) -> str:
    """1,234.5; a dash where there is none."""
    if value is None:
        return "–"
    with override(language):
        return str(number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True))
