"""Tables for spreadsheets: OData 4.0 as far as it is offered, and never more than the site shows."""

import json
from base64 import urlsafe_b64encode
from datetime import date
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

from reports.feeds import asking
from reports.feeds.filtering import read_filter
from reports.feeds.tables import FIGURES
from settlements.models import Settlement
from tests import factories
from tests.reports.features.scene import basic

pytestmark = pytest.mark.django_db
WATER = [{"code": "kiosk", "count": 30, "percent": 75.0}, {"code": "piped", "count": 10, "percent": 25.0}]


def place(values: Any) -> str:
    """A place in an order, as links have it."""
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.fixture
def counted(settlement: Any) -> Any:
    """One adopted round with a village, one being counted."""
    Settlement.objects.update(access_level="public")
    cluster = factories.ClusterFactory.create(settlement=settlement, code="B")
    figures = {"population": {"value": 160, "n": 40}, "water_sources": {"value": WATER, "n": 40}}
    adopted = factories.EnumerationFactory.create(settlement=settlement, state="adopted", round=1)
    now = factories.EnumerationFactory.create(settlement=settlement, round=2)
    for count, place in ((adopted, None), (adopted, cluster), (now, None)):
        factories.SettlementStatisticsFactory.create(
            enumeration=count, cluster=place, figures=figures, households=40
        )
    return settlement


def ask(path: str = "", headers: Any = None, **options: str) -> Any:
    query = "&".join(f"${name}={quote(value)}" for name, value in options.items())
    return Client().get(f"/odata/{path}{'?' if query else ''}{query}", headers=headers or {})


def rows(path: str, headers: Any = None, **options: str) -> list[dict[str, Any]]:
    answer = ask(path, headers, **options)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["value"]
    return found


def test_it_says_what_there_is_in_the_standards_words() -> None:
    service = ask()
    assert service["OData-Version"] == "4.0"
    assert service["Content-Type"] == "application/json;odata.metadata=minimal"
    assert service.json()["@odata.context"] == "http://testserver/odata/$metadata"
    assert [each["url"] for each in service.json()["value"]] == ["Settlements", "Figures"]
    root = ElementTree.fromstring(ask("$metadata").content)
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    assert root.get("Version") == "4.0"
    types = {each.get("Name"): each for each in root.iter(f"{edm}EntityType")}
    sets = {each.get("Name"): each.get("EntityType") for each in root.iter(f"{edm}EntitySet")}
    assert sets == {"Settlements": "Pamoja.Settlement", "Figures": "Pamoja.Figure"}
    key = types["Figure"].find(f"{edm}Key/{edm}PropertyRef")
    assert key is not None
    assert key.get("Name") == "Id"


def test_rows_are_of_the_types_that_are_told(counted: Any, amina: Any) -> None:
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    kinds: dict[str, Any] = {
        "Edm.String": str,
        "Edm.Int32": int,
        "Edm.Double": (int, float),
        "Edm.Boolean": bool,
        "Edm.Date": str,
    }
    root = ElementTree.fromstring(ask("$metadata").content)
    for entity, name in (("Settlement", "Settlements"), ("Figure", "Figures")):
        [told] = [each for each in root.iter(f"{edm}EntityType") if each.get("Name") == entity]
        columns = {each.get("Name"): each for each in told.iter(f"{edm}Property")}
        for row in rows(name, basic(amina)):
            assert set(row) == set(columns)
            for column, value in row.items():
                about = columns[column]
                if value is None:
                    assert about.get("Nullable") != "false"
                else:
                    assert isinstance(value, kinds[str(about.get("Type"))])
    found = rows("Figures", basic(amina))
    assert len({row["Id"] for row in found}) == len(found)


def test_strangers_get_adopted_totals_and_members_what_they_see(
    counted: Any, amina: Any, chebet: Any
) -> None:
    for headers in ({}, basic(chebet)):
        found = [row for row in rows("Figures", headers) if row["Settlement"] == "KMT"]
        assert {(row["Round"], row["Cluster"]) for row in found} == {(1, None)}
    mine = rows("Figures", basic(amina))
    assert {(row["Round"], row["Cluster"]) for row in mine} == {(1, None), (1, "B"), (2, None)}
    Settlement.objects.filter(code="KMT").update(access_level="staff")
    assert rows("Figures") == [] == rows("Settlements")


