"""What stands on printed lists, read back by other means and held against the rows of the database."""

import re
from typing import Any

import pytest

from enumerations.models import Household
from settlements.models import Structure
from tests.verification.villages import Village, paper_of
from verification.models import PostedList

pytestmark = pytest.mark.django_db

NAMES = {
    "Achieng", "Otieno", "Njeri", "Kamau", "Barasa", "Wekesa", "Zawadi", "Mwakio", "Fatuma", "Hassan",
    "Kipkoech", "Ruto", "Makena", "Mutua", "Omondi", "Okello", "Wafula", "Simiyu", "Atieno", "Odhiambo",
}  # fmt: skip
NO_RIGHT = "This list gives no right to land or compensation."
NONE = "No household listed"


def walk(code: str) -> tuple[int, str]:
    """Where a door comes: by number, then unit."""
    found = re.search(r"(\d+)([A-Z]?)$", code)
    assert found
    return int(found[1]), found[2]


def expected(cluster: Any) -> list[tuple[str, str]]:
    """Every standing door in the order of a walk with the sizes behind it, from one row after the other."""
    rows = []
    for door in sorted(Structure.objects.filter(cluster=cluster), key=lambda door: walk(door.code)):
        homes = [
            home
            for home in Household.objects.filter(structure=door).order_by("key")
            if home.consent is not False
            and not (home.restricted_at or home.same_as_id or home.cleared_at)
            and home.result in ("complete", "partly")
        ]
        for home in homes:
            rows.append((door.code, str(home.members_total)))
        if not homes and door.status != "demolished":
            rows.append((door.code, NONE))
    return rows


def read(paper: Any) -> list[tuple[str, str]]:
    """The same from the paper: the last number beside a door, or that none is listed."""
    return [
        (door, NONE if NONE in beside else re.findall(r"\d+", beside)[-1]) for door, beside in paper.doors
    ]


@pytest.mark.parametrize("names", [False, True])
def test_every_door_is_on_the_list_as_people_walk(village: Village, posted: Any, names: bool) -> None:
    posting = posted(names=names)
    wanted = expected(village.bondeni)
    assert [door.split("/")[-1] for door, _said in wanted] == ["1", "1A", "2", "2", "4", "9", "10", "123"]
    assert read(paper_of(posting, village.bondeni)) == wanted
    assert read(paper_of(posting, village.chini)) == [("KMT/C/7", "2")]
    listed = PostedList.objects.get(posting=posting, cluster=village.bondeni)
    assert listed.households == 4
    assert sorted(listed.carries) == sorted(
        village.homes[word].pk for word in ("agreed", "second", "silent", "taken back")
    )


def test_a_row_says_number_household_and_status(village: Village, posted: Any) -> None:
    paper = paper_of(posted(language="en", names=True), village.bondeni)
    beside = [said for door, said in paper.doors if door == "KMT/B/2"]
    assert beside == ["01 Tenant Achieng O. 4", "02 Owner – 7"]
    assert dict(paper.doors)["KMT/B/1A"] == "A / 01 Tenant – 6"


def test_a_household_without_a_door_is_on_the_last_list(village: Village, posted: Any) -> None:
    text = paper_of(posted(language="en", names=True)).text
    assert re.search(r"no number +– +Tenant +Atieno O\. +8", text)
    assert "Outside of villages" in text


def test_a_name_is_shortened_and_of_those_who_agreed(village: Village, posted: Any) -> None:
    posting = posted(names=True)
    papers = [paper_of(posting, cluster) for cluster in (village.bondeni, village.chini, None)]
    found = set().union(*(paper.words & NAMES for paper in papers))
    assert found == {"Achieng", "Wafula", "Atieno"}
    named = {household for each in PostedList.objects.all() for household in each.named}
    assert named == {village.homes[word].pk for word in ("agreed", "below", "loose")}


def test_numbers_only_means_no_name_at_all(village: Village, posted: Any) -> None:
    posting = posted(names=False)
    for cluster in (village.bondeni, village.chini, None):
        paper = paper_of(posting, cluster)
        assert not paper.words & NAMES
        assert "Name, shortened" not in paper.text
    assert not [each for each in PostedList.objects.all() if each.named]


def test_why_a_door_is_empty_is_not_said(village: Village, posted: Any) -> None:
    beside = dict(paper_of(posted(names=True, language="en"), village.bondeni).doors)
    assert {beside[f"KMT/B/{number}"] for number in ("1", "4", "9", "123")} == {NONE}


