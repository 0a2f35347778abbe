"""What templates of other apps ask about people and places."""

from typing import Any

from django import template

from accounts.models import User
from settlements.models import Settlement
from settlements.people import managed_places
from settlements.roles import Act

register = template.Library()


@register.simple_tag
def manages_people(user: Any) -> bool:
    """Whether the user invites people anywhere: `{% manages_people user as manages %}`."""
    if not isinstance(user, User):
        return False
    return bool(managed_places(user)) or Settlement.objects.where_may(user, Act.MANAGE_MEMBERS).exists()
