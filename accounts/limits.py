"""How often somebody may try: at the door (allauth counts) and through the API (these throttles count).

Both count in the cache. Where Redis is away nothing is counted and nobody is kept out: a count that cannot
be read must not close a meeting's door. Phones that send interviews get a rule of their own, not these.
"""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User

# allauth's windows are a minute, but for failed sign-ins.
WAIT_SECONDS = 60


def too_many(
    request: HttpRequest, exception: Exception | None = None, seconds: int = WAIT_SECONDS
) -> HttpResponse:
    """429 with a sentence, and Retry-After: the site's `handler429`, which allauth asks too."""
    answer = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


class Window(SimpleRateThrottle):
    """Counts in fixed windows: one number in the cache, however generous the rate."""

    duration: int
    num_requests: int

    def get_rate(self) -> str | None:
        return settings.API_RATES.get(self.scope or "") or None

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if key is None or self.rate is None:
            return True
        now = self.timer()
        self.left = self.duration - now % self.duration
        window = f"{key}:{int(now // self.duration)}"
        if cache.add(window, 1, self.duration):
            return True
        try:
            return bool(cache.incr(window) <= self.num_requests)
        except ValueError:  # the cache went away in between
            return True

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.left


class PerAddress(Window):
    """Of those who are not signed in, by address. A settlement may share one: be generous."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if isinstance(request.user, User):
            return None
        return f"api:{self.scope}:{self.get_ident(request)}"


class PublicAnswers(Window):
    """Of an address, signed in or not: who asks a public page about one code after the other."""

    scope = "certificates"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"api:{self.scope}:{self.get_ident(request)}"


class SavedExports(PublicAnswers):
    """Of an address, signed in or not: a program that fetches saved files, or somebody who guesses."""

    scope = "saved-exports"


class PerPerson(Window):
    """Of a person, by whatever key or session they come."""

    scope = "person"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not isinstance(request.user, User):
            return None
        return f"api:{self.scope}:{request.user.pk}"


class BatchesOfPerson(PerPerson):
    """Of a person who sends batches: an evening's files of a whole federation may come from one laptop."""

    scope = "batches"
