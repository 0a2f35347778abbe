"""The one answer to a file of which no row can be read."""

from typing import Any


class Refusal(Exception):
    """The whole file cannot be read. `code` is one of the catalogue's, `params` fill its sentence.

    empty              nothing in it
    no_rows            headings and nothing below them
    not_a_table        something else: `found` says what ("html", "pdf", "document", "image", "binary", ...)
    form_not_interviews   an XForm that was not filled
    encrypted          a workbook or archive behind a password
    broken             cut off or damaged
    unclosed_quote     a cell that opens with " and never ends: `row`
    headings_missing   thousands of rows have more cells than there are headings: `rows`, `columns`
    too_large_inside   an archive or workbook that unpacks into more than we open: `mb`, `limit_mb`
    too_large          JSON beyond what is read in one piece: `mb`, `limit_mb`
    too_many_columns   `columns`, `limit`
    no_crs             a geographic file that does not say in which coordinate system it is
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code
