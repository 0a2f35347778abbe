"""Text as XML may hold it, a whole column at a time."""

import polars as pl

# What no XML may hold, however it is written.
FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_ODD = "[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


def escaped(texts: pl.Series) -> pl.Series:
    """The texts between tags; a carriage return would be read as a new line, so it is spelled."""
    if not texts.str.contains(_ODD).any():
        return texts
    clean = texts.str.replace_all(FORBIDDEN, "")
    for sign, spelled in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        clean = clean.str.replace_all(sign, spelled, literal=True)
    return clean


def joined(texts: pl.Series) -> memoryview:
    """The texts one behind the other, as UTF-8, of which no copy is made."""
    array = texts.to_arrow(compat_level=pl.CompatLevel.oldest())
    _valid, places, held = array.buffers()
    ends = memoryview(places).cast("q")[array.offset : array.offset + len(array) + 1]
    return memoryview(held)[ends[0] : ends[-1]]


def escape(text: str) -> str:
    """The same of one text, also between quotes."""
    return str(escaped(pl.Series([text]))[0]).replace('"', "&quot;")
