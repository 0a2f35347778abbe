"""The outside of an interview: who it is, and what is refused."""

import pytest

from enumerations.intake.envelope import (
    ID_LENGTH,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ELEMENTS,
    SENTENCES,
    BadInstance,
    read_envelope,
)

ORX = "http://openrosa.org/xforms"


def instance(inside: str = "<meta><instanceID>uuid:a-1</instanceID></meta>", root: str = "") -> bytes:
    return f"<data {root or 'id=&quot;kmt_1&quot; version=&quot;7&quot;'}>{inside}</data>".replace(
        "&quot;", '"'
    ).encode()


def code_of(xml: bytes) -> str:
    with pytest.raises(BadInstance) as refused:
        read_envelope(xml)
    return refused.value.code


def test_it_reads_the_ids() -> None:
    read = read_envelope(
        instance(
            "<meta><instanceID>uuid:a-2</instanceID><deprecatedID>uuid:a-1</deprecatedID>"
            "<instanceName>KMT/A/1</instanceName></meta><hh><rooms>2</rooms></hh>"
        )
    )
    assert (read.form_id, read.version, read.instance_id, read.deprecated_id, read.instance_name) == (
        "kmt_1",
        "7",
        "a-2",
        "a-1",
        "KMT/A/1",
    )


@pytest.mark.parametrize(
    "xml",
    [
        f'<data id="kmt_1" xmlns:o="{ORX}"><o:meta><o:instanceID>uuid:a-1</o:instanceID></o:meta></data>',
        f'<data id="kmt_1"><meta xmlns="{ORX}"><instanceID>uuid:a-1</instanceID></meta></data>',
        '<data id="kmt_1"><meta><instanceID>\n  a-1 </instanceID></meta></data>',
        '<data id="kmt_1" instanceID="uuid:a-1"><hh/></data>',
        '<h:data xmlns:h="urn:x" id="kmt_1"><h:meta><h:instanceID>uuid:a-1</h:instanceID></h:meta></h:data>',
        '<data xmlns="kmt_1"><meta><instanceID>uuid:a-1</instanceID></meta></data>',
        '\ufeff<?xml version="1.0" encoding="UTF-8"?><data id="kmt_1" instanceID="a-1"/>',
    ],
)
def test_every_way_to_write_the_meta_block_is_read(xml: str) -> None:
    read = read_envelope(xml.encode())
    assert (read.form_id, read.instance_id) == ("kmt_1", "a-1")


def test_the_version_of_older_builds_may_be_missing() -> None:
    assert read_envelope(b'<data id="kmt_1" instanceID="a-1"/>').version == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_that_xml_knows_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><data id="ré" instanceID="a-1"/>'
    assert read_envelope(text.encode(encoding)).form_id == "ré"


def test_only_the_meta_block_of_the_form_names_the_interview() -> None:
    nested = (
        "<hh><meta><instanceID>uuid:other</instanceID></meta></hh><meta><instanceID>a-1</instanceID></meta>"
    )
    assert read_envelope(instance(nested)).instance_id == "a-1"


def test_an_interview_that_corrects_itself_corrects_nothing() -> None:
    meta = "<meta><instanceID>uuid:a-1</instanceID><deprecatedID>a-1</deprecatedID></meta>"
    assert read_envelope(instance(meta)).deprecated_id == ""


def test_files_are_named_by_the_questions_that_take_pictures() -> None:
    read = read_envelope(
        instance(
            "<meta><instanceID>a-1</instanceID></meta><photo>1 2\u202fPM.jpg</photo><note>not.jpg</note>"
            "<people><face>a.jpg</face></people><people><face>b.jpg</face></people><people><face/></people>"
        )
    )
    assert read.attached({"photo", "people/face"}) == ("1 2\u202fPM.jpg", "a.jpg", "b.jpg")
    assert read.attached(set()) == ()


DOCTYPE = b'<!DOCTYPE d [<!ENTITY a "aaaa">]><data id="kmt_1" instanceID="a-1">&a;</data>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "empty"),
        (b" \n\x00", "empty"),
        (b"household,12", "not_xml"),
        (b"<data id='kmt_1'>", "not_xml"),
        (instance("<name>Wanjiru\x0b</name>"), "not_xml"),
        (instance("<name>Wanjiru&#11;</name>"), "not_xml"),
        (instance("<name>\x00</name>"), "not_xml"),
        (instance("<name>&wanjiru;</name>"), "not_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><data id="a" instanceID="b"/>', "encoding"),
        ('<?xml version="1.0" encoding="utf-8"?><data id="é"/>'.encode("latin-1"), "not_xml"),
        (DOCTYPE, "dtd"),
        (b'<!DOCTYPE d SYSTEM "http://127.0.0.1/"><data id="kmt_1" instanceID="a-1"/>', "dtd"),
        (instance(root=" "), "no_form_id"),
        (instance("<hh/>"), "no_instance_id"),
        (instance("<meta><instanceID>uuid:</instanceID></meta>"), "no_instance_id"),
        (instance(f"<meta><instanceID>{'a' * (ID_LENGTH + 1)}</instanceID></meta>"), "instance_id"),
        (instance("<meta><instanceID>a\nb</instanceID></meta>"), "instance_id"),
        (instance("<g>" * MAX_DEPTH + "</g>" * MAX_DEPTH), "too_deep"),
        (instance("<g/>" * MAX_ELEMENTS), "too_many_elements"),
        (instance(f"<g>{'a' * MAX_BYTES}</g>"), "too_large"),
    ],
)
def test_what_is_no_interview_is_refused(xml: bytes, code: str) -> None:
    assert code_of(xml) == code
    assert str(SENTENCES[code])


def test_a_thousand_entities_are_not_unfolded() -> None:
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    assert code_of(f'<!DOCTYPE d [<!ENTITY l0 "ha">{lol}]><data id="a">&l9;</data>'.encode()) == "dtd"


def test_nothing_that_was_answered_shows_in_a_traceback() -> None:
    read = read_envelope(instance("<meta><instanceID>a-1</instanceID></meta><name>Wanjiru</name>"))
    assert "Wanjiru" not in repr(read)
