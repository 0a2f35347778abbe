"""What a column of an export is: its name, its words, what it is computed from and for whom it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.encryption import SealedColumn
from enumerations.intake.fields import Field, Kind, Tier
from reports.products import Envelope

Words = str | Promise
Labels = Mapping[str, str]

# Since when a tier is in a file. A file goes on from hand to hand: the office has ground and tenure, and
# for whatever is of people a reason is kept.
LOWEST: dict[Tier, Envelope] = {
    Tier.GROUND: Envelope.STAFF,
    Tier.TENURE: Envelope.STAFF,
    Tier.PEOPLE: Envelope.PERSONAL,
    Tier.RESTRICTED: Envelope.RESTRICTED,
}
# Why an answer is missing, as every file says it (data dictionary: never blank for "does not know").
DONT_KNOW, DECLINED = -98, -99
YES_NO = {"yes": _("Yes"), "no": _("No")}


@dataclass(frozen=True)
class Column:
    """One column. `sql` reads it from the tables of its dataset; `lowest` is the first envelope that has it.

    `reason` is SQL for why there is no value ("dont_know", "declined"). `short` is its name in a shapefile.
    What is `plain` needs no care: a text that no spreadsheet would calculate, a number as the database writes
    it. `own` marks an answer to a community's own question. `is_read_back` says that an import takes it.
    `told` makes of the text that `sql` gives the one that the file has, in the language that is active.
    """

    name: str
    label: Words
    kind: Kind
    sql: str
    lowest: Envelope
    choices: type[TextChoices] | Mapping[str, Mapping[str, Words]] | None = None
    reason: str = ""
    unit: Words = ""
    meaning: Words = ""
    sealed: SealedColumn | None = None
    told: Callable[[str], str] | None = None
    longest: int = 120  # bytes of what its reader gives, where a format asks beforehand
    parting: str = "; "
    short: str = ""
    plain: bool = False
    own: bool = False
    words: Labels = field(default_factory=dict)  # of a community's own question: by language
    is_read_back: bool = False

    @property
    def reader(self) -> Callable[[str], str] | None:
        """What is done here with what the database gives: decrypted, or told in words; None for most."""
        return decrypted_by(self.sealed) if self.sealed is not None else self.told

    @property
    def is_coded(self) -> bool:
        return self.kind in (Kind.CODE, Kind.CODES, Kind.YES_NO)

    def label_in(self, language: str) -> str:
        with override(language):
            text = worded(self.words, language) or str(self.label)
        return text[:1].upper() + text[1:]

    def labels_in(self, language: str) -> dict[str, str]:
        """The words for each code; empty where the column has no codes."""
        if self.kind is Kind.YES_NO:
            return in_words(YES_NO, language)
        if self.choices is None:
            return {}
        if isinstance(self.choices, Mapping):
            return {code: in_language(texts, language) or code for code, texts in self.choices.items()}
        return in_words(dict(self.choices.choices), language)


def decrypted_by(sealed: SealedColumn) -> Callable[[str], str]:
    """What decrypts a stored value; -98 and -99 stand in for an answer that was not given."""
    return lambda value: value if value.startswith("-") else str.__str__(sealed.decrypt(value))


def in_words(labels: Mapping[Any, Any], language: str) -> dict[str, str]:
    with override(language):
        return {str(code): str(label) for code, label in labels.items()}


def in_language(texts: Mapping[str, Words], language: str) -> str:
    with override(language):
        return worded({each: str(text) for each, text in texts.items()}, language)


def worded(texts: Mapping[str, str], language: str) -> str:
    """Of a community's own words those in the language, else in the form's own, else English, else any."""
    wanted = (language, "", "en", *texts)
    return next((texts[each] for each in wanted if texts.get(each)), "")


def of_field(declared: Field, sql: str, *, reasons: str = "", **more: Any) -> Column:
    """The column of a declared question; `reasons` is the JSON column that says why an answer is null."""
    return Column(
        declared.name,
        declared.label,
        declared.kind,
        sql,
        LOWEST[declared.tier],
        choices=declared.choices,
        reason=f"{reasons}->>'{declared.name}'" if reasons else "",
        unit=declared.unit,
        parting=" ",
        is_read_back=True,
        **more,
    )
