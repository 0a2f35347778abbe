"""Whoever clicks twice: what two requests of one person would both write is written once."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from reports.models import Agreement, HandOver
from settlements.models import Settlement

# Within this the very same, said again, is a second click and no second wish.
SENT_TWICE = timedelta(minutes=10)
Written = TypeVar("Written", Agreement, HandOver)


def one_click_at_a_time(user: User) -> None:
    """In a transaction: wait until what this person's other click began is written, and is to be found."""
    User.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=user.pk)


def written_before(
    kind: type[Written], by: User, said: dict[str, Any], settlements: Collection[Settlement]
) -> list[Written]:
    """In a transaction: the very same of the very same settlements, written down a moment ago."""
    one_click_at_a_time(by)
    lately = kind.objects.filter(**said, made_by=by, made_at__gt=timezone.now() - SENT_TWICE)
    places = {each.pk for each in settlements}
    return [each for each in lately if set(each.settlements.values_list("pk", flat=True)) == places]
