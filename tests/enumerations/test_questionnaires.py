"""A count's questionnaire: begun with the standard one, changed as a draft, published in versions."""

import hashlib
import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from enumerations.collecting import FileKind, FormIntake
from enumerations.intake.columns import Mapping, Target
from enumerations.intake.refusal import Refusal
from enumerations.models import Enumeration, Questionnaire
from enumerations.services.counts import save_count
from enumerations.services.form_files import add_file, content_of, missing_files, structures_csv
from enumerations.services.questionnaires import (
    change_intake,
    publish,
    save_draft,
    set_mapping,
    start,
    start_standard,
    take_standard,
)
from enumerations.xlsform import XLSFormRefused
from tests import factories
from tests.enumerations.forms import (
    CHOICES,
    LABELS,
    SETTINGS,
    SURVEY,
    draft,
    form,
    published,
    with_line,
    without,
)
from tests.xlsform.forms import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory.create(settlement=settlement, round=2, name="Second count")


# --- The standard questionnaire ---------------------------------------------------------------------


def test_a_new_standard_count_has_its_questionnaire_from_the_first_moment(
    settlement: Any, subira: Any
) -> None:
    count = Enumeration(settlement=settlement, name="First", round=1, created_by=subira)
    save_count(count, changed=[])
    questionnaire = Questionnaire.objects.get(enumeration=count)
    current = questionnaire.current()
    assert current is not None
    assert (questionnaire.form_id, current.number, current.published_by) == ("kmt_1", 1, subira)
    assert current.languages == ["en", "sw"]
    assert list(current.files.values_list("name", "kind")) == [("structures.csv", FileKind.STRUCTURES)]
    assert Mapping.from_json(current.mapping).unsure == ()


def test_a_count_of_another_tools_export_has_none(settlement: Any) -> None:
    save_count(Enumeration(settlement=settlement, name="Kobo", source="foreign"), changed=[])
    assert not Questionnaire.objects.exists()


def test_the_standard_questionnaire_does_not_replace_another(count: Any) -> None:
    published(count)
    with pytest.raises(Refusal, match="form_has_questionnaire"):
        start_standard(count, None)


def test_a_dropped_standard_question_is_not_asked_in_the_next_version(count: Any) -> None:
    questionnaire = start_standard(count, None)
    made = take_standard(questionnaire=questionnaire, user=None, drop=frozenset({"rent_month_kes", "assets"}))
    names = {kept["name"] for kept in made.version.questions}
    assert not names & {"rent_month_kes", "assets"}
    assert {"result", "rooms_used"} <= names
    current = questionnaire.current()
    assert current is not None
    assert current.number == 1
    assert (made.version.number, made.version.is_draft) == (2, True)


# --- Drafts -----------------------------------------------------------------------------------------


def test_the_xlsform_is_kept_as_it_was_sent_and_the_xform_is_ours(count: Any, subira: Any) -> None:
    content = form()
    version = draft(count, content, user=subira)
    with version.xlsform.open("rb") as stored:
        assert stored.read() == content
    assert version.xlsform_name == "our form.xlsx"
    assert version.created_by == subira
    assert f'id="kmt_2" version="{version.version}"' in version.xform
    assert version.md5 == hashlib.md5(version.xform.encode()).hexdigest()


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_saved(count: Any) -> None:
    broken = with_line(SURVEY, "    select_one nowhere | lost | Lost | Imepotea", after="structure_code")
    broken = with_line(broken, "    text | result | Twice | Mara mbili", after="| result |")
    with pytest.raises(XLSFormRefused) as refused:
        draft(count, form(broken))
    rows = {(problem.sheet, problem.row) for problem in refused.value.problems}
    assert {("survey", 3), ("survey", 6)} <= rows
    assert start(count).draft() is None


