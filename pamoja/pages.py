"""How many rows the API sends at once."""

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from settlements.keyset import ByCursor


class BoundedPages(ByCursor, LimitOffsetPagination):
    """`?limit=1000`, then by cursor: a hundred rows unless asked for more, a thousand at most.

    `?offset=2000` keeps working; rows that come meanwhile shift its pages.
    """

    max_limit = 1000
    numbered = ("offset",)

    def size(self, request: Request) -> int:
        return self.get_limit(request) or self.max_limit
