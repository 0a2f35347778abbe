"""A community's own questions, counted: against plain Python over the raw rows."""

import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from random import Random
from typing import Any

import pytest
from django.utils.translation import override

from enumerations.models import AnswerRow, Household
from enumerations.tabulation import OwnQuestion, Split, Tabulated, answered, own_questions, tabulate
from enumerations.tabulation.answers import answers_to
from tests import factories
from tests.enumerations.forms import CHOICES, SURVEY, form, published, with_line, without

pytestmark = pytest.mark.django_db

FEARS, SHOPS = ("fire", "flood", "eviction", "nothing"), ("food", "clothes", "airtime")
TENURES = ("tenant", "owner_resident", None)


def answers_of(random: Random) -> dict[str, str]:
    """What one household said; keys as phones' interviews keep them."""
    said = {
        "village/fear": random.choice(FEARS),
        "village/buys": " ".join(shop for shop in SHOPS if random.random() < 0.5),
        "village/minutes": random.choice(["5", "10", "12.5", "20", "45", "-98"]),
        "village/wish": "Maji karibu na nyumba yangu",
    }
    return {key: value for key, value in said.items() if value and random.random() < 0.9}


@pytest.fixture
def count(settlement: Any) -> Any:
    """160 households in two clusters and outside of them, and their animals."""
    count = factories.EnumerationFactory.create(settlement=settlement)
    published(count, form())
    batch = factories.BatchFactory.create(enumeration=count)
    clusters = [
        factories.ClusterFactory.create(settlement=settlement, code=code, name=f"Village {code}")
        for code in "AB"
    ]
    doors = [
        factories.StructureFactory.create(cluster=cluster, code=f"KMT/{cluster.code}/1")
        for cluster in clusters
    ]
    random = Random(7)
    homes, rows = [], []
    for number in range(160):
        household = factories.HouseholdFactory.build(
            enumeration=count, settlement=settlement, batch=batch, structure=random.choice([*doors, None]),
            key=f"interview-{number}", answers=answers_of(random), head_sex=random.choice(["female", "male"]),
            occupancy_status=random.choice(TENURES),
        )  # fmt: skip
        homes.append(household)
        for line in range(random.randint(0, 3)):
            danger = {"animal/danger": random.choice(FEARS)}
            rows.append(
                AnswerRow(
                    settlement=settlement, enumeration=count, household=household, repeat="animal",
                    line_no=line, answers=danger,
                )
            )  # fmt: skip
    Household.objects.bulk_create(homes)
    AnswerRow.objects.bulk_create(rows)
    return count


def own(count: Any, path: str) -> OwnQuestion:
    return next(each for each in own_questions(count) if each.path == path)


def table(count: Any, path: str, split: Split = Split.NONE) -> Tabulated:
    return tabulate(count, own(count, path), split, own_questions(count))


def raw(count: Any, key: str) -> list[tuple[Household, str]]:
    return [
        (household, household.answers[key])
        for household in Household.objects.filter(enumeration=count).select_related("structure__cluster")
        if key in household.answers
    ]


def numbers(shown: Tabulated, column: int = 0) -> dict[str, int | None]:
    return {line.label: line.cells[column].count for line in shown.lines}


# --- Which questions ----------------------------------------------------------------------------------


def test_questions_of_the_register_are_not_a_communitys_own(count: Any) -> None:
    paths = [each.path for each in own_questions(count)]
    assert paths == ["village/fear", "village/buys", "village/minutes", "village/wish", "animal/danger"]


def test_a_question_that_an_older_version_asked_stays_with_its_choices(count: Any) -> None:
    published(count, form(without(SURVEY, "minutes"), without(CHOICES, "fear | nothing")))
    assert "village/minutes" in [each.path for each in own_questions(count)]
    fears = own(count, "village/fear").question.choices
    assert [choice.name for choice in fears] == list(FEARS)


# --- The numbers, against plain Python -----------------------------------------------------------------


def test_one_answer_each(count: Any) -> None:
    shown = table(count, "village/fear")
    found = Counter(value for _household, value in raw(count, "village/fear"))
    n = sum(found.values())
    assert shown.columns[0].n == n
    assert list(numbers(shown).values()) == [found[fear] for fear in FEARS]
    assert shown.lines[0].cells[0].percent == round(100 * found["fire"] / n, 1)


def test_several_answers_each(count: Any) -> None:
    shown = table(count, "village/buys")
    given = [set(value.split()) for _household, value in raw(count, "village/buys")]
    assert shown.columns[0].n == len(given)
    assert numbers(shown) == {
        "Food": sum("food" in each for each in given),
        "Clothes": sum("clothes" in each for each in given),
        "Airtime": sum("airtime" in each for each in given),
    }


