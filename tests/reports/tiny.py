"""A product that exists in tests alone: lines of text, slow or failing as it is asked."""

import time
from pathlib import Path
from typing import Any

from django import forms

from accounts.models import User
from reports.forms.base import AskForm
from reports.products import PRODUCTS, Ask, Envelope, Made, Refusal, Refused, Told, register
from settlements.models import Settlement

ENVELOPES = [(str(int(each)), each.name) for each in Envelope]


class TinyForm(AskForm):
    """Of which settlements, for whom, how many lines."""

    title = "Lines"
    about = "For tests"
    seldom = ("lines", "nap", "wrong")

    settlements = forms.ModelMultipleChoiceField(Settlement.objects.all(), to_field_name="code")
    envelope = forms.TypedChoiceField(choices=ENVELOPES, coerce=int, initial="1")
    lines = forms.IntegerField(min_value=1, max_value=100_000_000, required=False, initial=3)
    nap = forms.FloatField(required=False)  # seconds a line
    wrong = forms.CharField(required=False)  # what goes wrong


class Tiny:
    """`wrong`: `refused` now, `unfinished` when it is made, `bug`, `full`, `outside`."""

    name = "tiny"
    form: type[AskForm] = TinyForm

    def title(self, ask: Ask) -> str:
        return f"Lines of {', '.join(self.settlements(ask).values_list('name', flat=True))}"

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
            raise RuntimeError("Zuqaxila lives here")
        if ask.get("wrong") == "full":
            raise OSError(28, "No space left on device")
        lines = ask.get("lines") or 3
        path = folder / "lines.txt" if ask.get("wrong") != "outside" else folder.parent / "lines.txt"
        with path.open("w") as out:
            for n in range(lines):
                out.write(f"line {n}\n")
                time.sleep(ask.get("nap") or 0)
                told(n + 1, lines)
        return Made(path, "lines.txt", "text/plain", rows=lines)


UNFINISHED = Refusal("unfinished", "A placeholder is left.", "Fill it in.")


def tiny() -> Tiny:
    """The product, registered once."""
    if "tiny" not in PRODUCTS:
        register(Tiny())
    return PRODUCTS["tiny"]  # type: ignore[return-value]


def wish(*settlements: Any, envelope: Envelope = Envelope.PUBLIC, **more: Any) -> Ask:
    return {"settlements": [each.pk for each in settlements], "envelope": int(envelope), **more}
