"""What stands beside the data in every export, in the reader's language: what it is, what columns mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enumerations.intake.fields import Kind
from enumerations.models import Enumeration
from reports.data import envelopes
from reports.data.asked import ALL, BLANK, LABELS, SYSTEMS, Asked
from reports.data.columns import Column
from reports.data.query import Params, Selection
from reports.data.table import Table
from reports.products import Envelope

Facts = list[tuple[str, str]]
ORDER = ("table", "column", "label", "type", "unit", "codes", "meaning")


@dataclass(frozen=True)
class About:
    """The facts of one export, and a row for each of its columns."""

    title: str
    facts: Facts
    columns: list[tuple[str, ...]]

    def text(self) -> str:
        """All of it as a plain text, for a file beside the data."""
        width = max(len(name) for name, _value in self.facts) + 2
        lines = [self.title, "=" * len(self.title), ""]
        lines += [f"{name + ':':<{width}}{value}" for name, value in self.facts]
        lines += ["", _("Columns"), "-" * len(_("Columns"))]
        table = ""
        for name, column, label, kind, unit, codes, meaning in self.columns:
            if name != table:
                lines += ["", f"[{name}]"]
                table = name
            lines.append(f"{column}: {'; '.join(filter(None, (label, kind, unit, meaning)))}")
            if codes:
                lines.append(f"    {codes}")
        return "\n".join(lines) + "\n"


def about(
    asked: Asked, tables: Sequence[Table], columns: Iterable[tuple[Table, Sequence[Column]]], *, crs: int,
    notes: Facts | None = None,
) -> About:  # fmt: skip
    """Of these tables, with the columns as the file has them."""
    title = " · ".join(str(table.dataset.title) for table in tables)
    facts = [
        (_("What it is"), title),
        *[(str(table.dataset.title), _rows(table)) for table in tables],
        (_("Settlements"), ", ".join(f"{place.name} ({place.code})" for place in places(asked))),
        *rounds(asked, tables),
        (_("For whom"), str(asked.envelope.label)),
        (_("Conditions"), conditions(asked.envelope)),
        (_("Made"), date_format(timezone.localtime(), "j F Y, H:i")),
        (_("State of the data"), version(asked)),
        (_("Rows"), "; ".join(chosen(asked)) or _("all")),
        *left_out(asked, tables),
        (_("Values"), values(asked)),
        (_("Missing answers"), missing(asked)),
        (_("Coordinates"), SYSTEMS[crs]),
        *(notes or []),
    ]
    described = [row for table, these in columns for row in described_columns(table, these, asked)]
    return About(title, facts, described)


def _rows(table: Table) -> str:
    return f"{table.dataset.meaning} " + _("Rows: %(n)s.") % {"n": table.rows}


def places(asked: Asked) -> list[Any]:
    return list(envelopes.settlements_of(asked).order_by("code"))


def rounds(asked: Asked, tables: Sequence[Table]) -> Facts:
    if not any(table.dataset.filters.keys() & {"round"} for table in tables):
        return []
    counts: Any = Enumeration.objects.filter(settlement__in=asked.settlements)
    chosen_ids = asked.round_ids
    counts = counts if chosen_ids is None else counts.filter(pk__in=chosen_ids)
    found = [
        f"{count.name} ({count.get_state_display()})" for count in counts.order_by("settlement", "round")
    ]
    return [(_("Counts"), ", ".join(found) or "–")]


def conditions(envelope: Envelope) -> str:
    """What may be done with the file: of what is not for everybody, the little that was agreed."""
    if envelope is Envelope.PUBLIC:
        return settings.DATA_LICENCE or _(
            "May be used and passed on where the federation is named as its source."
        )
    if envelope is Envelope.COUNTY:
        return _("Handed over for the purpose of the agreement alone; not to be passed on or published.")
    if envelope is Envelope.STAFF:
        return _("For the work of the office; not to be passed on.")
    return _(
        "Personal data: for the reason that was given alone. Do not pass it on; delete it when that is done."
    )


def version(asked: Asked) -> str:
    """By which two files can be told apart: each settlement's counter of changes."""
    return ", ".join(f"{place.code} {place.data_version}" for place in places(asked))


def chosen(asked: Asked) -> list[str]:
    """What was asked of the rows, as it was asked."""
    said = []
    if asked.rounds == ALL:
        said.append(_("all rounds"))
    for label, names in (
        (_("clusters"), asked.clusters),
        (_("results of the visit"), asked.results),
        (_("review"), asked.reviews),
        (_("status of the structure"), asked.statuses),
    ):
        if names:
            said.append(f"{label}: {', '.join(names)}")
    if asked.since:
        said.append(_("from %(day)s") % {"day": asked.since.isoformat()})
    if asked.until:
        said.append(_("until %(day)s") % {"day": asked.until.isoformat()})
    if asked.changed_since:
        said.append(_("changed since %(day)s") % {"day": asked.changed_since.isoformat()})
    return said


def left_out(asked: Asked, tables: Sequence[Table]) -> Facts:
    """How many rows are in no export, and why."""
    facts = []
    for table in tables:
        for sentence, sql in table.dataset.left_out.items():
            params = Params()
            places_ = params.add(list(asked.settlements))
            selection = Selection(table.dataset, (), asked)
            parts = [f"{table.dataset.place} = ANY({places_})", sql, *selection.of_rounds(params)]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT count(*) FROM {table.dataset.source} WHERE {' AND '.join(parts)}", params.values
                )
                number = cursor.fetchone()[0]
            if number:
                facts.append((str(sentence), str(number)))
    return facts


def values(asked: Asked) -> str:
    return _("labels") if asked.values == LABELS else _("codes, explained under the columns")


def missing(asked: Asked) -> str:
    if asked.missing == BLANK:
        return _("blank, whatever the reason")
    return _("-98: does not know; -99: declined to say; blank: not asked or not answered")


def described_columns(table: Table, columns: Sequence[Column], asked: Asked) -> list[tuple[str, ...]]:
    return [
        (
            table.name,
            column.name,
            column.label_in(asked.language),
            kind_of(column.kind),
            str(column.unit),
            codes_of(column, asked),
            str(column.meaning),
        )
        for column in columns
    ]


def codes_of(column: Column, asked: Asked) -> str:
    if column.kind not in (Kind.CODE, Kind.CODES):
        return ""
    return "; ".join(f"{code} = {label}" for code, label in column.labels_in(asked.language).items())


def kind_of(kind: Kind) -> str:
    return {
        Kind.TEXT: _("text"),
        Kind.INTEGER: _("whole number"),
        Kind.DECIMAL: _("number"),
        Kind.YES_NO: _("yes or no"),
        Kind.CODE: _("one code"),
        Kind.CODES: _("several codes"),
        Kind.COUNTY: _("county, by its three-digit code"),
        Kind.DATE: _("date, as 2026-03-31"),
        Kind.MOMENT: _("date and time, as 2026-03-31T14:30:00+03:00"),
        Kind.POINT: _("latitude, longitude, height and accuracy in metres"),
    }[kind]
