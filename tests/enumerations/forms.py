"""Questionnaires of a few questions, for tests of what is done with them."""

from typing import Any

from enumerations.models import Questionnaire, QuestionnaireVersion
from enumerations.services.questionnaires import publish, save_draft, start
from tests.xlsform.forms import xlsx

SETTINGS = "default_language\nEnglish (en)"
LABELS = "label::English (en) | label::Kiswahili (sw)"
CHOICES = f"""
    list_name | name | {LABELS}
    result | complete | Complete | Imekamilika
    result | vacant | Nobody lives here | Hakuna anayeishi
    water | public_tap_standpipe | Public tap | Mfereji wa umma
    water | protected_well | Protected well | Kisima kilichokingwa
    fear | fire | Fire | Moto
    fear | flood | Flood | Mafuriko
    fear | eviction | Eviction | Kufurushwa
    fear | nothing | Nothing | Hakuna
    shops | food | Food | Chakula
    shops | clothes | Clothes | Nguo
    shops | airtime | Airtime | Vocha
"""
SURVEY = f"""
    type | name | {LABELS}
    text | structure_code | Number on the door | Namba ya mlango
    integer | household_no | Household | Kaya
    select_one result | result | Result | Matokeo
    select_one water | water_source | Drinking water | Maji ya kunywa
    decimal | rent_month_kes | Rent | Kodi
    begin_group | village | Our village | Kijiji chetu
    select_one fear | fear | What do you fear most? | Unaogopa nini zaidi?
    select_multiple shops | buys | What do you buy here? | Unanunua nini hapa?
    integer | minutes | Minutes to school | Dakika hadi shuleni
    text | wish | What do you wish? | Unatamani nini?
    end_group | | |
    begin_repeat | animal | Animal | Mnyama
    select_one fear | danger | What endangers it? | Nini kinaihatarisha?
    end_repeat | | |
"""


def form(survey: str = SURVEY, choices: str = CHOICES, **sheets: str) -> bytes:
    """An XLSX; by default two questions of the register, and a village's own."""
    return xlsx({"survey": survey, "choices": choices, "settings": SETTINGS, **sheets})


def without(table: str, *marks: str) -> str:
    """The table without the lines that hold one of the marks."""
    return "\n".join(line for line in table.splitlines() if not any(mark in line for mark in marks))


def with_line(table: str, line: str, *, after: str) -> str:
    """The table with one more line."""
    lines = table.splitlines()
    at = next(number for number, each in enumerate(lines) if after in each)
    return "\n".join([*lines[: at + 1], line, *lines[at + 1 :]])


def draft(count: Any, content: bytes | None = None, **said: Any) -> QuestionnaireVersion:
    """A saved draft of the count."""
    content = form() if content is None else content
    return save_draft(
        questionnaire=start(count), user=said.get("user"), content=content, name="our form.xlsx"
    ).version


def published(count: Any, content: bytes | None = None) -> Questionnaire:
    """The count's questionnaire, with one more published version."""
    version = draft(count, content)
    publish(version=version, user=None)
    return version.questionnaire
