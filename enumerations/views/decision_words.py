"""What a supervisor can decide about what contradicts, and what each decision will do, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from enumerations.collecting import HeldDecision, HeldKind

K, D = HeldKind, HeldDecision

HELD_BACK = gettext_lazy("The register holds another interview of this household")
# What each decision will do, told before it is made.
WILL_HAPPEN: dict[tuple[str, str], str | Promise] = {
    (K.DIFFERENT_CONTENT, D.KEPT_FIRST): gettext_lazy(
        "Nothing changes. The later answers stay here to be looked at; the phone may forget them."
    ),
    (K.DIFFERENT_CONTENT, D.TAKEN): gettext_lazy(
        "The later interview becomes a correction of the first: its answers go through the checks and "
        "replace those in the register. The first stays in the chain of corrections."
    ),
    (K.DIFFERENT_CONTENT, D.SEPARATE): gettext_lazy(
        "The later interview becomes one of its own. At the same door it gets the next free household number."
    ),
    (K.EDIT_OF_REPLACED, D.KEPT_FIRST): gettext_lazy(
        "Nothing changes. The correction that came first stands; this one stays here to be looked at."
    ),
    (K.EDIT_OF_REPLACED, D.TAKEN): gettext_lazy(
        "This correction follows the one that came first: its answers go through the checks and replace "
        "those in the register."
    ),
    (K.EDIT_OF_REPLACED, D.SEPARATE): gettext_lazy(
        "It becomes an interview of its own. At the same door it gets the next free household number."
    ),
    (K.FILE_DIFFERS, D.KEPT_FIRST): gettext_lazy("Nothing changes. The later picture stays here."),
    (K.FILE_DIFFERS, D.TAKEN): gettext_lazy(
        "The later picture belongs to the interview from now on. The first one stays here."
    ),
    (K.DELETED, D.KEPT_FIRST): gettext_lazy(
        "The household stays erased. Nothing of what was sent was kept; the phone may forget it."
    ),
    ("conflict", D.KEPT_FIRST): gettext_lazy(
        "The register stays as it is. The later interview is kept, but not counted."
    ),
    ("conflict", D.TAKEN): gettext_lazy(
        "The later interview goes through the checks again and replaces the answers in the register."
    ),
    ("conflict", D.SEPARATE): gettext_lazy(
        "Both are counted: the later interview gets the next free household number at this door."
    ),
}
LABELS: dict[str, str | Promise] = {
    D.KEPT_FIRST: gettext_lazy("Keep the first"),
    D.TAKEN: gettext_lazy("Take the later"),
    D.SEPARATE: gettext_lazy("Both are interviews"),
}
DONE: dict[str, str | Promise] = {
    D.KEPT_FIRST: gettext_lazy("Decided: what came first stays."),
    D.TAKEN: gettext_lazy("Decided: the later one is taken. It is in its place within a minute."),
    D.SEPARATE: gettext_lazy("Decided: both are interviews. The later one is counted within a minute."),
}
