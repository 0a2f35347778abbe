"""The printed questionnaire, read back from the PDF."""

import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from enumerations.paper import Occasion, print_paper
from enumerations.paper.layout import Line, Roster, codes_of, lay_out
from enumerations.paper.printing import paper_html, qr_svg
from enumerations.xlsform import convert, standard_workbook
from enumerations.xlsform.question import Choice
from tests import factories
from tests.xlsform.forms import converted

SHEETS = {
    "survey": """
        type | name | label::English (en) | label::Kiswahili (sw) | relevant | repeat_count
        start | started_at |  |  |  |
        note | consent_text | We count so that you can ask. | Tunahesabu ili mdai. |  |
        select_one occupancy | occupancy | Who are **you** here? | Wewe ni nani hapa? |  |
        integer | rent | Rent per month | Kodi kwa mwezi | ${occupancy}='tenant' |
        note | unusual | Check: ${rent} is unusual. | Kagua: ${rent}. | ${rent} > 9 |
        date | moved | When did you come? | Mlikuja lini? |  |
        begin_repeat | person | Person | Mtu |  |
        text | p_name | First name | Jina |  |
        select_one sex | p_sex | Sex | Jinsia |  |
        end_repeat |  |  |  |  |
        geopoint | gps | Location at the door | Mahali mlangoni |  |
    """,
    "choices": """
        list_name | name | label::English (en) | label::Kiswahili (sw)
        occupancy | owner | Owner | Mwenye jengo
        occupancy | tenant | Tenant | Mpangaji
        occupancy | -98 | Does not know | Hajui
        sex | f | Female | Mke
        sex | m | Male | Mume
    """,
}


def version_of(form: Any) -> Any:
    questions = [question.to_json() for question in form.questions]
    return factories.QuestionnaireVersionFactory.create(
        questionnaire__enumeration__settlement__code="KMT",
        questionnaire__enumeration__settlement__name="Kiamutisya",
        questionnaire__enumeration__name="First count",
        questionnaire__form_id="kmt_1",
        xform=form.xform,
        version="2026112201",
        title="Household enumeration",
        questions=questions,
    )


def pages_of(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of each page, its blanks and line breaks evened out."""
    (tmp_path / "paper.pdf").write_bytes(pdf)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "paper.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    return [re.sub(r"\s+", " ", page) for page in text.split("\f")[:-1]]


@pytest.mark.django_db
def test_the_sheets_ask_what_the_phones_ask(tmp_path: Path) -> None:
    version = version_of(converted(SHEETS))
    pages = pages_of(print_paper(version, Occasion(cluster="B Bondeni")), tmp_path)
    first, roster, last = pages

    assert ["kmt_1 · 2026112201" in page for page in pages] == [True] * 3
    assert [page.replace(" ", "")[-3:] for page in pages] == ["1/3", "2/3", "3/3"]
    assert "Kiamutisya (KMT) · First count" in first
    assert "B Bondeni" in first
    assert all("Number on the door: ____" in page for page in pages[1:])
    in_order = [
        "We count so that you can ask. Tunahesabu ili mdai.",
        "1 Who are you here? / Wewe ni nani hapa?",
        "1 Owner / Mwenye jengo 2 Tenant / Mpangaji -98 Does not know / Hajui",
        "2 Rent per month / Kodi kwa mwezi",
        "Only if 1 is “Tenant”.",
        "3 When did you come? / Mlikuja lini?",
    ]
    at = [first.find(words) for words in in_order]
    assert -1 not in at
    assert at == sorted(at)
    assert first.count("Tunahesabu ili mdai.") == 1  # read out first, not asked again
    assert "unusual" not in "".join(pages)  # a phone's remark on an answer
    assert re.search(r"4 First name / Jina 5 Sex / Jinsia", roster)
    assert re.search(r"\b1 2 3 4 5 6 7 8 9 10\b", re.sub(r"[^\d ]", "", roster))
    assert "5 1 Female / Mke 2 Male / Mume" in roster
    assert "6 Location at the door / Mahali mlangoni" in last
    assert "with a phone only" in last


@pytest.mark.django_db
def test_one_language_alone_can_be_printed(tmp_path: Path) -> None:
    version = version_of(converted(SHEETS))
    text = " ".join(pages_of(print_paper(version, Occasion(languages=("sw",))), tmp_path))
    assert "1 Wewe ni nani hapa?" in text
    assert "Who are you here?" not in text


@pytest.mark.django_db
def test_the_square_code_leads_to_the_page_for_typing_in() -> None:
    version = version_of(converted(SHEETS))
    link = "https://pamoja.example/enumerations/7/form/?cluster=B&by=3"
    assert qr_svg(link) in paper_html(version, Occasion(link=link))
    assert qr_svg(link) != qr_svg(link.replace("cluster=B", "cluster=C"))


@pytest.mark.django_db
def test_the_standard_questionnaire_is_on_paper_whole(tmp_path: Path) -> None:
    form = convert(standard_workbook(settlement_code="KMT"), "kmt.xlsx", form_id="kmt_1", version="1")
    text = " ".join(pages_of(print_paper(version_of(form), Occasion()), tmp_path))
    asked = [question for question in form.questions if question.is_asked]
    missing = [
        question.name
        for question in asked
        if not question.repeat and question.label_in("sw").split("?")[0][:40] not in text
    ]
    assert not missing
    assert "From here on only if" in text


@pytest.mark.django_db
def test_600_questions_print_within_a_minute(tmp_path: Path) -> None:
    rows = [f"select_one yes_no | q{n} | Question {n} of many" for n in range(1, 601)]
    form = converted(
        {
            "survey": "type | name | label\n" + "\n".join(rows),
            "choices": "list_name | name | label\nyes_no | yes | Yes\nyes_no | no | No",
        }
    )
    version = version_of(form)
    began = time.process_time()
    pdf = print_paper(version, Occasion(languages=("en",)))
    assert time.process_time() - began < 60
    numbers = re.findall(r"(\d+) Question (\d+) of many", " ".join(pages_of(pdf, tmp_path)))
    assert numbers == [(str(n), str(n)) for n in range(1, 601)]


def test_a_roster_too_wide_for_a_page_goes_on_below() -> None:
    columns = "\n".join(f"text | c{n} | Column {n}" for n in range(9))
    form = converted({"survey": f"type | name | label\nbegin_repeat | r | Rows\n{columns}\nend_repeat | |"})
    (roster,) = lay_out(form.questions, ("en",))
    assert isinstance(roster, Roster)
    assert [[line.words[0] for line in table] for table in roster.tables()] == [
        [f"Column {n}" for n in range(6)],
        [f"Column {n}" for n in range(6, 9)],
    ]


def test_codes_are_numbers_that_can_be_written() -> None:
    assert codes_of((Choice("1"), Choice("2"), Choice("9"))) == ["1", "2", "9"]
    assert codes_of((Choice("own"), Choice("rent"), Choice("-98"))) == ["1", "2", "-98"]


def test_a_question_of_another_kind_has_room_of_its_kind() -> None:
    form = converted(SHEETS)
    boxes = {
        block.words[0]: block.box for block in lay_out(form.questions, ("en",)) if isinstance(block, Line)
    }
    assert boxes == {
        "Who are you here?": "one",
        "Rent per month": "number",
        "When did you come?": "date",
        "Location at the door": "place",
    }
