"""Words that fill the sentences of the catalogue: the problem keeps a code, the reader sees the words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a file is that is no workbook.
FOUND: dict[str, str | Promise] = {
    "text": _("plain text, such as CSV"),
    "html": _("a web page"),
    "xml": _("XML, perhaps a form that was already converted"),
    "pdf": _("a PDF"),
    "image": _("a picture"),
    "document": _("a text document"),
    "archive": _("an archive of several files"),
    "binary": _("something else"),
}

# What to write instead of a sign that cannot stand in an expression.
HINTS: dict[str, str | Promise] = {
    "operator": _("Write what joins the two values, such as and, or, = or +."),
    "value": _("Write a value in front of it, such as ${name}, 5 or 'yes'."),
    "equals": _("Write a single = to compare."),
    "and": _("Write and instead."),
    "or": _("Write or instead."),
    "order": _("Write <= or >=, with the = last."),
    "not_equal": _("Write != instead."),
    "semicolon": _("Part the function's values by commas."),
    "comma": _("Write the decimal sign as a point: 1.5"),
    "reference": _("Write ${name}, with braces around the question's name."),
    "other": _("Take it away, or put text into quotation marks."),
}

# The code whose sentence needs such words -> the parameter that holds their key.
WORDS = {"not_a_workbook": "found", "expression_unexpected": "hint"}
_TABLES = {"not_a_workbook": FOUND, "expression_unexpected": HINTS}


def said(code: str, key: str) -> str | Promise:
    """The words of a key in the sentence of this code; the key itself where it has none."""
    return _TABLES[code].get(key, key)
