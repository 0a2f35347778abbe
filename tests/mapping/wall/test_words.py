"""A map in one language has no word of another one: every word on it goes through gettext."""

import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import trans_real

from mapping.wall import words
from mapping.wall.look import THEMES
from mapping.wall.options import Options
from mapping.wall.printing import print_map
from settlements import choices
from settlements.models import Structure
from tests import factories
from tests.mapping.wall.drawn import pages_of
from tests.mapping.wall.places import box, house, make_place, outline

pytestmark = pytest.mark.django_db
# What stands on a map besides: names that were given here, signs, units, and how a GPS calls its grid.
NO_WORDS = re.compile(
    r"Kiamutisya|KMT|Bondeni|Katikati|Mosque Lane|Mathare River|Tap of|Flood of 2024|GPS walk|Nairobi City|"
    r"Secret road|\bWC\b|UTM \d+[NS]|WGS 84|\bA\d\b|\bcm\b|\bm\b|\b[A-Z]{1,2}\d*\b|[^\W\d_]*\d[^\s]*"
)

WITH_CONTEXT = (("service point", "Working"), ("on a map, one letter", "N"))


def marked(texts: Iterable[str | Promise], folder: Path) -> None:
    """A catalogue in which every text is said in crosses: the words themselves are nobody's."""
    with translation.override(None):
        said = sorted({"", *(str(text) for text in texts)})
    told = {
        text: re.sub(
            r"%\((\w+)\)s|[A-Za-z]+", lambda found: found[0] if found[1] else "x" * len(found[0]), text
        )
        for text in said
    }
    told[""] = "Content-Type: text/plain; charset=UTF-8\n"
    pairs = [(text.encode(), told[text].encode()) for text in said]
    pairs += [(f"{context}\4{text}".encode(), told[text].encode()) for context, text in WITH_CONTEXT]
    write_mo(sorted(pairs), folder / "sw" / "LC_MESSAGES" / "django.mo")


def write_mo(pairs: list[tuple[bytes, bytes]], path: Path) -> None:
    """gettext's binary form: two tables of lengths and places, then the texts."""
    count, at = len(pairs), 28 + 16 * len(pairs)
    ids = b"".join(text + b"\0" for text, _told in pairs)
    tables: list[bytes] = []
    for column, start in ((0, at), (1, at + len(ids))):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start))
            start += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    path.parent.mkdir(parents=True)
    path.write_bytes(head + b"".join(tables) + ids + b"".join(told + b"\0" for _text, told in pairs))


def texts_of_maps() -> Iterator[str | Promise]:
    yield from (text for text in vars(words).values() if isinstance(text, Promise))
    for kinds in (choices.ServiceKind, choices.LaneKind, choices.OverlayKind):
        yield from kinds.labels
    for theme in THEMES.values():
        yield theme.label
        yield from (group.label for group in theme.groups)


@pytest.fixture
def in_crosses(tmp_path: Path) -> Iterator[None]:
    """Kiswahili as nobody speaks it: what is still English did not go through gettext."""
    marked(texts_of_maps(), tmp_path)
    catalogues: Any = trans_real
    kept = catalogues._translations
    with override_settings(LOCALE_PATHS=[tmp_path]):
        catalogues._translations = {}
        yield
    catalogues._translations = kept


@pytest.mark.parametrize("form", ["sheet", "tiled", "atlas"])
def test_a_kiswahili_map_has_no_english_word(form: str, in_crosses: None) -> None:
    settlement = make_place(rows=3)
    factories.EnumerationFactory.create(settlement=settlement, state="enumerating")
    Structure.objects.update(uses=["school"], wall="bricks")
    Structure.objects.filter(code="KMT/B/2").update(status="demolished")
    house(settlement, "KMT/C/900", box(60_000, 10, 5, 5))
    house(settlement, "KMT/901", box(30, 90, 5, 5))
    for n in range(40):
        house(settlement, f"KMT/C/{500 + n}", box(140 + n % 12, 60 + n // 12, 0.8, 0.8))
    settlement.clusters.filter(code="C").update(boundary=outline(box(90, 0, 90, 110)))
    for kind in ("working", "partly", "closed", "under_construction", "unknown"):
        factories.ServicePointFactory.create(settlement=settlement, kind="school", status=kind)
    for kind in choices.LaneKind.values:
        factories.LaneFactory.create(settlement=settlement, kind=kind, name="")
    options = Options(
        language="sw", paper="a2", form=form, theme="use", scale=1_000 if form != "atlas" else None
    )
    pages = pages_of(print_map(settlement, options).content)
    told = " ".join(text.text for page in pages for text in page.seen)
    assert "xxx" in told
    with translation.override("sw"):
        told = told.replace(date_format(timezone.localdate(), "F"), "")  # Django's own
    left = re.findall(r"[^\W\d_]+", NO_WORDS.sub(" ", told))
    assert {word for word in left if not re.fullmatch("x+", word)} == set()
