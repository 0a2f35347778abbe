"""What pages say to a phone that keeps some of them."""

from typing import Any

from django import template
from django.template import Context

from accounts.reader import reader_of
from mapping.offline.views import days

register = template.Library()


@register.simple_tag(takes_context=True)
def reader(context: Context) -> str:
    """Whose page it is, `{% reader as whose %}`; nothing where a page is made without a request."""
    user = getattr(context.get("request"), "user", None)
    return reader_of(user) if user is not None else ""


@register.simple_tag(takes_context=True)
def age_limits(context: Context) -> str:
    """After how many days a kept page warns, and is removed: sets what `offline/_words.html` needs."""
    made: dict[str, Any] = days()
    context.update(made)
    return ""
