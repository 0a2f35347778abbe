"""Whether a format can hold what is wanted of it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.data.asked import Asked
from reports.products import Refusal
from reports.writers import FORMATS, Format

CHOOSE = gettext_lazy("Choose another format: CSV and Excel hold every table.")


def of_format(asked: Asked) -> list[Refusal]:
    """What stands against this format of these tables."""
    written = FORMATS.get(asked.format)
    if written is None:
        return [Refusal("unknown_format", _("This format is not known."), CHOOSE)]
    bare = [table.title for table in asked.tables() if not table.geometries]
    if written.needs_shapes and bare:
        words = {"format": written.label, "table": ", ".join(map(str, bare))}
        sentence = _("%(format)s holds things with a place on the ground; %(table)s have none.") % words
        return [Refusal("no_places", sentence, CHOOSE)]
    return []


def too_many(written: Format, rows: int) -> Refusal:
    words = {"format": written.label, "n": f"{rows:,}", "most": f"{written.most_rows:,}"}
    return Refusal(
        "too_many_rows",
        _("%(n)s rows are too many for %(format)s, which holds %(most)s.") % words,
        _("Choose CSV, GeoPackage or Parquet, or fewer settlements."),
    )
