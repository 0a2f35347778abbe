"""`manage.py make_demo_exports`: some files of the demo's staff, so that their list is not empty."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from enumerations.demo.cast import CAST
from enumerations.demo.places import KIAMUTISYA
from reports.choices import Every
from reports.models import Export, SavedExport
from reports.products import PRODUCTS, Envelope
from reports.works.ask import ask_for
from reports.works.saved import run, save
from settlements.models import Settlement

STAFF = CAST[0].email
# Two files of Kiamutisya as the form of `data` asks for them; the first is made again every week.
WISHES: tuple[dict[str, Any], ...] = (
    {"datasets": ["structures"], "envelope": int(Envelope.STAFF), "format": "gpkg"},
    {"datasets": ["households", "structures", "service_points"], "envelope": int(Envelope.STAFF),
     "format": "xlsx", "values": "labels"},
)  # fmt: skip


class Command(BaseCommand):
    """Asks for them once; a worker makes them. Who has files already gets no more."""

    help = "Ask for the demo's files; what is there already is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        staff = User.objects.get(email=STAFF)
        if Export.objects.filter(asked_by=staff).exists() or SavedExport.objects.filter(owner=staff).exists():
            return
        place = Settlement.objects.get(code=KIAMUTISYA.code)
        wishes = [checked(staff, {**wish, "settlements": [place.pk]}) for wish in WISHES]
        weekly = save(
            user=staff, title=f"{place.name}: structures", product="data", ask=wishes[0],
            language=staff.language, every=Every.WEEK, mail=False,
        )  # fmt: skip
        run(weekly)
        for wish in wishes[1:]:
            ask_for(user=staff, product="data", ask=wish, language=staff.language)


def checked(user: User, wish: dict[str, Any]) -> dict[str, Any]:
    """As the form understands it. CommandError where it does not."""
    form = PRODUCTS["data"].form(wish, user=user)
    if not form.is_valid():
        raise CommandError(f"The demo's wish is refused: {form.errors.as_json()}")
    return form.ask()
