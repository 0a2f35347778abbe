"""What the page of drawing tells its scripts, as JSON in the page."""

from typing import Any

from django.contrib.gis.db.models import Extent
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from mapping import config, themes
from settlements.editing import LAYERS
from settlements.editing.numbers import highest_numbers
from settlements.models import Settlement


def edit_map(settlement: Settlement, user: User) -> dict[str, Any]:
    """The settlement's map to draw on: what can be edited, addresses, and every word said."""
    shown: dict[str, Any] = config.settlement_map(
        settlement, is_member=True, sees_tenure=False, shows_ground=True
    )
    return shown | {
        "bounds": shown["bounds"] or bounds_of_structures(settlement),
        "themes": themes.for_browser(themes.THEMES)[:1],
        "code": settlement.code,
        # What was drawn and not saved stays in the browser, for this person alone.
        "draft": f"{user.pk}/{settlement.code}",
        "today": timezone.localdate().isoformat(),
        "highest": highest_numbers(settlement),
        "layers": [
            {
                "name": layer.name,
                "label": str(layer.label),
                "one": capfirst(layer.one),
                "shapes": layer.shapes,
                "fromZoom": layer.from_zoom,
                "mayCreate": layer.name != "boundary" or not settlement.boundary,
            }
            for layer in LAYERS.values()
        ],
        "urls": {
            "view": reverse("mapping:ground-in-view", args=[settlement.code, "LAYER"]),
            "save": reverse("mapping:ground-save", args=[settlement.code]),
            "join": reverse("mapping:ground-join", args=[settlement.code]),
            "split": reverse("mapping:ground-split", args=[settlement.code, 0]),
        },
        "words": config.words() | words(),
    }


def bounds_of_structures(settlement: Settlement) -> list[list[float]] | None:
    """Where there is no boundary yet, what stands there says where to draw it."""
    extent = settlement.structures.aggregate(all=Extent("location"))["all"]
    return [[extent[1], extent[0]], [extent[3], extent[2]]] if extent else None


def words() -> dict[str, str]:
    return {
        "loading": _("Loading …"),
        "notLoaded": _("This did not load. Check the connection, then move the map."),
        "closer": _("Move closer to edit structures."),
        "nothingHere": _("Nothing of this layer is in view. Draw the first with Add."),
        "inView": _("%(count)s in view. Tap one to change it."),
        "unsaved": _("%(count)s changes are not saved."),
        "unsavedOne": _("1 change is not saved."),
        "allSaved": _("Everything is saved."),
        "saved": _("Saved."),
        "saving": _("Saving …"),
        "notSaved": _("Nothing was saved yet. What is in the way:"),
        "offline": _("There is no connection. Your changes stay in this browser; save them later."),
        "gone": _(
            "You are signed out, or may no longer change this ground. Your changes stay in this browser."
        ),
        "saveAnyway": _("Save all the same"),
        "show": _("Show"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
        "mine": _("Mine"),
        "theirs": _("Theirs"),
        "removed": _("removed"),
        "sameWords": _("The same words, another shape (dashed on the map)."),
        "placePoint": _("Tap the place on the map, or bring it under the cross."),
        "drawArea": _("Tap the corners one after the other, then Finish."),
        "drawLine": _("Tap along the line, then Finish."),
        "drawCut": _("Draw around what is to be cut away, then Finish."),
        "drawSplit": _("Draw a line across the structure, then Finish."),
        "tapMerge": _("Tap the structures that are one with %(number)s, then Finish."),
        "tapParts": _("Tap where each part stands, then Finish."),
        "dragWhole": _("Drag it where it belongs."),
        "twoPieces": _("This cuts it into pieces. Use Split to make several structures."),
        "nothingLeft": _("Nothing would be left of it. Use Delete."),
        "areaOnly": _("Both need an outline. Draw it first, or take the other down."),
        "noPlace": _("The phone does not say where it is."),
        "added": _("Added: %(what)s"),
        "moved": _("Moved: %(what)s"),
        "reshaped": _("Changed the shape: %(what)s"),
        "changed": _("Changed: %(what)s"),
        "deleted": _("Deleted: %(what)s"),
        "demolished": _("Taken down: %(what)s"),
        "splitUp": _("Split: %(what)s"),
        "merged": _("Made one: %(what)s"),
        "about": _("about %(m2)s m²"),
        "acres": _("about %(acres)s acres"),
        "long": _("about %(m)s m long"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "new": _("new"),
        "reallyDrop": _("Throw the unsaved changes away?"),
        "found": _("Changes of %(when)s were not saved: %(count)s."),
    }
