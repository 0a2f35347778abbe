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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# As our modules are written: a statement that ends in a semicolon, a file named beside it.
IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?["'](\.{1,2}/[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
def preload_modules(*entries: str, later: str = "") -> SafeString:
    """Links to modules, as `js/map/country.js`, and to all they import; after them those of `later`.

    These are imported when the page has begun its work: until then they leave the network to others.
    """
    first = dict.fromkeys(path for entry in entries for path in known_of(entry))
    then = [path for path in known_of(later) if path not in first] if later else []
    return format_html(
        "{}\n{}",
        format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(path),) for path in first)),
        format_html_join(
            "\n",
            '<link rel="modulepreload" href="{}" fetchpriority="low">',
            ((static(path),) for path in then),
        ),
    )


def known_of(entry: str) -> list[str]:
    return imported_by.__wrapped__(entry) if settings.DEBUG else imported_by(entry)


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
