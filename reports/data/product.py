"""The product `data`: tables as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from reports.data import envelopes
from reports.data.asked import Asked
from reports.data.fitting import of_format, too_many
from reports.data.stream import Progress
from reports.data.table import Table
from reports.forms.base import AskForm
from reports.forms.data import DataForm
from reports.products import Ask, Envelope, Made, Refusal, Refused, Told
from reports.writers import FORMATS, Format, Work
from reports.writers.packing import pack
from settlements.models import Settlement

ZIP = "application/zip"


class DataProduct:
    """Households, structures and the rest of the register as tables, in the formats of other programs."""

    name = "data"

    form: type[AskForm] = DataForm

    def title(self, ask: Ask) -> str:
        asked = Asked.of(ask)
        words = {
            "tables": ", ".join(str(table.title) for table in asked.tables()),
            "places": _places(envelopes.settlements_of(asked)),
            "format": FORMATS[asked.format].label,
        }
        return _("%(tables)s of %(places)s, %(format)s") % words

    def envelope(self, ask: Ask) -> Envelope:
        return Asked.of(ask).envelope

    def settlements(self, ask: Ask) -> "QuerySet[Settlement]":
        return envelopes.settlements_of(Asked.of(ask))

    def refusals(self, user: User, ask: Ask) -> list[Refusal]:
        asked = Asked.of(ask)
        return [*envelopes.refusals(asked), *of_format(asked)]

    def make(self, user: User, ask: Ask, folder: Path, told: Told) -> Made:
        """Write the file in the folder. Raises Refused, Cancelled."""
        asked = Asked.of(ask)
        if against := self.refusals(user, ask):
            raise Refused(*against)
        written = FORMATS[asked.format]
        with override(asked.language), as_of_now():
            tables = [Table.of(dataset, asked) for dataset in asked.tables()]
            rows = sum(table.rows for table in tables)
            if written.most_rows is not None and rows > written.most_rows:
                raise Refused(too_many(written, rows))
            told(0, rows)
            paths = written.write(Work(asked, tables, folder, Progress(told, total=rows)))
        return made(asked, written, paths, folder, rows)


def made(asked: Asked, written: Format, paths: list[Path], folder: Path, rows: int) -> Made:
    """The one file there is, or an archive of them."""
    codes = envelopes.settlements_of(asked).order_by("code").values_list("code", flat=True)[:4]
    day = timezone.localdate().isoformat()
    name = "-".join([*asked.datasets[:3], *([*codes[:3], "etc"] if len(codes) > 3 else codes), day])
    if len(paths) == 1:
        return Made(paths[0], f"{name}.{written.extension}", written.content_type, rows)
    archive = pack(paths, folder / f"{name}.zip")
    return Made(archive, archive.name, ZIP, rows)


def _places(settlements: "QuerySet[Settlement]") -> str:
    names: Any = list(settlements.order_by("name").values_list("name", flat=True)[:4])
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


@contextmanager
def as_of_now() -> Iterator[None]:
    """All tables as they are at one moment, though others write meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
