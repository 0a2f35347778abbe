"""A short memory of who may see which layer, so that a warm tile asks the database nothing.

The answer itself always comes from the querysets. It is kept for a minute at most, for one session (of a
public layer: for everybody), one settlement and the right that a layer asks for, together with the access
epoch: a random word in Redis that every change of a person, a membership or a settlement's access replaces.
An answer of another epoch is no answer.
"""

import time
from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from accounts import second_factor
from accounts.models import User
from accounts.sessions import has_ended
from mapping.layers import Layer
from settlements.models import Membership, Settlement
from settlements.querysets import SettlementQuerySet, Viewer
from settlements.roles import Act

EPOCH_KEY = "access-epoch"
SECONDS = 60
# In a question that is put together once they stand for who asks, and for the settlement's code.
SOMEBODY, SOMEWHERE = -1, "?"


class Place(NamedTuple):
    """A settlement's id, and the version its data had when it was asked for."""

    pk: int
    version: int


def access_key(request: HttpRequest, code: str, layer: Layer) -> str:
    """Where the answer for this session, settlement and layer is kept: one for all layers of one right."""
    if layer.is_public:
        return f"place:everybody:{code}"
    return key_of(request, f"{code}:{layer.act}")


def key_of(request: HttpRequest, what: str) -> str:
    """Where an answer for this session is kept; never the session's own key."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return f"place:{sha256(session.encode()).hexdigest()[:32]}:{what}"


def remembered(key: str, find: Callable[[], Any]) -> Any:
    """What `find` answers, or answered within a minute in the present epoch.

    The epoch is read before the database is asked: an answer older than a change is never believed.
    """
    known = cache.get_many([EPOCH_KEY, key])
    epoch, answer = known.get(EPOCH_KEY), known.get(key)
    if answer is not None and epoch is not None and answer[0] == epoch:
        return answer[1]
    answer = (begin_epoch(), find())
    cache.set(key, answer, SECONDS)
    return answer[1]


def find_settlement(request: HttpRequest, code: str, layer: Layer) -> Place | None:
    """The settlement, if the signed-in person may see this layer of it. Asks the database.

    A public layer is for everybody or for nobody: of a settlement whose ground is shown to a stranger.
    """
    if layer.is_public:
        shown: Any = Settlement.objects.with_ground_shown_to(AnonymousUser())
        return found(shown.filter(shows_ground=True), code)
    if second_factor.is_missing(request.user) or has_ended(request.session, int(time.time())):
        return None  # the next page asks for what is missing
    return find_where_may(request.user, layer.act, code)


def find_where_may(user: Viewer, act: Act, code: str) -> Place | None:
    """The settlement, if the user may do this there: what the queryset answers."""
    is_ordinary = isinstance(user, User) and user.is_active and not user.is_superuser
    if not is_ordinary:
        return found(Settlement.objects.where_may(user, act), code)
    sql, given = question(act)
    asked = {SOMEBODY: user.pk, SOMEWHERE: code}
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked.get(value, value) for value in given])
        row = cursor.fetchone()
    return Place(*row) if row else None


@once
def question(act: Act) -> tuple[str, tuple[Any, ...]]:
    """What the queryset asks the database for an ordinary person: it is put together once."""
    shown = Settlement.objects.where_may(User(pk=SOMEBODY), act).filter(code=SOMEWHERE)
    sql, given = shown.values_list("pk", "data_version").query.sql_with_params()
    return sql, given


def found(settlements: SettlementQuerySet, code: str) -> Place | None:
    row = settlements.filter(code=code).values_list("pk", "data_version").first()
    return Place(*row) if row else None


def begin_epoch() -> str:
    """The word of the present epoch, made if there is none."""
    return str(cache.get_or_set(EPOCH_KEY, lambda: uuid4().hex, None))


def end_epoch() -> None:
    """Forget every answer at once. (While Redis is away there are none; those it kept die of age.)"""
    cache.set(EPOCH_KEY, uuid4().hex, None)


def access_changed(sender: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """A person, a membership or a settlement changed: its answers end when the change is committed."""
    only_signed_in = update_fields is not None and set(update_fields) == {"last_login"}
    if not only_signed_in:
        transaction.on_commit(end_epoch)


def connect() -> None:
    """Listen to what may change an answer."""
    for model in (User, Membership, Settlement):
        for signal in (post_save, post_delete):
            signal.connect(access_changed, sender=model, dispatch_uid=f"access-{model.__name__}")
    user_logged_out.connect(access_changed, dispatch_uid="access-logged-out")
