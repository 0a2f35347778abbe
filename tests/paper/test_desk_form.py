"""The form for the desk: what only a phone at the door can say is taken out, the rest is as it was."""

from xml.etree.ElementTree import canonicalize, fromstring

from enumerations.desk_form import form_for_desk
from tests.xlsform.forms import converted

XF = "{http://www.w3.org/2002/xforms}"
SHEETS = {
    "survey": """
        type | name | label | required | appearance
        select_one_from_file a.csv | door | Which door? | yes | map
        select_one_from_file a.csv | other | Which other one? | yes | minimal autocomplete
        geopoint | gps | Take the place | yes | placement-map
        geoshape | plot | Walk around it | yes |
        text | note | Anything else? | yes |
        start-geopoint | begun |  |  |
    """,
}


def test_questions_of_place_are_left_out_and_asked_of_nobody() -> None:
    form = converted(SHEETS)
    read = fromstring(form_for_desk(form.xform))
    body = {control.get("ref") for control in read.iter() if control.get("ref", "").startswith("/data/")}
    assert body == {"/data/door", "/data/other", "/data/note"}
    required = {bind.get("nodeset") for bind in read.iter(f"{XF}bind") if bind.get("required")}
    assert required == {"/data/door", "/data/other", "/data/note"}
    assert "setgeopoint" in form.xform
    assert "setgeopoint" not in form_for_desk(form.xform)
    appearances = {control.get("ref"): control.get("appearance") for control in read.iter(f"{XF}select1")}
    assert appearances == {"/data/door": "", "/data/other": "minimal autocomplete"}


def test_an_answer_keeps_its_place_in_the_interview() -> None:
    """What a phone took at the door stays in a correction: the instance has room for it."""
    read = fromstring(form_for_desk(converted(SHEETS).xform))
    instance = next(read.iter(f"{XF}instance"))
    assert [child.tag.rpartition("}")[2] for child in instance[0]] == [
        "door", "other", "gps", "plot", "note", "begun", "meta",
    ]  # fmt: skip


def test_a_form_without_places_says_the_same() -> None:
    form = converted({"survey": "type | name | label\ntext | a | A & <b>B</b>?\ninteger | b | 1 < 2"})
    assert canonicalize(form_for_desk(form.xform)) == canonicalize(form.xform)
