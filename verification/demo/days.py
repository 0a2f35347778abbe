"""Days of the demo's counts."""

from datetime import date, timedelta

from enumerations.models import Enumeration


def day(count: Enumeration, after: int) -> date:
    """So many days after the count began."""
    assert count.starts_on
    return count.starts_on + timedelta(days=after)