def test_a_second_upload_takes_the_place_of_the_draft(
    count: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first = draft(count)
    stored, text = first.xlsform.name, first.version
    with django_capture_on_commit_callbacks(execute=True):
        second = draft(count, form(without(SURVEY, "wish")))
    assert (second.pk, second.number) == (first.pk, 1)
    assert second.version != text  # a phone that tries it sees that it is another one
    assert not default_storage.exists(str(stored))
    assert default_storage.exists(str(second.xlsform.name))


def test_a_questionnaire_of_ten_megabytes_is_refused_unread(count: Any) -> None:
    with pytest.raises(Refusal, match="form_too_large"):
        save_draft(questionnaire=start(count), user=None, content=b"x" * 10_000_001, name="x.xlsx")


def test_versions_are_the_day_and_a_number_and_never_twice(count: Any) -> None:
    texts = []
    for _ in range(3):
        published(count)
        current = start(count).current()
        assert current is not None
        texts.append(current.version)
    day = f"{timezone.localdate():%Y%m%d}"
    assert texts == [f"{day}01", f"{day}02", f"{day}03"]


# --- Publishing -------------------------------------------------------------------------------------


def test_older_versions_stay_when_a_new_one_is_published(count: Any) -> None:
    published(count)
    questionnaire = published(count, form(without(SURVEY, "wish")))
    assert list(questionnaire.versions.values_list("number", "state")) == [(2, "published"), (1, "published")]
    current = questionnaire.current()
    assert current is not None
    assert current.number == 2


def test_what_was_tried_is_published_byte_for_byte(count: Any, subira: Any) -> None:
    version = draft(count)
    tried = (version.xform, version.md5, version.version)
    publish(version=version, user=subira)
    assert (version.xform, version.md5, version.version) == tried
    assert version.published_by == subira
    with pytest.raises(Refusal, match="form_is_published"):
        publish(version=version, user=subira)


def test_what_is_unsure_is_decided_before_it_is_published(count: Any) -> None:
    strange = CHOICES + "    water | magic | Magic | Uchawi\n"
    version = draft(count, form(choices=strange))
    with pytest.raises(Refusal, match="form_unsure") as refusal:
        publish(version=version, user=None)
    assert refusal.value.params == {"names": "water_source"}
    mapping = Mapping.from_json(version.mapping)
    mapping.households.targets["water_source"].values["magic"] = "rain_harvested"
    set_mapping(version=version, mapping=Mapping(mapping.households, mapping.persons, ()))
    publish(version=version, user=None)
    assert not version.is_draft


def test_what_was_decided_is_remembered_for_the_next_version(count: Any) -> None:
    strange = CHOICES + "    water | magic | Magic | Uchawi\n"
    version = draft(count, form(choices=strange))
    targets = Mapping.from_json(version.mapping).households.targets
    decided = {**targets, "water_source": Target("water_source", values={"magic": "rain_harvested"})}
    households = Mapping.from_json(version.mapping).households
    set_mapping(version=version, mapping=Mapping(type(households)("", decided, households.link)))
    publish(version=version, user=None)
    again = Mapping.from_json(draft(count, form(without(SURVEY, "wish"), strange)).mapping)
    assert again.unsure == ()
    assert again.households.targets["water_source"].values == {"magic": "rain_harvested"}


def test_a_form_that_fills_nothing_is_not_published(count: Any) -> None:
    own = f"type | name | {LABELS}\ntext | wish | Wish | Matakwa"
    version = draft(count, xlsx({"survey": own, "settings": SETTINGS}))
    households = Mapping.from_json(version.mapping).households
    set_mapping(version=version, mapping=Mapping(type(households)()))
    with pytest.raises(Refusal, match="form_without_fields"):
        publish(version=version, user=None)


def test_intake_closes_and_opens(count: Any) -> None:
    questionnaire = published(count)
    for intake in (FormIntake.CLOSING, FormIntake.CLOSED, FormIntake.OPEN):
        change_intake(questionnaire=questionnaire, intake=intake)
        assert Questionnaire.objects.get().intake == intake


# --- Files ------------------------------------------------------------------------------------------

PICTURED = f"type | name | {LABELS} | media::image\ninteger | rooms_used | Rooms | Vyumba | room.png"


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, kind, comment=b"taken at KMT/B/7") if kind == "JPEG" else (
        Image.new("RGB", (40, 30), "green").save(out, kind)
    )
    return out.getvalue()


@pytest.fixture
def pictured(count: Any) -> Any:
    return draft(count, xlsx({"survey": PICTURED, "settings": SETTINGS}))


