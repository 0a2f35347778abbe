"""How this site differs from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: staff make an account for a person they know."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
