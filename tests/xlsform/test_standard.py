"""The standard questionnaire: complete, in both languages, with the ranges and conditions of the fields."""

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import pyxform
from django.utils.translation import override

from enumerations.intake.columns import missing_columns
from enumerations.intake.fields import HOUSEHOLD_FIELDS, PERSON_FIELDS, Field, Kind
from enumerations.xlsform import Converted, Question, convert, mapping_of, standard_workbook
from enumerations.xlsform.doors import FILE, write_doors
from enumerations.xlsform.reading import read_workbook
from enumerations.xlsform.standard import droppable

XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
VALIDATE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
# The phone fills these in, or they are the form's own.
FILLED_IN = {"started_at", "ended_at", "interviewed_on", "device", "enumerator", "form_version"}
RANGED = [each for each in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS) if each.kind in (Kind.INTEGER, Kind.DECIMAL)]
CHOSEN = [each for each in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS) if each.choices is not None]
EVERY = [each for each in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS) if each.name not in FILLED_IN]


@lru_cache(maxsize=64)
def made(drop: frozenset[str] = frozenset()) -> Converted:
    content = standard_workbook(settlement_code="KMT", drop=drop)
    return convert(content, "kmt.xlsx", form_id="kmt_1", version="3")


class Form:
    """The XForm read without any help of ours: binds by the question's name, texts by language."""

    def __init__(self, xform: str) -> None:
        root = fromstring(xform)
        self.binds: dict[str, Element] = {}
        for bind in root.iter(f"{XF}bind"):
            self.binds[bind.attrib["nodeset"].rsplit("/", 1)[1]] = bind
        self.texts: dict[str, dict[str, str]] = {}
        for translation in root.iter(f"{XF}translation"):
            texts = {text.attrib["id"]: "".join(text.itertext()) for text in translation.iter(f"{XF}text")}
            self.texts[translation.attrib["lang"]] = texts
        self.lists = {
            instance.attrib["id"]: [
                {str(cell.tag).removeprefix(XF): cell.text or "" for cell in item}
                for item in instance.iter(f"{XF}item")
            ]
            for instance in root.iter(f"{XF}instance")
            if "id" in instance.attrib
        }
        self.itemsets = {
            control.attrib["ref"].rsplit("/", 1)[1]: control.find(f"{XF}itemset")
            for tag in ("select1", "select")
            for control in root.iter(f"{XF}{tag}")
        }

    def codes(self, name: str) -> dict[str, dict[str, str]]:
        """The choices of a question: code -> its label in each language."""
        itemset = self.itemsets[name]
        assert itemset is not None
        found = re.match(r"instance\('(\w+)'\)", itemset.attrib["nodeset"])
        assert found is not None
        return {
            item["name"]: {language: texts[item["itextId"]] for language, texts in self.texts.items()}
            for item in self.lists[found[1]]
        }


@pytest.fixture(scope="module")
def form() -> Form:
    return Form(made().xform)


def test_it_converts_without_a_warning() -> None:
    assert made().warnings == ()
    assert made().languages == ("en", "sw")
    assert made().files == (FILE,)


