"""Two rounds side by side: against the truth of an invented settlement, and figures against its records."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from enumerations.choices import DoorChange
from enumerations.models import Enumeration, RoundLink, SettlementStatistics, StructureSummary
from enumerations.rounds import caveats, doors, households
from enumerations.rounds.figures import compare_figures, in_words
from enumerations.rounds.linking import link
from enumerations.services.statistics import rebuild_statistics
from settlements.changes import ChangeRefused, note, take_back
from settlements.choices import ChangeKind
from settlements.models import Settlement, Structure
from tests import factories
from tests.enumerations.rounds_world import Home, World, Written

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Written:
    made = World(11, 160).write()
    link(made.now)
    return made


def scope(written: Written) -> dict[str, Any]:
    return doors.scope_of(written.then, written.now, linked=True)


def truth_of_doors(world: World, links: set[tuple[str, str]]) -> dict[int, str]:
    """By hand: of each door what happened, from the world and from who was linked to whom."""

    def by_door(homes: list[Home]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for home in homes:
            found.setdefault(home.door, set()).add(home.who)
        return found

    then, now = by_door(world.then), by_door(world.now)
    parts = {part for both in world.parts.values() for part in both}
    kinds: dict[int, str] = {}
    for door in set(then) | set(now):
        # Who stayed behind a door that others were made one with may have come from these.
        old = then.get(door, set()).union(
            *(then.get(o, set()) for o, new in world.merged.items() if new == door)
        )
        kept = any((a, b) in links for a in now.get(door, ()) for b in old)
        if door in then and door in now:
            kinds[door] = "stayed" if kept else "changed"
        else:
            kinds[door] = "new" if door in now else "not_found"
    kinds |= dict.fromkeys(world.renumbered, "renumbered") | dict.fromkeys(world.merged, "merged")
    kinds |= dict.fromkeys(world.parts, "split") | dict.fromkeys(world.demolished, "gone")
    return kinds | dict.fromkeys({*parts, *world.renumbered.values()}, "part")


def test_structures_are_what_the_office_and_the_visits_say(written: Written) -> None:
    who = {pk: name for name, pk in written.ids.items()}
    same = RoundLink.objects.filter(kind="same").values_list("household", "previous")
    truth = truth_of_doors(written.world, {(who[now], who[then]) for now, then in same})
    assert doors.counted(scope(written)) == Counter(truth.values())
    for kind in DoorChange:
        listed = doors.listed(scope(written), kind, offset=0, limit=500)
        expected = {written.structures[door].code for door, is_kind in truth.items() if is_kind == kind}
        assert {door.code for door in listed} == expected
    split = doors.listed(scope(written), DoorChange.SPLIT, offset=0, limit=500)
    for door in split:
        number = next(n for n, structure in written.structures.items() if structure.pk == door.pk)
        assert door.became == sorted(written.structures[n].code for n in written.world.parts[number])


def test_what_is_drawn_is_what_is_listed(written: Written) -> None:
    drawn = StructureSummary.objects.filter(settlement=written.settlement, change__isnull=False)
    codes = Counter(DoorChange.values[(change or 0) - 1] for change in drawn.values_list("change", flat=True))
    assert codes == doors.counted(scope(written))


def test_households_add_up_and_are_those_that_stayed(written: Written) -> None:
    flows, world = households.flows(scope(written)), written.world
    assert (flows.then, flows.now) == (len(world.then), len(world.now))
    assert flows.stayed + flows.split + flows.came == flows.now
    assert flows.stayed + flows.joined + flows.left == flows.then
    assert abs(flows.stayed - len(world.same)) <= 0.03 * len(world.same)
    assert abs(flows.moved - len(world.moved)) <= 2


def test_the_tenure_of_those_who_stayed_is_crossed(written: Written) -> None:
    RoundLink.objects.all().delete()
    now_of = {home.who: home for home in written.world.now}
    then_of = {home.who: home for home in written.world.then}
    RoundLink.objects.bulk_create(
        RoundLink(
            settlement=written.settlement, enumeration=written.now, earlier=written.then, score=1,
            household_id=written.ids[now], previous_id=written.ids[then],
        )
        for now, then in written.world.same
    )  # fmt: skip
    names = {"owner_resident": "owner", "tenant": "tenant", "relative_of_owner": "other"}
    truth = Counter(
        (names[then_of[then].tenure], names[now_of[now].tenure]) for now, then in written.world.same
    )
    rows = households.tenure_rows(scope(written))
    kinds = list(households.TENURES)
    got = {(kinds[i], kinds[j]): n for i, row in enumerate(rows) for j, n in enumerate(row.cells) if n}
    assert got == dict(truth)


def test_rounds_that_lie_apart_are_linked_through_those_between() -> None:
    settlement: Any = factories.SettlementFactory.create()
    counts = [factories.EnumerationFactory.create(settlement=settlement, round=n) for n in (1, 2, 3)]
    homes = [factories.HouseholdFactory.create(enumeration=count) for count in counts]
    factories.HouseholdFactory.create(enumeration=counts[2])
    for earlier, later in ((0, 1), (1, 2)):
        RoundLink.objects.create(
            settlement=settlement, enumeration=counts[later], earlier=counts[earlier], score=1,
            household=homes[later], previous=homes[earlier],
        )  # fmt: skip
    flows = households.flows(doors.scope_of(counts[0], counts[2], linked=True))
    assert (flows.stayed, flows.came, flows.left) == (1, 1, 0)


# --- Figures --------------------------------------------------------------------------------------


def test_differences_are_those_of_the_records(written: Written) -> None:
    for count in (written.then, written.now):
        rebuild_statistics(count.pk)
    then, now = (
        SettlementStatistics.objects.get(enumeration=count, cluster=None).figures
        for count in (written.then, written.now)
    )
    rows = {row.indicator.code: row for row in compare_figures(then, now).rows}
    tenants = [
        round(100 * sum(home.tenure == "tenant" for home in homes) / len(homes), 1)
        for homes in (written.world.then, written.world.now)
    ]
    line = rows["tenants_percent"].lines[0]
    assert (line.then, line.now) == (f"{tenants[0]} %", f"{tenants[1]} %")
    assert line.difference.startswith(f"{abs(round(tenants[1] - tenants[0], 1))} points ")
    people = [sum(len(home.people) for home in homes) for homes in (written.world.then, written.world.now)]
    assert rows["population"].lines[0].now == f"{people[1]:,}"
    assert rows["population"].lines[0].difference.startswith(f"{abs(people[1] - people[0]):,} ")
    assert (rows["tenants_percent"].n_then, rows["tenants_percent"].n_now) == (
        len(written.world.then),
        len(written.world.now),
    )


@pytest.mark.parametrize(
    ("more", "decimals", "is_points", "said"),
    [
        (12, 0, True, "12 points more"),
        (-1, 0, True, "1 point less"),
        (-1.0, 1, True, "1.0 points less"),
        (0, 0, True, "the same"),
        (1250, 0, False, "1,250 more"),
        (-0.4, 1, False, "0.4 less"),
    ],
)
def test_a_difference_is_said_in_words(more: float, decimals: int, is_points: bool, said: str) -> None:
    assert in_words(more, decimals, is_points=is_points) == said


def test_a_figure_of_one_round_only_is_not_compared() -> None:
    then = {"tenants_percent": {"value": 40.0, "n": 200}, "owners_percent": {"value": None, "n": 0}}
    now = {"tenants_percent": {"value": 52.0, "n": 200}, "owners_percent": {"value": 30.0, "n": 200}}
    compared = compare_figures(then, now)
    assert [row.lines[0].difference for row in compared.rows] == ["12.0 points more"]
    assert len(compared.only_one) == 1


# --- What to mind ---------------------------------------------------------------------------------


def statistics(settlement: Any, round: int, coverage: float | None, **count: Any) -> SettlementStatistics:
    made = factories.EnumerationFactory.create(settlement=settlement, round=round, **count)
    row: Any = factories.SettlementStatisticsFactory.create(enumeration=made, coverage_percent=coverage)
    return row


def said(then: dict[str, Any], now: dict[str, Any]) -> str:
    settlement = factories.SettlementFactory.create()
    return " ".join(caveats.general(statistics(settlement, 1, **then), statistics(settlement, 2, **now)))


GOOD: dict[str, Any] = {"coverage": 95.0, "state": "adopted"}


def test_two_good_rounds_need_no_word() -> None:
    assert said(GOOD, GOOD) == ""


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ({"coverage": 79.0}, {}, "only 79 %"),
        ({"coverage": 84.0}, {}, "differ by 11 points"),
        ({"coverage": None}, {}, "is not known"),
        ({}, {"state": "checking"}, "is a draft"),
        ({"state": "checking"}, {"state": "checking"}, "Both rounds are drafts"),
        ({"source": "foreign"}, {}, "another tool"),
    ],
)
def test_what_differs_is_said(then: dict[str, Any], now: dict[str, Any], expected: str) -> None:
    assert expected in said(GOOD | then, GOOD | now)


def test_a_changed_boundary_is_said() -> None:
    settlement: Any = factories.SettlementFactory.create()
    today = timezone.localdate()
    then = factories.EnumerationFactory.create(
        settlement=settlement,
        round=1,
        starts_on=today - timedelta(days=900),
        ends_on=today - timedelta(days=800),
    )
    now = factories.EnumerationFactory.create(settlement=settlement, round=2, starts_on=today)
    assert not caveats.boundary_changed(then, now)
    settlement.name = "Another name"
    settlement.save()
    assert not caveats.boundary_changed(then, now)
    Settlement.objects.filter(pk=settlement.pk).update(
        boundary=MultiPolygon(factories.square(side=0.002), srid=4326)
    )
    assert caveats.boundary_changed(then, now)


def test_a_question_that_differs_is_said_with_its_figure() -> None:
    from enumerations.xlsform.comparing import compare
    from enumerations.xlsform.question import Choice, Question, QuestionKind

    def water(*choices: str) -> Question:
        return Question(
            path="water_source", name="water_source", kind=QuestionKind.SELECT_ONE, labels={"en": "Water"},
            choices=tuple(Choice(name, {"en": name}) for name in choices),
        )  # fmt: skip

    changes = compare([water("pond", "river")], [water("pond", "tap")])
    by_figure = caveats.by_indicator(changes)
    assert any("new choice" in sentence for sentence in by_figure["water_improved_percent"])
    assert "tenants_percent" not in by_figure


# --- Notes of the office --------------------------------------------------------------------------


def test_a_note_sets_the_status_and_taking_it_back_restores_it(settlement: Any) -> None:
    old, new = (factories.StructureFactory.create(settlement=settlement) for _ in range(2))
    user = factories.UserFactory.create()
    told = {"user": user, "on": date(2026, 10, 2), "round_seen": None}
    note(structure=old, kind=ChangeKind.RENUMBERED, became=[new], **told)
    old.refresh_from_db()
    assert (old.status, old.merged_into) == ("merged_into", new)
    with pytest.raises(ChangeRefused):
        note(structure=old, kind=ChangeKind.DEMOLISHED, became=[], **told)
    assert take_back(structure=old, user=user)
    old.refresh_from_db()
    assert (old.status, old.merged_into) == ("numbered", None)
    assert not take_back(structure=old, user=user)
    assert old.changes.get().undone_by == user


@pytest.mark.parametrize(
    ("kind", "parts"), [("split", 0), ("split", 1), ("merged", 0), ("renumbered", 2), ("demolished", 1)]
)
def test_a_note_names_what_it_became(settlement: Any, kind: str, parts: int) -> None:
    structure = factories.StructureFactory.create(settlement=settlement)
    became = [factories.StructureFactory.create(settlement=settlement) for _ in range(parts)]
    with pytest.raises(ChangeRefused):
        note(
            structure=structure, kind=ChangeKind(kind), became=became, user=factories.UserFactory.create(),
            on=date(2026, 10, 2), round_seen=None,
        )  # fmt: skip
    structure.refresh_from_db()
    assert structure.status == "numbered"


def test_the_old_number_may_stay_on_one_part(settlement: Any) -> None:
    old, part = (factories.StructureFactory.create(settlement=settlement) for _ in range(2))
    note(
        structure=old, kind=ChangeKind.SPLIT, became=[old, part], user=factories.UserFactory.create(),
        on=date(2026, 10, 2), round_seen=None,
    )  # fmt: skip
    old.refresh_from_db()
    assert old.status == "numbered"


def test_the_office_writes_down_what_happened_on_a_page(settlement: Any, client: Client) -> None:
    count = factories.EnumerationFactory.create(settlement=settlement)
    old, a, b = (factories.StructureFactory.create(settlement=settlement) for _ in range(3))
    client.force_login(factories.member_of(settlement, "data_manager"))
    url = f"/settlements/KMT/structures/{old.pk}/changes/"
    sends = {"kind": "split", "became": f"{a.code}, {b.code}", "round": count.pk, "noted_on": "2026-10-02"}
    assert client.post(url, sends | {"became": "KMT/9999"}).status_code == 422
    assert client.post(url, sends | {"became": "???"}).status_code == 422
    assert client.post(url, sends | {"noted_on": "2999-01-01"}).status_code == 422
    assert client.post(url, sends | {"round": "x"}).status_code == 422
    assert Structure.objects.get(pk=old.pk).status == "numbered"
    assert client.post(url, sends).status_code == 302
    assert {change.became for change in old.changes.all()} == {a, b}
    assert {change.round for change in old.changes.all()} == {1}
    assert client.post(url, sends).status_code == 422  # the number is gone
    page = client.get(url).content.decode()
    assert a.code in page
    assert client.post(url, {"take_back": "1"}).status_code == 302
    assert Structure.objects.get(pk=old.pk).status == "numbered"


# --- The page -------------------------------------------------------------------------------------


def adopt(written: Written) -> None:
    for count in (written.then, written.now):
        Enumeration.objects.filter(pk=count.pk).update(state="adopted", adopted_on=date(2026, 11, 1))
        rebuild_statistics(count.pk)


def test_members_see_all_and_others_only_adopted_figures(client: Client) -> None:
    written = World(11, 600).write()
    link(written.now)
    Settlement.objects.filter(pk=written.settlement.pk).update(access_level="public")
    rebuild_statistics(written.then.pk)
    rebuild_statistics(written.now.pk)
    url = f"/settlements/{written.settlement.code}/rounds/"
    assert client.get(url).status_code == 404  # one adopted round is nothing to compare
    adopt(written)
    page = client.get(url)
    assert page.status_code == 200
    assert page.context["figures"].rows
    assert "flows" not in page.context
    assert "doors" not in page.context
    assert client.get(f"{url}new/").status_code == 404
    client.force_login(factories.member_of(written.settlement, "enumerator"))
    page = client.get(url)
    assert page.context["flows"].stayed
    assert page.context["tenure_rows"] == []  # who owns and rents is for leaders and the office
    client.force_login(factories.member_of(written.settlement, "leader"))
    assert client.get(url).context["tenure_rows"]


def test_others_compare_safe_figures_only(client: Client) -> None:
    """What is hidden of either round is not compared: its difference would open it."""
    written = World(11, 600).write()
    from enumerations.publishing import published

    Settlement.objects.filter(pk=written.settlement.pk).update(access_level="public", smallest_cell=20)
    adopt(written)
    safe = [figures for _pk, figures in sorted(published([written.settlement.pk]).items())]
    hidden = {code for figures in safe for code, found in figures.items() if found.get("hidden")}
    rows = client.get(f"/settlements/{written.settlement.code}/rounds/").context["figures"].rows
    assert hidden
    assert rows
    assert not hidden & {row.indicator.code for row in rows}
    for row in rows:
        answers = [figures[row.indicator.code]["value"] for figures in safe]
        assert None not in answers


def test_one_round_is_nothing_to_compare_yet(settlement: Any, client: Client) -> None:
    factories.EnumerationFactory.create(settlement=settlement)
    client.force_login(factories.member_of(settlement, "leader"))
    page = client.get("/settlements/KMT/rounds/")
    assert page.status_code == 200
    assert "one round only" in page.content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_questions(
    written: Written, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rebuild_statistics(written.then.pk)
    rebuild_statistics(written.now.pk)
    client.force_login(factories.member_of(written.settlement, "leader"))
    with django_assert_max_num_queries(30):
        client.get(f"/settlements/{written.settlement.code}/rounds/?then=1&now=2")
    with django_assert_max_num_queries(15):
        client.get(f"/settlements/{written.settlement.code}/rounds/stayed/")


def test_unsure_pairs_are_judged_by_who_may_see_people(written: Written, client: Client) -> None:
    waiting = RoundLink.objects.filter(enumeration=written.now)
    waiting.update(score=0.6)
    url = f"/enumerations/{written.now.pk}/unsure/"
    client.force_login(factories.member_of(written.settlement, "leader"))
    assert client.get(url).status_code == 404
    client.force_login(factories.member_of(written.settlement, "staff"))
    assert client.get(url).status_code == 302  # the records are opened first, with a reason
    client.force_login(factories.member_of(written.settlement, "data_manager"))
    page = client.get(url)
    assert page.status_code == 200
    shown = page.context["page"].object_list
    assert shown[0].household.head_name in page.content.decode()
    client.post(url, {"link": shown[0].pk, "is": "same"})
    client.post(url, {"link": shown[1].pk, "is": "other"})
    client.post(url, {"link": "9" * 40, "is": "same"})
    client.post(url, {"link": shown[2].pk, "is": "nothing"})
    states = dict(RoundLink.objects.values_list("pk", "state"))
    assert [states[shown[n].pk] for n in range(3)] == ["confirmed", "rejected", "found"]


def test_the_map_offers_the_change_where_there_is_a_round_before(written: Written, client: Client) -> None:
    client.force_login(factories.member_of(written.settlement, "enumerator"))
    config = client.get(f"/settlements/{written.settlement.code}/").context["config"]
    theme = config["themes"][-1]
    assert (theme["name"], theme["from"]) == ("change", "d")
    assert sum(group["n"] for group in theme["groups"]) == sum(doors.counted(scope(written)).values())
    assert sorted(code for group in theme["groups"] for code in group["codes"]) == list(range(1, 10))