def test_the_middle_and_the_quartiles_of_numbers(count: Any) -> None:
    shown = table(count, "village/minutes")
    given = [float(value) for _household, value in raw(count, "village/minutes") if value != "-98"]
    assert shown.columns[0].n == len(given)
    wanted = statistics.quantiles(given, n=4, method="inclusive")
    assert [line.cells[0].quantile for line in shown.lines] == wanted


def test_words_are_never_listed(count: Any) -> None:
    shown = table(count, "village/wish")
    assert shown.columns[0].n == len(raw(count, "village/wish"))
    assert shown.lines == ()
    assert "Maji" not in repr(shown)


def test_rows_of_a_repeat_are_counted_as_rows(count: Any) -> None:
    shown = table(count, "animal/danger")
    found = Counter(row.answers["animal/danger"] for row in AnswerRow.objects.all())
    assert shown.columns[0].n == sum(found.values())
    assert sum(line.cells[0].count or 0 for line in shown.lines) == sum(found.values())


@pytest.mark.parametrize(
    ("split", "of", "labels"),
    [
        (Split.CLUSTER, lambda h: h.structure and h.structure.cluster.name, ["Village A", "Village B"]),
        (Split.HEAD, lambda h: h.get_head_sex_display(), ["Female", "Male"]),
        (Split.TENURE, lambda h: h.get_occupancy_status_display(), ["Owner living here", "Tenant"]),
    ],
)
def test_every_split_counts_its_groups(count: Any, split: Split, of: Any, labels: list[str]) -> None:
    shown = table(count, "village/fear", split)
    found = {
        label: Counter(value for household, value in raw(count, "village/fear") if of(household) == label)
        for label in labels
    }
    columns = {column.label: at for at, column in enumerate(shown.columns)}
    for label in labels:
        at = columns[label]
        assert shown.columns[at].n == sum(found[label].values())
        for line, fear in zip(shown.lines, FEARS, strict=True):
            cell = line.cells[at]
            assert cell.hidden or cell.count == found[label][fear]
    assert sum(column.n for column in shown.columns[1:]) == shown.columns[0].n


def test_a_split_of_numbers_has_the_groups_own_quartiles(count: Any) -> None:
    shown = table(count, "village/minutes", Split.HEAD)
    at = [column.label for column in shown.columns].index("Female")
    given = [
        float(value)
        for household, value in raw(count, "village/minutes")
        if value != "-98" and household.head_sex == "female"
    ]
    wanted = statistics.quantiles(given, n=4, method="inclusive")
    assert [line.cells[at].quantile for line in shown.lines] == wanted


def test_who_did_not_agree_asked_to_be_left_out_or_was_counted_again_is_not_counted(count: Any) -> None:
    before = table(count, "village/fear").columns[0].n
    said = [household.pk for household, _value in raw(count, "village/fear")[:4]]
    Household.objects.filter(pk=said[0]).update(consent=False)
    Household.objects.filter(pk=said[1]).update(restricted_at="2026-11-01T00:00Z")
    Household.objects.filter(pk=said[2]).update(same_as=said[3])
    assert table(count, "village/fear").columns[0].n == before - 3


def test_a_sheet_may_hold_bare_names_and_words_instead_of_codes(count: Any) -> None:
    before = numbers(table(count, "village/fear"))["Fire"] or 0
    without_answer = Household.objects.exclude(answers__has_key="village/fear").first()
    assert without_answer is not None
    without_answer.answers = {"fear": "Moto"}
    without_answer.save()
    assert numbers(table(count, "village/fear"))["Fire"] == before + 1


def test_labels_are_in_the_language_of_the_page(count: Any) -> None:
    with override("sw"):
        shown = list(numbers(table(count, "village/fear")))
    assert shown == ["Moto", "Mafuriko", "Kufurushwa", "Hakuna"]


# --- What is hidden -----------------------------------------------------------------------------------


def answer_all(count: Any, key: str, said: Sequence[str]) -> None:
    """The households' answers anew: these, and none for the rest."""
    households = list(Household.objects.filter(enumeration=count).order_by("pk"))
    for household, value in zip_longest(households, said):
        household.answers = {key: value} if value else {}
    Household.objects.bulk_update(households, ["answers"])


def test_an_answer_of_few_stands_together_with_the_next(count: Any) -> None:
    answer_all(count, "village/fear", ["fire"] * 100 + ["flood"] * 20 + ["eviction"] * 2)
    shown = table(count, "village/fear")
    assert numbers(shown) == {"Fire": 100, "Nothing": 0, "answers of few, together": 22}
    assert shown.is_partly_hidden