@pytest.mark.skipif(not (shutil.which("java") and VALIDATE.exists()), reason="ODK Validate needs Java")
def test_phones_accept_it(tmp_path: Path) -> None:
    """ODK Validate is JavaRosa: what ODK Collect and KoboCollect read forms with."""
    path = tmp_path / "form.xml"
    path.write_text(made().xform, encoding="utf-8")
    done = subprocess.run(
        ["java", "-jar", str(VALIDATE), str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_questions_map_by_themselves() -> None:
    mapping = mapping_of(made().questions)
    assert mapping.is_certain
    assert missing_columns(mapping) == ()
    assert mapping.persons is not None
    assert mapping.persons.sheet == "person"
    assert {each.name for each in HOUSEHOLD_FIELDS} <= mapping.households.fields
    assert {each.name for each in PERSON_FIELDS} <= mapping.persons.fields
    assert {"structure_code", "household_no", "instance_id"} <= mapping.households.fields


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.name)
def test_every_field_is_asked_and_needed_where_it_is_declared(form: Form, field: Field) -> None:
    required = form.binds[field.name].get("required", "")
    if not field.required:
        assert required == ""
    elif field.required_where is None:
        assert required == "true()"
    else:
        assert re.fullmatch(r"\s*\S*/age\s+>= 15", required)


@pytest.mark.parametrize("field", RANGED, ids=lambda field: field.name)
def test_a_number_has_the_range_of_its_field(form: Form, field: Field) -> None:
    constraint = form.binds[field.name].attrib["constraint"]
    range_ = re.search(r"\. >= ([\d.]+) and \. <= ([\d.]+)", constraint)
    assert range_ is not None
    assert (float(range_[1]), float(range_[2])) == (field.minimum, field.maximum)


@pytest.mark.parametrize("field", CHOSEN, ids=lambda field: field.name)
def test_a_list_is_complete_and_has_the_labels_of_the_interface(form: Form, field: Field) -> None:
    assert field.choices is not None
    offered = form.codes(field.name)
    assert list(offered)[: len(field.choices.values)] == field.choices.values
    assert set(offered) - set(field.choices.values) <= {"-98", "-99"}
    for code in field.choices.values:
        for language, name in (("en", "English (en)"), ("sw", "Kiswahili (sw)")):
            with override(language):
                assert offered[code][name] == str(field.choices(code).label)


def test_every_text_is_there_in_both_languages(form: Form) -> None:
    english, swahili = form.texts["English (en)"], form.texts["Kiswahili (sw)"]
    assert english.keys() == swahili.keys()
    assert all(text.strip() not in {"", "-"} for text in (*english.values(), *swahili.values()))
    spoken = [name for name in english if name.endswith((":label", ":hint", ":jr:constraintMsg"))]
    assert len(spoken) > 130
    assert [name for name in spoken if english[name] == swahili[name]] == []


def test_the_consent_is_read_aloud_in_both_languages(form: Form) -> None:
    read = {language: texts["/data/agreement/consent_text:label"] for language, texts in form.texts.items()}
    assert "This count gives no right to land" in read["English (en)"]
    assert "Uhesabu huu hautoi haki ya ardhi wala fidia." in read["Kiswahili (sw)"]


def test_nothing_is_asked_before_the_result_and_without_consent() -> None:
    asked = [each for each in made().questions if each.is_asked]
    assert asked[0].name == "result"
    first_question = next(each for each in asked if each.name == "respondent_role")
    assert "${consent} = 'no'" in first_question.relevant
    assert "${result} = 'complete'" in first_question.relevant


def test_a_door_is_picked_from_the_list_or_typed() -> None:
    by_name = {each.name: each for each in made().questions}
    assert (by_name["structure_picked"].file, by_name["cluster_picked"].file) == (FILE, FILE)
    assert by_name["structure_typed"].relevant == "${structure_picked} = 'other'"
    assert "regex(" in by_name["structure_typed"].constraint
    assert by_name["structure_code"].calculation.count("${structure_typed}") == 1


def test_the_list_of_doors_holds_what_the_form_filters_by() -> None:
    text = write_doors([("A", "Bondeni"), ("B", "B")], [("KMT/A/1", "A"), ("KMT/2", "")])
    assert text.splitlines() == [
        "name,label,cluster,kind",
        "A,A – Bondeni,,cluster",
        "B,B,,cluster",
        "KMT/A/1,KMT/A/1,A,door",
        "KMT/2,KMT/2,,door",
        "other,Not on the list / Haipo kwenye orodha,,other",
    ]


def test_persons_are_as_many_as_members() -> None:
    by_name = {each.name: each for each in made().questions}
    assert by_name["person"].repeat_count == "${members_total}"
    assert by_name["age"].repeat == by_name["person"].path
    assert by_name["one_head"].kind.value == "note"


def test_questions_are_kept_as_json() -> None:
    assert [Question.from_json(each.to_json()) for each in made().questions] == list(made().questions)


@pytest.mark.parametrize(
    "drop",
    [
        {"occupancy_status"},  # the rent depends on it
        {"years_in_settlement", "head_id_kind", "toilet_place"},
        {"priority_1"},
        {"school_status", "name"},
        {"members_total"},
        set(droppable()),
    ],
    ids=lambda drop: "-".join(sorted(drop))[:40],
)
def test_what_is_left_out_leaves_a_form_that_holds_together(drop: set[str]) -> None:
    form = made(frozenset(drop))
    assert form.warnings == ()
    assert not drop & {each.name for each in form.questions}
    assert {"result", "consent", "structure_code"} <= {each.name for each in form.questions}


def test_without_members_there_are_no_persons() -> None:
    assert not any(each.repeat for each in made(frozenset({"members_total"})).questions)


def test_a_rule_that_loses_one_question_keeps_the_rest() -> None:
    by_name = {each.name: each for each in made(frozenset({"priority_1"})).questions}
    assert "${priority_2}" in by_name["priority_3"].constraint
    assert by_name["priority_2"].constraint == ""


@pytest.mark.parametrize("name", ["result", "consent", "age"])
def test_what_every_interview_stands_on_cannot_be_left_out(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        standard_workbook(settlement_code="KMT", drop=frozenset({name}))


def test_counties_are_a_list_where_they_are_known() -> None:
    content = standard_workbook(settlement_code="KMT", counties={"047": "Nairobi City", "042": "Kisumu"})
    form = convert(content, "x", form_id="kmt_1", version="1")
    question = next(each for each in form.questions if each.name == "previous_county")
    assert [each.label_in("sw") for each in question.choices] == ["Nairobi City", "Kisumu"]


def test_the_workbook_can_be_read_by_hand() -> None:
    book = read_workbook(standard_workbook(settlement_code="KMT"))
    assert book.sheet_names == ("survey", "choices", "settings")
    assert book["survey"].headings[:4] == ("type", "name", "label::English (en)", "label::Kiswahili (sw)")