@pytest.mark.parametrize(("language", "words", "others"), [
    ("en", {"Structure number", "Tenant", "People"}, {"Namba ya jengo", "Mpangaji", "Watu"}),
    ("sw", {"Namba ya jengo", "Mpangaji", "Watu"}, {"Structure number", "Tenant", "People"}),
    ("both", {"Structure number", "Tenant", "People", "Namba ya jengo", "Mpangaji", "Watu"}, set()),
])  # fmt: skip
def test_the_languages(
    village: Village, posted: Any, language: str, words: set[str], others: set[str]
) -> None:
    text = paper_of(posted(language=language), village.bondeni).text
    assert {word for word in words if word in text} == words
    assert {word for word in others if word in text} == set()


def test_every_page_says_where_and_until_when_to_object(village: Village, posted: Any) -> None:
    for n in range(20, 70):
        village.door(str(n), village.bondeni)
    posting = posted(language="en")
    paper = paper_of(posting, village.bondeni)
    pages = len(paper.pages)
    assert pages == PostedList.objects.get(posting=posting, cluster=village.bondeni).pages >= 7
    for n, page in enumerate(paper.pages, 1):
        for said in (
            f"Page {n} / {pages}", NO_RIGHT, "Ukumbi, meza ya Mama Wambui", "0712 345678",
            f"Object by: {posting.closes_on:%d/%m/%Y}", f"Posted on: {posting.posted_on:%d/%m/%Y}",
            "List version 1", "Kiamutisya (KMT)", "B · Bondeni", "/objections/ask/",
        ):  # fmt: skip
            assert said in page, (n, said)
    heads = [n for n, page in enumerate(paper.pages) if "Structure number" in page and "People" in page]
    assert heads == [n for n, page in enumerate(paper.pages) if "Draft list to check" in page]
    assert len(read(paper)) == 58


def test_the_square_code_leads_to_the_page_of_receipts(village: Village, posted: Any, settings: Any) -> None:
    from verification.services.doors import lanes_of
    from verification.services.making_lists import posted_of

    settings.SITE_URL = "https://pamoja.example.org/"
    [lane, *_others] = lanes_of(village.count)
    assert posted_of(posted(), lane).ask_at == "https://pamoja.example.org/objections/ask/"


def test_sheets_for_objections_are_numbered_and_lie_on_their_side(village: Village, posted: Any) -> None:
    paper = paper_of(posted(language="en"), village.bondeni)
    [first, *others] = [n for n, page in enumerate(paper.pages) if "tick its number" in page]
    assert [first, *others] == list(range(1, len(paper.pages)))
    assert "13 Dispute about the edge of a plot or structure" in paper.pages[first]
    assert paper.sizes()[0] == (595, 842)
    assert set(paper.sizes()[1:]) == {(842, 595)}
    # Ten rows at least; each with a box for each of fifteen kinds, and room for a thumb at its end.
    thumbs = [
        sum(26 < width < 28 and height >= 20 for width, height in paper.boxes(n))
        for n in range(1, len(paper.pages))
    ]
    assert sum(thumbs) >= 10
    small = [
        sum(width == pytest.approx(4.2, abs=0.01) for width, _height in paper.boxes(n))
        for n in (first, *others)
    ]
    assert small == [15 * n for n in thumbs]


@pytest.mark.parametrize("names", [False, True])
def test_type_is_large_and_a_thumb_has_room(village: Village, posted: Any, names: bool) -> None:
    paper = paper_of(posted(names=names), village.bondeni)
    rows = len(read(paper))
    boxes = paper.boxes(0)
    # The heading's box of the same width is lower than 15 mm.
    assert sum(width >= 28 and 15 <= height < 20 and width < 55 for width, height in boxes) >= rows
    ticks = [size for size in boxes if size == pytest.approx((7, 7), abs=0.01)]
    assert len(ticks) == 2 * rows
    # A line of 12 points is 14 high in these letters.
    assert min(paper.letters()) >= 12 * 1.16


def test_a3_is_the_same_sheet_larger(village: Village, posted: Any) -> None:
    paper = paper_of(posted(paper="a3"), village.bondeni)
    assert paper.sizes() == [(842, 1191), *[(1191, 842)] * (len(paper.pages) - 1)]
    assert read(paper) == expected(village.bondeni)
    assert min(paper.letters()) >= 16 * 1.16
    assert sum(size == pytest.approx((9.9, 9.9), abs=0.01) for size in paper.boxes(0)) == 2 * len(read(paper))
