"""The Kiswahili of the interface: complete, well-formed, and as good as English for reading files."""

import gettext
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core import mail
from django.db.models import TextChoices
from django.test import Client
from django.utils.formats import date_format, number_format
from django.utils.translation import override
from django.utils.translation.template import templatize

import enumerations.choices
import settlements.choices
import verification.choices
from accounts.choices import AccessKind
from accounts.log import record
from enumerations.indicators import INDICATORS
from enumerations.indicators.declaration import Indicator, Kind
from enumerations.intake.columns import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, SheetMapping, propose
from enumerations.intake.fields import Field
from enumerations.intake.readers import Sheet
from enumerations.intake.texts import normal
from enumerations.intake.vocabulary import choice
from tests import factories

ROOT = Path(__file__).parents[1]
PO = ROOT / "locale" / "sw" / "LC_MESSAGES" / "django.po"
APPS = ("accounts", "collect", "enumerations", "mapping", "pamoja", "reports", "settlements", "verification")
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
# Words of ours that a Kiswahili page never needs; each stands in English on the pages asked for below.
ENGLISH = (
    "the", "and", "of", "with", "your", "you", "this", "file", "row", "rows", "people", "households",
    "structures", "password", "account", "staff", "sign", "send", "choose", "written", "count", "counted",
    "map", "find", "home", "show", "year", "years", "water", "toilets", "settlement", "adopted", "draft",
)  # fmt: skip
# As the phone shows the buttons of ODK Collect, in English on most phones; and sources by their own names.
AS_THEY_ARE = ("Ready to send", "Configure with QR code", "Start new form", "The Water Project")

Texts = dict[str, str]
ClientOf = Callable[[Any], Client]
LISTS = [
    kind
    for module in (enumerations.choices, settlements.choices, verification.choices)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, TextChoices) and kind is not TextChoices
]


def texts_of(compiled: Path) -> Texts:
    """Each English text (context, EOT and text where it has one) and what it becomes."""
    with compiled.open("rb") as file:
        catalogue: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {
        key if isinstance(key, str) else f"{key[0]} [{key[1]}]": text
        for key, text in catalogue.items()
        if key
    }


def _sources(folder: Path) -> Iterator[Path]:
    """Our Python files, and our templates turned into files that xgettext reads."""
    for app in APPS:
        yield from (ROOT / app).rglob("*.py")
    for number, template in enumerate(sorted((ROOT / "templates").rglob("*.*"))):
        if template.suffix in {".html", ".txt"}:
            turned = folder / f"{number}.py"
            turned.write_text(templatize(template.read_text(), origin=str(template)))
            yield turned


