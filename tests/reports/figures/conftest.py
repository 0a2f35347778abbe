"""Two settlements in one ward of Nairobi, counted and adopted, public; a third in Kisumu that is a draft."""

from pathlib import Path
from typing import Any

import pytest

from enumerations.models import SettlementStatistics
from enumerations.services.statistics import rebuild_all
from tests import factories
from tests.enumerations.survey import Survey


class Counted:
    """The surveys by their settlements' codes, with the files they were written to beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.surveys: dict[str, Survey] = {}

    def add(self, code: str, name: str, *, seed: int, adopted: bool, **about: Any) -> Survey:
        (self.folder / code).mkdir()
        settlement = factories.SettlementFactory.create(code=code, name=name, access_level="public", **about)
        survey = Survey(settlement, self.folder / code, seed=seed)
        if adopted:
            survey.enumeration.state, survey.enumeration.adopted_on = "adopted", "2026-11-01"
        survey.enumeration.save()
        self.surveys[code] = survey
        return survey

    def settlement(self, code: str) -> Any:
        return self.surveys[code].settlement

    def rows(self, *codes: str) -> list[SettlementStatistics]:
        counts = [self.surveys[code].enumeration for code in codes or self.surveys]
        return list(SettlementStatistics.objects.filter(enumeration__in=counts, cluster=None).order_by("pk"))


@pytest.fixture
def counted(db: None, tmp_path: Path) -> Counted:
    world = Counted(tmp_path)
    mathare = factories.SubCountyFactory.create(code="4708", name="Mathare")
    ward = factories.WardFactory.create(code=1449, name="Mlango Kubwa")
    kisumu = factories.CountyFactory.create(code="042", name="Kisumu")
    world.add("KMT", "Kiamutisya", seed=1, adopted=True, ward=ward, sub_county=mathare)
    world.add("MSH", "Mashimoni", seed=2, adopted=True, ward=ward, sub_county=mathare)
    world.add("OBG", "Obunga", seed=3, adopted=False, county=kisumu)
    rebuild_all()
    return world
