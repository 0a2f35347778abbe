"""What is told of an error, to a log or to whoever keeps the site: where it happened, and never to whom.

An exception's message may quote a row (PostgreSQL's does), its frames hold records, a request holds answers.
So a report names kinds and places only; that and the ids in the log are enough to find the fault.
"""

import copy
import logging
import re
import traceback
from collections.abc import ItemsView, Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

# Who has such an address has what it opens: a phone's, an invitation's, a certificate's.
SECRET_ADDRESSES = re.compile(r"/(collect|invitation|c)/(?!e/)[^/\s\"'?]+")


def without_tokens(text: str) -> str:
    """A line in which no address tells the token it was made of."""
    return SECRET_ADDRESSES.sub(r"/\1/…", text)


def told(error: BaseException | None) -> str:
    """The places an exception came through and its kind, with those it was raised from, and no message."""
    parts = []
    for one in _chain(error):
        places = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"{places}{kind_of(one)}")
    return "\n\nwhile handling which:\n\n".join(reversed(parts))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def kind_of(error: BaseException) -> str:
    """Its class; of a database error also the code and the constraint, which are ours and nobody's data."""
    diagnosis = getattr(error, "diag", None)
    named = [getattr(diagnosis, name, None) for name in ("sqlstate", "constraint_name")]
    more = " ".join(str(each) for each in named if each)
    return f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({more})" if more else "")


class BareFormatter(logging.Formatter):
    """Formats a record, and its exception by kinds and places; no address tells a token."""

    def format(self, record: logging.LogRecord) -> str:
        bare = copy.copy(record)
        bare.exc_text = None  # another handler may have formatted it in its own way
        # Celery writes the exception into its sentence.
        if isinstance(bare.args, Mapping) and "exc" in bare.args:
            error = bare.exc_info[1] if isinstance(bare.exc_info, tuple) else None
            bare.args = {**bare.args, "exc": kind_of(error) if error else "an exception"}
        return without_tokens(super().format(bare))

    def formatException(self, ei: Any) -> str:
        return told(ei[1])


class BareFilter(SafeExceptionReporterFilter):
    """For reports made by Django's own means: no local variables, no values of a form, no settings."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        return {"REQUEST_METHOD": request.method} if request else {}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return {}.items()


class BareReporter(ExceptionReporter):
    """The report that is mailed or kept: the address without its query, and the places."""

    def get_traceback_text(self) -> SafeString:
        asked = f"{self.request.method} {without_tokens(self.request.path)}\n\n" if self.request else ""
        return mark_safe(f"{asked}{told(self.exc_value)}\n")

    def get_traceback_html(self) -> SafeString:
        return format_html("<pre>{}</pre>", str(self.get_traceback_text()))
