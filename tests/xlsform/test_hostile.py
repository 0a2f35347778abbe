"""Whatever stands in the cells, a workbook becomes a form or is refused with reasons: nothing else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enumerations.xlsform.converting import convert_workbook
from enumerations.xlsform.problems import XLSFormRefused
from enumerations.xlsform.reading import make_workbook

TYPES = (
    "text",
    "integer",
    "select_one l",
    "select_multiple l",
    "select_one l or_other",
    "select_one ${a}",
    "select_one_from_file x.csv",
    "select_one_external l",
    "rank l",
    "range",
    "calculate",
    "note",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
    "begin_loop over l",
    "begin loop over l",
    "end loop",
    "geopoint",
    "geotrace",
    "image",
    "audio",
    "audit",
    "start",
    "background-geopoint",
    "background-audio",
    "csv-external",
    "osm l",
    "form_id",
    "imei",
    "trigger",
)
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "a", "b", "a b", "${a}", "${b} > 1", "yes", "no", ". > 1", "x=1", "1", "-", "table-list"]
    ),
    st.sampled_from(
        ["field-list", "quick", "search('x')", "once(${a})", "true()", "<b>&amp;", "]]>", "%s %(x)s {0}"]
    ),
    st.text(max_size=12),
)
SURVEY_HEADINGS = (
    "type",
    "name",
    "label",
    "label::English (en)",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
    "parameters",
    "default",
    "choice_filter",
    "repeat_count",
    "trigger",
    "save_to",
    "required",
    "bind::odk:x",
    "body::x y",
    "instance::a",
    "media::image",
    "disabled",
)
CHOICE_HEADINGS = ("list_name", "name", "label", "label::English (en)", "media::image", "zone", "a zone")
SETTING_HEADINGS = (
    "form_id",
    "version",
    "default_language",
    "instance_name",
    "name",
    "style",
    "namespaces",
    "allow_choice_duplicates",
    "omit_instanceID",
    "attribute::x",
    "flat",
    "clean_text_values",
    "add_none_option",
)


def sheet(
    headings: tuple[str, ...], first: st.SearchStrategy[str | None], rows: int
) -> st.SearchStrategy[list]:
    """Rows of random cells below some of these headings; the first column is of its own kind."""
    chosen = st.lists(st.sampled_from(headings[1:]), max_size=6).map(lambda more: [headings[0], *more])
    line = st.tuples(first, *[CELLS] * 6).map(list)
    return st.tuples(chosen, st.lists(line, max_size=rows)).map(lambda both: [both[0], *both[1]])


FORMS = st.fixed_dictionaries(
    {
        "survey": sheet(SURVEY_HEADINGS, st.one_of(st.sampled_from(TYPES), CELLS), 7),
        "choices": sheet(CHOICE_HEADINGS, st.sampled_from(["l", "l", "m", None]), 4),
        "settings": sheet(SETTING_HEADINGS, CELLS, 1),
        "entities": sheet(("list_name", "label", "entity_id", "create_if"), CELLS, 1),
        "external_choices": sheet(CHOICE_HEADINGS, st.just("l"), 2),
        "osm": sheet(CHOICE_HEADINGS, st.just("l"), 2),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(FORMS)
def test_no_workbook_breaks_the_converter(form: dict[str, list[list[str | None]]]) -> None:
    outcome = told(list(form.items()))
    assert "internal" not in outcome


def test_a_form_of_slips_only_is_not_searched_on_and_on() -> None:
    """A name that is like it is proposed for the first slips; all of them are told."""
    rows: list[list[str | None]] = [["type", "name", "label", "relevant"]]
    rows += [["text", f"q{at}", "Q", f"${{p{at}}} = 1"] for at in range(2000)]
    outcome = told([("survey", rows)])
    assert len(outcome) == 2000
    assert 0 < outcome.count("unknown_reference_like") <= 100


def told(sheets: list[tuple[str, list[list[str | None]]]]) -> list[str]:
    """The codes of what was said about the form, warned or refused."""
    try:
        said = convert_workbook(make_workbook(sheets), form_id="f", version="1").warnings
    except XLSFormRefused as refused:
        said = refused.problems
    return [each.code for each in said if each.sentence and each.remedy]
