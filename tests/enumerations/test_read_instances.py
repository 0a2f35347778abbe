"""Filled XForms, one after the other, as sheets."""

import zipfile
from pathlib import Path

import pytest

from enumerations.intake.readers import Sheet, open_file
from enumerations.intake.readers.instances import sheets_of_instances
from enumerations.intake.refusal import Refusal
from tests.enumerations.reading import Cells

SPACES = 'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"'
META = "<orx:meta><orx:instanceID>uuid:{}</orx:instanceID></orx:meta>"


def instance(answers: str, name: str = "a", attributes: str = "") -> bytes:
    root = f'data {SPACES} id="kmt" version="3" {attributes}'
    return f"<?xml version='1.0' ?><{root}>{answers}{META.format(name)}</data>".encode()


def rows(sheet: Sheet) -> dict[int, Cells]:
    return {row: tuple(cells) for frame in sheet.frames() for row, *cells in frame.iter_rows()}


def table(sheet: Sheet) -> list[dict[str, str]]:
    """Each row's answers by heading, without the blank ones."""
    return [
        {heading: cell for heading, cell in zip(sheet.headings, cells, strict=True) if cell is not None}
        for cells in rows(sheet).values()
    ]


def test_groups_become_paths_and_the_version_a_column() -> None:
    first = instance("<start>2026-03-05T08:00:00.000+03:00</start><hh><head_name>Wanjiku</head_name></hh>")
    second = instance("<hh><head_name>Otieno</head_name><gps>-1.26 36.84 1600 4</gps></hh><note/>", "b")
    (sheet,) = sheets_of_instances([(4, first), (9, second)])
    assert sheet.headings == [
        "_xform_id_string", "__version__", "start", "hh/head_name", "meta/instanceID", "hh/gps", "note",
    ]  # fmt: skip
    assert rows(sheet) == {
        4: ("kmt", "3", "2026-03-05T08:00:00.000+03:00", "Wanjiku", "uuid:a", None, None),
        9: ("kmt", "3", None, "Otieno", "uuid:b", "-1.26 36.84 1600 4", None),
    }


def test_repeats_name_the_record_they_lie_in() -> None:
    person = "<person><p_name>{}</p_name>{}</person>"
    visit = "<visit><on>2026-01-0{}</on></visit>"
    two = person.format("Achieng", visit.format(1) + visit.format(2)) + person.format("Baraka", "")
    one = person.format("Chebet", visit.format(3))
    home, persons, visits = sheets_of_instances(
        [(2, instance(f"<hh>{two}</hh>")), (3, instance(f"<hh>{one}</hh>", "b"))]
    )
    assert [row["_index"] for row in table(home)] == ["2", "3"]
    assert (persons.name, table(persons)) == (
        "person",
        [
            {"_index": "1", "_parent_index": "2", "hh/person/p_name": "Achieng"},
            {"_index": "2", "_parent_index": "2", "hh/person/p_name": "Baraka"},
            {"_index": "3", "_parent_index": "3", "hh/person/p_name": "Chebet"},
        ],
    )
    assert visits.name == "visit"
    assert [(row["_parent_index"], row["hh/person/visit/on"]) for row in table(visits)] == [
        ("1", "2026-01-01"), ("1", "2026-01-02"), ("3", "2026-01-03"),
    ]  # fmt: skip


def test_a_person_alone_is_still_a_row_of_the_roster() -> None:
    alone = instance(
        "<hh><watu><p_rel>head</p_rel><p_age>40</p_age></watu><rooms><rooms>1</rooms></rooms></hh>"
    )
    home, persons = sheets_of_instances([(1, alone)])
    assert persons.name == "watu"
    assert table(persons)[0]["hh/watu/p_age"] == "40"
    assert table(home)[0]["hh/rooms/rooms"] == "1"


def test_repeats_that_are_known_have_a_sheet_even_without_rows() -> None:
    _, shops = sheets_of_instances([(1, instance("<result>refused</result>"))], repeats={"hh/shop"})
    assert (shops.name, shops.headings, rows(shops)) == ("shop", ["_index", "_parent_index"], {})
    _, shops = sheets_of_instances([(1, instance("<hh><shop><a>1</a></shop></hh>"))], repeats={"hh/shop"})
    assert table(shops) == [{"_index": "1", "_parent_index": "1", "hh/shop/a": "1"}]


def test_two_repeats_of_one_name_have_a_sheet_each() -> None:
    twice = "<{0}><item><x>1</x></item><item><x>2</x></item></{0}>"
    _, first, second = sheets_of_instances([(1, instance(twice.format("a") + twice.format("b")))])
    assert {first.name, second.name} == {"item", "b/item"}


def test_blank_patterns_and_blank_rows_are_no_persons() -> None:
    content = instance(
        '<p jr:template=""><age>0</age></p><p><age>40</age></p><p><age>3</age></p><p><age/></p>'
    )
    _, persons = sheets_of_instances([(1, content)])
    assert [row["p/age"] for row in table(persons)] == ["40", "3"]


def test_an_id_on_the_root_serves_where_there_is_no_meta() -> None:
    old = (
        b'<kmt id="kmt" instanceID="uuid:x" submissionDate="2026-03-05T09:00:00.000Z"><rooms>1</rooms></kmt>'
    )
    (sheet,) = sheets_of_instances([(1, old)])
    assert table(sheet)[0]["meta/instanceID"] == "uuid:x"


def test_the_phones_version_goes_before_a_question_of_that_name() -> None:
    (sheet,) = sheets_of_instances([(1, instance("<rooms>1</rooms><__version__>vOld</__version__>"))])
    assert table(sheet)[0]["__version__"] == "3"