def test_small_numbers_are_hidden_from_strangers(counted: Any) -> None:
    counted.statistics.filter(cluster=None, enumeration__round=1).update(
        figures={"population": {"value": 3, "n": 1}, "households": {"value": 1, "n": 1}}
    )
    for row in rows("Figures"):
        assert row["Value"] is None
        assert row["IsHidden"]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("Code eq 'KMT'", ["KMT"]),
        ("Code ne 'KMT'", ["OBU", "TEN"]),
        ("Code in ('OBU','KMT')", ["KMT", "OBU"]),
        ("Name eq 'O''Bunga'", ["OBU"]),
        ("contains(Name,'am')", ["KMT"]),
        ("startswith(tolower(Name),'o') or Code eq 'TEN'", ["OBU", "TEN"]),
        ("not (Code eq 'OBU') and endswith(Code,'N')", ["TEN"]),
        ("YearSettled gt 1960", ["TEN"]),
        ("YearSettled le 1.96e3", ["OBU"]),
        ("YearSettled eq null", ["KMT"]),
        ("length(Code) eq 3 and (YearSettled ge 1958 and YearSettled lt 1959)", ["OBU"]),
        ("true", ["KMT", "OBU", "TEN"]),
        ("Ward eq null and contains(Ward,'x')", []),
    ],
)
def test_filters(settlement: Any, asked: str, codes: list[str]) -> None:
    Settlement.objects.update(access_level="public", year_settled=None)
    factories.SettlementFactory.create(code="OBU", name="O'Bunga", year_settled=1958, access_level="public")
    factories.SettlementFactory.create(code="TEN", name="Ten", year_settled=1971, access_level="public")
    assert [row["Code"] for row in rows("Settlements", filter=asked)] == codes


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"filter": "Code eq"}, 400),
        ({"filter": "Code = 'KMT'"}, 400),
        ({"filter": "Colour eq 'red'"}, 400),
        ({"filter": "YearSettled gt 'x'"}, 400),
        ({"filter": "(" * 100}, 400),
        ({"filter": "not " * 100 + "true"}, 400),
        ({"skiptoken": "4"}, 400),
        ({"skiptoken": "4~~\0"}, 400),
        ({"skiptoken": "4~~"}, 400),
        ({"orderby": "Name", "skiptoken": "4~~KMT"}, 400),
        ({"orderby": "Name", "skiptoken": "4~~" + place(["x", "KMT"])}, 200),
        ({"orderby": "Name,Code", "skiptoken": "4~~" + place(["x", "KMT"])}, 400),
        ({"orderby": "Name", "skiptoken": "4~~" + place(["x", None])}, 400),
        ({"orderby": "Name", "skiptoken": "4~~" + place([7, "KMT"])}, 400),
        ({"orderby": "Name", "skiptoken": "4~~" + place(7)}, 400),
        ({"orderby": "Name", "skiptoken": "4~~é"}, 400),
        ({"orderby": "YearSettled", "skiptoken": "4~~" + place(["x", "KMT"])}, 400),
        ({"orderby": "YearSettled", "skiptoken": "4~~" + place([True, "KMT"])}, 400),
        ({"orderby": "YearSettled", "skiptoken": "4~~" + place([None, "KMT"])}, 200),
        ({"filter": "Code eq '\0'"}, 200),
        ({"filter": " and ".join(["not (Code eq 'OBU')"] * 60)}, 200),
        ({"format": "application/json;odata.metadata=minimal"}, 200),
        ({"filter": "'" }, 400),
        ({"filter": "Name eq 'a' 'b'"}, 400),
        ({"filter": "year(AdoptedOn) eq 2026"}, 501),
        ({"filter": "YearSettled add 1 eq 2"}, 501),
        ({"select": "Colour"}, 400),
        ({"orderby": "Colour"}, 400),
        ({"orderby": "length(Name)"}, 501),
        ({"top": "-1"}, 400),
        ({"count": "yes"}, 400),
        ({"expand": "County"}, 501),
        ({"search": "x"}, 501),
        ({"apply": "aggregate(x)"}, 501),
        ({"format": "xml"}, 501),
    ],
)  # fmt: skip
def test_what_is_not_offered_is_said_to_be(settlement: Any, options: dict[str, str], status: int) -> None:
    Settlement.objects.update(access_level="public", year_settled=1958)
    refused = ask("Settlements", **options)
    assert refused.status_code == status
    assert refused["OData-Version"] == "4.0"
    assert set(refused.json().get("error", ())) == ({"code", "message", "details"} if status > 200 else set())


