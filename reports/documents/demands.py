"""What is asked of the county: begun with what the households ranked first (indicator 28), edited by staff.

The figures in the texts are written as their names, {taps_lacking}, so that they follow the figures.
"""

from typing import Any

from enumerations.choices import Priority as P
from reports.documents.language import Words
from reports.models import Demand, Report

# What is asked where a service is not short of numbers, or nobody knows.
ELSE: dict[str, tuple[str, Words]] = {
    P.WATER: (
        "taps",
        Words(
            "Keep every public tap running every day, at the regulated price.",
            "Kuhakikisha kila mfereji wa umma una maji kila siku, kwa bei iliyoidhinishwa.",
        ),
    ),
    P.SANITATION_SEWER: (
        "cubicles",
        Words(
            "Connect the toilets to the sewer, and mend those that do not work.",
            "Kuunganisha vyoo na bomba la maji taka, na kutengeneza visivyofanya kazi.",
        ),
    ),
}
FIRST = 3  # the leaders' three
MOST = 8

WANTED: dict[str, Words] = {
    P.LAND_TENURE: Words(
        "Recognise the community's register and begin securing the land for those who live on it.",
        "Kuitambua rejista ya jamii na kuanza kuwapa umiliki wa ardhi wanaoishi hapa.",
    ),
    P.HOUSING: Words(
        "Agree with the community on a plan for better housing in which nobody is moved away.",
        "Kukubaliana na jamii juu ya mpango wa nyumba bora ambao haumwondoi yeyote.",
    ),
    P.WATER: Words(
        "Connect {taps_lacking} more public taps at the regulated price.",
        "Kuunganisha mifereji {taps_lacking} zaidi ya umma kwa bei iliyoidhinishwa.",
    ),
    P.SANITATION_SEWER: Words(
        "Build {cubicles_lacking} more toilet cubicles, connected to the sewer.",
        "Kujenga vyumba {cubicles_lacking} zaidi vya choo vilivyounganishwa na bomba la maji taka.",
    ),
    P.DRAINAGE: Words(
        "Open and line the drains before the long rains.",
        "Kuzibua na kujengea mitaro kabla ya mvua ndefu.",
    ),
    P.ELECTRICITY: Words(
        "Connect households safely, each with a meter of its own.",
        "Kuunganisha umeme salama kwa kila kaya, kila moja na mita yake.",
    ),
    P.SECURITY_LIGHTING: Words(
        "Light the main lanes, beginning with those to toilets and water.",
        "Kuweka taa katika njia kuu, kuanzia zile za vyoo na maji.",
    ),
    P.ROADS_PATHS: Words(
        "Pave the access roads and main footpaths, on lines agreed with the community.",
        "Kutengeneza barabara za kuingilia na njia kuu za miguu, kwa makubaliano na jamii.",
    ),
    P.GARBAGE: Words(
        "Collect rubbish every week from points that the community chooses.",
        "Kukusanya takataka kila wiki kutoka vituo vinavyochaguliwa na jamii.",
    ),
    P.HEALTH: Words(
        "Bring a public clinic within walking distance.",
        "Kuleta kituo cha afya cha umma karibu.",
    ),
    P.SCHOOL: Words(
        "Build a public primary school within walking distance.",
        "Kujenga shule ya msingi ya umma karibu.",
    ),
    P.JOBS_LIVELIHOODS: Words(
        "Give local groups the works contracts in the settlement.",
        "Kuvipa vikundi vya hapa kandarasi za kazi katika makazi.",
    ),
    P.MARKET: Words(
        "Build a market with water and toilets, and give traders of here the stalls.",
        "Kujenga soko lenye maji na vyoo, na kuwapa wafanyabiashara wa hapa vibanda.",
    ),
    P.FIRE_SAFETY: Words(
        "Keep lanes open for the fire engine and put in hydrants.",
        "Kuacha njia wazi za gari la zimamoto na kuweka mabomba ya kuzimia moto.",
    ),
    P.FLOOD_PROTECTION: Words(
        "Protect the homes by the river from floods, without clearing them.",
        "Kuzikinga nyumba za kando ya mto dhidi ya mafuriko, bila kuzibomoa.",
    ),
}


def ranked(figures: dict[str, Any]) -> list[str]:
    """The priorities of the households by their points, most first; without what nobody can be asked for."""
    answers = figures.get("whole", {}).get("figures", {}).get("priorities", {}).get("answers", [])
    return [each["code"] for each in answers if each["code"] in WANTED][:MOST]


def wanted(code: str, figures: dict[str, Any]) -> Words:
    """What is asked for a priority: with its number where something is lacking."""
    if code not in ELSE:
        return WANTED[code]
    service, otherwise = ELSE[code]
    gaps = {gap["code"]: gap["lacking"] for gap in figures.get("whole", {}).get("gaps", [])}
    return WANTED[code] if gaps.get(service) else otherwise


def prefill(report: Report) -> list[Demand]:
    """The demands that a report begins with, kept."""
    wards = sorted({each["ward"] for each in report.figures.get("settlements", []) if each["ward"]})
    ward = ", ".join(wards)[:60]
    codes = ranked(report.figures)
    demands = [
        Demand(
            report=report,
            rank=rank,
            priority=code,
            text_en=wanted(code, report.figures).en,
            text_sw=wanted(code, report.figures).sw,
            ward=ward,
        )
        for rank, code in enumerate(codes, start=1)
    ]
    return Demand.objects.bulk_create(demands)
