"""The demo's dealings with its counties: agreements with their papers, what was given, days to come."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from reports.agreements import add_note, assembly_agreed, end, sign
from reports.calendar.cycle import FORUM
from reports.handing import Gift, Taker, write_down
from reports.models import CountyDate
from reports.models.handover import Agreement, Means, PaperKind, Party
from reports.products import Envelope
from settlements.models import Settlement
from verification.services.papers import Paper

OFFICE = "Department of Built Environment and Urban Planning"
UTILITY = "Kisumu Water and Sanitation Company"
SAID = "Demonstration: invented."
# Days ago, and days to come.
SIGNED, ASSEMBLY, GIVEN, RECEIPT = 70, 55, 30, 21
FORUM_IN, ESTIMATES_FORUM_IN = 18, 45


def make_county_life(by: User) -> bool:
    """Write it down once; False where it is there, or where the demo's settlements are not."""
    places = {each.code: each for each in Settlement.objects.filter(code__in=("KBM", "MSH", "OBG"))}
    if len(places) < 3 or Agreement.objects.exists():
        return False
    today = timezone.localdate()
    with_planners = _with_planners(by, [places["KBM"], places["MSH"]], today)
    _given(by, places["MSH"], with_planners, today)
    _given_figures(by, places["KBM"], today)
    _with_water_company(by, places["OBG"], today)
    _days(by, places["MSH"], places["OBG"], today)
    return True


def _with_planners(by: User, settlements: list[Settlement], today: date) -> Agreement:
    """In force; the assembly of Mashimoni agreed that structures be given one by one."""
    agreement = Agreement(
        party=Party.COUNTY_DEPARTMENT, office=OFFICE, made_by=by, signed_on=_ago(today, SIGNED),
        until=_ago(today, SIGNED - 730), signed_by_them="County Executive Committee Member",
        signed_by_us="Chair of the federation", envelope=int(Envelope.COUNTY),
        purpose=f"Planning of roads, water and toilets with the people who were counted. {SAID}",
    )  # fmt: skip
    sign(agreement, settlements=settlements, papers=[paper(PaperKind.AGREEMENT, "Agreement", OFFICE)])
    minutes = paper(PaperKind.MINUTES, "Minutes", "Assembly of Mashimoni")
    assembly_agreed(agreement, settlements[1], on=_ago(today, ASSEMBLY), minutes=[minutes])
    return agreement


def _given(by: User, settlement: Settlement, agreement: Agreement, today: date) -> None:
    made = write_down(
        by=by,
        settlements=[settlement],
        gift=Gift(title=f"{settlement.name}: negotiation brief and map, printed", envelope=Envelope.COUNTY),
        taker=Taker(Party.COUNTY_DEPARTMENT, OFFICE, "Planning officer on duty", "Physical planner"),
        given_on=_ago(today, GIVEN),
        means=Means.PRINTED,
        agreement=agreement,
        note=f"Two copies, one with the ward office. {SAID}",
    )
    receipt = paper(PaperKind.RECEIPT, "Receipt", f"Received: {made.title}")
    add_note(
        made, by=by, text=f"The signed receipt came on {_ago(today, RECEIPT):%d/%m/%Y}.", papers=[receipt]
    )


def _given_figures(by: User, settlement: Settlement, today: date) -> None:
    """Public figures need no agreement."""
    write_down(
        by=by,
        settlements=[settlement],
        gift=Gift(title=f"{settlement.name}: leaders' brief", envelope=Envelope.PUBLIC),
        taker=Taker(Party.WARD_OFFICE, "Huruma ward office", "Ward administrator"),
        given_on=_ago(today, GIVEN - 10),
        means=Means.SHOWN,
        note=f"Shown at the ward meeting. {SAID}",
    )


def _with_water_company(by: User, settlement: Settlement, today: date) -> None:
    """One that ended before its time."""
    agreement = Agreement(
        party=Party.UTILITY, office=UTILITY, made_by=by, signed_on=_ago(today, 400), until=_ago(today, -330),
        signed_by_them="Customer manager", signed_by_us="Chair of the federation",
        envelope=int(Envelope.PUBLIC), purpose=f"Where new kiosks are needed most. {SAID}",
    )  # fmt: skip
    sign(agreement, settlements=[settlement], papers=[paper(PaperKind.AGREEMENT, "Agreement", UTILITY)])
    end(agreement, on=_ago(today, 90), because="The kiosks that it was for are built.")


def _days(by: User, in_nairobi: Settlement, in_kisumu: Settlement, today: date) -> None:
    """Forums of both counties: nearer than the law's days, and with a venue."""
    for settlement, after, title, venue, bring in (
        (in_nairobi, FORUM_IN, "Ward forum on the annual plan", "Chief's camp, Mabatini",
         "The leaders' brief, three speakers, the ranked demands with their ward."),
        (in_kisumu, ESTIMATES_FORUM_IN, "Hearing on the estimates", "Social hall, Railways ward",
         "The negotiation brief and what a cubicle costs."),
    ):  # fmt: skip
        day = today + timedelta(days=after)
        CountyDate.objects.create(
            county=settlement.county, milestone=FORUM, day=day, ward=settlement.ward, title=title,
            year=day.year if day.month >= 7 else day.year - 1, venue=venue, bring=bring,
            source=f"Notice of the county assembly. {SAID}", made_by=by,
        )  # fmt: skip


def paper(kind: str, title: str, about: str) -> Paper:
    """A page that says what it stands for."""
    from weasyprint import HTML

    page = f"<html lang='en'><title>{title}</title><h1>{title}</h1><p>{about}</p><p>{SAID}</p></html>"
    return Paper(kind, f"{title.lower()}.pdf", bytes(HTML(string=page).write_pdf()), "pdf")


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
