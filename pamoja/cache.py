"""A cache that may be lost at any moment: without Redis every answer is a miss, and nothing fails."""

import functools
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

logger = logging.getLogger(__name__)
BATCH = 1000


class LastingClient(RedisCacheClient):
    """Makes its Redis client once: making one costs a third of asking it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._made: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        server = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if server not in self._made:
            self._made[server] = super().get_client(key, write=write)
        return self._made[server]


def forgiving(method: Callable[..., Any], instead: Callable[..., Any]) -> Callable[..., Any]:
    """The method, and what it answers when Redis does not."""

    @functools.wraps(method)
    def ask(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("The cache is away (%s): %s", type(error).__name__, method.__name__)
            return instead(*args, **kwargs)

    return ask


def not_there(key: Any, *args: Any, **kwargs: Any) -> Any:
    """What `incr` does for a key that is not there."""
    raise ValueError(f"Key {key!r} not found.")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache for data that can be made anew; nothing else may be kept in it."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClient

    get = forgiving(RedisCache.get, lambda key, default=None, version=None: default)
    get_many = forgiving(RedisCache.get_many, lambda keys, version=None: {})
    has_key = forgiving(RedisCache.has_key, lambda key, version=None: False)
    # The caller may go on as if nobody else had been there.
    add = forgiving(RedisCache.add, lambda *args, **kwargs: True)
    set = forgiving(RedisCache.set, lambda *args, **kwargs: None)
    set_many = forgiving(RedisCache.set_many, lambda *args, **kwargs: [])
    touch = forgiving(RedisCache.touch, lambda *args, **kwargs: False)
    incr = forgiving(RedisCache.incr, not_there)
    delete = forgiving(RedisCache.delete, lambda *args, **kwargs: False)
    delete_many = forgiving(RedisCache.delete_many, lambda *args, **kwargs: None)

    def clear_ours(self) -> None:
        """Forget what stands under our prefix: Django would empty all of Redis, and with it the queue."""
        client = self._cache.get_client(None, write=True)
        prefix = re.sub(r"[*?\[\]\\]", r"\\\g<0>", self.key_prefix)
        for keys in batched(client.scan_iter(f"{prefix}:*", count=BATCH), BATCH):
            client.unlink(*keys)

    clear = forgiving(clear_ours, lambda: None)


def batched(keys: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, size)):
        yield batch
