"""What Kiamutisya asks beyond the standard questions, as its people wrote it into the workbook."""

from io import BytesIO
from random import Random

from openpyxl import load_workbook

from enumerations.models import Enumeration
from enumerations.services.questionnaires import publish, save_draft, start_standard
from enumerations.xlsform import standard_workbook

ENGLISH, KISWAHILI = "label::English (en)", "label::Kiswahili (sw)"
Line = tuple[str, str, str, str]  # type or list, name, English, Kiswahili

SURVEY: tuple[Line, ...] = (
    ("begin_group", "village", "Our village", "Kijiji chetu"),
    ("select_one village_fear", "fear", "What do you fear most here?", "Unaogopa nini zaidi hapa?"),
    (
        "select_multiple village_groups",
        "groups",
        "In which groups is somebody of this household?",
        "Je, mwanakaya yeyote yumo katika vikundi gani?",
    ),
    (
        "integer",
        "school_minutes",
        "How many minutes walk to school?",
        "Ni dakika ngapi kutembea hadi shuleni?",
    ),
    ("text", "wish", "What should change first?", "Nini kibadilike kwanza?"),
    ("end_group", "", "", ""),
)
CHOICES: tuple[Line, ...] = (
    ("village_fear", "fire", "Fire", "Moto"),
    ("village_fear", "flood", "Flood", "Mafuriko"),
    ("village_fear", "eviction", "Eviction", "Kufurushwa"),
    ("village_fear", "crime", "Crime", "Uhalifu"),
    ("village_fear", "nothing", "Nothing", "Hakuna"),
    ("village_groups", "savings", "Savings group", "Kikundi cha akiba"),
    ("village_groups", "youth", "Youth group", "Kikundi cha vijana"),
    ("village_groups", "faith", "Church or mosque", "Kanisa au msikiti"),
    ("village_groups", "none", "None", "Hakuna"),
)


KEYS = tuple(f"village/{name}" for name in ("fear", "groups", "school_minutes", "wish"))
WISHES = ("Maji karibu", "Taa za barabarani", "Choo safi", "Hati za ardhi", "Barabara")


def answers_to_own(random: Random) -> dict[str, str | int]:
    """What one household answered, under the headings of an export; not everybody answers everything."""
    chosen = [
        group
        for group, share in (("savings", 0.3), ("youth", 0.2), ("faith", 0.6))
        if random.random() < share
    ]
    said: dict[str, str | int] = {
        "village/fear": random.choices(
            ("fire", "flood", "eviction", "crime", "nothing"), (34, 25, 27, 10, 4)
        )[0],
        "village/groups": " ".join(chosen) or "none",
        "village/school_minutes": 5 * random.randint(1, 9),
        "village/wish": random.choice(WISHES),
    }
    return {key: value for key, value in said.items() if random.random() < 0.95}


def start_questionnaire(count: Enumeration) -> None:
    """The standard questionnaire, and a version that asks the village's questions too."""
    questionnaire = start_standard(count, None)
    content = with_own_questions(standard_workbook(settlement_code=count.settlement.code))
    draft = save_draft(questionnaire=questionnaire, user=None, content=content, name="kiamutisya.xlsx")
    publish(version=draft.version, user=None)


def with_own_questions(content: bytes) -> bytes:
    """The workbook with the village's rows below its own, as one adds them in Excel."""
    book = load_workbook(BytesIO(content))
    for sheet, first, lines in (("survey", "type", SURVEY), ("choices", "list_name", CHOICES)):
        page = book[sheet]
        headings = [cell.value for cell in page[1]]
        for line in lines:
            cells = dict(zip((first, "name", ENGLISH, KISWAHILI), line, strict=True))
            page.append([cells.get(str(heading)) or None for heading in headings])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
