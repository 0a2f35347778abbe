"""Who sees which page of the map, and what stands on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enumerations.classes import QUESTIONS
from enumerations.services.statistics import rebuild_statistics
from mapping import themes
from tests import factories
from tests.mapping.conftest import HERE
from tests.mapping.decoded import tile_at

pytestmark = pytest.mark.django_db
MARKS = f"/tiles/country/12/{tile_at(*HERE, 12).x}/{tile_at(*HERE, 12).y}.json"
PANEL = {"X-Requested-With": "panel"}


@pytest.fixture
def household(structure: Any) -> Any:
    return factories.HouseholdFactory(
        structure=structure, enumeration=structure.settlement.enumerations.get(), head_name="Wanjiru Siri"
    )


@pytest.fixture
def panel(structure: Any) -> str:
    return f"/settlements/KMT/structures/{structure.pk}/"


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_data_managers_see_names_in_a_structure(
    client_of: Any, tabitha: Any, household: Any, panel: str
) -> None:
    page = text(client_of(tabitha).get(panel))
    assert "Wanjiru Siri" in page
    assert "Tenant" in page


def test_leaders_see_who_rents_and_no_names(client_of: Any, amina: Any, household: Any, panel: str) -> None:
    page = text(client_of(amina).get(panel))
    assert "Tenant" in page
    assert "Siri" not in page


def test_staff_see_names_for_a_reason(client_of: Any, subira: Any, household: Any, panel: str) -> None:
    staff = client_of(subira)
    closed = text(staff.get(panel))
    assert "Tenant" in closed
    assert "Siri" not in closed
    door = f"/settlements/KMT/records/?next={panel}"
    assert door in closed
    assert staff.post(door, {"reason": "Correcting batch 12", "next": panel}).url == panel
    assert "Wanjiru Siri" in text(staff.get(panel))


@pytest.mark.parametrize("who", ["baraka", "wairimu"])
def test_others_of_the_settlement_see_counts_and_no_names(
    client_of: Any, who: str, household: Any, panel: str, request: pytest.FixtureRequest
) -> None:
    page = text(client_of(request.getfixturevalue(who)).get(panel))
    assert "KMT/B/123" in page
    assert "Public tap or standpipe" in page
    assert "Siri" not in page
    assert "Tenant" not in page


def test_enumerators_see_the_names_of_their_own_batch(
    client_of: Any, baraka: Any, household: Any, panel: str
) -> None:
    household.batch.sent_by = baraka
    household.batch.save()
    assert "Wanjiru Siri" in text(client_of(baraka).get(panel))


def test_strangers_find_nothing_that_stands_there(
    client_of: Any, chebet: Any, settlement: Any, household: Any, panel: str
) -> None:
    service: Any = factories.ServicePointFactory.create(settlement=settlement)
    settlement.access_level = "public"
    settlement.save()
    inside = [
        panel,
        "/settlements/KMT/structures/",
        "/settlements/KMT/structures/?structure=123",
        "/settlements/KMT/services/",
        f"/settlements/KMT/services/{service.pk}/",
    ]
    for person in (chebet, None):
        for path in inside:
            assert (path, client_of(person).get(path).status_code) == (path, 404)
        page = text(client_of(person).get("/settlements/KMT/?structure=123"))
        assert "B/123" not in page
        assert '"structures": null' in page
        assert '"service-points-public"' in page


def test_a_structure_is_not_found_under_another_settlement(
    client_of: Any, subira: Any, chebet: Any, structure: Any
) -> None:
    assert client_of(subira).get(f"/settlements/MSH/structures/{structure.pk}/").status_code == 404


def test_the_panel_is_a_part_for_the_script_and_a_page_for_others(
    client_of: Any, amina: Any, panel: str
) -> None:
    client = client_of(amina)
    assert "<html" in text(client.get(panel))
    part = client.get(panel, headers=PANEL)
    assert "<html" not in text(part)
    assert part["X-Panel"] == "1"


@pytest.mark.parametrize(
    "typed", ["KMT/B/123", "kmt / b / 0123", "B/123", "b123", "b-123", "123", "KMT/B/123/02", "0123"]
)
def test_a_structure_is_found_as_people_write_it(
    client_of: Any, amina: Any, structure: Any, typed: str
) -> None:
    found = client_of(amina).get("/settlements/KMT/structures/", {"structure": typed}, headers=PANEL)
    assert f'data-structure="{structure.pk}"' in text(found)


def test_several_structures_are_offered(client_of: Any, amina: Any, structure: Any) -> None:
    for code in ("KMT/C/123", "KMT/B/123A"):
        factories.StructureFactory(settlement=structure.settlement, code=code)
    page = text(client_of(amina).get("/settlements/KMT/structures/?structure=123", headers=PANEL))
    assert all(code in page for code in ("KMT/B/123<", "KMT/C/123<", "KMT/B/123A<"))


@pytest.mark.parametrize("typed", ["", "x" * 300, "MSH/B/123", "999", "'; --", "\x00", "(((", "B/123/99/99"])
def test_what_finds_nothing_says_so(client_of: Any, amina: Any, structure: Any, typed: str) -> None:
    for path in ("/settlements/KMT/structures/", "/settlements/KMT/"):
        page = text(client_of(amina).get(path, {"structure": typed}))
        assert f'data-structure="{structure.pk}"' not in page


def test_the_lists_say_what_the_map_shows(
    client_of: Any, amina: Any, structure: Any, point_structure: Any
) -> None:
    factories.ServicePointFactory(settlement=structure.settlement, name="Choo cha Bondeni")
    client = client_of(amina)
    structures = text(client.get("/settlements/KMT/structures/?cluster=b"))
    assert "KMT/B/123" in structures
    assert "KMT/B/7" in structures
    assert "Choo cha Bondeni" in text(client.get("/settlements/KMT/services/"))


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("subira", {"/enumerations/new/", "/import/?settlement=KMT", "/upload/"}),
        ("baraka", {"/upload/"}),
        ("amina", set()),
        ("chebet", set()),
    ],
)
def test_everyone_is_offered_the_work_that_is_theirs(
    client_of: Any, request: Any, structure: Any, who: str, offered: set[str]
) -> None:
    page = text(client_of(request.getfixturevalue(who)).get("/settlements/KMT/"))
    works = {"/enumerations/new/", "/import/?settlement=KMT", "/upload/"}
    assert {work for work in works if f'{work}"' in page} == offered


@pytest.mark.parametrize("state", ["planned", "verified", "adopted"])
def test_no_batch_is_asked_for_where_no_count_is_open(
    client_of: Any, baraka: Any, structure: Any, state: str
) -> None:
    count = structure.settlement.enumerations.get()
    count.state, count.adopted_on = state, count.starts_on if state == "adopted" else None
    count.save()
    assert "/upload/" not in text(client_of(baraka).get("/settlements/KMT/"))


def test_a_code_may_be_typed_small(client_of: Any, amina: Any, structure: Any) -> None:
    assert client_of(amina).get("/settlements/kmt/").status_code == 200


def test_the_country_lists_what_one_may_know_of(client_of: Any, amina: Any, settlement: Any) -> None:
    factories.SettlementFactory(code="PUB", name="Wazi", access_level="public")
    factories.SettlementFactory(code="SEC", name="Fiche", access_level="staff")
    mine, strangers = text(client_of(amina).get("/")), text(client_of(None).get("/"))
    assert ("Wazi" in mine, "Kiamutisya" in mine, "Fiche" in mine) == (True, True, False)
    assert ("Wazi" in strangers, "Kiamutisya" in strangers, "Fiche" in strangers) == (True, False, False)
    codes = {
        who: {code for code in ("PUB", "KMT", "SEC") if f'"{code}"' in text(client_of(user).get(MARKS))}
        for who, user in (("amina", amina), ("stranger", None))
    }
    assert codes == {"amina": {"KMT", "PUB"}, "stranger": {"PUB"}}


def test_a_count_that_goes_on_is_not_said_to_be_over(client_of: Any, amina: Any, structure: Any) -> None:
    count = structure.settlement.enumerations.get()
    today = timezone.localdate()
    count.starts_on = today - timedelta(days=15)
    for ends, said in (
        (today + timedelta(days=6), "counting since"),
        (today, "counting since"),
        (today - timedelta(days=1), "counted"),
    ):
        count.ends_on = ends
        count.save()
        page = text(client_of(amina).get("/settlements/KMT/"))
        assert f"{count.name}: {said} {count.starts_on:%-d %b %Y}" in page


def test_a_settlement_is_found_by_name(client_of: Any, amina: Any, settlement: Any) -> None:
    client = client_of(amina)
    assert "Kiamutisya" in text(client.get("/?q=kiamu"))
    assert "No settlement here is called" in text(client.get("/?q=%00%27x"))


@pytest.mark.parametrize("state", ["enumerating", "posted", "verified", "adopted"])
def test_the_public_sees_adopted_totals_only(client_of: Any, amina: Any, structure: Any, state: str) -> None:
    settlement = structure.settlement
    settlement.access_level = "public"
    settlement.save()
    count = settlement.enumerations.get()
    count.state, count.adopted_on = state, "2026-11-01" if state == "adopted" else None
    count.save()
    for n in range(40):
        factories.HouseholdFactory(structure=structure, enumeration=count, members_total=3, key=f"h{n}")
    rebuild_statistics(count.pk)
    assert "120" in text(client_of(amina).get("/settlements/KMT/"))
    public = text(client_of(None).get("/settlements/KMT/"))
    assert ("120" in public) == (state == "adopted")
    # Of a count that goes on they are not told that there is none.
    for untrue in ("Not counted yet", "Nobody has counted here"):
        assert untrue not in public + text(client_of(None).get("/"))
    assert ("No figures yet" in public) == (state != "adopted")
    assert "Village by village" not in public
    outlines = client_of(None).get(MARKS).json()["features"]
    assert ("people" in outlines[0]["properties"]) == (state == "adopted")


@pytest.mark.parametrize("theme", themes.LEADERS_THEMES, ids=lambda theme: theme.name)
def test_every_answer_has_its_place_in_the_legend(theme: Any) -> None:
    classes = QUESTIONS[theme.question].classes
    gone = {"demolished", "merged_into"} if theme.question == "status" else set()
    shown = [each for each in classes if not gone & set(getattr(each, "codes", ()))]
    assert [group.label for group in theme.groups] == [each.label for each in shown]
    signs = [(group.colour, group.pattern) for group in theme.groups]
    assert len(set(signs)) == len(signs)


def test_the_browser_tells_every_answer_apart() -> None:
    """Each question has bits of its own, below what a browser counts exactly, and each class a number."""
    sent = sorted(themes.for_browser(themes.LEADERS_THEMES), key=lambda theme: theme["unit"])
    ends = [theme["unit"] * theme["classes"] for theme in sent]
    assert [theme["unit"] for theme in sent] == [1, *ends[:-1]]
    assert ends[-1] == 2**53
    for theme in sent:
        codes = [code for group in theme["groups"] for code in group["codes"]]
        assert codes == list(range(1, len(codes) + 1))
        assert len(codes) < theme["classes"]


def test_only_leaders_colour_by_who_rents_and_for_how_much() -> None:
    shown = {theme.name for theme in themes.THEMES}
    assert {theme.name for theme in themes.LEADERS_THEMES} - shown == {"occupancy", "rent"}
