"""`manage.py make_demo_batch FILE.xlsx`: Kiamutisya's survey, as an enumerator's laptop would send it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from enumerations.demo.places import KIAMUTISYA
from enumerations.demo.survey import survey_of, write_survey
from enumerations.models import Enumeration


class Command(BaseCommand):
    """Writes the same file each time, with a handful of honest mistakes in it."""

    requires_system_checks: list[str] = []
    help = "Write the demo's survey file: .xlsx with households and persons, or .csv with households."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-mistakes", action="store_true")

    def handle(self, *args: Any, file: Path, without_mistakes: bool, **options: Any) -> None:
        if file.suffix not in {".xlsx", ".csv"}:
            raise CommandError("Name a file that ends in .xlsx or .csv.")
        enumeration = (
            Enumeration.objects.select_related("settlement__county")
            .filter(settlement__code=KIAMUTISYA.code, round=1)
            .first()
        )
        if enumeration is None:
            raise CommandError("Run make_demo first: there is no count to write a survey for.")
        survey = survey_of(enumeration, mistakes=not without_mistakes)
        write_survey(file, survey)
        self.stdout.write(f"{file}: {len(survey)} households, {sum(len(i.persons) for i in survey)} people")
