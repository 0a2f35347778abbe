"""Phones that asked within a minute, so that nobody need ask the database who they are.

Whether they are still let in is never remembered: whoever uses one asks that together with what it wants.
"""

from collections import OrderedDict
from time import monotonic

from enumerations.models import Device
from enumerations.services.devices import digest_of

SECONDS, MOST = 60, 4096

_phones: OrderedDict[str, tuple[float, Device]] = OrderedDict()


def remember(token: str, device: Device) -> None:
    _phones[digest_of(token)] = monotonic() + SECONDS, device
    while len(_phones) > MOST:
        _phones.popitem(last=False)


def remembered(token: str) -> Device | None:
    """The phone of this token, as it was; not to be changed: other requests have the same one."""
    until, device = _phones.get(digest_of(token), (0.0, None))
    return device if monotonic() < until else None


def forget() -> None:
    """All of them: the next sending of each asks who it is."""
    _phones.clear()
