"""Tells the browser at once of all modules that a page's script imports.

Else it finds them one below the other, and on a slow network each step costs a round trip.
"""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# As our modules are written: a statement that ends in a semicolon, a file named beside it.
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
def preload_modules(entry: str) -> SafeString:
    """Links to a module, as `js/map/country.js`, and to all it imports."""
    known = imported_by.__wrapped__(entry) if settings.DEBUG else imported_by(entry)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(path),) for path in known))


@cache
def imported_by(entry: str) -> list[str]:
    """The module and those it imports, directly or not, as paths of static files."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        found[path] = None
        waiting += [normpath(join(dirname(path), other)) for other in IMPORT.findall(source_of(path))]
    return list(found)


def source_of(path: str) -> str:
    file = finders.find(path)
    return Path(file).read_text() if file else ""
