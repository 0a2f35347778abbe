"""Why there is no file: a code that is kept, a sentence and a remedy for whoever asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.choices import Gone
from reports.models import Export
from reports.products import Refusal

FAILURES: dict[str, Refusal] = {
    refusal.code: refusal
    for refusal in (
        Refusal(
            "disk_full",
            _("The server has no room left for the file."),
            _("Whoever runs it makes room. Then ask again."),
        ),
        Refusal(
            "too_many_attempts",
            _("It stopped its worker again and again, and was given up."),
            _("Ask for less at once, or tell whoever runs the server."),
        ),
        Refusal(
            "unknown_product",
            _("This site no longer makes files of this kind."),
            _("Look at what can be asked for now."),
        ),
        Refusal(
            "internal_error",
            _("Something went wrong on our side. Nothing of the settlement has changed."),
            _("Ask again. If it fails again, tell whoever runs the server."),
        ),
    )
}
AT_ONCE = Refusal(
    "too_many_at_once",
    _("You wait for as many files as one person may have in the making."),
    _("Wait until one is ready, or cancel one."),
)
NOT_READY = Refusal("not_ready", _("The file is not ready yet."), _("Look again in a moment."))
CANCELLED = Refusal("cancelled", _("It was cancelled, so there is no file."), _("Ask again."))
REASON_MISSING = Refusal(
    "reason_missing",
    _("Nobody said why this file is needed."),
    _("Give a reason, of at least ten letters and without names: it is kept with the file."),
)
NO_NAMES_AGAIN = Refusal(
    "personal_not_saved",
    _("What names people is asked for case by case, with a reason each time."),
    _("Ask for the file when you need it, or save a wish without names."),
)
TOO_MANY_SAVED = Refusal(
    "too_many_saved",
    _("You keep as many saved exports as one person may."),
    _("Delete one that nobody needs any more."),
)


def as_dict(refusal: Refusal) -> dict[str, str]:
    """As JSON holds it and the API says it."""
    return {
        "code": refusal.code,
        "sentence": str(refusal.sentence),
        "remedy": str(refusal.remedy),
        **({"link": refusal.link} if refusal.link else {}),
    }


def why_failed(export: Export) -> list[Refusal]:
    """What stood against an export that could not be made, in words."""
    if export.refusals:
        return [Refusal(**_known(said)) for said in export.refusals]
    return [FAILURES.get(export.failed, FAILURES["internal_error"])]


def why_gone(export: Export) -> Refusal:
    """Why a finished file is no longer kept."""
    said = Gone(export.gone).label if export.gone else Gone.EXPIRED.label
    return Refusal(f"file_{export.gone or Gone.EXPIRED}", said, _("Ask for it again."))


def _known(said: dict[str, Any]) -> dict[str, str]:
    return {name: str(said.get(name, "")) for name in ("code", "sentence", "remedy")}