def test_an_answer_of_few_among_several_is_hidden_alone(count: Any) -> None:
    answer_all(count, "village/buys", ["food airtime"] * 40 + ["food clothes"] * 2)
    shown = table(count, "village/buys")
    assert numbers(shown) == {"Food": 42, "Clothes": None, "Airtime": None}  # two did not buy airtime


def test_of_fewer_than_twenty_households_nothing_is_shown(count: Any) -> None:
    answer_all(count, "village/fear", ["fire"] * 19)
    shown = table(count, "village/fear")
    assert (shown.columns, shown.lines) == ((), ())
    assert shown.why


def test_a_small_group_is_put_together_with_others(count: Any) -> None:
    women = Household.objects.filter(enumeration=count, head_sex="female")
    Household.objects.filter(pk__in=list(women.values_list("pk", flat=True)[3:])).update(head_sex="male")
    shown = table(count, "village/fear", Split.HEAD)
    assert [column.label for column in shown.columns] == ["All together"]


def test_one_household_with_many_rows_is_still_one_household(count: Any) -> None:
    AnswerRow.objects.filter(answers={"animal/danger": "flood"}).delete()
    household = Household.objects.first()
    assert household is not None
    for line in range(10, 22):
        AnswerRow.objects.create(
            settlement=count.settlement,
            enumeration=count,
            household=household,
            repeat="animal",
            line_no=line,
            answers={"animal/danger": "flood"},
        )
    assert "Flood" not in numbers(table(count, "animal/danger"))


def test_a_question_to_those_of_a_hidden_answer_is_hidden_too(count: Any) -> None:
    line = "    text | why | Why? | Kwa nini? | ${fear} = 'eviction'"
    heading = SURVEY.splitlines()[1]
    survey = with_line(SURVEY, line, after="| fear |").replace(heading, f"{heading} | relevant", 1)
    published(count, form(survey))
    answer_all(count, "village/fear", ["fire"] * 100 + ["eviction"] * 22 + ["flood"] * 3)
    for household in Household.objects.filter(answers={"village/fear": "eviction"}):
        household.answers["village/why"] = "Barua"
        household.save()
    assert own(count, "village/why").depends_on == {"village/fear"}
    assert table(count, "village/why").columns == ()


def test_the_list_says_how_many_answered_and_hides_the_few(count: Any) -> None:
    answer_all(count, "village/fear", ["fire"] * 30)
    some = list(Household.objects.filter(enumeration=count).order_by("pk")[:3])
    for household in some:
        household.answers["village/wish"] = "Maji"
    Household.objects.bulk_update(some, ["answers"])
    found = answered(count, own_questions(count))
    assert found["village/fear"] == 30
    assert found["village/wish"] is None
    assert found["village/minutes"] == 0
    assert found["animal/danger"] == AnswerRow.objects.count()


def test_a_person_question_is_read_from_the_persons(count: Any) -> None:
    """The roster is known by what it asks; what else it asks of each person is counted by person."""
    roster = (
        SURVEY
        + """    begin_repeat | person | Person | Mtu
    text | name | Name | Jina
    select_one fear | fears | What does this person fear? | Anaogopa nini?
    integer | age | Age | Umri
    select_one relation | relation | Relation | Uhusiano
    end_repeat | | |
"""
    )
    relations = CHOICES + "    relation | head | Head | Mkuu\n    relation | spouse | Spouse | Mume au mke\n"
    published(count, form(roster, relations))
    for household in Household.objects.filter(enumeration=count)[:40]:
        for _ in range(2):
            factories.PersonFactory.create(household=household, answers={"person/fears": "fire"})
    asked = own(count, "person/fears")
    assert asked.unit == "persons"
    groups = answers_to(count, asked)
    assert (groups[""].n, groups[""].households) == (80, 40)


def test_a_question_that_only_few_were_spared_is_hidden(count: Any) -> None:
    """Two households have a school next door; how many were asked why they walk tells that they are two."""
    line = "    text | why | Why so far? | Kwa nini mbali? | ${minutes} > 0"
    heading = SURVEY.splitlines()[1]
    survey = with_line(SURVEY, line, after="| minutes |").replace(heading, f"{heading} | relevant", 1)
    published(count, form(survey))
    answer_all(count, "village/minutes", ["0"] * 2 + ["20"] * 58)
    for household in Household.objects.filter(answers={"village/minutes": "20"}):
        household.answers["village/why"] = "Hakuna karibu"
        household.save()
    assert table(count, "village/why").columns == ()
    answer_all(count, "village/minutes", ["0"] * 9)
    assert table(count, "village/minutes").columns == ()
