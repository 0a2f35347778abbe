"""Whatever page anybody gets, and whatever it answers to what they send, is in Kiswahili for who reads it."""

from typing import Any

import pytest
from django.urls import reverse

from tests.access.rows import Row
from tests.access.table import DOOR, PAGES
from tests.access.world import World
from tests.test_translations import left_in_english

pytestmark = pytest.mark.django_db
# allauth's pages about addresses that nothing leads to: people do not confirm theirs, staff invite them.
UNUSED = {"account_email", "account_email_verification_sent", "account_confirm_email"}
BUILDERS = {"look"}  # the components by name, in English only: for those who build pages
ROWS: dict[str, Row] = {name: row for name, row in (PAGES | DOOR).items() if name not in UNUSED | BUILDERS}
SW = {"accept-language": "sw", "accept": "text/html"}
READERS = ("leader here", "enumerator here", "staff here", "data_manager here", "stranger")
TYPED = {"water", "counted"}  # a column that waits to be mapped; how the counts are called


@pytest.mark.parametrize("name", ROWS)
def test_everybody_reads_kiswahili(name: str, world: World) -> None:
    row = ROWS[name]
    address = reverse(name.partition("#")[0], kwargs={arg: world.home[it] for arg, it in row.args.items()})
    left: dict[str, set[str]] = {}
    for who in READERS:
        for method in ("GET", "POST"):
            sends = {"data": row.sends} if method == "POST" else {}
            answer: Any = world.people[who].asks(method, address, headers=SW, **sends)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                left[f"{method} as {who}"] = left_in_english(answer.content.decode()) - TYPED
    assert {asked: words for asked, words in left.items() if words} == {}