def upload(content: bytes, name: str = "room.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_missing_picture_is_told_before_publishing(pictured: Any) -> None:
    assert missing_files(pictured) == ["room.png"]
    with pytest.raises(Refusal, match="form_files_missing"):
        publish(version=pictured, user=None)
    add_file(version=pictured, upload=upload(picture()), name="room.png")
    assert missing_files(pictured) == []
    publish(version=pictured, user=None)
    file = pictured.files.get()
    assert file.md5 == hashlib.md5(content_of(file)).hexdigest()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"GIF89a, it says", "room.png", "form_file_kind"),
        (b"", "room.png", "form_file_kind"),
        (picture(), "other.png", "form_file_not_asked"),
        (picture(), "ROOM.png", "form_file_not_asked"),
    ],
)
def test_a_file_that_is_not_what_was_asked_for_is_refused(
    pictured: Any, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        add_file(version=pictured, upload=upload(content, name), name=name)
    assert missing_files(pictured) == ["room.png"]


def test_what_stands_beside_a_picture_is_not_kept(count: Any) -> None:
    version = draft(count, xlsx({"survey": PICTURED.replace("png", "jpg"), "settings": SETTINGS}))
    add_file(version=version, upload=upload(picture("JPEG")), name="C:\\Pictures\\room.jpg")
    assert b"KMT/B/7" in picture("JPEG")
    assert b"KMT/B/7" not in content_of(version.files.get())


def test_a_list_must_read_as_one(count: Any) -> None:
    listed = f"type | name | {LABELS}\ninteger | rooms_used | Rooms | Vyumba\n"
    listed += "select_one_from_file villages.csv | village | Village | Kijiji"
    version = draft(count, xlsx({"survey": listed, "settings": SETTINGS}))
    for wrong in (b"\xff\xfename", b"", b'name,label\n"open'):
        with pytest.raises(Refusal, match="form_file_kind"):
            add_file(version=version, upload=upload(wrong), name="villages.csv")
    add_file(version=version, upload=upload(b"name,label\nb,B\n"), name="villages.csv")
    assert content_of(version.files.get()) == b"name,label\nb,B\n"


def test_the_next_version_takes_the_files_over(
    count: Any, pictured: Any, django_capture_on_commit_callbacks: Any
) -> None:
    add_file(version=pictured, upload=upload(picture()), name="room.png")
    publish(version=pictured, user=None)
    second = draft(count, xlsx({"survey": PICTURED, "settings": SETTINGS}))
    assert missing_files(second) == []
    other = io.BytesIO()
    Image.new("RGB", (10, 10), "red").save(other, "PNG")
    with django_capture_on_commit_callbacks(execute=True):
        add_file(version=second, upload=upload(other.getvalue()), name="room.png")
    # The older version still shows its own.
    assert content_of(pictured.files.get()) != content_of(second.files.get())
    with pytest.raises(Refusal, match="form_is_published"):
        add_file(version=pictured, upload=upload(picture()), name="room.png")


# --- The list of doors ------------------------------------------------------------------------------


def test_doors_are_listed_as_one_walks_and_the_same_ground_gives_the_same_bytes(settlement: Any) -> None:
    for cluster in ("B", "A"):
        made = factories.ClusterFactory.create(settlement=settlement, code=cluster, name=f"Village {cluster}")
        for number in ("10", "2", "2A"):
            factories.StructureFactory.create(cluster=made, code=f"KMT/{cluster}/{number}")
    factories.StructureFactory.create(settlement=settlement, code="KMT/1", status="demolished")
    first = structures_csv(settlement)
    doors = re.findall(r"^(KMT/\S+?),", first.decode(), re.MULTILINE)
    assert doors == [f"KMT/{cluster}/{number}" for cluster in "AB" for number in ("2", "2A", "10")]
    cache.clear()
    assert structures_csv(settlement) == first


def test_a_new_door_is_on_the_list_at_once(settlement: Any) -> None:
    before = structures_csv(settlement)
    factories.StructureFactory.create(settlement=settlement, code="KMT/77")
    assert b"KMT/77" not in before
    assert b"KMT/77" in structures_csv(settlement)


def test_a_new_choice_of_a_decided_question_is_to_be_decided(count: Any) -> None:
    published(count)
    strange = form(choices=CHOICES + "    water | magic | Magic | Uchawi\n")
    assert Mapping.from_json(draft(count, strange).mapping).unsure == ("water_source",)
