"""Sentences, gaps and drawings: what they say, in both languages' grammar, and what they never say."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from enumerations.indicators import BY_CODE, INDICATORS, Kind
from reports.figures.charts import chart_of, classes
from reports.figures.drawing import HATCHES, nice_end
from reports.figures.parts import Against, Answer, Beside, Bound, Figure, Gap, State
from reports.figures.phrases import PHRASES

SPHERE = Beside(Against.STANDARD, "most", 20, "people", 0, 2018, "Sphere Handbook", Bound.MOST)
LEAST = Beside(Against.STANDARD, "least", 15, "litres", 0, 2018, "Sphere Handbook", Bound.LEAST)
CENSUS = Beside(Against.SUB_COUNTY, "Mathare sub-county", 97.1, "%", 1, 2019, "KNBS")


def figure(code: str, value: float | None = None, **more: Any) -> Figure:
    state = State.TOLD if value is not None or "answers" in more else more.pop("state", State.UNKNOWN)
    return Figure(BY_CODE[code], state, value=value, **{"n": 200, **more})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (figure("households", 1), "1 household was counted."),
        (figure("households", 0), "0 households were counted."),
        (figure("households", 1250), "1,250 households were counted."),
        (figure("household_size", 1.0), "On average, 1.0 people live in a household."),
        (figure("water_minutes_median", 1), "Half of the households need 1 minute or less to fetch water."),
        (figure("toilet_none_percent", 0.0), "Of the households, 0.0 % have no toilet to use."),
        (figure("toilet_none_percent", 12.4, n=40), "Of the households, 12 % have no toilet to use."),
        (figure("rent_burdened_percent", 40.0, n=40),
         "Of the tenants, 40 % pay more than 30 % of their income as rent."),
        (figure("phone_percent", state=State.HIDDEN, n=None),
         "With a phone: hidden, because so few households answered that one could be recognised."),
        (figure("phone_percent", state=State.NOT_ENOUGH, n=1),
         "With a phone: not enough data, only 1 record tells it."),
        (figure("phone_percent", state=State.NOT_ENOUGH, n=29),
         "With a phone: not enough data, only 29 records tell it."),
        (figure("phone_percent", n=0), "With a phone: not known."),
        (figure("persons_per_cubicle", 67.0, beside=(SPHERE,)),
         "67 people without a toilet of their own share each working cubicle. "
         "That is 3.4 times the 20 that are accepted (Sphere Handbook)."),
        (figure("persons_per_cubicle", 20.0, beside=(SPHERE,)),
         "20 people without a toilet of their own share each working cubicle. "
         "That is within the 20 that are accepted (Sphere Handbook)."),
        (figure("persons_per_cubicle", 20.4, beside=(SPHERE,)),
         "20 people without a toilet of their own share each working cubicle. "
         "That is within the 20 that are accepted (Sphere Handbook)."),
        (figure("persons_per_cubicle", 21.0, beside=(SPHERE,)),
         "21 people without a toilet of their own share each working cubicle. "
         "That is more than the 20 that are accepted (Sphere Handbook)."),
        (figure("litres_per_person_median", 12.0, beside=(LEAST,)),
         "Half of the households have 12.0 litres of water or less a person a day. "
         "That is less than the 15 that count as enough (Sphere Handbook)."),
        (figure("tenants_percent", 90.0, beside=(CENSUS,)),
         "Of the households, 90.0 % rent their home. In Mathare sub-county it was 97.1 % (2019)."),
        (figure("tenants_percent", 90.0, told_of=2, asked_of=3),
         "Of the households, 90.0 % rent their home. This rests on 2 of 3 settlements."),
    ],
)  # fmt: skip
def test_a_figure_says_what_it_means(said: Figure, sentence: str) -> None:
    assert said.sentence("en").replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_a_list_names_its_first_three_answers() -> None:
    answers = tuple(
        Answer(code, label, n, n / 2)
        for code, label, n in [("a", "Borehole", 90), ("b", "GPS", 60), ("c", "Pond", 40), ("d", "Rain", 10)]
    )
    said = figure("water_sources", answers=answers).sentence("en").replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Households drink water from: borehole (45 %), GPS (30 %), pond (20 %)."


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
def test_every_figure_has_a_sentence_in_both_languages(indicator: Any, language: str) -> None:
    assert indicator.code in PHRASES
    answers = (Answer("a", "Answer", 7, 70.0),) if indicator.kind in {Kind.DISTRIBUTION, Kind.RANKING} else ()
    for number in (0, 1, 2, 1234.5):
        told = Figure(indicator, State.TOLD, None if answers else number, 200, answers=answers)
        said = told.sentence(language)
        assert "%(" not in said
        assert (told.text if not answers else "70") in said or language == "sw"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_hidden_figure_never_says_a_number(language: str) -> None:
    for indicator in INDICATORS:
        hidden = Figure(indicator, State.HIDDEN, value=None, n=None, beside=(SPHERE,))
        with translation.override(language):
            label = str(indicator.label)
        assert not re.search(r"\d", hidden.sentence(language).replace(label, ""))
        assert hidden.chart(language) is None


def gap(**numbers: Any) -> Gap:
    given = {"people": 1162, "needed": 59, "working": 6, "lacking": 53, **numbers}
    return Gap("cubicles", "Toilet cubicles", State.TOLD, SPHERE, **given)


def test_a_gap_says_what_to_ask_for_and_what_it_costs() -> None:
    asked = (
        "Toilet cubicles: 53 more are needed. 1,162 people need 59, one for every 20 (Sphere Handbook); "
        "6 work."
    )
    assert gap().sentence("en") == asked
    priced = gap(costed=53, cost_kes=9_540_000, cost_year=2025, cost_source="tender", broken=1)
    assert priced.sentence("en") == (
        f"{asked} 1 stands but does not work: mend it first. Together they cost KES 9,540,000 (tender, 2025)."
    )
    partly = gap(costed=10, cost_kes=1_800_000, cost_year=2025, cost_source="tender")
    assert partly.sentence("en").endswith("10 of these 53 cost KES 1,800,000 (tender, 2025).")
    assert gap().for_women == 40  # three to each one for men: 39.75, rounded up


def test_a_gap_of_nothing_asks_for_nothing() -> None:
    met = gap(lacking=0, working=60)
    assert met.sentence("en") == (
        "Toilet cubicles: none is lacking. 60 work for 1,162 people; one is needed for every 20 "
        "(Sphere Handbook)."
    )
    assert met.for_women == 0


@pytest.mark.parametrize("state", [State.HIDDEN, State.UNKNOWN])
def test_a_gap_that_is_not_known_says_no_number(state: State) -> None:
    assert not re.search(r"\d", Gap("taps", "Taps", state, SPHERE).sentence("en"))


def test_a_comparison_is_drawn_to_scale_and_told_apart_without_colour() -> None:
    before = Beside(Against.PREVIOUS, "Round 1", 45.0, "%", 1, 2023, "Round 1")
    shown = figure("tenants_percent", 90.0, beside=(CENSUS,), previous=before)
    chart = chart_of(shown)
    assert chart is not None
    svg = ElementTree.fromstring(chart.svg)
    space = "{http://www.w3.org/2000/svg}"
    drawn = [each for each in svg.iter(f"{space}rect") if "bar" in each.get("class", "")]
    here, then, census = (float(each.get("width", "0")) for each in drawn)
    assert here / then == pytest.approx(2, abs=0.01)
    assert census / here == pytest.approx(97.1 / 90, abs=0.01)
    assert len({each.get("fill") for each in drawn}) == 3
    patterns = {each.get("id") for each in svg.iter(f"{space}pattern")}
    assert {each.get("fill") for each in drawn[1:]} == {f"url(#{name})" for name in patterns}
    assert len(set(HATCHES.values())) == len(HATCHES)


def test_a_drawing_has_a_title_a_description_and_its_table() -> None:
    chart = figure("persons_per_cubicle", 67.0, beside=(SPHERE,)).chart("en")
    assert chart is not None
    svg = ElementTree.fromstring(chart.svg)
    space = "{http://www.w3.org/2000/svg}"
    ids = {each.get("id") for each in svg.iter()}
    assert set(svg.get("aria-labelledby", "").split()) <= ids
    assert [each.text for each in svg.iter(f"{space}title")] == ["People to a toilet"]
    assert "3.4 times" in "".join(each.text or "" for each in svg.iter(f"{space}desc"))
    assert ("most", "20", "2018", "Sphere Handbook") in chart.rows
    # A strict policy lets neither styles nor scripts stand in a page.
    assert not re.search(r"style|<script|\son\w+=", chart.svg)


def test_words_in_a_drawing_cannot_break_out_of_it() -> None:
    answers = (Answer("x", "<script>alert(1)</script> & so", 50, 50.0),)
    chart = figure("water_sources", answers=answers).chart("en")
    assert chart is not None
    assert "<script" not in chart.svg
    ElementTree.fromstring(chart.svg)


@pytest.mark.parametrize(
    ("most", "end"), [(97.1, 100), (100, 100), (193.7, 200), (3.4, 4), (0, 1), (0.3, 0.3)]
)
def test_an_axis_ends_at_a_round_number(most: float, end: float) -> None:
    assert nice_end(most) == pytest.approx(end)


def test_a_histogram_counts_every_value_once() -> None:
    times = {float(value): 3 for value in range(500, 9000, 250)} | {90_000.0: 1}
    steps = classes(sorted(times), times)
    assert sum(n for _low, _high, n in steps) == sum(times.values())
    assert len(steps) <= 15
    assert steps[0][0] <= 500
    assert steps[-1][1] == 90_000
    assert all(low < high for low, high, _n in steps)
