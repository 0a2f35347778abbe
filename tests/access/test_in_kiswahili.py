"""Whatever page anybody gets, and whatever it answers to what they send, is in Kiswahili for who reads it."""

from typing import Any

import pytest
from django.urls import reverse

from tests.access.rows import Row
from tests.access.table import DOOR, PAGES
from tests.access.test_matrix import expected
from tests.access.world import World
from tests.test_translations import left_in_english

pytestmark = pytest.mark.django_db
# allauth's pages about addresses that nothing leads to: people do not confirm theirs, staff invite them.
UNUSED = {"account_email", "account_email_verification_sent", "account_confirm_email"}
BUILDERS = {"look"}  # the components by name, in English only: for those who build pages
ROWS: dict[str, Row] = {name: row for name, row in (PAGES | DOOR).items() if name not in UNUSED | BUILDERS}
SW = {"accept-language": "sw", "accept": "text/html"}
READERS = ("leader here", "enumerator here", "staff here", "data_manager here", "stranger")
NO_PAGE = {302, 404, 405}
TYPED = {"water", "counted"}  # a column that waits to be mapped; how the counts are called


def readers(row: Row, method: str) -> list[str]:
    """Everybody who gets a page of it; of those who get none, and are all told the same, the first."""
    answers = expected(row, method, is_api=False)
    told = [who for who in READERS if answers[who] not in NO_PAGE]
    return told + [who for who in READERS if answers[who] in NO_PAGE][:1]


@pytest.mark.parametrize("name", ROWS)
def test_everybody_reads_kiswahili(name: str, world: World) -> None:
    row = ROWS[name]
    address = reverse(name.partition("#")[0], kwargs={arg: world.home[it] for arg, it in row.args.items()})
    left: dict[str, set[str]] = {}
    for method in ("GET", "POST"):
        sends = {"data": row.sends} if method == "POST" else {}
        for who in readers(row, method):
            answer: Any = world.people[who].asks(method, address, headers=SW, **sends)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                left[f"{method} as {who}"] = left_in_english(answer.content.decode()) - TYPED
    assert {asked: words for asked, words in left.items() if words} == {}
