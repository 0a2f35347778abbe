"""The demo's phones send what phones send, once each; its mistakes have something to show, and review too."""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import User
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Issue, Submission
from enumerations.services.batches import create_batch, run_batch
from enumerations.services.interviews import gather
from enumerations.services.supervision import supervise
from enumerations.services.supervision_flags import signs_of
from tests.demo.sendings import Sendings, count, post, written

pytestmark = pytest.mark.django_db


def door(sending: dict[str, str]) -> str:
    root = ElementTree.fromstring(sending["xml"])
    return root.findtext("place/structure_picked", "") or ""


@pytest.fixture(scope="module")
def evening(
    federation: Path, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Sendings, list[int]]]:
    """The doors' other households by file, then everything that the phones send, answered and gathered."""
    folder = tmp_path_factory.mktemp("phones")
    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()  # type: ignore[attr-defined]
        try:
            made = written(folder)
            send_batch(folder / "kmt.xlsx", {door(each) for each in made})
            answers = [post(each) for each in made]
            gather()
            call_command("review_demo_interviews", stdout=StringIO())
            yield made, answers
        finally:
            TestCase._rollback_atomics(atomics)  # type: ignore[attr-defined]


def send_batch(path: Path, doors: set[str]) -> None:
    write_survey(path, [each for each in survey_of(count()) if each.answers["structure_code"] in doors])
    with path.open("rb") as file:
        batch = create_batch(
            enumeration=count(),
            user=User.objects.get(email="baraka@pamoja.example"),
            upload=File(file),
            name=path.name,
        )
    run_batch(batch.pk)


Evening = tuple[Sendings, list[int]]


def test_all_are_taken_and_the_one_that_came_twice_counts_once(evening: Evening) -> None:
    made, answers = evening
    assert Counter(answers) == {201: 40, 202: 1}
    assert len({each["xml"] for each in made}) == Submission.objects.count() == 40


def test_they_have_every_question_of_the_current_form_in_its_order(evening: Evening) -> None:
    current = count().questionnaire.current()
    assert current is not None
    form = ElementTree.fromstring(current.xform)
    (asked,) = form.findall(".//{http://www.w3.org/2002/xforms}model/{*}instance/{*}data")
    wanted = [each.tag.rpartition("}")[2] for each in asked.iter() if not within(asked, each, "person")]
    for sending in evening[0]:
        data = ElementTree.fromstring(sending["xml"])
        found = [each.tag for each in data.iter() if not within(data, each, "person")]
        assert [name for name in found if name != "data"] == [
            name for name in wanted if name not in {"data", "instanceName"}
        ]
        assert data.get("version") == current.version


def within(root: ElementTree.Element, element: ElementTree.Element, name: str) -> bool:
    """Whether the element is one of the repeat or inside it."""
    repeats = [each for each in root.iter() if each.tag.rpartition("}")[2] == name]
    return any(element in repeat.iter() for repeat in repeats)


def test_what_is_wrong_waits_for_somebody_and_the_rest_is_in_the_register(evening: Evening) -> None:
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert states == {"in_register": 38, "rejected": 1, "conflict": 1}
    refused = Submission.objects.get(state="rejected")
    issues = Issue.objects.filter(batch=refused.batch, severity="error")
    assert {(issue.row, issue.code) for issue in issues} == {
        (refused.row, "structure_unknown"),
        (Submission.objects.get(state="conflict").row, "number_taken"),
    }


def test_two_people_ask_on_the_same_three_days(evening: Evening) -> None:
    visits: dict[str, list[str]] = defaultdict(list)
    for xml in {each["xml"] for each in evening[0]}:
        data = ElementTree.fromstring(xml)
        visits[data.findtext("enumerator", "")].append(data.findtext("interviewed_on", ""))
    assert {name: len(days) for name, days in visits.items()} == {"Baraka Mutua": 20, "Naliaka Were": 20}
    (days,) = {frozenset(days) for days in visits.values()}
    starts = count().starts_on
    assert starts is not None
    assert days == {str(starts + timedelta(days=after)) for after in (13, 14, 15)}


def test_supervision_has_something_to_talk_about(evening: Evening) -> None:
    work = supervise(count())
    baraka, naliaka = (
        next(each for each in work.enumerators if each.who == User.objects.get(email=email).pk)
        for email in ("baraka@pamoja.example", "naliaka@pamoja.example")
    )
    assert (baraka.interviews, baraka.refusals, naliaka.interviews, naliaka.too_short) == (20, 1, 20, 2)
    assert "too_short" in {sign.code for sign in signs_of(naliaka, work.everybody)}


def test_the_leader_accepted_some_and_returned_one_with_a_reason(evening: Evening) -> None:
    reviews = Counter(Submission.objects.values_list("review", flat=True))
    assert reviews == {"accepted": 12, "returned": 1, "pending": 27}
    returned = Submission.objects.get(review="returned")
    assert returned.review_reason
    assert returned.reviewed_by is not None
    assert returned.reviewed_by.email == "amina@pamoja.example"


def test_what_was_reviewed_is_not_sent_again(evening: Evening, federation: Path, tmp_path: Path) -> None:
    accounts = Path(shutil.copy(federation, tmp_path))
    call_command("make_demo", accounts=accounts, url="http://127.0.0.1:8000")
    assert json.loads(accounts.read_text())["awaits_interviews"] is None
    with pytest.raises(CommandError):
        written(tmp_path)
    with pytest.raises(CommandError):
        call_command("review_demo_interviews")
