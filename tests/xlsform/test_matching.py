"""Which question is which field: by itself where names, labels and choices say so, else a person is asked."""

import pytest

from enumerations.intake.columns import Mapping, Target
from enumerations.xlsform import mapping_of
from tests.xlsform.forms import converted, survey

HEADING = "type | name | label"


def mapped(*lines: str, choices: str = "", heading: str = HEADING) -> Mapping:
    sheets = {"survey": survey(*lines, heading=heading)}
    if choices:
        sheets["choices"] = "list_name | name | label\n" + choices
    return mapping_of(converted(sheets).questions)


def test_names_of_the_data_dictionary_map_by_themselves() -> None:
    mapping = mapped("text | head_name | Who?", "integer | rooms_used | How many?", "geopoint | gps | Where?")
    assert mapping.households.targets["head_name"] == Target("head_name")
    assert mapping.households.targets["rooms_used"] == Target("rooms_used")
    assert mapping.households.targets["gps"] == Target("location")
    assert mapping.unsure == ()


def test_names_seen_in_the_field_map_too() -> None:
    mapping = mapped("start | start | Start", "integer | members | People?", "text | door_number | Door?")
    fields = {heading: target.field for heading, target in mapping.households.targets.items()}
    assert fields["start"] == "started_at"
    assert fields["members"] == "members_total"
    assert fields["door_number"] == "structure_code"


def test_questions_in_groups_are_known_by_their_path() -> None:
    mapping = mapped("begin_group | hh | H", "text | head_name | Who?", "end_group")
    assert mapping.households.targets["hh/head_name"] == Target("head_name")


def test_what_is_not_ours_is_kept_with_the_other_answers() -> None:
    mapping = mapped("text | head_name | Who?", "text | favourite_song | Song?", "note | n | Thanks")
    assert "favourite_song" not in mapping.households.targets
    assert mapping.unsure == ()


def test_the_interviews_own_number_is_always_mapped() -> None:
    targets = mapped("text | song | Song?").households.targets
    assert targets["meta/instanceID"] == Target("instance_id")
    assert targets["__version__"] == Target("form_version")


def test_choices_by_other_names_are_known_by_their_words() -> None:
    mapping = mapped(
        "select_one sex | head_sex | Sex?",
        choices="sex | 1 | Male\nsex | 2 | Mwanamke\nsex | 3 | Intersex or other",
    )
    assert mapping.households.targets["head_sex"].values == {
        "1": "male",
        "2": "female",
        "3": "intersex_other",
    }
    assert mapping.unsure == ()


def test_choices_by_the_fields_own_aliases_are_known() -> None:
    mapping = mapped(
        "select_one t | occupancy_status | Who are you?", choices="t | owner | Owner\nt | renter | Rents it"
    )
    values = mapping.households.targets["occupancy_status"].values
    assert values == {"owner": "owner_resident", "renter": "tenant"}


def test_a_choice_that_is_none_of_ours_makes_a_person_look() -> None:
    mapping = mapped("select_one s | head_sex | Sex?", choices="s | male | Male\ns | zebra | Zebra")
    assert mapping.unsure == ("head_sex",)
    assert mapping.households.targets["head_sex"] == Target("head_sex")


def test_yes_and_no_are_known_by_name_or_word() -> None:
    mapping = mapped("select_one y | consent | Agree?", choices="y | 1 | Ndiyo\ny | 2 | Hapana")
    assert mapping.households.targets["consent"].values == {"2": "no"}
    assert mapping.unsure == ()


def test_no_answer_is_known_in_a_list() -> None:
    mapping = mapped(
        "select_one y | consent_photo | Photo?",
        choices="y | yes | Yes\ny | no | No\ny | -98 | Sijui\ny | x | Declined to say",
    )
    assert mapping.households.targets["consent_photo"].values == {"x": "-99"}
    assert mapping.unsure == ()


@pytest.mark.parametrize("type_", ["image", "geopoint", "select_multiple y"])
def test_a_kind_that_cannot_fit_is_left_to_a_person(type_: str) -> None:
    mapping = mapped(f"{type_} | rooms_used | Rooms?", "text | head_name | Who?", choices="y | 1 | One")
    assert mapping.unsure == ("rooms_used",)
    assert "rooms_used" not in mapping.households.targets


def test_a_number_asked_as_text_fits() -> None:
    assert mapped("text | rooms_used | Rooms?").unsure == ()


def test_the_repeat_of_persons_is_found_among_others() -> None:
    mapping = mapped(
        "text | head_name | Who?",
        "begin_repeat | cow | Cow",
        "text | name | Its name?",
        "end_repeat",
        "begin_group | hh | H",
        "begin_repeat | member | Member",
        "text | p_name | Name?",
        "integer | age | Age?",
        "select_one rel | relation | Relation?",
        "end_repeat",
        "end_group",
        choices="rel | head | Head\nrel | spouse | Spouse",
    )
    assert mapping.persons is not None
    assert mapping.persons.sheet == "member"
    assert mapping.persons.link == "_parent_index"
    assert mapping.households.link == "_index"
    fields = {heading: target.field for heading, target in mapping.persons.targets.items()}
    assert fields == {
        "hh/member/p_name": "name",
        "hh/member/age": "age",
        "hh/member/relation": "relation",
        "_parent_index": "parent",
    }


def test_a_form_without_persons_has_no_sheet_of_them() -> None:
    assert mapped("begin_repeat | cow | Cow", "text | name | Name?", "end_repeat").persons is None


def test_a_mapping_is_kept_as_json() -> None:
    mapping = mapped("text | head_name | Who?", "begin_repeat | p | P", "integer | age | Age?", "end_repeat")
    assert Mapping.from_json(mapping.to_json()) == mapping
