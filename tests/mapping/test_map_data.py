"""What the map's scripts are told beside tiles: figures by cluster, and the numbers of the legend."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon

from enumerations import packed
from enumerations.services.statistics import rebuild_statistics
from tests import factories

pytestmark = pytest.mark.django_db
FIGURES, COUNTED = "/settlements/KMT/figures.json", "/settlements/KMT/counted.json"
HOMES = {"B": 40, "C": 50, "D": 12}  # households by cluster; percentages ask for 30
TENANTS = {"B": 10, "C": 40, "D": 12}


@pytest.fixture
def clusters(settlement: Any) -> dict[str, Any]:
    """Three clusters, and a count that found so many households and tenants in each."""
    count = factories.EnumerationFactory.create(settlement=settlement)
    batch = factories.BatchFactory(enumeration=count)
    made = {}
    for place, (code, homes) in enumerate(HOMES.items()):
        boundary = MultiPolygon(factories.square(36.84 + place / 100, -1.26), srid=4326)
        made[code] = factories.ClusterFactory(settlement=settlement, code=code, boundary=boundary)
        structure = factories.StructureFactory(cluster=made[code], code=f"KMT/{code}/1")
        for n in range(homes):
            factories.HouseholdFactory(
                structure=structure, enumeration=count, batch=batch, key=f"{code}{n}", members_total=4,
                occupancy_status="tenant" if n < TENANTS[code] else "owner_resident",
            )  # fmt: skip
    rebuild_statistics(count.pk)
    return made


def test_before_anybody_was_asked_structures_tell_of_themselves(
    client_of: Any, amina: Any, baraka: Any, settlement: Any
) -> None:
    def coloured_by(who: Any) -> str:
        return str(client_of(who).get("/settlements/KMT/").context["config"]["theme"])

    count = factories.EnumerationFactory.create(settlement=settlement, state="planned")
    assert (coloured_by(amina), coloured_by(baraka)) == ("use", "use")
    count.state = "enumerating"
    count.save()
    assert (coloured_by(amina), coloured_by(baraka)) == ("occupancy", "water")


def figure_of(answer: Any, code: str) -> Any:
    return next(each for each in answer.json()["figures"] if each["code"] == code)


def test_a_figure_by_cluster_says_its_value_class_range_and_n(
    client_of: Any, amina: Any, clusters: dict[str, Any]
) -> None:
    answer = client_of(amina).get(FIGURES)
    told = figure_of(answer, "tenants_percent")
    ids = {code: str(cluster.pk) for code, cluster in clusters.items()}
    assert told["values"][ids["B"]] == {"text": "25 %", "class": 0, "n": 40}
    assert told["values"][ids["C"]] == {"text": "80 %", "class": 1, "n": 50}
    # Two places, two classes; the roundest number between 25 and 80 is 50.
    assert [(each["label"], each["n"]) for each in told["classes"]] == [
        ("25 % to below 50 %", 1), ("50 % to 80 %", 1),
    ]  # fmt: skip
    assert told["summary"] == "25 % to 80 % · the settlement: 60.8 % · n = 90, in 2 of 3 villages"
    place = next(each for each in answer.json()["clusters"] if each["code"] == "B")
    assert clusters["B"].boundary.contains(clusters["B"].boundary.point_on_surface)
    assert place["at"] == pytest.approx([-1.2591, 36.8409], abs=0.01)


def test_a_number_is_told_with_its_unit(client_of: Any, amina: Any, clusters: dict[str, Any]) -> None:
    told = figure_of(client_of(amina).get(FIGURES), "households")
    assert told["summary"].startswith("12 to 50 households · the settlement: ")


def test_too_few_to_show_is_hatched_and_not_told(
    client_of: Any, amina: Any, clusters: dict[str, Any]
) -> None:
    told = figure_of(client_of(amina).get(FIGURES), "tenants_percent")
    assert told["values"][str(clusters["D"].pk)] == {"text": "not enough data", "class": None, "n": 12}
    assert told["tooFew"]["label"] == "Too few to show"
    people = figure_of(client_of(amina).get(FIGURES), "population")
    assert people["tooFew"] is None  # a count needs no thirty
    assert people["values"][str(clusters["D"].pk)]["text"] == "48"


def test_of_a_list_the_first_answer_is_told(client_of: Any, amina: Any, clusters: dict[str, Any]) -> None:
    told = figure_of(client_of(amina).get(FIGURES), "tenure")
    assert told["values"][str(clusters["B"].pk)]["text"] == "Owner living here 75 %"
    assert {each["label"] for each in told["classes"]} == {"Owner living here", "Tenant"}
    assert told["values"][str(clusters["B"].pk)]["class"] != told["values"][str(clusters["C"].pk)]["class"]


def test_without_a_count_there_is_nothing_to_tell(client_of: Any, amina: Any, settlement: Any) -> None:
    assert client_of(amina).get(FIGURES).json() == {"count": "", "clusters": [], "figures": []}


def test_figures_by_cluster_cost_the_same_for_many_clusters(
    client_of: Any, amina: Any, clusters: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = client_of(amina)
    client.get(FIGURES)
    with django_assert_max_num_queries(9):
        client.get(FIGURES)


@pytest.fixture
def structures(clusters: dict[str, Any]) -> None:
    """Beside those of the count, three in B: two with a tap, one of them a business, and one taken down."""
    for n, (use, tap, status) in enumerate(
        [
            ("residential", True, "numbered"),
            ("business", True, "numbered"),
            ("residential", False, "demolished"),
        ],
        2,
    ):
        structure: Any = factories.StructureFactory.create(
            cluster=clusters["B"], code=f"KMT/B/{n}", uses=[use], status=status
        )
        answers = packed.pack("water_source", "public_tap_standpipe") if tap else 0
        type(structure.summary).objects.filter(pk=structure.pk).update(
            answers=answers, households=2, people=5
        )  # fmt: skip


def classes(client: Any, **asked: Any) -> Any:
    answer = client.get(COUNTED, asked)
    assert answer.status_code == 200
    return answer.json()["classes"]


def test_the_legend_counts_what_stands(client_of: Any, amina: Any, structures: None) -> None:
    """The factory's households have a public tap (class 2), at three doors."""
    assert classes(client_of(amina), theme="water") == {"2": [5, 106, 418]}


def test_a_filter_leaves_what_it_says(
    client_of: Any, amina: Any, structures: None, clusters: dict[str, Any]
) -> None:
    client = client_of(amina)
    assert classes(client, theme="water", cluster=clusters["C"].pk) == {"2": [1, 50, 200]}
    assert classes(client, theme="water", use=3) == {"2": [1, 2, 5]}
    assert classes(client, theme="use", cluster=[clusters["B"].pk], status=1)["3"] == [1, 2, 5]
    assert classes(client, theme="water", cluster="x'; --", use="9" * 30) == classes(client, theme="water")


def test_who_may_not_see_who_rents_is_told_no_such_theme(
    client_of: Any, baraka: Any, amina: Any, structures: None
) -> None:
    for theme in ("occupancy", "rent"):
        assert client_of(baraka).get(COUNTED, {"theme": theme}).status_code == 404
        assert classes(client_of(amina), theme=theme)
    assert client_of(amina).get(COUNTED, {"theme": "'; --"}).status_code == 404
