"""A form's questions: what is answered, in which words, under which conditions, and from which files."""

import pytest

from enumerations.xlsform import Converted, Question, QuestionKind
from tests.xlsform.forms import converted, survey

HEADING = (
    "type | name | label::English (en) | label::Kiswahili (sw) | label::Dholuo (luo) | hint::English (en) "
    "| relevant | required | constraint | constraint_message::English (en) | appearance | image"
)
CHOICES = """
list_name | name | label::English (en) | label::Kiswahili (sw) | label::Dholuo (luo) | zone
sex | male | Male | Mwanaume | Dichuo | a
sex | female | Female | Mwanamke | Dhako | b
"""


@pytest.fixture(scope="module")
def form() -> Converted:
    return converted(
        {
            "survey": survey(
                "start | started",
                "begin_group | hh | Household | Kaya | Ot",
                "text | head_name | Name? | Jina? | Nying? | First two | | yes "
                "| string-length(.) > 2 | Too short | | door.jpg",
                "select_one sex | sex | Sex? | Jinsia? | Chwech? | | ${head_name} != '' | ${head_name} = 'x'",
                "begin_repeat | person | Person | Mtu | Ng'ato",
                "begin_group | who | Who | Nani | Ng'a",
                "integer | age | Age? | Umri? | Higni?",
                "select_multiple sex | likes | Likes? | Anapenda? | Ohero? | | ${age} > 5 | | | | minimal",
                "end_group",
                "end_repeat",
                "end_group",
                "select_one_from_file doors.csv | door | Door? | Mlango? | Dhoot?",
                "csv-external | prices |",
                "note | n | Thanks | Asante | Erokamano",
                heading=HEADING,
            ),
            "choices": CHOICES,
            "settings": "default_language | form_title\nKiswahili (sw) | Uhesabu",
        }
    )


def named(form: Converted, name: str) -> Question:
    return next(each for each in form.questions if each.name == name)


def test_paths_are_without_the_root(form: Converted) -> None:
    assert [each.path for each in form.questions] == [
        "started",
        "hh",
        "hh/head_name",
        "hh/sex",
        "hh/person",
        "hh/person/who",
        "hh/person/who/age",
        "hh/person/who/likes",
        "door",
        "n",
    ]


def test_kinds_say_what_is_answered(form: Converted) -> None:
    kinds = {each.name: each.kind for each in form.questions}
    assert kinds["started"] is QuestionKind.METADATA
    assert kinds["hh"] is QuestionKind.GROUP
    assert kinds["person"] is QuestionKind.REPEAT
    assert kinds["sex"] is QuestionKind.SELECT_ONE
    assert kinds["likes"] is QuestionKind.SELECT_MULTIPLE
    assert [each.name for each in form.questions if each.is_asked] == [
        "head_name",
        "sex",
        "age",
        "likes",
        "door",
    ]


def test_repeats_are_known_by_their_path(form: Converted) -> None:
    assert {each.name: each.repeat for each in form.questions if each.repeat} == {
        "who": "hh/person",
        "age": "hh/person",
        "likes": "hh/person",
    }


def test_words_are_by_language(form: Converted) -> None:
    sex = named(form, "sex")
    assert sex.labels == {"en": "Sex?", "sw": "Jinsia?", "luo": "Chwech?"}
    assert (sex.label_in("sw"), sex.label_in("luo"), sex.label_in("fr")) == ("Jinsia?", "Chwech?", "Sex?")
    assert [each.label_in("sw") for each in sex.choices] == ["Mwanaume", "Mwanamke"]
    assert sex.choices[0].more == {"zone": "a"}
    assert form.languages == ("sw", "en", "luo")
    assert form.title == "Uhesabu"


def test_conditions_are_as_the_author_wrote_them(form: Converted) -> None:
    head, sex = named(form, "head_name"), named(form, "sex")
    assert (head.required, head.required_if, head.constraint) == (True, "", "string-length(.) > 2")
    assert head.constraint_messages == {"en": "Too short"}
    assert (sex.required, sex.required_if, sex.relevant) == (
        False,
        "${head_name} = 'x'",
        "${head_name} != ''",
    )
    assert named(form, "likes").appearance == "minimal"


def test_every_file_that_phones_need_is_named(form: Converted) -> None:
    assert set(form.files) == {"door.jpg", "doors.csv", "prices.csv"}
    assert (named(form, "door").file, named(form, "door").choices) == ("doors.csv", ())
    assert named(form, "head_name").media == ("door.jpg",)


def test_a_form_without_languages_has_words_of_none() -> None:
    form = converted({"survey": survey("text | a | What?")})
    assert form.languages == ()
    assert form.questions[0].labels == {"": "What?"}
    assert form.questions[0].label_in("sw") == "What?"


TYPES = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "image": "image",
    "photo": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "barcode": "barcode",
    "note": "note",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "range": "range",
    "hidden": "hidden",
    "start": "metadata",
    "end": "metadata",
    "today": "metadata",
    "deviceid": "metadata",
    "username": "metadata",
    "phonenumber": "metadata",
    "email": "metadata",
    "start-geopoint": "metadata",
    "rank l": "rank",
    "select_one l": "select_one",
    "select_multiple l": "select_multiple",
    "select one from l": "select_one",
    "q int": "integer",
    "add image prompt": "image",
    "background-audio": "audio",
}


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_of_a_form_has_its_kind(type_: str) -> None:
    form = converted({"survey": survey(f"{type_} | a | A"), "choices": "list_name | name | label\nl | x | X"})
    assert [(each.name, each.kind.value) for each in form.questions] == [("a", TYPES[type_])]


def test_long_lists_of_the_workbook_become_a_file() -> None:
    form = converted(
        {
            "survey": survey(
                "text | zone | Zone?",
                "select_one_external doors | door | Door? | zone = ${zone}",
                heading="type | name | label | choice_filter",
            ),
            "external_choices": "list_name | name | label | zone\ndoors | 1 | One | a\ndoors | 2 | Two | b",
        }
    )
    assert form.files == ("itemsets.csv",)
    assert form.itemsets.splitlines()[1] == '"doors","1","One","a"'
    assert named(form, "door").file == "itemsets.csv"


def test_a_choice_that_means_another_answer_asks_for_it() -> None:
    form = converted(
        {"survey": survey("select_one l or_other | a | A"), "choices": "list_name | name | label\nl | x | X"}
    )
    assert [each.name for each in form.questions] == ["a", "a_other"]
    assert [each.name for each in form.questions[0].choices] == ["x", "other"]


def test_a_wide_form_with_long_lists_is_made() -> None:
    """600 questions, each asked for the one before; 6,000 choices."""
    lines = ["text | q0 | Question"]
    lines += [f"select_one l{at % 3} | q{at} | Question {at} | ${{q{at - 1}}} != ''" for at in range(1, 600)]
    choices = ["list_name | name | label", *(f"l{at % 3} | c{at} | Choice {at}" for at in range(6000))]
    form = converted(
        {"survey": survey(*lines, heading="type | name | label | relevant"), "choices": "\n".join(choices)}
    )
    assert len(form.questions) == 600
    assert sum(len(each.choices) for each in form.questions[1:4]) == 6000
