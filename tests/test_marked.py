"""Every word that people read is marked for translation, whether or not it is translated yet."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model
from django.template.base import Lexer, TokenType
from django.utils.functional import Promise

from enumerations.indicators import INDICATORS
from enumerations.intake.catalogue import CATALOGUE
from mapping.affected.problems import CATALOGUE as AFFECTED
from settlements.editing.problems import CATALOGUE as EDITING
from settlements.imports.problems import CATALOGUE as IMPORTS
from settlements.saying import Catalogue

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
OURS = ("accounts", "settlements", "enumerations", "verification", "collect", "mapping", "reports")
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
UNREAD = {
    "script",
    "style",
    "code",
    "samp",
    "pre",
    "textarea",
}  # what is typed or run is the same in every language
# The same in every language: names, units, languages in their own words, kinds of file, signs.
NAMES = {
    "Pamoja", "English", "Kiswahili", "ODK", "Collect", "KoboCollect", "KoboToolbox", "Kobo", "Ona",
    "QR", "ID", "API", "CSV", "XLSX", "XLS", "ODS", "GeoJSON", "GeoPackage", "KML", "XLSForm",
    "PDF", "ZIP", "JSON", "QGIS", "KMT", "KES", "EPSG", "WGS", "UTC", "GPS", "SHA", "km", "cm",
    "mm", "ha", "kB", "MB", "OSM", "KNBS", "Kiamutisya", "Bondeni", "Mabatini", "Mlimani",
}  # fmt: skip


class Read(HTMLParser):
    """Texts and attributes that people read or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        said = dict(attrs)
        self.texts += [value or "" for name, value in attrs if name in READ_ALOUD]
        if tag == "input" and said.get("type") in ("submit", "button"):
            self.texts.append(said.get("value") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.unread -= tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if self.unread <= 0:
            self.texts.append(data)


def unmarked(source: str) -> set[str]:
    """Words of a template that no translation reaches."""
    kept = "".join(_kept(source))
    reader = Read()
    reader.feed(f"<i {kept}>" if kept.lstrip().startswith("data-") else kept)
    reader.close()
    words = (word for text in reader.texts for word in WORD.findall(text))
    return {word for word in words if word not in NAMES}


def _kept(source: str) -> Iterator[str]:
    """The template without its tags, its comments and what is marked."""
    skipping = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.token_type is TokenType.BLOCK else ""
        if skipping:
            skipping = "" if word == f"end{skipping}" else skipping
        elif word == "block" and token.contents.endswith(("_class", " method")):  # no words, but markup
            skipping = "block"
        elif word in ("blocktranslate", "blocktrans", "comment"):
            skipping = word
        elif token.token_type is TokenType.TEXT:
            yield token.contents
        elif token.token_type is TokenType.VAR:
            yield "x0"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_unmarked(path: Path) -> None:
    if path.suffix in (".html", ".txt"):
        assert unmarked(path.read_text()) == set()


def test_it_finds_what_is_not_marked() -> None:
    source = """{% load i18n %}<p title="Hello">{% translate "Good" %} {{ name }} evening</p>
    {% blocktranslate %}marked{% endblocktranslate %}<code>typed</code>{# noted #}
    <input type="submit" value="Go on"><img alt="A {{ thing }} map">"""
    assert unmarked(source) == {"Hello", "evening", "Go", "on", "map"}


def models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in OURS and not m.__name__.endswith("Event")]


def shown(field: Any) -> bool:
    """Whether forms, the admin or an export may name it."""
    own = isinstance(field, Field) and not field.auto_created
    return own and (field.editable or bool(field.choices)) and not field.is_relation


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_a_model_and_its_questions_are_named_in_words_that_are_marked(model: type[Model]) -> None:
    meta = model._meta
    plain = [name for name in ("verbose_name", "verbose_name_plural") if not _is_marked(getattr(meta, name))]
    for field in filter(shown, meta.get_fields()):
        asked: Any = field
        if asked.choices and not all(_is_marked(label) for code, label in asked.flatchoices if needs(label)):
            plain.append(f"choices of {asked.name}")
        if asked.help_text and not _is_marked(asked.help_text):
            plain.append(f"help of {asked.name}")
    assert plain == []


def needs(label: Any) -> bool:
    """A4 is A4 in every language."""
    return bool(WORD.search(str(label)))


def _is_marked(text: Any) -> bool:
    return isinstance(text, Promise)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_an_issues_sentence_and_remedy_are_marked(code: str) -> None:
    explained: Any = CATALOGUE[code]
    assert _is_marked(explained.sentence)
    assert _is_marked(explained.remedy)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_a_figures_words_are_marked(indicator: Any) -> None:
    assert _is_marked(indicator.label)
    assert _is_marked(indicator.definition)


@pytest.mark.parametrize("catalogue", [IMPORTS, EDITING, AFFECTED], ids=["imports", "editing", "affected"])
def test_what_is_said_of_ground_is_marked(catalogue: Catalogue) -> None:
    words = {code: [re.sub(r"%\(\w+\)s", "", str(text)) for text in said] for code, said in catalogue.items()}
    plain = {
        code
        for code, said in catalogue.items()
        if any(needs(left) and not _is_marked(text) for text, left in zip(said, words[code], strict=True))
    }
    assert plain == set()
