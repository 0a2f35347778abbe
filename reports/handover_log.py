"""The log of hand-overs as a CSV that people open in a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.models.handover import HandOver
from settlements.spreadsheets import PlainWriter


class _Line:
    """What `csv` writes into: the line it wrote last."""

    text = ""

    def write(self, text: str, /) -> None:
        self.text += text

    def taken(self) -> str:
        said, self.text = self.text, ""
        return said


def lines(found: Any) -> Iterator[str]:
    """A line for each hand-over, after the headings; read from the database in pieces."""
    line = _Line()
    writer = PlainWriter(line)
    writer.writerow(_headings())
    yield "\ufeff" + line.taken()  # Excel knows by it that the letters are UTF-8
    for each in found.prefetch_related("notes").iterator(chunk_size=500):
        writer.writerow(_cells(each))
        yield line.taken()


def _headings() -> Iterable[str]:
    return (
        _("No."),
        _("given on"),
        _("what was given"),
        _("version"),
        _("what it holds"),
        _("structures one by one"),
        _("settlements"),
        _("kind of office"),
        _("office"),
        _("public officer"),
        _("their position"),
        pgettext("of a hand-over", "how"),
        _("under the agreement"),
        _("file name"),
        "SHA-256",
        _("note"),
        _("corrections"),
        _("written down"),
    )


def _cells(each: HandOver) -> Iterable[Any]:
    places: Any = each.theirs  # type: ignore[attr-defined]
    agreement = each.agreement
    return (
        each.pk,
        each.given_on.isoformat(),
        each.title,
        each.version,
        each.get_envelope_display(),
        _("yes") if each.has_structures else _("no"),
        ", ".join(f"{place.settlement.name} ({place.settlement.code})" for place in places),
        each.get_party_display(),
        each.office,
        each.officer,
        each.position,
        each.get_means_display(),
        f"{agreement.office}, {agreement.signed_on.isoformat()}" if agreement else "",
        each.file_name,
        each.sha256,
        each.note,
        " · ".join(note.text for note in each.notes.all()),
        each.made_at.isoformat(timespec="minutes"),
    )
