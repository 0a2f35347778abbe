"""Make a map on paper of a settlement, without the queue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mapping.wall.choices import DRAWN_AT_FIRST, Drawn, Form, Orientation, Paper, Theme
from mapping.wall.options import Options
from mapping.wall.refusals import NotDrawn, code_of, failure_of
from settlements.models import Settlement
from verification.choices import ListLanguage
from verification.paper.fonts import NoFont


class Command(BaseCommand):
    """`manage.py wall_map KMT --paper a0 --out kmt.pdf`"""

    help = "Make a map on paper of a settlement: one sheet, sheets to glue together, or an atlas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("settlement", help="its code, as KMT")
        parser.add_argument("--paper", type=str.lower, choices=Paper.values, default=Paper.A3.value)
        parser.add_argument("--form", choices=Form.values, default=Form.SHEET.value)
        parser.add_argument("--orientation", choices=Orientation.values, default=Orientation.EITHER.value)
        parser.add_argument("--scale", type=int, help="500 for 1:500; without it the largest that fits")
        parser.add_argument("--cluster", help="only this village, by its letter")
        parser.add_argument("--middle", nargs=2, type=float, metavar=("LATITUDE", "LONGITUDE"))
        parser.add_argument("--across", type=int, default=1, help="sheets side by side, about the middle")
        parser.add_argument("--down", type=int, default=1, help="sheets one below the other")
        parser.add_argument("--draw", nargs="*", choices=Drawn.values, default=list(DRAWN_AT_FIRST))
        parser.add_argument("--theme", choices=[value for value in Theme.values if value], default="")
        parser.add_argument("--language", choices=ListLanguage.values, default=ListLanguage.BOTH.value)
        parser.add_argument("--black-and-white", action="store_true", help="no colours")
        parser.add_argument("--out", type=Path, help="the PDF; without it KMT-a3-sheet.pdf, here")

    def handle(self, **options: Any) -> None:
        from mapping.wall.printing import print_map

        places = Settlement.objects.select_related("ward", "county")
        settlement = places.filter(code=options["settlement"].upper()).first()
        if settlement is None:
            raise CommandError(_("There is no settlement %(code)s.") % {"code": options["settlement"]})
        chosen = Options(
            paper=options["paper"],
            orientation=options["orientation"],
            form=options["form"],
            scale=options["scale"],
            village=options["cluster"] and options["cluster"].upper(),
            drawn=tuple(options["draw"]),
            theme=options["theme"],
            language=options["language"],
            is_coloured=not options["black_and_white"],
            middle=(options["middle"][1], options["middle"][0]) if options["middle"] else None,
            across=options["across"],
            down=options["down"],
        )
        try:
            printed = print_map(settlement, chosen)
        except (NotDrawn, NoFont) as refused:
            failure = failure_of(code_of(refused))
            raise CommandError(f"{failure.sentence} {failure.remedy}") from refused
        out: Path = options["out"] or Path(f"{settlement.code}-{chosen.paper}-{chosen.form}.pdf")
        out.write_bytes(printed.content)
        self.stdout.write(
            self.style.SUCCESS(f"{out}: {printed.pages} × {chosen.paper.upper()}, 1:{printed.scale:,}")
        )
        if printed.unplaced:
            told = _("%(n)s numbers found no room: they are listed on the sheet.")
            self.stdout.write(told % {"n": printed.unplaced})
