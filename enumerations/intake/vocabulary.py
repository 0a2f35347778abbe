"""What people write for a choice: its code, its labels in each language, and other ways seen in the field."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import override

from enumerations.intake.fields import Field
from enumerations.intake.texts import ascii_digits, normal

LANGUAGES = ("en", "sw")


def in_languages(text: str | Promise) -> tuple[str, ...]:
    """The text in every language of the interface, without repeats."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(text))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=500)
def choice_words(field: Field) -> Mapping[str, str]:
    """Normalised text -> code. A code wins over a label, a label over an alias."""
    if field.choices is None:
        return {}
    words: dict[str, str] = {normal(code): code for code in field.choices.values}
    for choice in field.choices:
        for label in in_languages(choice.label):
            words.setdefault(normal(label), choice.value)
    for text, code in field.value_aliases:
        if not _is_symbolic(text):
            words.setdefault(normal(text), code)
    return words


@lru_cache(maxsize=500)
def code_set(field: Field) -> frozenset[str]:
    """The field's codes; asking the enumeration itself for them each time is slow."""
    return frozenset(field.choices.values) if field.choices else frozenset()


def choice(field: Field, text: str) -> str | None:
    """The code that the text means, or None."""
    text = text.strip()
    if text in code_set(field):
        return text
    if _is_symbolic(text):
        compact = text.replace(" ", "").casefold()
        return next((code for alias, code in field.value_aliases if alias.casefold() == compact), None)
    return choice_words(field).get(normal(ascii_digits(text)))


def _is_symbolic(text: str) -> bool:
    """Whether signs carry the meaning ("<1km"): the normal form would lose them."""
    return text.lstrip()[:1] in {"<", ">"}


def county(counties: Mapping[str, str], text: str) -> str | None:
    """The three-digit code of a county named by code ("42", "042") or by name ("Kisumu County")."""
    words = normal(ascii_digits(text))
    if words.isdigit():
        code = words.lstrip("0").zfill(3)
        return code if code in counties else None
    names = {normal(name): code for code, name in counties.items()}
    return names.get(words) or names.get(words.removesuffix(" county").removeprefix("kaunti ya "))