def test_pages_choices_order_and_counts(counted: Any, amina: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = basic(amina)
    everything = rows("Figures", headers)
    assert len(everything) == 9
    monkeypatch.setattr(asking, "PAGE", 4)
    found, address = [], "/odata/Figures?$count=true"
    while address:
        page = Client().get(address, headers=headers).json()
        assert page["@odata.count"] == 9
        found += page["value"]
        address = page.get("@odata.nextLink")
    assert found == everything
    assert rows("Figures", headers, top="2", skip="1") == everything[1:3]
    assert rows("Figures", headers, top="0") == []
    assert ask("Figures", headers, top="2").json().get("@odata.nextLink") is None
    long = ask("Figures", headers, top="6").json()
    assert len(Client().get(long["@odata.nextLink"], headers=headers).json()["value"]) == 2
    chosen = rows("Figures", headers, select="Id,Value", orderby="Value desc,Id")
    assert [row["Value"] for row in chosen] == [160, 160, 160, 75.0]
    assert set(chosen[0]) == {"Id", "Value"}
    assert ask("Figures/$count", headers).content == b"9"
    assert ask("Figures/$count", headers, filter="Answer ne null").content == b"6"


def test_rows_that_come_and_go_shift_no_page(
    counted: Any, amina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = basic(amina)
    everything = rows("Figures", headers)
    monkeypatch.setattr(asking, "PAGE", 4)
    first = ask("Figures", headers).json()
    # The place that was given is gone, and in the next one a figure has come before those that are left.
    counted.statistics.filter(cluster=None, enumeration__round=1).delete()
    counted.statistics.filter(cluster__code="B").update(
        figures={"households": {"value": 40, "n": 40}, "water_sources": {"value": WATER, "n": 40}}
    )
    second = Client().get(first["@odata.nextLink"], headers=headers).json()
    assert [row["Id"] for row in second["value"]] == [row["Id"] for row in everything[4:8]]
    # The figure that was to be next is gone: the page begins at those of its indicator.
    counted.statistics.filter(enumeration__round=2).update(
        figures={"water_sources": {"value": WATER[:1], "n": 40}}
    )
    third = Client().get(second["@odata.nextLink"], headers=headers).json()
    assert [row["Answer"] for row in third["value"]] == ["kiosk"]


def all_pages(path: str, headers: Any = None, **options: str) -> list[dict[str, Any]]:
    page = ask(path, headers, **options).json()
    found = page["value"]
    while "@odata.nextLink" in page:
        page = Client().get(page["@odata.nextLink"], headers=headers or {}).json()
        found += page["value"]
    return list(found)


@pytest.mark.parametrize(
    "order",
    ["Value", "Value desc", "Answer desc,Value", "AdoptedOn", "AdoptedOn desc,Round,Indicator desc", "Count",
     "IsHidden desc", "Cluster desc, Answer", "Value,Value desc", "Id desc"],
)  # fmt: skip
def test_pages_in_an_order_of_ones_own_hold_each_row_once(
    counted: Any, amina: Any, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where many are alike, and where there is no value."""
    counted.enumerations.filter(round=1).update(adopted_on=date(2026, 5, 6))
    headers = basic(amina)
    everything = rows("Figures", headers)
    whole = rows("Figures", headers, orderby=order)
    first, falls = order.split(",")[0].split()[0], order.split(",")[0].endswith(" desc")
    values = [row[first] for row in whole]
    wanted = sorted(values, key=lambda value: (value is not None, value), reverse=falls)
    monkeypatch.setattr(asking, "PAGE", 2)
    paged = all_pages("Figures", headers, orderby=order, count="true")
    assert values == wanted
    assert paged == whole
    assert sorted(row["Id"] for row in paged) == sorted(row["Id"] for row in everything)
    assert all_pages("Figures", headers, orderby=order, skip="2", top="5") == whole[2:7]


def test_rows_that_come_and_go_shift_no_page_in_an_order_of_ones_own(
    settlement: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Settlement.objects.all().delete()
    for year, code in ((1950, "AAA"), (1960, "BBB"), (1970, "CCC"), (None, "DDD"), (1960, "EEE")):
        factories.SettlementFactory.create(code=code, year_settled=year, access_level="public")
    monkeypatch.setattr(asking, "PAGE", 2)
    first = ask("Settlements", orderby="YearSettled desc").json()
    assert [row["Code"] for row in first["value"]] == ["CCC", "BBB"]
    # The last one that was given is gone; one comes before it, and two after it.
    Settlement.objects.filter(code="BBB").delete()
    for year, code in ((1990, "FFF"), (1955, "GGG"), (1960, "CAA")):
        factories.SettlementFactory.create(code=code, year_settled=year, access_level="public")
    found, address = [], first["@odata.nextLink"]
    while address:
        page = Client().get(address).json()
        found += [row["Code"] for row in page["value"]]
        address = page.get("@odata.nextLink")
    assert found == ["CAA", "EEE", "GGG", "AAA", "DDD"]


@pytest.mark.parametrize(
    ("asked", "settlement"),
    [
        ("Settlement eq 'KMT'", "KMT"),
        ("(Indicator eq 'a' or Indicator eq 'b') and (Settlement eq 'KMT')", "KMT"),
        ("contains(Label,'x') and Settlement eq 'KMT'", "KMT"),
        ("Settlement eq 'KMT' or Round eq 1", None),
        ("Round eq 1 or (Settlement eq 'KMT' and Round eq 2)", None),
        ("not (Settlement eq 'KMT')", None),
        ("(Settlement eq 'KMT') eq false", None),
        ("(Settlement eq 'KMT') in (false)", None),
        ("Settlement ne 'KMT'", None),
        ("Label eq ' and Settlement eq ''KMT'''", None),
    ],
)
def test_the_database_reads_one_settlement_where_only_one_can_match(
    asked: str, settlement: str | None
) -> None:
    assert read_filter(asked, FIGURES)[1] == settlement


def test_a_page_costs_the_same_for_many_places(
    counted: Any, amina: Any, django_assert_num_queries: Any
) -> None:
    cost = 4  # whether they act anywhere, the statistics, where they act, whether there are more
    list(FIGURES.rows(amina, None, None))
    with django_assert_num_queries(cost):
        few = len(list(FIGURES.rows(amina, None, None)))
    count = counted.enumerations.get(round=2)
    for code in "CDE":
        cluster = factories.ClusterFactory.create(settlement=counted, code=code)
        factories.SettlementStatisticsFactory.create(
            enumeration=count, cluster=cluster, figures={"population": {"value": 90, "n": 30}}, households=30
        )
    with django_assert_num_queries(cost):
        assert len(list(FIGURES.rows(amina, None, None))) == few + 3


def test_no_question_tells_what_is_hidden(counted: Any) -> None:
    counted.statistics.filter(cluster=None, enumeration__round=1).update(
        figures={"population": {"value": 3, "n": 1}, "households": {"value": 1, "n": 1}}
    )
    for asked in ("Value eq 3", "Value lt 5", "N eq 1", "Round eq 2", "Cluster eq 'B'", "Count ge 1"):
        assert ask("Figures/$count", filter=asked).content == b"0"
        assert rows("Figures", filter=asked) == []


@pytest.mark.parametrize(
    ("path", "wanted", "status"),
    [
        ("Figures", "application/atom+xml", 406),
        ("Figures", "application/atom+xml, application/json;odata.metadata=full;q=0.5", 200),
        ("Figures", "text/html, */*;q=0.8", 200),
        ("$metadata", "application/xml", 200),
        ("$metadata", "text/csv", 406),
        ("Figures/$count", "text/plain", 200),
    ],
)
def test_a_form_that_there_is_not_is_refused(counted: Any, path: str, wanted: str, status: int) -> None:
    assert ask(path, {"Accept": wanted}).status_code == status


def test_one_figure_by_its_key(counted: Any, amina: Any) -> None:
    headers = basic(amina)
    for row in rows("Figures", headers):
        assert ask(f"Figures('{row['Id']}')", headers).json().items() >= row.items()
    [place] = counted.statistics.filter(enumeration__round=2).values_list("pk", flat=True)
    for missing in (f"{place}.population", f"{place}.nothing", "x.population", "9" * 30, "9" * 5000, ""):
        assert ask(f"Figures('{missing}')").status_code == 404


def test_one_row_by_its_key(counted: Any) -> None:
    assert ask("Settlements('KMT')").json()["Name"] == "Kiamutisya"
    for missing in ("Settlements('ZZZ')", "Nothing", "Nothing/$count", "Nothing('x')"):
        assert ask(missing).status_code == 404


def test_a_program_that_speaks_an_older_version_is_told(counted: Any) -> None:
    assert ask("Settlements", {"OData-MaxVersion": "3.0"}).status_code == 400
    assert ask("Settlements", {"OData-MaxVersion": "4.01"}).status_code == 200
    assert Client().get("/odata/Settlements?colour=red").status_code == 400
    assert ask("Settlements", {"Authorization": "Basic eA=="}).status_code == 401
