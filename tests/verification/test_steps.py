"""A count moves on by steps: when its conditions hold, with who, when and which papers, or not at all."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AccessRecord
from enumerations.choices import EnumerationState
from enumerations.models import Enumeration
from settlements.shield import Frozen, shield
from tests import factories
from tests.verification.test_papers import PDF, photo
from verification.choices import StepFileKind
from verification.conditions import Offer
from verification.lifecycle import BACK, CLOSE, ON, STEPS, move_between, moves_from
from verification.models import RegisterSnapshot, Step, StepFile
from verification.services import steps
from verification.services.papers import Paper
from verification.services.register import freeze
from verification.services.steps import Met, StepRefused, take

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]
S = EnumerationState
MINUTES = Paper("minutes", "minutes.pdf", PDF, "pdf")
RECEIPT = Paper("receipt", "receipt.pdf", PDF, "pdf")


@pytest.fixture
def count(settlement: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement, state=S.PLANNED, purpose="To ask for water")


@pytest.fixture
def staff(subira: Any, client_of: ClientOf) -> Client:
    return client_of(subira)


def page_of(count: Any) -> str:
    return f"/enumerations/{count.pk}/steps/"


def in_state(settlement: Any, state: str, **said: Any) -> Any:
    return factories.EnumerationFactory(settlement=settlement, state=state, round=7, **said)


# --- The table ----------------------------------------------------------------------------------------


def test_the_way_leads_through_all_eleven_states_in_their_order() -> None:
    assert [ON[0].start, *(move.end for move in ON)] == list(EnumerationState)
    assert all(before.end == after.start for before, after in pairwise(ON))


def test_there_is_no_way_back_from_adopted() -> None:
    after = {S.ADOPTED, S.HANDED_OVER, S.CLOSED}
    assert {move.start for move in BACK} & after == set()
    assert {move.end for state in after for move in moves_from(state)} == {S.HANDED_OVER, S.CLOSED}
    assert moves_from(S.CLOSED) == ()


def test_whatever_goes_back_or_ends_a_count_asks_why() -> None:
    assert {rule.code for move in (*BACK, *CLOSE) for rule in move.rules} == {"reason"}
    assert {move.start for move in CLOSE} == set(EnumerationState) - {S.ADOPTED, S.HANDED_OVER, S.CLOSED}


def test_a_step_stands_once_in_the_table() -> None:
    assert len({(move.start, move.end) for move in STEPS}) == len(STEPS)
    back = move_between("objections", "checking")
    assert back in BACK
    assert move_between("planned", "adopted") is None


# --- Taking one ----------------------------------------------------------------------------------------


def test_a_step_keeps_who_when_where_and_who_came(count: Any, subira: Any) -> None:
    offer = Offer(held_on=date(2026, 9, 1), place="Chief's camp", note="All villages came")
    step = take(count, S.MOBILISED, by=subira, offer=offer, met=Met(women=40, men=22), papers=[MINUTES])
    count.refresh_from_db()
    kept = Step.objects.get()
    assert (count.state, kept.pk) == (S.MOBILISED, step.pk)
    assert (kept.from_state, kept.to_state, kept.taken_by) == (S.PLANNED, S.MOBILISED, subira)
    assert (kept.held_on, kept.place, kept.women, kept.men) == (date(2026, 9, 1), "Chief's camp", 40, 22)
    paper = kept.files.get()
    assert (paper.kind, paper.name, paper.size) == ("minutes", "minutes.pdf", len(PDF))
    assert paper.file.read() == PDF
    assert "minutes" not in str(paper.file.name)


def test_what_must_hold_keeps_a_step_out_and_nothing_is_left(count: Any, subira: Any) -> None:
    Enumeration.objects.update(purpose=" ")
    with pytest.raises(StepRefused) as refused:
        take(count, S.MOBILISED, by=subira, offer=Offer(note="Go on"), papers=[MINUTES])
    assert refused.value.code == "not_ready"
    assert {condition.code for condition in refused.value.missing} == {"purpose", "meeting"}
    assert (Step.objects.count(), StepFile.objects.count()) == (0, 0)
    assert Enumeration.objects.get(pk=count.pk).state == S.PLANNED


def test_what_should_hold_may_be_passed_over_with_a_reason_that_is_kept(settlement: Any, subira: Any) -> None:
    count = in_state(settlement, S.ENUMERATING)
    structure = factories.StructureFactory(settlement=settlement)
    factories.StructureFactory(settlement=settlement)
    home: Any = factories.HouseholdFactory(structure=structure, enumeration=count, members_total=1)
    factories.PersonFactory(household=home)
    home.batch.state = "done"
    home.batch.save()
    with pytest.raises(StepRefused) as refused:
        take(count, S.CHECKING, by=subira, offer=Offer())
    assert refused.value.code == "reason_needed"
    assert [each.says for each in refused.value.missing] == ["1 of 2 numbered doors were visited."]
    step = take(count, S.CHECKING, by=subira, offer=Offer(note="The owner is away until May"))
    assert step.unmet == ["coverage"]


def test_two_who_take_the_same_step_take_it_once(count: Any, subira: Any) -> None:
    offer = Offer(held_on=date(2026, 9, 1), place="Chief's camp")
    take(count, S.MOBILISED, by=subira, offer=offer)
    with pytest.raises(StepRefused, match="no_such_step"):
        take(count, S.MOBILISED, by=subira, offer=offer)
    assert Step.objects.count() == 1


def test_a_step_back_needs_a_reason(settlement: Any, subira: Any) -> None:
    count = in_state(settlement, S.OBJECTIONS)
    with pytest.raises(StepRefused, match="not_ready"):
        take(count, S.CHECKING, by=subira, offer=Offer(note=" "))
    take(count, S.CHECKING, by=subira, offer=Offer(note="Lane 4 was left out"))
    assert Enumeration.objects.get(pk=count.pk).state == S.CHECKING


def test_a_count_that_is_closed_without_adoption_is_not_adopted(settlement: Any, subira: Any) -> None:
    count = in_state(settlement, S.CHECKING)
    take(count, S.CLOSED, by=subira, offer=Offer(note="The funds ended"))
    count.refresh_from_db()
    assert (count.state, count.adopted_on, count.is_adopted) == (S.CLOSED, None, False)


@pytest.fixture
def verified(settlement: Any) -> Any:
    """A count of one household whose lists hung until yesterday."""
    count: Any = in_state(settlement, S.VERIFIED)
    home: Any = factories.HouseholdFactory(
        structure=factories.StructureFactory(settlement=settlement), enumeration=count, members_total=1
    )
    factories.PersonFactory(household=home)
    home.batch.state = "done"
    home.batch.save()
    return count


def adopted(count: Any, by: Any, on: date = date(2026, 11, 20)) -> Step:
    return take(count, S.ADOPTED, by=by, offer=adopting(on), papers=[MINUTES])


def adopting(on: date | None) -> Offer:
    return Offer(held_on=on, place="Social hall", papers=frozenset({"minutes"}))


def test_adopting_dates_the_count_and_keeps_the_register(verified: Any, subira: Any) -> None:
    adopted(verified, subira)
    verified.refresh_from_db()
    snapshot = RegisterSnapshot.objects.get()
    assert (verified.state, verified.adopted_on) == (S.ADOPTED, date(2026, 11, 20))
    assert (snapshot.version, snapshot.adopted_on, snapshot.households) == (1, date(2026, 11, 20), 1)


def test_a_count_goes_on_to_be_handed_over_and_closed_and_stays_adopted(
    verified: Any, subira: Any, staff: Client
) -> None:
    adopted(verified, subira)
    given = Offer(given_to="County of Nairobi", papers=frozenset({"receipt"}))
    take(verified, S.HANDED_OVER, by=subira, offer=given, papers=[RECEIPT])
    take(verified, S.CLOSED, by=subira, offer=Offer())
    verified.refresh_from_db()
    assert (verified.state, verified.is_adopted) == (S.CLOSED, True)
    line = AccessRecord.objects.get(kind="handed-over")
    assert (line.user, line.reason) == (subira, "County of Nairobi")
    freeze(verified, subira, "A correction after it was handed over")
    given_over = [each.version for each in staff.get(page_of(verified)).context["taken"]]
    assert given_over == [None, 1, None]


def test_nothing_is_handed_over_while_the_settlement_is_hidden(
    verified: Any, settlement: Any, subira: Any
) -> None:
    adopted(verified, subira)
    shield(settlement=settlement, user=subira)
    given = Offer(given_to="County", papers=frozenset({"receipt"}))
    with pytest.raises(StepRefused) as refused:
        take(verified, S.HANDED_OVER, by=subira, offer=given)
    assert [condition.code for condition in refused.value.missing] == ["not_hidden"]


def test_a_switch_that_is_turned_at_the_last_moment_holds_too(
    verified: Any, settlement: Any, subira: Any
) -> None:
    adopted(verified, subira)
    move = move_between(S.ADOPTED, S.HANDED_OVER)
    assert move is not None
    verified.refresh_from_db()
    shield(settlement=settlement, user=subira)
    with pytest.raises(Frozen):
        steps._move(verified, move, subira, Offer(given_to="County"))


# --- The page --------------------------------------------------------------------------------------------


def test_the_page_opens_with_where_the_count_stands(staff: Client, settlement: Any) -> None:
    count = in_state(settlement, S.CHECKING)
    track = staff.get(page_of(count)).context["track"]
    assert len(track) == 11
    assert [stage.sign for stage in track] == ["✓"] * 4 + ["●"] + ["○"] * 6


def test_a_step_is_taken_on_the_page(staff: Client, count: Any, subira: Any) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", photo("JPEG")) for n in (1, 2)]
    said = {"to": "mobilised", "held_on": "2026-09-01", "place": "Chief's camp", "women": "40", "men": "22"}
    answer = staff.post(page_of(count), {**said, "minutes": photos})
    assert (answer.status_code, answer["Location"]) == (302, page_of(count))
    page = staff.get(page_of(count)).content.decode()
    assert "Planned → Mobilised" in page
    assert "40 women, 22 men" in page
    assert [file.name for file in StepFile.objects.all()] == ["1.jpg", "2.jpg"]


def test_what_is_missing_is_said_at_its_field_and_above(staff: Client, count: Any) -> None:
    Enumeration.objects.update(purpose="")
    answer = staff.post(page_of(count), {"to": "mobilised", "place": "Chief's camp"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["held_on"])
    answer = staff.post(page_of(count), {"to": "mobilised", "place": "Chief's camp", "held_on": "2026-09-01"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])
    assert "Nobody has written down why you count." in answer.content.decode()
    assert Enumeration.objects.get(pk=count.pk).state == S.PLANNED


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"held_on": "2999-01-01"}, "held_on"), ({"held_on": "0001-01-01"}, "held_on"),
        ({"women": "-1"}, "women"), ({"women": "99999999999"}, "women"),
        ({"note": "x" * 2001}, "note"), ({"place": "a\x00b"}, "place"),
        ({"minutes": SimpleUploadedFile("a.pdf", b"MZ")}, "minutes"),
        ({"minutes": SimpleUploadedFile("a.pdf", b"")}, "minutes"),
    ],
)  # fmt: skip
def test_bad_answers_are_said_at_their_field(staff: Client, count: Any, said: Any, field: str) -> None:
    whole = {"to": "mobilised", "held_on": "2026-09-01", "place": "Here"} | said
    answer = staff.post(page_of(count), whole)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Step.objects.exists()


def test_too_many_papers_are_refused(staff: Client, count: Any) -> None:
    many = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(13)]
    said = {"to": "mobilised", "held_on": "2026-09-01", "place": "Here", "minutes": many}
    assert "too many files" in staff.post(page_of(count), said).content.decode()


def test_a_step_that_is_none_says_so(staff: Client, count: Any) -> None:
    for to in ("adopted", "", "nowhere"):
        answer = staff.post(page_of(count), {"to": to}, follow=True)
        assert "cannot be taken from here" in answer.content.decode()
    assert not Step.objects.exists()


def test_the_page_shows_what_to_put_right_and_where(staff: Client, settlement: Any) -> None:
    count = in_state(settlement, S.CHECKING)
    home: Any = factories.HouseholdFactory(
        structure=factories.StructureFactory(settlement=settlement, n=14), enumeration=count
    )
    page = staff.get(page_of(count))
    html = page.content.decode()
    assert "1 household does not have exactly one head" in html
    assert page.context["wrong_rosters"] == ("heads", [home.structure.code])
    assert "No lists are made yet." in html
    assert 'id="take"' not in html, "what only the office can put right keeps the form away"


def test_who_may_not_take_it_sees_it(amina: Any, baraka: Any, count: Any, client_of: ClientOf) -> None:
    for member in (amina, baraka):
        client = client_of(member)
        assert "The staff of your federation take this step" in client.get(page_of(count)).content.decode()
        assert client.post(page_of(count), {"to": "mobilised"}).status_code == 404


def test_an_outsider_finds_nothing(chebet: Any, verified: Any, subira: Any, client_of: ClientOf) -> None:
    adopted(verified, subira)
    paper = StepFile.objects.get()
    outsider = client_of(chebet)
    for address in (page_of(verified), f"/steps/files/{paper.pk}/"):
        assert outsider.get(address).status_code == 404
    assert client_of(None).get(f"/steps/files/{paper.pk}/").status_code == 302


def test_a_paper_is_fetched_by_members_as_a_file(
    verified: Any, subira: Any, baraka: Any, client_of: ClientOf
) -> None:
    adopted(verified, subira)
    paper = StepFile.objects.get()
    answer: Any = client_of(baraka).get(f"/steps/files/{paper.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AccessRecord.objects.filter(user=baraka, kind="downloaded", subject=f"paper {paper.pk}").exists()


def test_who_came_is_for_leaders_and_the_office(
    count: Any, subira: Any, amina: Any, baraka: Any, client_of: ClientOf
) -> None:
    offer = Offer(held_on=date(2026, 9, 1), place="Here")
    take(count, S.MOBILISED, by=subira, offer=offer, papers=[Paper("attendance", "who.pdf", PDF, "pdf")])
    paper = StepFile.objects.get(kind=StepFileKind.ATTENDANCE)
    got = {
        person: client_of(person).get(f"/steps/files/{paper.pk}/").status_code
        for person in (subira, amina, baraka)
    }
    assert got == {subira: 200, amina: 200, baraka: 404}
    assert "who.pdf" not in client_of(baraka).get(page_of(count)).content.decode()


def test_a_paper_whose_bytes_are_gone_is_not_found(count: Any, subira: Any, staff: Client) -> None:
    step = Step.objects.create(
        settlement=count.settlement,
        enumeration=count,
        from_state="planned",
        to_state="mobilised",
        taken_by=subira,
    )
    file = StepFile.objects.create(
        settlement=count.settlement, step=step, kind="other", name="a.pdf", size=1, sha256="",
        file=ContentFile(b"x", "a.pdf"),
    )  # fmt: skip
    default_storage.delete(str(file.file.name))
    assert staff.get(f"/steps/files/{file.pk}/").status_code == 404


def test_many_steps_cost_no_more_queries(
    staff: Client, count: Any, subira: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        step = Step.objects.create(
            settlement=count.settlement, enumeration=count, from_state="checking", to_state="enumerating",
            note=str(n), unmet=["coverage"], taken_by=subira,
        )  # fmt: skip
        StepFile.objects.create(
            settlement=count.settlement,
            step=step,
            kind="other",
            name="a.pdf",
            size=1,
            sha256="",
            file="steps/a",
        )
    with django_assert_max_num_queries(14):
        assert "Passed over:" in staff.get(page_of(count)).content.decode()


def test_the_countdown_of_a_closed_count_stops_where_it_was_closed(
    staff: Client, settlement: Any, subira: Any
) -> None:
    count = in_state(settlement, S.CHECKING)
    take(count, S.CLOSED, by=subira, offer=Offer(note="The funds ended"))
    track = staff.get(page_of(count)).context["track"]
    assert [stage.sign for stage in track] == ["✓"] * 5 + ["○"] * 5 + ["●"]
    assert track[-1].label == "Closed without adoption"


def test_the_counts_page_leads_here(staff: Client, count: Any) -> None:
    assert page_of(count) in staff.get(count.get_absolute_url()).content.decode()


def test_the_form_of_a_count_does_not_set_its_state(staff: Client, count: Any) -> None:
    staff.post(
        f"/enumerations/{count.pk}/edit/",
        {"name": "Renamed", "round": count.round, "source": "standard", "state": "adopted"},
    )
    count.refresh_from_db()
    assert (count.name, count.state) == ("Renamed", S.PLANNED)


def test_on_the_page_too_a_reason_lets_pass_what_should_be_done(staff: Client, settlement: Any) -> None:
    count = in_state(settlement, S.ENUMERATING)
    factories.StructureFactory(settlement=settlement)
    home: Any = factories.HouseholdFactory(enumeration=count)
    home.batch.state = "done"
    home.batch.save()
    assert staff.get(page_of(count)).context["form"].fields["note"].label == "Why"
    refused = staff.post(page_of(count), {"to": "checking"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["__all__", "note"])
    staff.post(page_of(count), {"to": "checking", "note": "The owner is away until May"})
    assert "Passed over: Every numbered door was visited" in " ".join(
        staff.get(page_of(count)).content.decode().split()
    )


@pytest.mark.parametrize("state", [state for state in EnumerationState if state != S.CLOSED])
def test_what_is_to_be_put_right_has_a_page(staff: Client, settlement: Any, state: str) -> None:
    """Every link of the list leads to a page that the office sees."""
    count = in_state(settlement, state)
    page = staff.get(page_of(count))
    links = {each.link for each in page.context["conditions"] if each.link.startswith("/")}
    answers = {link: staff.get(link).status_code for link in links}
    assert (page.status_code, {link: status for link, status in answers.items() if status != 200}) == (
        200,
        {},
    )
