"""What the tests of exports work with: the product that exists here alone."""

import pytest

from tests.reports.tiny import Tiny, tiny


@pytest.fixture(autouse=True)
def product() -> Tiny:
    return tiny()