@pytest.fixture(scope="module")
def kiswahili(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    compiled = tmp_path_factory.mktemp("sw") / "django.mo"
    subprocess.run(["msgfmt", "--check", f"--output-file={compiled}", PO], check=True)
    return texts_of(compiled)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """Every text that the sources mark, as it stands there."""
    folder = tmp_path_factory.mktemp("en")
    found, filled, compiled = folder / "en.pot", folder / "en.po", folder / "en.mo"
    words = [f"--keyword={keyword}" for keyword in KEYWORDS]
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", *words, f"--output={found}"]
    subprocess.run([*command, *_sources(folder)], check=True, capture_output=True)
    header = {"CHARSET": "UTF-8", "nplurals=INTEGER": "nplurals=2", "plural=EXPRESSION": "plural=(n != 1)"}
    text = found.read_text()
    for blank, filled_in in header.items():
        text = text.replace(blank, filled_in, 1)
    found.write_text(text)
    subprocess.run(["msgen", f"--output-file={filled}", found], check=True, capture_output=True)
    subprocess.run(["msgfmt", f"--output-file={compiled}", filled], check=True, capture_output=True)
    return texts_of(compiled)


def test_no_text_hides_in_an_f_string() -> None:
    """Where xgettext, as it is packaged today, does not see it."""
    hidden = re.compile(r"""\bf(['"]).*\{_\(.*\1""")
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    assert [path.name for path in files if any(map(hidden.search, path.read_text().splitlines()))] == []


@pytest.mark.parametrize("what", ["--untranslated", "--only-fuzzy"])
def test_nothing_is_left_untranslated_or_doubtful(what: str) -> None:
    left = subprocess.run(
        ["msgattrib", what, "--no-obsolete", PO], capture_output=True, text=True, check=True
    )
    assert [
        line for line in left.stdout.splitlines() if line.startswith("msgid") and line != 'msgid ""'
    ] == []


def test_every_text_of_the_sources_was_collected(english: Texts, kiswahili: Texts) -> None:
    assert sorted(set(english) - set(kiswahili)) == [], "run `make messages` and translate what is new"


def test_placeholders_and_tags_are_kept(english: Texts, kiswahili: Texts) -> None:
    for key in english.keys() & kiswahili.keys():
        for pattern in (PLACEHOLDER, TAG):
            wanted, kept = pattern.findall(english[key]), pattern.findall(kiswahili[key])
            assert Counter(wanted) == Counter(kept), key


def test_blanks_at_the_ends_are_kept(english: Texts, kiswahili: Texts) -> None:
    for key in english.keys() & kiswahili.keys():
        before, after = english[key], kiswahili[key]
        assert before[:1].isspace() == after[:1].isspace(), key
        assert before[-1:].isspace() == after[-1:].isspace(), key


@pytest.mark.parametrize("labels", LISTS, ids=lambda kind: kind.__name__)
def test_the_labels_of_a_list_differ(labels: type[TextChoices]) -> None:
    with override("sw"):
        assert len({normal(str(label)) for label in labels.labels}) == len(labels.labels)


def test_the_labels_of_the_figures_differ() -> None:
    with override("sw"):
        found = [str(each.label) for each in INDICATORS]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("fields", [HOUSEHOLD_COLUMNS, PERSON_COLUMNS], ids=["households", "persons"])
def test_a_sheet_headed_in_kiswahili_needs_nobody(fields: dict[str, Field]) -> None:
    with override("sw"):
        labels = {str(field.label).capitalize(): name for name, field in fields.items()}
    assert len(labels) == len(fields)
    frame = pl.DataFrame(schema=dict.fromkeys(["_row", *labels], pl.String))
    sheet = Sheet("", list(labels), lambda _problems: iter([frame]))
    if "line_no" not in fields:
        found: SheetMapping | None = propose([sheet]).households
    else:
        homes = pl.DataFrame(schema=dict.fromkeys(["_row", "hh_code", "result"], pl.String))
        households = Sheet("households", ["hh_code", "result"], lambda _problems: iter([homes]))
        found = propose([households, Sheet("persons", list(labels), sheet.read)]).persons
    assert found is not None
    assert {heading: target.field for heading, target in found.targets.items()} == labels


def test_an_answer_in_kiswahili_is_understood() -> None:
    for field in (*HOUSEHOLD_COLUMNS.values(), *PERSON_COLUMNS.values()):
        for each in field.choices or ():
            with override("sw"):
                written = str(each.label)
            assert choice(field, written) == each.value
            assert choice(field, written.upper()) == each.value


def test_thousands_are_grouped_in_kiswahili() -> None:
    with override("sw"):
        assert number_format(12345.6, 1, use_l10n=True, force_grouping=True) == "12,345.6"


def share_of(figure: Indicator) -> list[dict[str, Any]]:
    """Each answer to a question, given as often as the others."""
    codes = figure.choices.values if figure.choices else ["1", "2"]
    return [{"code": code, "count": 9, "percent": 100 / len(codes), "score": 9} for code in codes]


@pytest.fixture
def count(settlement: Any) -> Any:
    """The first count of Kiamutisya, with every figure."""
    found = factories.EnumerationFactory(settlement=settlement, name="2026")
    shares = {Kind.DISTRIBUTION, Kind.RANKING}
    figures = {
        each.code: {"value": share_of(each) if each.kind in shares else 12.5, "n": 240} for each in INDICATORS
    }
    factories.SettlementStatisticsFactory(enumeration=found, figures=figures, households=240)
    return found


SPOKEN = {"aria-label", "alt", "placeholder"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Seen(HTMLParser):
    """What a person reads or hears of a page, but for what it says to be in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # each element, and whether it hides what is in it
        self.words: list[str] = []

    @property
    def hidden(self) -> bool:
        return any(hides for _tag, hides in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.hidden:
            self.words += [value or "" for name, value in attrs if name in SPOKEN]
        if tag not in EMPTY:
            is_other = tag != "html" and dict(attrs).get("lang") == "en"
            self.open.append((tag, is_other or tag in {"script", "style"}))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == each for each, _hides in self.open) and self.open.pop()[0] != tag:
            pass  # what HTML lets stand open: a paragraph, an item of a list

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def left_in_english(page: str) -> set[str]:
    seen = Seen()
    seen.feed(page)
    said = " ".join(seen.words)
    for named in AS_THEY_ARE:
        said = said.replace(named, "")
    return set(re.findall(r"\w+", said.lower())) & set(ENGLISH)


def in_kiswahili(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "sw"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_settlement_is_in_kiswahili(client_of: ClientOf, count: Any, amina: Any) -> None:
    page = in_kiswahili(client_of(amina), f"/settlements/{count.settlement.code}/")
    assert "Mwenye jengo anayeishi hapa" in page
    assert left_in_english(page) == set()


def test_the_page_of_uploads_is_in_kiswahili(client_of: ClientOf, count: Any, baraka: Any) -> None:
    page = in_kiswahili(client_of(baraka), f"/enumerations/{count.pk}/upload/")
    assert "Tuma kundi la hojaji" in page
    assert left_in_english(page) == set()


def test_the_history_and_the_log_are_in_kiswahili(client_of: ClientOf, count: Any, tabitha: Any) -> None:
    structure = factories.StructureFactory.create(settlement=count.settlement, code="KMT/1")
    structure.utilities = ["electricity"]
    structure.save()
    page = in_kiswahili(client_of(tabitha), f"/settlements/KMT/structures/{structure.pk}/history/")
    assert "Jengo KMT/1" in page
    assert "Huduma zilizounganishwa: – " in page
    assert left_in_english(page) == set()

    record(tabitha, AccessKind.READ, subject="household 12", settlement="KMT")
    page = in_kiswahili(client_of(tabitha), "/settlements/KMT/access/")
    assert "kaya 12" in page
    assert left_in_english(page) == set()


def test_signing_in_is_in_kiswahili(client: Client, db: None) -> None:
    page = in_kiswahili(client, "/accounts/login/")
    assert "Nenosiri" in page
    assert left_in_english(page) == set()
    wrong = {"login": "nobody@example.org", "password": "wrong-password"}
    answer = client.post("/accounts/login/", wrong, headers={"accept-language": "sw"})
    assert "si sahihi" in answer.content.decode()
    assert left_in_english(answer.content.decode()) == set()


def test_the_mail_with_a_new_password_is_in_kiswahili(client: Client, amina: Any) -> None:
    sw = {"accept-language": "sw"}
    client.post("/accounts/password/reset/", {"email": amina.email}, headers=sw)
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers=sw)
    known, unknown = mail.outbox
    assert "Nenosiri jipya" in known.subject
    assert "/accounts/password/reset/key/" in known.body
    assert "Hakuna akaunti" in unknown.subject
    for each in (known, unknown):
        assert left_in_english(re.sub(r"https?://\S+", "", str(each.body))) == set()


def test_the_months_have_their_names() -> None:
    """As the school calendar has them; Django's own Kiswahili says of May that it can."""
    names = [
        "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
        "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba",
    ]  # fmt: skip
    with override("sw"):
        assert [date_format(date(2026, month, 1), "F") for month in range(1, 13)] == names
