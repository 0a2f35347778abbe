"""How many rows the API sends at once."""

from rest_framework.pagination import LimitOffsetPagination


class BoundedPages(LimitOffsetPagination):
    """`?limit=1000&offset=2000`: a hundred rows unless asked for more, a thousand at most."""

    max_limit = 1000
