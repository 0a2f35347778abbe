"""What must hold before a count moves on."""

from verification.conditions.kinds import Condition, Found, Offer, Rule, asked

__all__ = ["Condition", "Found", "Offer", "Rule", "asked"]
