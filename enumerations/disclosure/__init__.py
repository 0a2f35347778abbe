"""What of the figures may be shown to those who do not act in a settlement: values in, values out.

`links` says which numbers add up to which, `families` which of them hang together, `hiding` what to hide of a
family, `tables` puts settlement, clusters and rounds side by side. Pages, API, tables and papers for others
all take their figures from `safe_tables`.
"""

from enumerations.disclosure.tables import Safe, SafeTable, Table, safe_figures, safe_tables

__all__ = ["Safe", "SafeTable", "Table", "safe_figures", "safe_tables"]
