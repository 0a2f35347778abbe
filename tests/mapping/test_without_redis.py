"""The site without its cache: slower, and otherwise the same."""

from typing import Any

import pytest
from django.core.cache import cache

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
    with pytest.raises(ValueError, match="not found"):
        cache.incr("word")


def test_a_cache_that_is_there_keeps() -> None:
    cache.set("word", 1)
    assert cache.incr("word") == 2
    assert cache.get_many(["word", "other"]) == {"word": 2}
