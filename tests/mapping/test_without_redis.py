"""The site without its cache: slower, and otherwise the same."""

from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.cache import cache, caches

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_people_sign_in_and_see_their_settlement(amina: Any, redis_away: None, client: Any) -> None:
    answer = client.post("/accounts/login/", {"login": amina.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/settlements/KMT/").status_code == 200


def test_a_cache_that_is_away_only_forgets(redis_away: None) -> None:
    cache.set("word", 1)
    cache.set_many({"word": 1})
    assert cache.get("word", "none") == "none"
    assert cache.get_many(["word"]) == {}
    assert "word" not in cache
    assert cache.add("word", 1)
    assert cache.get_or_set("word", 2) == 2
    assert not cache.delete("word")
    cache.clear()
    with pytest.raises(ValueError, match="not found"):
        cache.incr("word")


def test_a_cache_that_is_there_keeps() -> None:
    cache.set("word", 1)
    assert cache.incr("word") == 2
    assert cache.get_many(["word", "other"]) == {"word": 2}


def test_who_clears_it_leaves_the_queue_and_other_sites_alone(settings: Any) -> None:
    server, name = redis.Redis.from_url(settings.REDIS_URL), uuid4().hex
    server.lpush(name, "a task")
    ours, theirs = caches.create_connection("default"), caches.create_connection("default")
    ours.key_prefix, theirs.key_prefix = f"{name}*", f"{name}-too"
    words = [f"word-{n}" for n in range(2500)]
    for cache_of_one in (ours, theirs):
        cache_of_one.set_many(dict.fromkeys(words, 1))
    ours.clear()
    assert [len(each.get_many(words)) for each in (ours, theirs)] == [0, 2500]
    assert server.lrange(name, 0, -1) == [b"a task"]
    theirs.clear()
    server.delete(name)
