"""What pages of other apps say of an adopted register."""

from django import template

from enumerations.models import Enumeration
from verification.models import RegisterSnapshot
from verification.services.register import latest

register = template.Library()


@register.simple_tag
def latest_register(count: Enumeration | None) -> RegisterSnapshot | None:
    """`{% latest_register enumeration as snapshot %}`: the newest version that was kept, if any."""
    return latest(count) if count is not None and count.is_adopted else None
