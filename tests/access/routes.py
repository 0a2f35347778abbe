"""Every address of the site, found by walking the URL conf: a new one cannot be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def walk(patterns: list[Any], path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each route's name and path; one without a name goes by its path."""
    for found in patterns:
        here = path + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from walk(found.url_patterns, here, (*spaces, *filter(None, [found.namespace])))
        elif isinstance(found, URLPattern):
            yield ":".join((*spaces, found.name)) if found.name else here, here


ROUTES: dict[str, str] = dict(walk(get_resolver().url_patterns))
