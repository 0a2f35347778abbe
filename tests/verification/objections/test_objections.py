"""Taking objections, who sees what of them, asking after one by its receipt number."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.models import AccessRecord
from enumerations.models import Enumeration, Household
from settlements.models import Settlement
from tests.factories import PersonFactory, member_of
from tests.factories_verification import HearingFactory, ObjectionFactory, ObjectionFileFactory
from verification import receipts
from verification.choices import ObjectionKind
from verification.models import Objection, ObjectionFile
from verification.services.objections import undecided
from verification.views.objection_words import KIND_HELP

pytestmark = pytest.mark.django_db
SAID = {
    "kind": "wrong_name_spelling",
    "objector": "household",
    "objector_name": "Neema Mwakio",
    "phone": "0722000111",
    "statement": "It is Neema.",
    "source": "leader",
    "heard_on": "2026-11-02",
}


def new(count: Any) -> str:
    return f"/enumerations/{count.pk}/objections/new/"


class TestTaking:
    def test_a_leader_takes_one_at_a_door(self, client_of: Any, amina: Any, zawadi: Household) -> None:
        client = client_of(amina)
        page = client.get(new(zawadi.enumeration) + "?door=a/1").content.decode()
        assert "household 01, 2 people" in page
        assert "household 02, 1 person" in page
        assert "Zawadi" not in page
        answer = client.post(new(zawadi.enumeration) + "?door=a/1", SAID | {"household": str(zawadi.pk)})
        objection = Objection.objects.get()
        assert answer["Location"] == f"/objections/{objection.pk}/slip/"
        assert (objection.household, objection.structure, objection.taken_by) == (
            zawadi,
            zawadi.structure,
            amina,
        )
        assert (objection.objector_name, objection.phone, objection.cluster and objection.cluster.code) == (
            "Neema Mwakio", "0722000111", "A",
        )  # fmt: skip
        assert receipts.read(objection.receipt) == objection.receipt
        slip = client.get(answer["Location"]).content.decode()
        assert objection.receipt in slip
        assert "Neema" not in slip

    def test_sheets_are_typed_one_after_another(
        self, client_of: Any, wairimu: Any, posted: Enumeration, zawadi: Household
    ) -> None:
        client = client_of(wairimu)
        village = zawadi.structure.cluster.pk  # type: ignore[union-attr]
        sheet = SAID | {"source": "paper", "door": "A/1/01", "heard_on": "2026-11-03", "cluster": village}
        answer = client.post(new(posted) + "?sheet=1", sheet)
        assert answer["Location"] == f"{new(posted)}?sheet=1&source=paper&day=2026-11-03&cluster={village}"
        again = client.get(answer["Location"]).context["form"]
        assert (again["source"].value(), str(again["heard_on"].value())) == ("paper", "2026-11-03")
        assert again["cluster"].value() == str(village)
        assert Objection.objects.get().household == zawadi

    def test_a_number_nobody_knows_is_asked_again_and_may_be_kept(
        self, client_of: Any, wairimu: Any, posted: Enumeration
    ) -> None:
        client = client_of(wairimu)
        unknown = SAID | {"door": "A/99"}
        assert "door" in client.post(new(posted) + "?sheet=1", unknown).context["form"].errors
        assert client.post(new(posted) + "?sheet=1", unknown | {"door_unknown": "on"}).status_code == 302
        kept = Objection.objects.get()
        assert (kept.door, kept.structure) == ("A/99", None)

    def test_who_was_left_out_has_no_door(self, client_of: Any, amina: Any, posted: Enumeration) -> None:
        client, left_out = client_of(amina), SAID | {"kind": "not_counted", "location": "-1.2611, 36.8474"}
        assert client.post(new(posted) + "?nowhere=1", left_out | {"statement": ""}).status_code == 422
        assert client.post(new(posted) + "?nowhere=1", SAID).status_code == 422  # whose name, then?
        assert client.post(new(posted) + "?nowhere=1", left_out).status_code == 302
        place = Objection.objects.get().location
        assert place is not None
        assert place.coords == (36.8474, -1.2611)

    @pytest.mark.parametrize(
        ("state", "adopted_on", "taken"),
        [("enumerating", None, False), ("checking", None, False), ("posted", None, True),
         ("objections", None, True), ("verified", None, True), ("adopted", "2026-11-01", True),
         ("handed_over", "2026-11-01", True), ("closed", None, False), ("closed", "2026-11-01", True)],
    )  # fmt: skip
    def test_from_the_posting_on_and_after_the_adoption_too(
        self, client_of: Any, amina: Any, posted: Enumeration, state: str, adopted_on: str | None, taken: bool
    ) -> None:
        Enumeration.objects.filter(pk=posted.pk).update(state=state, adopted_on=adopted_on)
        client_of(amina).post(new(posted) + "?door=A/1", SAID)
        assert Objection.objects.exists() is taken

    @pytest.mark.parametrize(
        "wrong",
        [
            {"phone": "12"},
            {"heard_on": "2036-01-01"},
            {"kind": "nothing"},
            {"objector": ""},
            {"household": "7"},
            {"statement": "x" * 5_000},
            {"heard_on": "soon"},
            {"file": SimpleUploadedFile("a.jpg", b"no picture")},
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, client_of: Any, amina: Any, posted: Enumeration, wrong: dict[str, Any]
    ) -> None:
        answer = client_of(amina).post(
            new(posted) + "?door=A/1", SAID | {"objector_name": "Typed Already"} | wrong
        )
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == wrong.keys()
        assert "Typed Already" in answer.content.decode()
        assert not Objection.objects.exists()

    def test_every_kind_is_said_in_plain_words(self) -> None:
        assert set(KIND_HELP) == set(ObjectionKind)


class TestEvidence:
    def test_a_photo_tells_only_what_it_shows(self, client_of: Any, amina: Any, zawadi: Household) -> None:
        out = BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "taken at Zawadi's door"
        Image.new("RGB", (60, 40), "green").save(out, "JPEG", exif=exif)
        assert b"Zawadi" in out.getvalue()
        photo = SimpleUploadedFile("sheet of Zawadi.JPG", out.getvalue())
        client_of(amina).post(new(zawadi.enumeration) + "?door=A/1", SAID | {"file": photo})
        kept = ObjectionFile.objects.get()
        with kept.file.open() as stored:
            content = stored.read()
        assert Image.open(BytesIO(content)).size == (60, 40)
        assert b"Zawadi" not in content
        assert "Zawadi" not in str(kept.file.name)

    @pytest.mark.parametrize(
        "content", [b"<script>alert(1)</script>", b"%PDF-1.4 cut", b"PK\x03\x04", b"GIF89a"]
    )
    def test_what_it_is_not_is_refused(
        self, client_of: Any, tabitha: Any, zawadi: Household, content: bytes
    ) -> None:
        objection = ObjectionFactory.create(household=zawadi)
        file = SimpleUploadedFile("paper.pdf", content)
        client_of(tabitha).post(f"/objections/{objection.pk}/files/", {"file": file})
        assert not ObjectionFile.objects.exists()

    def test_it_is_saved_and_never_run(self, client_of: Any, tabitha: Any) -> None:
        file = ObjectionFileFactory.create()
        answer = client_of(tabitha).get(f"/objections/files/{file.pk}/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
            "nosniff",
            True,
        )
        assert AccessRecord.objects.filter(
            kind="downloaded", subject=f"objection {file.objection_id}"
        ).exists()


class TestWhoSees:
    @pytest.fixture
    def objection(self, zawadi: Household) -> Objection:
        made: Objection = ObjectionFactory.create(household=zawadi)
        HearingFactory.create(objection=made, present="Mama Neema", note="She said so.")
        return made

    def test_a_leader_sees_what_and_not_who(self, client_of: Any, amina: Any, objection: Objection) -> None:
        client = client_of(amina)
        for page in (f"/objections/{objection.pk}/", f"/enumerations/{objection.enumeration_id}/objections/"):
            text = client.get(page).content.decode()
            assert "KMT/A/1" in text
            for secret in ("Neema", "0722000111", "Jina langu si hilo", "She said so"):
                assert secret not in text
        assert not AccessRecord.objects.exists()

    def test_who_decides_reads_and_it_is_written_down(
        self, client_of: Any, subira: Any, objection: Objection
    ) -> None:
        text = client_of(subira).get(f"/objections/{objection.pk}/").content.decode()
        for secret in ("Neema Mwakio", "0722000111", "Jina langu si hilo", "She said so"):
            assert secret in text
        assert AccessRecord.objects.get().subject == f"objection {objection.pk}"

    def test_staff_open_the_records_before_they_decide(
        self, client_of: Any, subira: Any, objection: Objection
    ) -> None:
        answer = client_of(subira).get(f"/objections/{objection.pk}/decide/")
        assert answer["Location"].startswith("/settlements/KMT/records/?next=")

    def test_another_settlement_finds_nothing(
        self, client_of: Any, chebet: Any, objection: Objection
    ) -> None:
        client = client_of(chebet)
        for page in ("", "slip/", "decide/", "settle/", "withdraw/", "door/", "hearings/"):
            assert client.get(f"/objections/{objection.pk}/{page}").status_code == 404

    def test_the_list_asks_as_often_for_fifty_as_for_one(
        self, client_of: Any, amina: Any, objection: Objection, zawadi: Household
    ) -> None:
        client, page = client_of(amina), f"/enumerations/{objection.enumeration_id}/objections/"
        client.get(page)
        with CaptureQueriesContext(connection) as one:
            client.get(page)
        ObjectionFactory.create_batch(49, household=zawadi, taken_by=amina)
        with CaptureQueriesContext(connection) as fifty:
            client.get(page)
        assert len(fifty) == len(one) <= 12

    def test_the_list_is_filtered(
        self, client_of: Any, amina: Any, objection: Objection, zawadi: Household
    ) -> None:
        ObjectionFactory.create(household=zawadi, kind="rent", state="decided", outcome="referred",
                                referred_to="court", decided_on=date(2026, 11, 9))  # fmt: skip
        client, page = client_of(amina), f"/enumerations/{objection.enumeration_id}/objections/"

        def shown(query: str) -> list[str]:
            return [each.kind for each in client.get(f"{page}?{query}").context["page"]]

        assert shown("") == ["wrong_name_spelling", "rent"]
        assert shown("state=undecided") == shown("kind=wrong_name_spelling") == ["wrong_name_spelling"]
        assert shown("state=referred") == ["rent"]
        assert shown("cluster=Z") == []
        assert len(shown("cluster=A&state=nonsense&kind=%00&page=x")) == 2
        assert undecided(objection.enumeration) == 1


def test_hearing_door_and_withdrawal(
    client_of: Any, subira: Any, posted: Enumeration, zawadi: Household
) -> None:
    objection = ObjectionFactory.create(enumeration=posted, door="A/99")
    client, page = client_of(subira), f"/objections/{objection.pk}/"
    assert client.get(f"{page}door/?door=A/98").status_code == 422
    assert "household 01, 2 people" in client.get(f"{page}door/?door=A/1").content.decode()
    client.post(f"{page}door/", {"door": "A/1", "household": str(zawadi.pk)})
    client.post(f"{page}hearings/", {"held_on": "2026-11-09", "place": "Kambi ya chifu"})
    objection.refresh_from_db()
    assert (objection.household, objection.structure, objection.state) == (
        zawadi,
        zawadi.structure,
        "hearing",
    )
    hearing = objection.hearings.get()
    said = {
        "held_on": "2026-11-10",
        "place": "Kambi ya chifu",
        "present": "Everybody",
        "note": "It was heard.",
    }
    client.post(f"/objections/hearings/{hearing.pk}/", said)
    hearing.refresh_from_db()
    assert (str(hearing.held_on), hearing.note) == ("2026-11-10", "It was heard.")
    client.post(f"{page}withdraw/", {"on": "2026-11-11", "reason": "They made peace."})
    objection.refresh_from_db()
    assert (objection.state, str(objection.withdrawn_on)) == ("withdrawn", "2026-11-11")
    assert client.post(f"{page}hearings/", {"held_on": "2026-11-12", "place": "again"}).status_code == 302
    assert objection.hearings.count() == 1


class TestAsking:
    URL = "/objections/ask/"

    def ask(self, client: Any, number: str) -> str:
        answer = client.post(self.URL, {"number": number})
        assert answer.status_code == 200
        text: str = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
        return re.sub(r" +", " ", text)

    def test_each_state_is_told_and_nobody_is_named(self, client_of: Any, zawadi: Household) -> None:
        client = client_of(None)
        objection = ObjectionFactory.create(household=zawadi, kind="rent")
        assert "Received on 2 Nov 2026" in self.ask(client, objection.receipt.lower())
        HearingFactory.create(objection=objection)
        Objection.objects.update(state="hearing")
        assert "It is heard on 9 Nov 2026 at Kambi ya chifu" in self.ask(client, objection.receipt)
        Objection.objects.update(
            state="decided", outcome="referred", referred_to="chief", decided_on=date(2026, 11, 9)
        )
        told = self.ask(client, objection.receipt)
        assert "Decided on 9 Nov 2026: Referred." in told
        assert "It went to: Chief" in told
        Objection.objects.update(settled_on=date(2026, 11, 20))
        assert "Settled on 20 Nov 2026" in self.ask(client, objection.receipt)
        for secret in ("Neema", "0722000111", "KMT/A/1", "Zawadi", "written", "Rent", "Kiamutisya"):
            assert secret not in told

    def test_unknown_and_impossible_numbers_get_one_answer(self, client_of: Any, posted: Enumeration) -> None:
        client = client_of(None)
        unknown = [receipts.new_receipt("KMT"), "KMT-0000-0000", "hello", "🙂"]
        answers = set()
        for number in unknown:
            with CaptureQueriesContext(connection) as asked:
                told = client.post(self.URL, {"number": number})
            words = re.findall(r"We know no objection.*?<", told.content.decode())
            answers.add((told.status_code, tuple(words), len(asked)))
        assert len(answers) == 1
        known = ObjectionFactory.create(enumeration=posted).receipt
        with CaptureQueriesContext(connection) as asked:
            client.post(self.URL, {"number": known})
        assert len(asked) == answers.pop()[2]

    @pytest.mark.parametrize("hidden", [{"access_level": "staff"}, {"eviction_threat_now": "rumour"}])
    def test_a_hidden_settlement_is_not_named(
        self, client_of: Any, posted: Enumeration, hidden: dict[str, str]
    ) -> None:
        Settlement.objects.update(**hidden)
        objection = ObjectionFactory.create(enumeration=posted, state="hearing")
        HearingFactory.create(objection=objection, place="Kiamutisya hall")
        told = self.ask(client_of(None), objection.receipt)
        assert "It is heard on 9 Nov 2026. Your leaders say where." in told
        assert "Kiamutisya" not in told

    def test_guessing_ends_after_a_while(self, client_of: Any, settings: Any, db: None) -> None:
        cache.clear()
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_objection": "3/m/ip"}
        client = client_of(None)
        statuses = [client.post(self.URL, {"number": "KMT-2222-2222"}).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        assert client.get(self.URL).status_code == 200
        cache.clear()


def test_a_member_of_no_role_takes_none(client_of: Any, baraka: Any, posted: Enumeration) -> None:
    """Enumerators do not take objections to their own work."""
    assert client_of(baraka).get(new(posted) + "?door=A/1").status_code == 404
    assert (
        client_of(member_of(posted.settlement, "verifier")).get(new(posted) + "?door=A/1").status_code == 200
    )


def test_households_that_nobody_numbered_are_told_apart(
    client_of: Any, amina: Any, posted: Enumeration, zawadi: Household
) -> None:
    Household.objects.filter(pk=zawadi.pk).update(key="interview-1", members_total=None)
    PersonFactory.create(household=zawadi, line_no=9)
    page = client_of(amina).get(new(posted) + "?door=A/1").content.decode()
    assert "nobody listed" in page
