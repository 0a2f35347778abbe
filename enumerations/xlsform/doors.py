"""The list of doors that goes to phones beside the standard questionnaire: structures.csv.

It holds the settlement's clusters, its structures and one line for a door that is not on the list, so that
the form's two questions (which cluster, which door) are answered from one file.
"""

import csv
from collections.abc import Iterable
from io import StringIO

FILE = "structures.csv"
OTHER = "other"
CLUSTER, DOOR = "cluster", "door"
_OTHER_LABEL = "Not on the list / Haipo kwenye orodha"


def write_doors(clusters: Iterable[tuple[str, str]], structures: Iterable[tuple[str, str]]) -> str:
    """The CSV of (code, name) of clusters and (code, cluster's code or "") of structures, in this order.

    The same rows give the same bytes, so that a phone fetches it again only when the ground changed.
    """
    out = StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("name", "label", "cluster", "kind"))
    for code, name in clusters:
        lines.writerow((code, f"{code} – {name}" if name and name != code else code, "", CLUSTER))
    for code, cluster in structures:
        lines.writerow((code, code, cluster, DOOR))
    lines.writerow((OTHER, _OTHER_LABEL, "", OTHER))
    return out.getvalue()
