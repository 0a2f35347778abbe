"""What apps above this one must hear: they keep papers of households that this one knows nothing of."""

from django.dispatch import Signal

# Sent in the transaction in which whatever says who these households are goes, before their rows change or
# go: `households` (ids); `erased`, where they asked for it, and not the time for keeping it is over. Whoever
# keeps something of them clears it now, and raises to keep everything.
people_cleared = Signal()

# Sent at the end of a transaction in which records of a count may be used for less than before, however that
# came to be known: `enumeration` (id). They stay; what was made of them does not.
use_ended = Signal()

# Sent when the stored files of a count go, because their time is over: `enumeration` (id).
files_cleared = Signal()
