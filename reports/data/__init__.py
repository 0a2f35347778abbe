"""The data itself, to take away: which rows and columns there are, for whom, and the tables they make.

    asked (what was chosen) -> envelopes (what may be in it) -> datasets (columns) -> query (one statement)
    -> stream (COPY, as text or as Arrow batches) -> reports.writers (a file) -> product (the export)

A row is read once and never held: a million households pass through as a few thousand at a time.
"""
