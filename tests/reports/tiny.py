"""A product that exists in tests alone: lines of text, held up or failing as it is asked."""

import time
from pathlib import Path
from typing import Any

from django import forms

from accounts.models import User
from reports.choices import Gone
from reports.forms.base import AskForm
from reports.models import Export
from reports.products import PRODUCTS, Ask, Envelope, Made, Refusal, Refused, Told, register
from reports.works.ask import cancel
from reports.works.clear import clear_held
from settlements.models import Settlement

ENVELOPES = [(str(int(each)), each.label) for each in Envelope]


class TinyForm(AskForm):
    """Of which settlements, for whom, how many lines."""

    title = "Lines"
    about = "Tests"
    seldom = ("lines", "wrong", "hold")

    settlements = forms.ModelMultipleChoiceField(Settlement.objects.all(), to_field_name="code")
    envelope = forms.TypedChoiceField(choices=ENVELOPES, coerce=int, initial="1")
    lines = forms.IntegerField(min_value=1, max_value=100_000_000, required=False, initial=3)
    wrong = forms.CharField(required=False)  # what goes wrong
    hold = forms.CharField(required=False)  # a file: it goes on when that is gone


class Tiny:
    """`wrong`: `refused` now, `unfinished` when it is made, `bug`, `full`, `outside`; what somebody does
    while it is made: `cancelled`, `erased` (the first time)."""

    name = "tiny"
    form: type[AskForm] = TinyForm

    def title(self, ask: Ask) -> str:
        return f"Lines: {', '.join(self.settlements(ask).values_list('name', flat=True))}"

    def envelope(self, ask: Ask) -> Envelope:
        return Envelope(ask["envelope"])

    def settlements(self, ask: Ask) -> Any:
        return Settlement.objects.filter(pk__in=ask["settlements"]).order_by("name")

    def refusals(self, user: User, ask: Ask) -> list[Refusal]:
        return [UNFINISHED] if ask.get("wrong") == "refused" else []

    def make(self, user: User, ask: Ask, folder: Path, told: Told) -> Made:
        if ask.get("wrong") == "unfinished":
            raise Refused(UNFINISHED)
        if ask.get("wrong") == "bug":
            raise RuntimeError(f"{SOMEBODY.title()} lives here")
        if ask.get("wrong") == "full":
            raise OSError(28, "No space left on device")
        meanwhile(ask)
        lines = ask.get("lines") or 3
        path = folder / "lines.txt" if ask.get("wrong") != "outside" else folder.parent / "lines.txt"
        with path.open("w") as out:
            for n in range(lines):
                out.write(f"line {n}\n")
                told(n + 1, lines)
                while ask.get("hold") and n == lines // 2 and Path(ask["hold"]).exists():
                    time.sleep(0.05)
                    told(n + 1, lines)
        return Made(path, "lines.txt", "text/plain", rows=lines)


def meanwhile(ask: Ask) -> None:
    """What somebody else does while it is made."""
    for export in Export.objects.filter(ask=ask, generation=0):
        if ask.get("wrong") == "cancelled":
            cancel(export)
        if ask.get("wrong") == "erased":
            clear_held(ask["settlements"], Gone.ERASED)


SOMEBODY = "zuqaxila"
UNFINISHED = Refusal("unfinished", "A placeholder is left.", "Fill it in.")


def tiny() -> Tiny:
    """The product, registered once."""
    if "tiny" not in PRODUCTS:
        register(Tiny())
    return PRODUCTS["tiny"]  # type: ignore[return-value]


def wish(*settlements: Any, envelope: Envelope = Envelope.PUBLIC, **more: Any) -> Ask:
    return {"settlements": [each.pk for each in settlements], "envelope": int(envelope), **more}
