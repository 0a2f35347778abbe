"""The server's address as it is given to a phone."""

from urllib.parse import urljoin

from django.urls import reverse

LIST = "/formList"


def by_token(site: str, token: str) -> str:
    """https://pamoja.example.org/collect/abc…: with the token in it, for one phone and nobody else."""
    return urljoin(site, reverse("collect:by-token:form-list", args=[token])).removesuffix(LIST)


def by_name(site: str, enumeration: int) -> str:
    """https://pamoja.example.org/collect/e/7: the same for all phones of a count, which sign in by name."""
    return urljoin(site, reverse("collect:by-name:form-list", args=[enumeration])).removesuffix(LIST)
