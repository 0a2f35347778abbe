"""Writing down what was agreed: with its papers, what an assembly agreed to, and its end."""

from collections.abc import Sequence
from datetime import date

from django.forms.models import model_to_dict

from accounts.models import User
from reports.clicks import written_before
from reports.handover_papers import digest, with_papers
from reports.models.handover import AgreedPlace, Agreement, HandOver, HandOverNote
from settlements.models import Settlement
from verification.services.papers import Paper


def sign(agreement: Agreement, *, settlements: Sequence[Settlement], papers: Sequence[Paper]) -> Agreement:
    """Keep a new agreement with its settlements and its papers: all of it or nothing.

    Whoever sends the same twice, with the same papers, gets the first one again.
    """
    sent = sorted(digest(paper) for paper in papers)
    with with_papers(papers) as keep:
        said = model_to_dict(agreement, exclude=["id", "made_by", "settlements"])
        for same in written_before(Agreement, agreement.made_by, said, settlements):
            if sorted(same.papers.values_list("sha256", flat=True)) == sent:
                return same
        agreement.save()
        AgreedPlace.objects.bulk_create(
            AgreedPlace(agreement=agreement, settlement=each) for each in settlements
        )
        keep(agreement=agreement)
    return agreement


def assembly_agreed(
    agreement: Agreement, settlement: Settlement, *, on: date, minutes: Sequence[Paper]
) -> AgreedPlace:
    """Keep that an assembly agreed that structures be given one by one, with its minutes."""
    with with_papers(minutes) as keep:
        place, _made = AgreedPlace.objects.update_or_create(
            agreement=agreement, settlement=settlement, defaults={"assembly_on": on, "taken_back_on": None}
        )
        keep(place=place)
    return place


def take_back(place: AgreedPlace, *, on: date) -> None:
    """From that day on structures are not given one by one; what was given stays written down.

    Taken back once more it is taken back on the first day all the same.
    """
    if place.taken_back_on is None:
        place.taken_back_on = on
        place.save(update_fields=["taken_back_on"])


def end(agreement: Agreement, *, on: date, because: str) -> None:
    """End an agreement before its time: after that day nothing is given under it."""
    agreement.ended_on, agreement.ended_because = on, because
    agreement.save(update_fields=["ended_on", "ended_because"])


def add_note(hand_over: HandOver, *, by: User, text: str, papers: Sequence[Paper]) -> HandOverNote:
    """Add what was wrong or came later, with its papers; what was written down stays as it is."""
    with with_papers(papers) as keep:
        note: HandOverNote = HandOverNote.objects.create(hand_over=hand_over, text=text, made_by=by)
        keep(note=note)
    return note