def test_what_a_server_wraps_for_briefcase_is_unwrapped() -> None:
    wrapped = (
        b'<submission xmlns="x"><data><kmt id="kmt" version="1"><rooms>2</rooms></kmt></data></submission>'
    )
    (sheet,) = sheets_of_instances([(1, wrapped)])
    assert table(sheet) == [{"_xform_id_string": "kmt", "__version__": "1", "rooms": "2"}]


def test_other_encodings_and_several_answers_are_read() -> None:
    text = instance("<name>Ng’ang’a &amp; Åsa</name><assets>radio bicycle</assets>").decode()
    (sheet,) = sheets_of_instances([(1, text.encode("utf-16"))])
    assert table(sheet)[0]["name"] == "Ng’ang’a & Åsa"
    assert table(sheet)[0]["assets"] == "radio bicycle"


DTD = b'<!DOCTYPE data [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><data id="x"><q>&b;</q></data>'
DEEP = b"<data>" + b"<g>" * 70 + b"1" + b"</g>" * 70 + b"</data>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (instance("<q>1</q>")[:-9], "interview_broken"),
        (instance("<q>a\x01b</q>"), "interview_broken"),
        (instance("<q>&#0;</q>"), "interview_broken"),
        (instance("<q>Å</q>").decode().encode("latin-1"), "interview_broken"),
        (b"<?xml version='1.0' encoding='klingon'?><data><q>1</q></data>", "interview_broken"),
        (b"", "interview_broken"),
        (DTD, "interview_unsafe"),
        (b'<!DOCTYPE data SYSTEM "http://example.org/x.dtd"><data><q>1</q></data>', "interview_unsafe"),
        (DEEP, "interview_too_large"),
        (b"<data>" + b"<q/>" * 200_001 + b"</data>", "interview_too_large"),
        (b"<data><q>" + b"x" * (10 << 20) + b"</q></data>", "interview_too_large"),
        (instance("<q>1</q>", attributes='encrypted="yes"'), "interview_encrypted"),
        (instance("<q> </q>"), "interview_empty"),
        (b"<data/>", "interview_empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_row_and_the_rest_is_read(content: bytes, code: str) -> None:
    (sheet,) = sheets_of_instances([(1, instance("<q>7</q>")), (2, content), (3, instance("<q>8</q>", "c"))])
    assert [row["q"] for row in table(sheet)] == ["7", "8"]
    assert [(problem.row, problem.code) for problem in sheet.problems] == [(2, code)]
    assert list(rows(sheet)) == [1, 3]


def test_nothing_but_damage_is_a_sheet_of_problems() -> None:
    (sheet,) = sheets_of_instances([(5, b"<data>")])
    assert rows(sheet) == {}
    assert [problem.row for problem in sheet.problems] == [5]


def test_hidden_text_stays_out_of_what_is_told() -> None:
    (sheet,) = sheets_of_instances([(5, b"<data><name>Wanjiku</name>")])
    list(sheet.frames())
    assert "Wanjiku" not in repr(sheet.problems)


WHO = "<who><relation>{}</relation><age>{}</age></who>"
ROSTER = "<roster><members_total>{}</members_total>{}</roster>"


def test_groups_inside_of_a_person_are_no_roster_of_their_own() -> None:
    person = f"<person><line_no>1</line_no>{WHO}<about><marital>widowed</marital></about></person>"
    one = instance(ROSTER.format(1, person.format("head", 61)))
    two = instance(ROSTER.format(2, person.format("head", 30) + person.format("spouse", 29)), "b")
    for interviews in ([(1, one)], [(1, one), (2, two)], [(2, two)]):
        home, persons = sheets_of_instances(interviews)
        assert persons.name == "person"
        assert {row["roster/person/line_no"] for row in table(persons)} == {"1"}
        assert all("roster/person/who/age" in row for row in table(persons))
        assert all("roster/members_total" in row for row in table(home))


def test_a_person_alone_may_have_repeats_inside() -> None:
    visits = "<visit><on>1</on></visit><visit><on>2</on></visit>"
    _, persons, inner = sheets_of_instances(
        [(1, instance(ROSTER.format(1, f"<person>{WHO.format('head', 61)}{visits}</person>")))]
    )
    assert (persons.name, inner.name, len(table(inner))) == ("person", "visit", 2)


def test_an_interview_of_endless_questions_is_set_aside_alone() -> None:
    many = "".join(f"<g{at}><q>1</q></g{at}>" for at in range(6_000))
    more = "".join(f"<h{at}><relation>head</relation><age>3</age></h{at}>" for at in range(4_000))
    first, *_ = sheets_of_instances(
        [(1, instance("<q>7</q>")), (2, instance(many)), (3, instance(more)), (4, instance("<q>8</q>", "c"))]
    )
    assert list(rows(first)) == [1, 4]
    assert [(problem.row, problem.code) for problem in first.problems] == [
        (2, "interview_too_large"), (3, "interview_too_large"),
    ]  # fmt: skip


def test_a_card_damaged_within_an_interview_is_refused(tmp_path: Path) -> None:
    """The directory is whole, the packed bytes are no deflate: zlib says so, and not the zip reader."""
    path = tmp_path / "card.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("instances/kmt_1/kmt_1.xml", "<data id='kmt_1'>" + "<q>answer</q>" * 500 + "</data>")
        start = archive.infolist()[0].header_offset + 30 + len("instances/kmt_1/kmt_1.xml")
    content = bytearray(path.read_bytes())
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused, open_file(path, name="card.zip") as sheets:
        list(sheets[0].frames())
    assert refused.value.code == "broken"
